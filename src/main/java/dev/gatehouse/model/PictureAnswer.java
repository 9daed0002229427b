package dev.gatehouse.model;

/** What came of looking for a picture. */
public sealed interface PictureAnswer {
    /**
     * It is here now; the bytes have the hash that was asked for.
     *
     * @param bytes not to be changed
     * @param mediaType {@code image/jpeg} or {@code image/png}
     */
    // an array, since whoever decodes pictures takes nothing else
    @SuppressWarnings("ArrayRecordComponent")
    record Found(byte[] bytes, String mediaType) implements PictureAnswer {}

    /** The central that wrote of it has it no more, or never had it whole. */
    record Nowhere() implements PictureAnswer {}

    /**
     * That central is not connected, or did not answer within a second.
     *
     * @param central which one
     */
    record Away(CentralId central) implements PictureAnswer {}
}
