package dev.gatehouse.ledger.block;

import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

/** What a block of version 1 may hold at most. They are part of the format and never change. */
final class Limits {
    /** The only version that this program knows. */
    static final byte VERSION = 1;

    /** Events in one block, and the span that a block does not leave: one node of the tree. */
    static final int EVENTS = 1_024;

    /** Bytes of all payloads together: twice what a thousand usual events have. */
    static final int PAYLOADS = 512 * 1024;

    /** Bytes of one payload. */
    static final int PAYLOAD = LedgerEvent.MAX_PAYLOAD;

    /** Bytes once inflated: all payloads, and what stands beside them in the worst case. */
    static final int BODY = 1024 * 1024;

    /** Deflate makes at most so many bytes of one; what claims more is no deflated block. */
    static final int INFLATED_OF_ONE = 1_032;

    /** The last number of a stream: fifty a second for 700 years. */
    static final long LAST_SEQ = 1L << 40;

    /** Fields of one payload; the widest of this version has some twenty. */
    static final int FIELDS = 128;

    /** Bytes of a field's name. */
    static final int KEY = 64;

    /** Letters of a kind, and bytes of as many. */
    static final int KIND = LedgerEvent.MAX_KIND;

    static final int KIND_BYTES = 4 * KIND;

    /** Centrals that are named in one block. */
    static final int CENTRALS = 1_024;

    /** Bytes of a central's name. */
    static final int CENTRAL = 40;

    /** Bytes of a value in hexadecimal digits: up to two SHA-256. */
    static final int HEX = 64;

    /** Ways to mark one column's texts, and marks of one way. */
    static final int PATTERNS = 64;

    static final int MARKS = 8;

    /** Digits before and behind a decimal point: as many as fit a long whatever they are. */
    static final int DIGITS = 18;

    /** The milliseconds in a name have 13 digits: from 2001 to 2286. */
    static final long NAMED_FROM = 1_000_000_000_000L;

    static final long NAMED_TO = 9_999_999_999_999L;

    static final int NAMED_DIGITS = 13;

    /** Steps of the counter in one millisecond. */
    static final long COUNTER = Hlc.PER_MS;

    private Limits() {}
}
