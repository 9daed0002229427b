package dev.gatehouse.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;

/**
 * A stream of a body's bytes that ends in a {@link Problem} where there are too many of them, where
 * they take too long, or where they cannot be had. Closing it closes nothing.
 */
final class BodyStream extends InputStream {
    private final InputStream in;
    private final long most;
    private final Deadline deadline;
    private final Function<IOException, Problem> failure;
    private long count;

    /**
     * @param most bytes that are given out
     * @param failure what to answer where {@code in} fails
     */
    BodyStream(
            InputStream in, long most, Deadline deadline, Function<IOException, Problem> failure) {
        this.in = in;
        this.most = most;
        this.deadline = deadline;
        this.failure = failure;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        int n;
        try {
            n = in.read(bytes, from, length);
        } catch (IOException e) {
            throw deadline.over() ? tooSlow() : failure.apply(e);
        }
        count += Math.max(0, n);
        if (count > most) {
            throw tooLarge(most);
        }
        if (n >= 0 && deadline.over()) {
            throw tooSlow();
        }
        return n;
    }

    /** Takes what is still to come. */
    void finish() throws IOException {
        if (read() >= 0) { // there seldom is any, and a stream's way to its end has a large buffer
            transferTo(OutputStream.nullOutputStream());
        }
    }

    static Problem tooLarge(long most) {
        return new Problem(
                413,
                "TOO_LARGE",
                "the body is over %d MB (%,d bytes)".formatted(most / 1_000_000, most));
    }

    static Problem tooSlow() {
        return new Problem(408, "TOO_SLOW", "the body took too long to arrive");
    }

    static Problem cut() {
        return new Problem(400, "BODY_CUT", "the body broke off");
    }
}
