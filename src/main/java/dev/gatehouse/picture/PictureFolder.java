package dev.gatehouse.picture;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureKind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The files: {@code ab/abcdef….jpg}, in 256 folders. Reads from any thread, writes by one. */
final class PictureFolder {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.(?:jpg|png)");
    private static final String UNDONE = ".part";

    private final Path folder;

    PictureFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A file.
     *
     * @param at when it was written, by the clock of then
     */
    record Kept(Path file, long bytes, Instant at) {}

    private Path file(Hash hash, PictureKind kind) {
        String name = hash.toString();
        String ending =
                switch (kind) {
                    case JPEG -> ".jpg";
                    case PNG -> ".png";
                };
        return folder.resolve(name.substring(0, 2)).resolve(name + ending);
    }

    /** Null where there is none, or its bytes have another hash: then it is taken away. */
    byte @Nullable [] read(Hash hash) throws IOException {
        for (PictureKind kind : PictureKind.values()) {
            Path file = file(hash, kind);
            try {
                byte[] bytes =
                        Files.size(file) > PictureKind.MAX_BYTES
                                ? new byte[0]
                                : Files.readAllBytes(file);
                if (Hash.over(bytes).equals(hash)) {
                    return bytes;
                }
                Files.deleteIfExists(file); // so that it can be had again from elsewhere
            } catch (NoSuchFileException notHere) {
                continue;
            }
        }
        return null;
    }

    /**
     * Nothing is forced to the disk: a power cut may cost the last pictures, and they are then not
     * there, since their hash is another one.
     *
     * @return bytes that were added; 0 where it was there
     */
    long write(Hash hash, PictureKind kind, byte[] bytes, Instant now) throws IOException {
        Path file = file(hash, kind);
        if (Files.exists(file)) {
            return 0;
        }
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + UNDONE);
        Files.write(part, bytes);
        Files.setLastModifiedTime(part, FileTime.from(now));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return bytes.length;
    }

    /** All of them, the oldest first; what an earlier start left undone is taken away. */
    List<Kept> all() throws IOException {
        var kept = new ArrayList<Kept>();
        if (!Files.isDirectory(folder)) {
            return kept;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes about)
                            throws IOException {
                        String name = file.getFileName().toString();
                        if (name.endsWith(UNDONE)) {
                            Files.deleteIfExists(file);
                        } else if (NAME.matcher(name).matches()) {
                            Instant at = about.lastModifiedTime().toInstant();
                            kept.add(new Kept(file, about.size(), at));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE; // a reader took it away meanwhile
                    }
                });
        kept.sort(Comparator.comparing(Kept::at));
        return kept;
    }
}
