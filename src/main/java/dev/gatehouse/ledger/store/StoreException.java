package dev.gatehouse.ledger.store;

import dev.gatehouse.model.StoreTrouble;

import java.nio.file.Path;
import java.sql.SQLException;

/** The database cannot be read or written; the message says which and what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of what kind the trouble is. */
    private final StoreTrouble trouble;

    private StoreException(StoreTrouble trouble, String message, Throwable cause) {
        super(message, cause);
        this.trouble = trouble;
    }

    public StoreException(String message, Throwable cause) {
        this(StoreTrouble.OTHER, message, cause);
    }

    public StoreException(String message) {
        super(message);
        this.trouble = StoreTrouble.OTHER;
    }

    /**
     * The database's own failure, by its code.
     *
     * @param failing what to say before
     */
    public static StoreException of(String failing, SQLException e) {
        StoreTrouble byCode = TroubleKinds.of(e);
        // also where only a log beside the file cannot be made, it says that nothing can be opened
        return of(failing, byCode == StoreTrouble.MISSING ? StoreTrouble.OTHER : byCode, e);
    }

    /**
     * Makes the exception after a look at the disk, since a code often says less than it knows.
     *
     * @param file that of the database
     */
    static StoreException of(String failing, SQLException e, Path file) {
        return of(failing, TroubleKinds.look(TroubleKinds.of(e), file), e);
    }

    private static StoreException of(String failing, StoreTrouble trouble, SQLException e) {
        String words = trouble.sentence(String.valueOf(e.getMessage()));
        return new StoreException(trouble, failing + ": " + words, e);
    }

    /** Of what kind it is. */
    public StoreTrouble trouble() {
        return trouble;
    }
}
