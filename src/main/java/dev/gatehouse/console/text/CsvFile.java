package dev.gatehouse.console.text;

import dev.gatehouse.model.Csv;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of {@linkplain Csv lines} that is there whole, and on the disk, or not at all. */
public final class CsvFile {
    private CsvFile() {}

    /** Writes what is in it. */
    @FunctionalInterface
    public interface Content {
        /** Gives false where it was cancelled, and then there is no file. */
        boolean write(Writer out) throws IOException;
    }

    /**
     * Blocks until it is written.
     *
     * @return whether it is there now
     * @throws IOException where a file of that name is there already, or it cannot be written
     */
    public static boolean write(Path file, Content content) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (!draw(draft, content)) {
                return false;
            }
            Files.move(draft, file); // not over one that somebody wrote meanwhile
            return true;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static boolean draw(Path draft, Content content) throws IOException {
        try (var channel =
                        FileChannel.open(
                                draft,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                var out =
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        Channels.newOutputStream(channel),
                                        StandardCharsets.UTF_8))) {
            out.write(Csv.BYTE_ORDER_MARK);
            boolean whole = content.write(out);
            out.flush();
            channel.force(true);
            return whole;
        }
    }
}
