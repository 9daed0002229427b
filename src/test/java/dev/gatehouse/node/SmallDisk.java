package dev.gatehouse.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes in memory, which only root may mount, and not everywhere. */
final class SmallDisk implements AutoCloseable {
    private static final int MEBIBYTES = 96;

    private final Path folder;
    private final boolean mounted;

    private SmallDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /** Mounts it there, where that is allowed. */
    static SmallDisk tryMount(Path folder) throws Exception {
        Files.createDirectories(folder);
        boolean mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "tmpfs", "" + folder);
        return new SmallDisk(folder, mounted);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    boolean isMounted() {
        return mounted;
    }

    /** Takes all the room there is. */
    void fill() throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            for (int i = 0; i < MEBIBYTES * 1_024 / 4; i++) {
                ballast.write(block);
            }
        } catch (IOException full) {
            return;
        }
        throw new IOException(folder + " has more room than it was given");
    }

    /** Gives it back. */
    void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws InterruptedException {
        if (mounted && !run("umount", folder.toString())) {
            throw new AssertionError(folder + " is still in use");
        }
    }
}
