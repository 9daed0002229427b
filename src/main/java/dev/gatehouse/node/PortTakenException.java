package dev.gatehouse.node;

/** Another program has a port of this node; the message names it and the remedy. */
public final class PortTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    PortTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
