package dev.gatehouse.api;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * JSON with the end of every very long text left out: a picture in base64 goes by without ever
 * being held. What stays is JSON where what came is JSON.
 */
final class LongTextFilter extends FilterReader {
    /**
     * Characters of a text that are kept: more than any name or field that is read may have, so
     * that one which is too long is still seen to be.
     */
    static final int KEPT = 1_200;

    private boolean inText;
    private int length;
    private boolean dropping;

    /** Characters of an escape that are still to come; -1 where its first one is. */
    private int escape;

    private long dropped;

    LongTextFilter(Reader in) {
        super(in);
    }

    /** Characters left out so far. */
    long dropped() {
        return dropped;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] text, int from, int most) throws IOException {
        while (true) {
            int n = in.read(text, from, most);
            if (n <= 0) {
                return n;
            }
            int to = from;
            for (int i = from; i < from + n; i++) {
                if (passes(text[i])) {
                    text[to++] = text[i];
                }
            }
            dropped += from + n - to;
            if (to > from) {
                return to - from;
            }
        }
    }

    private boolean passes(char c) {
        if (!inText) {
            inText = c == '"';
            length = 0;
            escape = 0;
            return true;
        }
        if (escape == -1) {
            escape = c == 'u' ? 4 : 0;
        } else if (escape > 0) {
            escape--;
        } else if (c == '"') {
            inText = false;
            return true;
        } else {
            dropping = length >= KEPT; // an escape is kept or dropped as a whole
            escape = c == '\\' ? -1 : 0;
        }
        length += dropping ? 0 : 1;
        return !dropping;
    }
}
