package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a multipart body (RFC 2046) as devices write it: lines may end in LF alone, the
 * boundary is believed as it stands in the body whatever the header calls it, and the last one may
 * be missing. Nothing is held but a line.
 */
final class Multipart {
    /** Bytes of a line of a part's head: a name and a file's name with its path. */
    private static final int MAX_LINE = 4_096;

    /** Lines of a part's head; devices send three. */
    private static final int MAX_HEADERS = 50;

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*(name|filename)\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))");

    private final BufferedInputStream in;
    private final byte[] delimiter;
    private boolean ended;
    private @Nullable Content content;

    /**
     * One part; its content can be read until the next one is asked for.
     *
     * @param name of the form's field, empty where none is given
     * @param file the file's name, null where it is no file
     * @param type its Content-Type in lower case, empty where none is given
     */
    record Part(String name, @Nullable String file, String type, InputStream content) {
        /** Whether it is a plain field of a form. */
        boolean isField() {
            return file == null && (type.isEmpty() || type.startsWith("text/plain"));
        }

        /** What people are told that it is. */
        String shown() {
            return Problem.shown(file == null ? name : file)
                    + (type.isEmpty() ? "" : " (" + type + ")");
        }
    }

    /**
     * @throws Problem 400 where no line is a boundary
     */
    Multipart(BufferedInputStream in) throws IOException {
        this.in = in;
        String line = line();
        while (line != null && (line.length() < 3 || !line.startsWith("--"))) {
            line = line();
        }
        if (line == null) {
            throw bad("no line begins with --");
        }
        this.delimiter = line.stripTrailing().getBytes(StandardCharsets.UTF_8);
    }

    /** The next part, null behind the last. */
    @Nullable Part next() throws IOException {
        if (content != null) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        if (ended) {
            return null;
        }
        var headers = new HashMap<String, String>();
        for (int i = 0; ; i++) {
            String line = line();
            if (line == null) {
                return null;
            }
            if (line.isBlank()) {
                break;
            }
            if (i == MAX_HEADERS) {
                throw bad("a part has over " + MAX_HEADERS + " lines before its content");
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        content = new Content();
        return part(headers, content);
    }

    private static Part part(Map<String, String> headers, InputStream content) {
        String name = "";
        String file = null;
        Matcher parameters = PARAMETER.matcher(headers.getOrDefault("content-disposition", ""));
        while (parameters.find()) {
            String quoted = parameters.group(2);
            String value = quoted == null ? parameters.group(3) : quoted;
            if (parameters.group(1).equals("name")) {
                name = value;
            } else {
                file = value;
            }
        }
        String coding = headers.getOrDefault("content-transfer-encoding", "");
        return new Part(
                name,
                file,
                headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT),
                coding.equalsIgnoreCase("base64")
                        ? Base64.getMimeDecoder().wrap(content)
                        : content);
    }

    /** A line without its end, null behind the last. */
    private @Nullable String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.size() == MAX_LINE) {
                throw bad("a line before a part's content is over " + MAX_LINE + " bytes");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static Problem bad(String why) {
        return new Problem(400, "BAD_MULTIPART", "the multipart body cannot be read: " + why);
    }

    /** What stands between the head of a part and the next boundary. */
    private final class Content extends InputStream {
        private boolean over;
        private boolean lineBegins = true;

        /** The end of the line before, which belongs to the boundary where one follows. */
        private byte[] held = {};

        private int given;

        @Override
        public int read() throws IOException {
            while (!over) {
                if (lineBegins) {
                    lineBegins = false;
                    given = 0;
                    over = atBoundary();
                } else if (given < held.length) {
                    return held[given++];
                } else {
                    int c = in.read();
                    int ending = c == '\r' && nextIs('\n') ? 2 : c == '\n' ? 1 : 0;
                    if (c < 0) {
                        over = true; // the last boundary is missing
                        ended = true;
                    } else if (ending == 0) {
                        return c;
                    } else {
                        held = ending == 2 ? new byte[] {'\r', '\n'} : new byte[] {'\n'};
                        lineBegins = true;
                    }
                }
            }
            return -1;
        }

        private boolean nextIs(int wanted) throws IOException {
            in.mark(1);
            if (in.read() == wanted) {
                return true;
            }
            in.reset();
            return false;
        }

        /** Takes the boundary's line where one is next. */
        private boolean atBoundary() throws IOException {
            in.mark(delimiter.length + 2);
            for (byte wanted : delimiter) {
                if (in.read() != (wanted & 0xff)) {
                    in.reset();
                    return false;
                }
            }
            int c = in.read();
            if (c == '-' && in.read() == '-') {
                ended = true;
            } else if (c != -1 && c != '\r' && c != '\n' && c != ' ' && c != '\t') {
                in.reset(); // a longer word that begins as the boundary does
                return false;
            }
            while (c != -1 && c != '\n') {
                c = in.read();
            }
            return true;
        }
    }
}
