package dev.gatehouse.ledger.block;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The packing of a block's body: version, length, and the body by deflate (RFC 1951). */
final class Deflated {
    /** The highest level makes a block 2 to 3 % smaller, and takes three times as long. */
    private static final int LEVEL = 1;

    private static final int PIECE = 16 * 1024;

    private Deflated() {}

    static byte[] pack(byte[] body) {
        var head = new BlockOutput();
        head.put(Limits.VERSION);
        head.number(body.length);
        var out = new ByteArrayOutputStream(body.length / 4 + PIECE);
        out.writeBytes(head.bytes());
        try (var deflater = new Deflater(LEVEL, true)) {
            deflater.setInput(body);
            deflater.finish();
            var piece = new byte[PIECE];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
        }
        return out.toByteArray();
    }

    /**
     * The body; never more than {@link Limits#BODY} bytes of memory are taken for it.
     *
     * @throws BlockException when it is of another version, too large, cut off, or has bytes behind
     *     it
     */
    static byte[] unpack(byte[] block) {
        var in = new BlockInput(block);
        int version = in.one();
        if (version != Limits.VERSION) {
            throw new BlockException(
                    "block of version " + version + ": this program knows " + Limits.VERSION);
        }
        int length = in.number("length of the body", 1, Limits.BODY);
        if (length > (long) Limits.INFLATED_OF_ONE * in.left()) {
            throw new BlockException("the block ends too early");
        }
        var body = new byte[length];
        try (var inflater = new Inflater(true)) {
            inflater.setInput(block, in.at(), in.left());
            int got = 0;
            int more = 1;
            while (got < length && more > 0) {
                more = inflater.inflate(body, got, length - got);
                got += more;
            }
            boolean whole = got == length && inflater.inflate(new byte[1]) == 0;
            if (!whole || !inflater.finished()) {
                throw new BlockException("the body is not as long as the block says");
            }
            if (inflater.getRemaining() > 0) {
                throw new BlockException("there are bytes behind the block");
            }
        } catch (DataFormatException e) {
            throw new BlockException("the body is not deflated", e);
        }
        return body;
    }
}
