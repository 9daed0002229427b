package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes the compression of a body. */
final class Compression {
    /** Begins every gzip stream, and no text. */
    private static final int GZIP = 0x1f8b;

    private Compression() {}

    /**
     * The body as it was before. What it begins with is believed before what is said of it, since
     * devices forget the header, or keep it where they compress nothing.
     *
     * @param coding the Content-Encoding, null where none is given
     * @throws Problem 415 for a coding that is not known
     */
    static InputStream undone(@Nullable String coding, InputStream in) throws IOException {
        in.mark(2);
        int begin = in.read() << 8 | in.read();
        in.reset();
        if (begin == GZIP) {
            try {
                return new GZIPInputStream(in);
            } catch (IOException e) {
                throw broken(e);
            }
        }
        String name = coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity", "gzip", "x-gzip" -> in;
            case "deflate" -> inflated(in, begin);
            default ->
                    throw new Problem(
                            415,
                            "UNSUPPORTED_BODY",
                            "Content-Encoding: got "
                                    + Problem.shown(name)
                                    + ", expected gzip, deflate or none around JSON or a form");
        };
    }

    /** Either with the header of zlib, as RFC 9110 has it, or without, as many send it. */
    private static InputStream inflated(InputStream in, int begin) {
        boolean zlib = (begin >> 8 & 0x0f) == 8 && begin % 31 == 0;
        var inflater = new Inflater(!zlib);
        return new InflaterInputStream(in, inflater) {
            @Override
            public void close() throws IOException {
                inflater.end();
                super.close();
            }
        };
    }

    /** What is answered where it cannot be undone. */
    static Problem broken(IOException cause) {
        String why = cause.getMessage();
        return new Problem(
                400,
                "BAD_ENCODING",
                "the compressed body is broken or cut off" + (why == null ? "" : ": " + why));
    }
}
