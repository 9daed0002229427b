package dev.gatehouse.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A disk whose every sync takes as long as that of a booth's hard disk, for whole processes. */
final class SlowDisk {
    /** A hard disk of 7,200 turns a minute has one every 8.3 ms. */
    static final int MILLISECONDS = 8;

    private static final Path SOURCE = Path.of("src/field/slowsync.c").toAbsolutePath();

    private static final String SEEN = "SLOWSYNC_SEEN";

    private SlowDisk() {}

    /**
     * The variables that a process needs to have one.
     *
     * @param folder where the library is built, which every user can read then
     * @throws Absent where there is no C compiler
     */
    static Map<String, String> environment(Path folder) throws Exception {
        Tools.require("cc", "Debian: apt-get install gcc libc6-dev");
        Path library = folder.resolve("slowsync.so");
        Tools.run(
                folder,
                List.of(
                        "cc",
                        "-O2",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        SOURCE.toString(),
                        "-ldl"));
        Path seen = Files.createDirectories(folder.resolve("slowed"));
        for (Path open : List.of(folder, library)) { // a rival may run as another user
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(seen, PosixFilePermissions.fromString("rwxrwxrwx"));
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "SLOWSYNC_US",
                Integer.toString(MILLISECONDS * 1_000),
                SEEN,
                seen.resolve("sync").toString());
    }

    /** How often that process and all below it were made to wait so far. */
    static long syncs(Map<String, String> environment, ProcessHandle end) throws IOException {
        long syncs = 0;
        for (ProcessHandle one : Stream.concat(Stream.of(end), end.descendants()).toList()) {
            Path seen = Path.of(environment.get(SEEN) + "." + one.pid());
            syncs += Files.exists(seen) ? Files.size(seen) : 0;
        }
        return syncs;
    }
}
