package dev.gatehouse.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that holds everything of one node, held so that no second one writes there. {@link
 * #close} lets go of it; so does the end of the process, however it ends.
 */
public final class DataFolder implements AutoCloseable {
    /** Whoever holds a lock on this file holds the folder. It stays when the folder is let go. */
    static final String LOCK_FILE = "gatehouse.lock";

    /** SQLite opens no path above 512 bytes; the longest name of a file in here has 50 or so. */
    private static final int MOST_PATH_BYTES = 450;

    /**
     * Folders held by this process. An operating system's lock belongs to the whole process, and on
     * POSIX closing any channel of the file drops it, so a second attempt from here must be refused
     * before it opens one.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Where the data lie when no {@code --data} says otherwise.
     *
     * <ul>
     *   <li>Windows: {@code %ProgramData%\Gatehouse}, for all users of the booth.
     *   <li>macOS: {@code ~/Library/Application Support/Gatehouse}.
     *   <li>Else: {@code $STATE_DIRECTORY} where systemd made one named {@code gatehouse}, which is
     *       {@code /var/lib/gatehouse} for the installed service; otherwise the user's {@code
     *       $XDG_DATA_HOME/gatehouse}, or {@code ~/.local/share/gatehouse} where that is not set.
     * </ul>
     *
     * @param osName the system property {@code os.name}
     * @param environment of the process
     * @param home the user's home folder
     */
    public static Path byDefault(String osName, Map<String, String> environment, Path home) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String programData = environment.getOrDefault("ProgramData", "");
            return Path.of(programData.isBlank() ? "C:\\ProgramData" : programData, "Gatehouse");
        }
        if (os.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Gatehouse");
        }
        String state = environment.getOrDefault("STATE_DIRECTORY", "");
        if (state.startsWith("/") && state.endsWith("/gatehouse")) {
            return Path.of(state);
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        // the XDG specification: a relative path is to be ignored
        Path share = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".local").resolve("share");
        return share.resolve("gatehouse");
    }

    /**
     * Creates the folder where it is missing, for its owner only, and holds it.
     *
     * @throws DataFolderInUseException when another node holds it, in this process or another
     * @throws IOException when it cannot be created or written; the message names it and the remedy
     */
    public static DataFolder hold(Path folder) throws IOException {
        Path real;
        try {
            create(folder);
            real = folder.toRealPath();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        int bytes = real.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_PATH_BYTES) {
            throw new IOException(
                    "data folder "
                            + folder
                            + " cannot be used: its whole path has "
                            + bytes
                            + " bytes, and the database takes at most "
                            + MOST_PATH_BYTES
                            + "; choose another with --data");
        }
        if (!HELD_HERE.add(real)) {
            throw new DataFolderInUseException(folder);
        }
        boolean held = false;
        try {
            var channel = lock(folder, real.resolve(LOCK_FILE));
            held = true;
            return new DataFolder(real, channel);
        } finally {
            if (!held) {
                HELD_HERE.remove(real);
            }
        }
    }

    /** The folder's real path. */
    public Path path() {
        return path;
    }

    /** Lets go of the folder; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD_HERE.remove(path);
        }
    }

    private static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                var ownerOnly = PosixFilePermissions.fromString("rwx------");
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            // a second node that starts at the same moment made it: the lock decides
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static FileChannel lock(Path folder, Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (IOException e) {
            throw unusable(folder, e);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new DataFolderInUseException(folder);
        }
        return channel;
    }

    private static IOException unusable(Path folder, IOException e) {
        String why =
                e instanceof FileAlreadyExistsException
                        ? e.getMessage() + " is a file"
                        : e.getClass().getSimpleName() + " " + e.getMessage();
        return new IOException(
                "data folder "
                        + folder
                        + " cannot be used: "
                        + why
                        + "; make it writable, or choose another with --data",
                e);
    }
}
