package dev.gatehouse.model;

/**
 * One fact in the ledger, as it is stored and travels.
 *
 * @param stream the stream it is written in
 * @param seq its number there, from 1 without gaps
 * @param id names the fact, whatever stream it is written under
 * @param kind {@code entry}, {@code exit}, {@code confirmed}, or one that this version does not
 *     know
 * @param src whether it was made by a node or taken in from an original
 * @param central where it happened
 * @param hlc orders it among all facts
 * @param wallMs UTC ms by the clock of the central where it happened, for people and fees
 * @param payload canonical JSON, at most {@link #MAX_PAYLOAD} bytes, kept byte for byte; the 32
 *     bytes of its SHA-256 where it was erased
 * @param erased whether what it said was erased; its hash stays, and with it every tree and proof
 */
public record LedgerEvent(
        StreamId stream,
        long seq,
        EventId id,
        String kind,
        Source src,
        CentralId central,
        Hlc hlc,
        long wallMs,
        Blob payload,
        boolean erased) {
    /** Bytes of the largest payload: a hundred times the usual one, and four fit in a page. */
    public static final int MAX_PAYLOAD = 64 * 1024;

    /** Letters of the longest kind: those of this version have at most a dozen. */
    public static final int MAX_KIND = 32;

    /**
     * @throws IllegalArgumentException when it is erased and has no hash in place of its payload
     */
    public LedgerEvent {
        if (erased && payload.length() != Hash.BYTES) {
            throw new IllegalArgumentException(
                    "erased payload of " + payload.length() + " bytes, expected a hash");
        }
    }

    /** One that still says what it said. */
    public LedgerEvent(
            StreamId stream,
            long seq,
            EventId id,
            String kind,
            Source src,
            CentralId central,
            Hlc hlc,
            long wallMs,
            Blob payload) {
        this(stream, seq, id, kind, src, central, hlc, wallMs, payload, false);
    }

    /** Where a fact comes from. */
    public enum Source {
        /** Made by a Gatehouse node. */
        NODE("n"),
        /** Taken in from a central that speaks the original protocol. */
        IMPORTED("i");

        private final String code;

        Source(String code) {
            this.code = code;
        }

        /** The letter on the wire, on disk and in the hash. */
        public String code() {
            return code;
        }

        /**
         * @throws IllegalArgumentException when it is neither {@code n} nor {@code i}
         */
        public static Source of(String code) {
            return switch (code) {
                case "n" -> NODE;
                case "i" -> IMPORTED;
                default ->
                        throw new IllegalArgumentException(
                                "source '" + code + "': expected n or i");
            };
        }
    }
}
