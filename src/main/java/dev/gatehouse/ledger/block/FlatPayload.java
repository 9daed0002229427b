package dev.gatehouse.ledger.block;

import java.util.Arrays;

/**
 * The fields of a payload that is one object of plain values, their names in order: where each name
 * and value begins and ends. Any other payload goes whole. Used again for one payload after the
 * other; one thread.
 */
final class FlatPayload {
    private static final int PER_FIELD = 4;

    private final int[] places = new int[PER_FIELD * Limits.FIELDS];
    private byte[] in = {};
    private int fields;

    /**
     * Looks at a payload.
     *
     * @return whether it is such an object; the places are of use only then
     */
    boolean split(byte[] payload) {
        in = payload;
        fields = 0;
        int end = payload.length - 1;
        if (end < 1 || payload[0] != '{' || payload[end] != '}') {
            return false;
        }
        int at = 1;
        while (at < end) {
            if (fields == Limits.FIELDS || (fields > 0 && payload[at++] != ',')) {
                return false;
            }
            at = field(at, end);
            if (at < 0) {
                return false;
            }
            fields++;
        }
        return payload[end - 1] != ',';
    }

    /** Where the field that begins here ends; below zero where it is none. */
    private int field(int from, int end) {
        int keyTo = key(from, end);
        if (keyTo < 0) {
            return -1;
        }
        int valueFrom = keyTo + 2;
        int valueTo = valueEnd(valueFrom, end);
        if (valueTo > end || !Scalars.isValue(in, valueFrom, valueTo)) {
            return -1;
        }
        int place = PER_FIELD * fields;
        places[place] = from + 1;
        places[place + 1] = keyTo;
        places[place + 2] = valueFrom;
        places[place + 3] = valueTo;
        boolean inOrder =
                fields == 0
                        || Arrays.compareUnsigned(
                                        in,
                                        places[place - PER_FIELD],
                                        places[place - PER_FIELD + 1],
                                        in,
                                        from + 1,
                                        keyTo)
                                < 0;
        return inOrder ? valueTo : -1;
    }

    /** Where the name between quotes that begins here ends; below zero where it is none. */
    private int key(int from, int end) {
        if (from >= end || in[from] != '"') {
            return -1;
        }
        int at = from + 1;
        while (at < end && isKey(in[at])) {
            at++;
        }
        int length = at - from - 1;
        boolean key =
                length > 0
                        && length <= Limits.KEY
                        && at + 2 < end
                        && in[at] == '"'
                        && in[at + 1] == ':';
        return key ? at : -1;
    }

    /** Whether a name may have this letter: one that looks the same in every order and escape. */
    static boolean isKey(byte b) {
        return b >= 0x20 && b < 0x7f && b != '"' && b != '\\';
    }

    private int valueEnd(int from, int end) {
        int at = from;
        if (in[at] == '"') {
            at++;
            while (at < end && in[at] != '"') {
                at += in[at] == '\\' ? 2 : 1;
            }
            return at + 1;
        }
        while (at < end && in[at] != ',') {
            at++;
        }
        return at;
    }

    int fields() {
        return fields;
    }

    int keyFrom(int field) {
        return places[PER_FIELD * field];
    }

    int keyTo(int field) {
        return places[PER_FIELD * field + 1];
    }

    int valueFrom(int field) {
        return places[PER_FIELD * field + 2];
    }

    int valueTo(int field) {
        return places[PER_FIELD * field + 3];
    }
}
