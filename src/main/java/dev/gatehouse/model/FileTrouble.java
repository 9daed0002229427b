package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;

/** Why a file could not be read or written, as far as a person can do something about it. */
public enum FileTrouble {
    /** The file or a folder of its path is not there. */
    MISSING,
    /** The account may not. */
    NOT_ALLOWED,
    /** The disk takes no writes. */
    READ_ONLY,
    /** The disk is full. */
    FULL,
    /** There is such a file already. */
    EXISTS,
    /** No file can have that name. */
    BAD_NAME,
    /** The log says more. */
    OTHER;

    /** The systems have a code for these, which Java gives as their English words alone. */
    private static final List<String> FULL_WORDS =
            List.of("no space left", "not enough space", "disk quota exceeded");

    private static final List<String> READ_ONLY_WORDS =
            List.of("read-only file system", "media is write protected");

    /** What was thrown, or what caused it. */
    public static FileTrouble of(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            FileTrouble trouble = ofOne(each);
            if (trouble != OTHER) {
                return trouble;
            }
        }
        return OTHER;
    }

    private static FileTrouble ofOne(Throwable thrown) {
        return switch (thrown) {
            case NoSuchFileException _, NotDirectoryException _, FileNotFoundException _ -> MISSING;
            case AccessDeniedException _ -> NOT_ALLOWED;
            case FileAlreadyExistsException _ -> EXISTS;
            case InvalidPathException _ -> BAD_NAME;
            default -> ofWords(thrown.getMessage());
        };
    }

    private static FileTrouble ofWords(@Nullable String message) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        if (FULL_WORDS.stream().anyMatch(words::contains)) {
            return FULL;
        }
        return READ_ONLY_WORDS.stream().anyMatch(words::contains) ? READ_ONLY : OTHER;
    }
}
