package dev.gatehouse.trust;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Signer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * The Ed25519 key of this node, kept in {@code node.key} beside the database and not in it, so that
 * a backup of the database does not carry it and two booths from one backup differ.
 */
public final class NodeKey implements Signer {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final Blob publicKey;

    private NodeKey(PrivateKey privateKey, Blob publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Reads the key, or makes one where the file is missing.
     *
     * @throws IOException when the file cannot be read or written, or does not hold a key; the
     *     message names the file and the remedy
     */
    public static NodeKey open(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        if (lines.size() < 2) {
            throw broken(file, null);
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            PrivateKey secret =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0))));
            var key = new NodeKey(secret, Blob.of(base64.decode(lines.get(1))));
            byte[] probe = {1};
            if (!key.verify(key.publicKey, probe, key.sign(probe))) {
                throw broken(file, null); // two halves of two keys: every peer would refuse us
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw broken(file, e);
        }
    }

    private static IOException broken(Path file, @Nullable Exception cause) {
        return new IOException(
                file
                        + " does not hold a node key: put the right file back, or move it away to"
                        + " have a new key made (the other booths will then report a changed key)",
                cause);
    }

    private static void create(Path file) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
        Base64.Encoder base64 = Base64.getEncoder();
        List<String> lines =
                List.of(
                        base64.encodeToString(pair.getPrivate().getEncoded()),
                        base64.encodeToString(pair.getPublic().getEncoded()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(
                fresh,
                lines,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException raced) {
            Files.deleteIfExists(fresh);
        }
    }

    @Override
    public Blob publicKey() {
        return publicKey;
    }

    @Override
    public Blob sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return Blob.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with the node key", e);
        }
    }

    @Override
    public boolean verify(Blob key, byte[] message, Blob signature) {
        return signed(key, message, signature);
    }

    /** As {@link Signer#verify}, for whoever has no key of his own. */
    public static boolean signed(Blob key, byte[] message, Blob signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(key.bytes())));
            check.update(message);
            return check.verify(signature.bytes());
        } catch (GeneralSecurityException notAKeyOrSignature) {
            return false;
        }
    }
}
