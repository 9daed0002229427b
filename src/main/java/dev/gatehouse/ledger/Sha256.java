package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 under construction, with the ways in which the ledger feeds it. One thread. */
final class Sha256 {
    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    Sha256 put(byte value) {
        digest.update(value);
        return this;
    }

    Sha256 put(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Eight bytes, big-endian. */
    Sha256 put(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            digest.update((byte) (value >>> shift));
        }
        return this;
    }

    Sha256 put(Hash hash) {
        return put(hash.a()).put(hash.b()).put(hash.c()).put(hash.d());
    }

    /** Two bytes of length, big-endian, then UTF-8. */
    Sha256 put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return put((byte) (bytes.length >>> 8)).put((byte) bytes.length).put(bytes);
    }

    /** The hash; afterwards this is empty again. */
    Hash done() {
        return Hash.of(digest.digest());
    }

    static Hash of(byte[] bytes) {
        return new Sha256().put(bytes).done();
    }
}
