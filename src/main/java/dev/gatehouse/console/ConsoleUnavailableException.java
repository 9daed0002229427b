package dev.gatehouse.console;

/** No window can be shown here; the message names what is missing. The node can run without one. */
public final class ConsoleUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConsoleUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
