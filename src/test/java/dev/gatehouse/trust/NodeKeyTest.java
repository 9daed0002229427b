package dev.gatehouse.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.gatehouse.model.Blob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

class NodeKeyTest {
    private static final byte[] MESSAGE = "a head".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("node.key");
    }

    @Test
    void theKeyIsMadeOnceAndStaysTheSame() throws IOException {
        NodeKey made = NodeKey.open(file());
        NodeKey read = NodeKey.open(file());

        assertThat(read.publicKey()).isEqualTo(made.publicKey());
        assertThat(made.verify(made.publicKey(), MESSAGE, read.sign(MESSAGE))).isTrue();
        assertThat(folder).isDirectoryContaining("glob:**node.key");
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing half-done is left").hasSize(1);
        }
    }

    @Test
    void onlyTheOwnerCanReadTheFile() throws IOException {
        NodeKey.open(file());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void twoNodesHaveTwoKeys() throws IOException {
        assertThat(NodeKey.open(file()).publicKey())
                .isNotEqualTo(NodeKey.open(folder.resolve("other.key")).publicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one line", "not\nbase64!", "bm90\nYSBrZXk=", "é\nü"})
    void aFileWithoutAKeyIsNamedAndNotReplaced(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file(), bytes);

        assertThatIOException()
                .isThrownBy(() -> NodeKey.open(file()))
                .withMessageStartingWith(file() + " does not hold a node key");
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }

    @Test
    void aPublicHalfThatBelongsToAnotherKeyIsNoticed() throws IOException {
        NodeKey.open(file());
        NodeKey.open(folder.resolve("other.key"));
        List<String> mine = Files.readAllLines(file());
        List<String> other = Files.readAllLines(folder.resolve("other.key"));
        Files.write(file(), List.of(mine.get(0), other.get(1)));

        assertThatIOException()
                .isThrownBy(() -> NodeKey.open(file()))
                .withMessageStartingWith(file() + " does not hold a node key");
    }

    @Test
    void aSignatureFitsItsMessageAndItsKeyAndNoOther() throws IOException {
        NodeKey key = NodeKey.open(file());
        NodeKey other = NodeKey.open(folder.resolve("other.key"));
        Blob signature = key.sign(MESSAGE);

        assertThat(other.verify(key.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(key.verify(other.publicKey(), MESSAGE, signature)).isFalse();
        assertThat(key.verify(key.publicKey(), new byte[] {1}, signature)).isFalse();
        assertThat(key.verify(key.publicKey(), MESSAGE, other.sign(MESSAGE))).isFalse();
        assertThat(key.verify(key.publicKey(), MESSAGE, Blob.empty())).isFalse();
        assertThat(key.verify(Blob.ofText("no key"), MESSAGE, signature)).isFalse();
    }
}
