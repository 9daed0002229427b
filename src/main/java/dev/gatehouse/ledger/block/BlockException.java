package dev.gatehouse.ledger.block;

/** Bytes that are no block. The message says what was expected where; it quotes nothing of them. */
public final class BlockException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BlockException(String message) {
        super(message);
    }

    BlockException(String message, Throwable cause) {
        super(message, cause);
    }
}
