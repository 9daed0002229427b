package dev.gatehouse.ledger.block;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.StreamId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The leaves of a block's events, made from its columns with three digests an event and no object:
 * {@code SHA-256(0x00 ‖ stream ‖ seq ‖ id ‖ kind ‖ src ‖ central ‖ hlc ‖ wall ‖ SHA-256(payload))},
 * numbers big-endian, texts with their length in two bytes before them. One stream, one thread.
 */
final class Leaves {
    private static final int HEAD = 1 + StreamId.BYTES + Long.BYTES + EventId.BYTES;
    private static final int TAIL = 2 * Long.BYTES + Hash.BYTES;

    private final MessageDigest sha;
    private final ByteBuffer idOf =
            ByteBuffer.allocate(Math.max(Hash.BYTES, StreamId.BYTES + Long.BYTES));
    private final StreamId stream;

    Leaves(StreamId stream) {
        this.stream = stream;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** The id of a fact that is written for the first time as this number of the stream. */
    EventId firstId(long seq) {
        digestOfNumber(seq);
        return new EventId(idOf.getLong(0), idOf.getLong(Long.BYTES));
    }

    private void digestOfNumber(long seq) {
        idOf.putLong(0, stream.hi()).putLong(Long.BYTES, stream.lo()).putLong(StreamId.BYTES, seq);
        sha.update(idOf.array(), 0, StreamId.BYTES + Long.BYTES);
        digest(idOf.array(), 0);
    }

    byte[] of(Block block) {
        var words = new byte[block.shapes().size()][];
        int longest = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] = words(block.shapes().get(i));
            longest = Math.max(longest, words[i].length);
        }
        ByteBuffer leaf = ByteBuffer.allocate(HEAD + longest + TAIL);
        leaf.putLong(1, stream.hi()).putLong(1 + Long.BYTES, stream.lo());
        var payload = new byte[longestPayload(block)];
        var leaves = new byte[block.size() * Hash.BYTES];
        for (int row = 0; row < block.size(); row++) {
            byte[] said = words[block.shapeOf(row)];
            long seq = block.first() + row;
            int at = 1 + StreamId.BYTES;
            leaf.putLong(at, seq);
            id(block, row, seq, leaf);
            leaf.put(HEAD, said);
            at = HEAD + said.length;
            leaf.putLong(at, block.hlc(row)).putLong(at + Long.BYTES, block.wallMs(row));
            at += 2 * Long.BYTES;
            block.payload(row, payload, 0);
            if (block.shape(row).erased()) {
                leaf.put(at, payload, 0, Hash.BYTES);
            } else {
                sha.update(payload, 0, block.payloadLength(row));
                digest(leaf.array(), at);
            }
            sha.update(leaf.array(), 0, at + Hash.BYTES);
            digest(leaves, row * Hash.BYTES);
        }
        return leaves;
    }

    private void id(Block block, int row, long seq, ByteBuffer leaf) {
        int at = 1 + StreamId.BYTES + Long.BYTES;
        EventId own = block.ownId(row);
        if (own == null) {
            digestOfNumber(seq);
            leaf.put(at, idOf.array(), 0, EventId.BYTES);
        } else {
            leaf.putLong(at, own.hi()).putLong(at + Long.BYTES, own.lo());
        }
    }

    private static byte[] words(Shape shape) {
        var out = new BlockOutput();
        word(shape.kind(), out);
        word(shape.src().code(), out);
        word(shape.central().value(), out);
        return out.bytes();
    }

    private static void word(String text, BlockOutput out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put(bytes.length >>> 8);
        out.put(bytes.length);
        out.put(bytes);
    }

    private static int longestPayload(Block block) {
        int longest = Hash.BYTES;
        for (int row = 0; row < block.size(); row++) {
            longest = Math.max(longest, block.payloadLength(row));
        }
        return longest;
    }

    private void digest(byte[] out, int at) {
        try {
            sha.digest(out, at, Hash.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }
}
