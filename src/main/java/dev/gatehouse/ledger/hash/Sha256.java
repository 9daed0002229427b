package dev.gatehouse.ledger.hash;

import dev.gatehouse.model.Hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 under construction, with the ways in which the ledger feeds it. One thread. */
public final class Sha256 {
    /** Longer ones are rare, and go in by themselves. */
    private static final int TOGETHER = 1_024;

    /** Nothing is ever put into it. A copy costs a fifth of what asking the providers does. */
    private static final MessageDigest EMPTY = fromProviders();

    private final MessageDigest digest = fresh();

    /** A digest takes small pieces at many times the cost of taking them together. */
    private final ByteBuffer together = ByteBuffer.allocate(TOGETHER);

    private static MessageDigest fromProviders() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException hardware) { // a provider's own may not be copied
            return fromProviders();
        }
    }

    private ByteBuffer room(int bytes) {
        if (together.remaining() < bytes) {
            digest.update(together.flip());
            together.clear();
        }
        return together;
    }

    public Sha256 put(byte value) {
        room(1).put(value);
        return this;
    }

    public Sha256 put(byte[] bytes) {
        if (bytes.length > TOGETHER) {
            room(TOGETHER);
            digest.update(bytes);
        } else {
            room(bytes.length).put(bytes);
        }
        return this;
    }

    /** Eight bytes, big-endian. */
    public Sha256 put(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public Sha256 put(Hash hash) {
        room(Hash.BYTES).putLong(hash.a()).putLong(hash.b()).putLong(hash.c()).putLong(hash.d());
        return this;
    }

    /** Two bytes of length, big-endian, then UTF-8. */
    public Sha256 put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(Short.BYTES).putShort((short) bytes.length);
        return put(bytes);
    }

    /** The hash; afterwards this is empty again. */
    public Hash done() {
        digest.update(together.array(), 0, together.position());
        together.clear();
        return Hash.of(digest.digest());
    }

    public static Hash of(byte[] bytes) {
        return Hash.of(fresh().digest(bytes));
    }
}
