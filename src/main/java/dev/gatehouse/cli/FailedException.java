package dev.gatehouse.cli;

/** The command cannot be carried out, and the message says all that a person needs. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
        super(message);
    }

    FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
