package dev.gatehouse.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Blocks that were written once are read for ever. */
class GoldenBlocksTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/gatehouse/ledger/block");

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".block"))
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(13);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aBlockSaysWhatItSaidWhenItWasWritten(String name) throws IOException {
        Block block = Block.read(Files.readAllBytes(FOLDER.resolve(name + ".block")));

        assertThat(GoldenBlocks.table(block))
                .isEqualTo(Files.readString(FOLDER.resolve(name + ".tsv")));
    }

    /** The deflater of another machine may give other bytes: none of them is compared. */
    @ParameterizedTest
    @MethodSource("names")
    void itsEventsAreLaidOutAsTheyWere(String name) throws IOException {
        byte[] packed = Files.readAllBytes(FOLDER.resolve(name + ".block"));

        assertThat(BlockWriter.body(Block.read(packed).events()))
                .isEqualTo(Deflated.unpack(packed));
    }
}
