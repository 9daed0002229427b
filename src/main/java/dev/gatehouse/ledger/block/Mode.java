package dev.gatehouse.ledger.block;

/** How the values of one field lie in a block; the place in this list is the byte that says so. */
enum Mode {
    /** One value that all have. */
    SAME,
    /** The different values, then which of them each is. */
    DICTIONARY,
    /** Texts, without their quotes. */
    TEXT,
    /** Values as they stand in the payload. */
    VALUE,
    /** Texts of equally many hexadecimal digits, as bytes. */
    HEX,
    /** Whole numbers. */
    NUMBER,
    /** Whole numbers as the difference from the event's milliseconds. */
    CLOCK,
    /** Texts {@code central_ms_tail}. */
    NAME,
    /** Texts of an earlier field with marks between their letters. */
    MARKED;

    private static final Mode[] ALL = values();

    static Mode of(int code) {
        if (code >= ALL.length) {
            throw new BlockException("mode " + code + ": unknown");
        }
        return ALL[code];
    }
}
