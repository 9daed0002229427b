package dev.gatehouse.api;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.function.BooleanSupplier;

/**
 * JSON with the end of every very long text left out, but for one picture in base64 where there is
 * a place for it: all others go by without ever being held. What stays is JSON where what came is
 * JSON.
 */
final class LongTextFilter extends FilterReader {
    /**
     * Characters of a text that are kept: more than any name or field that is read may have, so
     * that one which is too long is still seen to be.
     */
    static final int KEPT = 1_200;

    /** Stands behind the part of a picture that was kept, where that is not all of it. */
    static final char CUT = '!';

    private final BooleanSupplier place;

    /** The first characters of the last text: as many as the longest name of a picture has. */
    private final char[] start = new char[PictureField.LONGEST_NAME];

    private boolean inText;
    private int length;

    /** Whether the last text was the name of a picture, and what follows is its value. */
    private boolean named;

    /** Whether this text is a picture of which all may be kept. */
    private boolean picture;

    /** Whether this body had its picture. */
    private boolean had;

    private int most = KEPT;
    private boolean dropping;

    /** Characters of an escape that are still to come; -1 where its first one is. */
    private int escape;

    private long dropped;

    /**
     * @param place whether there is one for a picture; asked once at most
     */
    LongTextFilter(Reader in, BooleanSupplier place) {
        super(in);
        this.place = place;
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
                boolean before = dropping;
                if (passes(text[i])) {
                    text[to++] = text[i];
                } else if (picture && !before) {
                    text[to++] = CUT;
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
            between(c);
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
            dropping = length >= most && !hasPlace(); // an escape is kept or dropped as a whole
            escape = c == '\\' ? -1 : 0;
        }
        if (!dropping) {
            if (length < start.length) {
                start[length] = c;
            }
            length++;
        }
        return !dropping;
    }

    /** What stands outside of texts: a colon tells that the last one was a name. */
    private void between(char c) {
        if (c == '"') {
            inText = true;
            picture = named && !had;
            named = false;
            most = KEPT;
            length = 0;
            escape = 0;
            dropping = false;
        } else if (c == ':') {
            named =
                    length <= start.length
                            && PictureField.NAMES.contains(new String(start, 0, length));
        } else if (!Character.isWhitespace(c)) {
            named = false;
        }
    }

    /** Whether this text is a picture that is kept as a whole, as far as one may be long. */
    private boolean hasPlace() {
        if (picture && !had) {
            had = true;
            most = place.getAsBoolean() ? PictureField.MOST_TEXT : KEPT;
        }
        return length < most;
    }
}
