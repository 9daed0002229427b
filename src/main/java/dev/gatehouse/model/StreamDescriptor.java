package dev.gatehouse.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Says whose a stream is; goes ahead of its events on every link.
 *
 * @param stream the stream
 * @param central the central that writes it
 * @param key the Ed25519 public key of the node that writes it, X.509 encoded
 * @param startedMs when it was minted, UTC ms
 * @param sig that node's signature over {@link #signedBytes}
 */
public record StreamDescriptor(
        StreamId stream, CentralId central, Blob key, long startedMs, Blob sig) {
    private static final byte[] DOMAIN = "gatehouse-stream-1".getBytes(StandardCharsets.US_ASCII);

    /**
     * What is signed: a domain word, then each field, strings and the key with their length before.
     */
    public static byte[] signedBytes(StreamId stream, CentralId central, Blob key, long startedMs) {
        byte[] name = central.value().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(
                        DOMAIN.length + StreamId.BYTES + 2 + name.length + 2 + key.length() + 8)
                .put(DOMAIN)
                .put(stream.bytes())
                .putShort((short) name.length)
                .put(name)
                .putShort((short) key.length())
                .put(key.bytes())
                .putLong(startedMs)
                .array();
    }

    public byte[] signedBytes() {
        return signedBytes(stream, central, key, startedMs);
    }

    /** Mints the descriptor of a stream of this node. */
    public static StreamDescriptor mint(
            StreamId stream, CentralId central, long startedMs, Signer signer) {
        Blob key = signer.publicKey();
        return new StreamDescriptor(
                stream,
                central,
                key,
                startedMs,
                signer.sign(signedBytes(stream, central, key, startedMs)));
    }
}
