package dev.gatehouse.port;

/** The database cannot be read at the moment; the message says why and what to do. */
public final class StoreUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
