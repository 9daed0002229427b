package dev.gatehouse.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Names for files that are written beside another one until they are complete. */
public final class TemporaryName {
    /** File systems take 255 bytes; what comes behind the prefix has at most 35. */
    private static final int PREFIX_BYTES = 200;

    private TemporaryName() {}

    /** The file's own name with a dash, or another where that is too long to get longer. */
    public static String prefix(Path file) {
        String name = String.valueOf(file.getFileName());
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= PREFIX_BYTES ? name + "-" : "gatehouse-";
    }
}
