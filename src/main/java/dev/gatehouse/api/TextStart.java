package dev.gatehouse.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What a body begins with, and the filling that devices put around it: blanks, and the NULs of a
 * buffer that was sent whole.
 */
final class TextStart {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextStart() {}

    /**
     * The encoding of a text that begins with a byte order mark or with an ASCII character, as JSON
     * does (RFC 8259, RFC 4627 section 3). The mark is taken.
     */
    static Charset charset(InputStream in) throws IOException {
        in.mark(8);
        int all = four(in.readNBytes(4));
        int behind = four(in.readNBytes(4));
        in.reset();
        if (all >>> 8 == 0xefbbbf) {
            in.skipNBytes(3);
        } else if (all == 0x0000feff || all == 0xfffe0000) {
            in.skipNBytes(4);
            return all == 0x0000feff ? Charset.forName("UTF-32BE") : Charset.forName("UTF-32LE");
        } else if (all >>> 16 == 0xfeff || all >>> 16 == 0xfffe) {
            in.skipNBytes(2);
            return all >>> 16 == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        } else if (all == '{' && behind >>> 8 == 0) { // else NULs stand before a brace
            return Charset.forName("UTF-32BE");
        } else if (all == '{' << 24) {
            return Charset.forName("UTF-32LE");
        } else if ((all & 0xffffff00) == '{' << 16) {
            return StandardCharsets.UTF_16BE;
        } else if ((all & 0xffff00ff) == '{' << 24) {
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    /** Four bytes as one number; what is missing is no part of any mark. */
    private static int four(byte[] bytes) {
        int all = 0;
        for (int i = 0; i < 4; i++) {
            all = all << 8 | (i < bytes.length ? bytes[i] & 0xff : 0xaa);
        }
        return all;
    }

    /** The first byte that is no filling, which is taken; -1 where there is none. */
    static int firstByte(InputStream in) throws IOException {
        while (true) {
            in.mark(1);
            int c = in.read();
            if (c < 0 || !isFilling((char) c)) {
                in.reset();
                return c;
            }
        }
    }

    /** The beginning of a field's text, as much of it as any field may have. */
    static String text(InputStream in) throws IOException {
        byte[] begin = in.readNBytes(LongTextFilter.KEPT);
        in.transferTo(OutputStream.nullOutputStream());
        return new String(begin, StandardCharsets.UTF_8);
    }

    /** Whether all that is left is filling; reads on until something else comes. */
    static boolean isFilling(Reader rest) throws IOException {
        char[] some = new char[1_024];
        for (int n = rest.read(some); n >= 0; n = rest.read(some)) {
            if (!isFilling(new String(some, 0, n))) {
                return false;
            }
        }
        return true;
    }

    static boolean isFilling(String text) {
        return text.chars().allMatch(c -> isFilling((char) c));
    }

    private static boolean isFilling(char c) {
        return switch (c) {
            case ' ', '\t', '\r', '\n', '\0', BYTE_ORDER_MARK -> true;
            default -> false;
        };
    }
}
