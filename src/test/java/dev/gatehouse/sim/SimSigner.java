package dev.gatehouse.sim;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Signer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A key that signs in a microsecond; nobody here forges. */
final class SimSigner implements Signer {
    private final Blob key;

    SimSigner(long name) {
        this.key = Blob.of(ByteBuffer.allocate(Long.BYTES).putLong(name).array());
    }

    @Override
    public Blob publicKey() {
        return key;
    }

    @Override
    public Blob sign(byte[] message) {
        return signature(key, message);
    }

    @Override
    public boolean verify(Blob by, byte[] message, Blob signature) {
        return signature(by, message).equals(signature);
    }

    private static Blob signature(Blob by, byte[] message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(by.bytes());
            byte[] half = digest.digest(message);
            return Blob.of(ByteBuffer.allocate(64).put(half).put(half).array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
