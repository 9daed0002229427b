package dev.gatehouse.ledger.hash;

import dev.gatehouse.model.Hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 under construction, with the ways in which the ledger feeds it. One thread. */
public final class Sha256 {
    private final MessageDigest digest;

    /** A digest takes bytes one by one at many times the cost of taking them together. */
    private final ByteBuffer together = ByteBuffer.allocate(Hash.BYTES);

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public Sha256 put(byte value) {
        digest.update(value);
        return this;
    }

    public Sha256 put(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Eight bytes, big-endian. */
    public Sha256 put(long value) {
        together.putLong(0, value);
        digest.update(together.array(), 0, Long.BYTES);
        return this;
    }

    public Sha256 put(Hash hash) {
        together.putLong(0, hash.a());
        together.putLong(8, hash.b());
        together.putLong(16, hash.c());
        together.putLong(24, hash.d());
        digest.update(together.array(), 0, Hash.BYTES);
        return this;
    }

    /** Two bytes of length, big-endian, then UTF-8. */
    public Sha256 put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return put((byte) (bytes.length >>> 8)).put((byte) bytes.length).put(bytes);
    }

    /** The hash; afterwards this is empty again. */
    public Hash done() {
        return Hash.of(digest.digest());
    }

    public static Hash of(byte[] bytes) {
        return new Sha256().put(bytes).done();
    }
}
