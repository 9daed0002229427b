package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a body in {@code application/x-www-form-urlencoded}, one after the other. Nothing
 * is held but a field's name.
 */
final class UrlEncodedForm {
    /** Bytes of a field's name; the longest that is read has some 15. */
    private static final int MAX_NAME = 1_000;

    private final BufferedInputStream in;
    private @Nullable InputStream value;

    /**
     * A field; its value can be read until the next one is asked for.
     *
     * @param name empty where the value has none
     */
    record Field(String name, InputStream value) {}

    UrlEncodedForm(BufferedInputStream in) {
        this.in = in;
    }

    /**
     * The next field, null behind the last.
     *
     * @throws Problem 400 for a name that is too long, and while a value is read, for a percent
     *     sign that no two hexadecimal digits follow
     */
    @Nullable Field next() throws IOException {
        if (value != null) {
            value.transferTo(OutputStream.nullOutputStream());
        }
        String begin = ahead(3);
        if (begin.isEmpty()) {
            return null;
        }
        boolean nameless = begin.equalsIgnoreCase("%7B"); // a whole object, and no name before it
        String name = nameless ? "" : name();
        // JSON that nobody encoded may hold any of the signs of a form, so it is the whole rest
        value = ahead(1).equals("{") ? in : new Decoded(false);
        return new Field(name, value);
    }

    private String ahead(int bytes) throws IOException {
        in.mark(bytes);
        String text = new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        in.reset();
        return text;
    }

    private String name() throws IOException {
        var name = new ByteArrayOutputStream();
        var letters = new Decoded(true);
        for (int c = letters.read(); c >= 0; c = letters.read()) {
            if (name.size() == MAX_NAME) {
                throw bad("a field's name is over " + MAX_NAME + " bytes");
            }
            name.write(c);
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    private static Problem bad(String why) {
        return new Problem(400, "BAD_FORM", "the form cannot be read: " + why);
    }

    /** A name or a value without its percent encoding. */
    private final class Decoded extends InputStream {
        private final boolean isName;
        private boolean over;

        Decoded(boolean isName) {
            this.isName = isName;
        }

        @Override
        public int read() throws IOException {
            if (over) {
                return -1;
            }
            if (isName && ahead(1).equals("&")) { // a name alone: its value is empty
                over = true;
                return -1;
            }
            int c = in.read();
            over = c < 0 || c == (isName ? '=' : '&');
            return over ? -1 : c == '+' ? ' ' : c == '%' ? hexadecimal() : c;
        }

        private int hexadecimal() throws IOException {
            int high = Character.digit(in.read(), 16);
            int low = Character.digit(in.read(), 16);
            if (high < 0 || low < 0) {
                throw bad("no two hexadecimal digits follow a percent sign");
            }
            return high << 4 | low;
        }
    }
}
