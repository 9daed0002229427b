package dev.gatehouse.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much room is left on the disk of a folder. Any thread. */
record DiskRoom(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);

    /** Empty where that is not known, or nothing can be written there. */
    OptionalLong freeBytes() {
        try {
            FileStore disk = Files.getFileStore(folder);
            // a read-only disk may have no room at all, and to make room there helps nobody
            return disk.isReadOnly()
                    ? OptionalLong.empty()
                    : OptionalLong.of(disk.getUsableSpace());
        } catch (IOException e) {
            LOG.debug("Not known how much room is left in {}", folder, e);
            return OptionalLong.empty();
        }
    }
}
