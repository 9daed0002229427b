package dev.gatehouse.model;

/** The node's own key. Any thread. */
public interface Signer {
    /** The public half, X.509 encoded. */
    Blob publicKey();

    /** Signs; about 0.7 ms, so never while a commit waits. */
    Blob sign(byte[] message);

    /**
     * Checks a signature of anybody.
     *
     * @param key an X.509 encoded Ed25519 public key
     * @return false also where the key is not one
     */
    boolean verify(Blob key, byte[] message, Blob signature);
}
