package dev.gatehouse.ledger.block;

/** How payloads of one shape lie in a block; the place in this list is the byte that says so. */
enum Form {
    /** By fields: an object of plain values, its names in order. */
    FLAT,
    /** As they are: whatever else was said. */
    WHOLE,
    /** Only the SHA-256 of each, since what it said was erased. */
    ERASED;

    private static final Form[] ALL = values();

    static Form of(int code) {
        if (code >= ALL.length) {
            throw new BlockException("form " + code + ": unknown");
        }
        return ALL[code];
    }
}
