package dev.gatehouse.passage;

/**
 * Whose passage a report is.
 *
 * @param <T> what comes of a passage
 */
public sealed interface Claim<T> {
    /** The passage. */
    Passage<T> passage();

    /** A car that nobody has reported yet; the caller writes it and completes its outcome. */
    record First<T>(Passage<T> passage) implements Claim<T> {}

    /** A car that has been reported; the answer is that of the passage. */
    record Again<T>(Passage<T> passage, Addition addition) implements Claim<T> {}

    /** What a further report of a car adds to what is known. */
    enum Addition {
        /** A repeat. */
        NOTHING,
        /** The plate was read otherwise, and no better. */
        OTHER_TEXT,
        /** The plate was read better. */
        BETTER_PLATE
    }
}
