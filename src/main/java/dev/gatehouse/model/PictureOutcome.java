package dev.gatehouse.model;

/** What came of handing in a picture. */
public sealed interface PictureOutcome {
    /**
     * It can be used, and is kept as far as the disk allows: a fact may name it.
     *
     * @param hash SHA-256 of its bytes
     */
    record Taken(Hash hash) implements PictureOutcome {}

    /**
     * It cannot be used.
     *
     * @param why in English, with what was expected
     */
    record Refused(String why) implements PictureOutcome {}
}
