package dev.gatehouse.api;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.PictureOutcome;
import dev.gatehouse.port.PicturePort;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A picture in a device's report: base64, as such or as a data URL. */
final class PictureField {
    /** By which names devices call it. */
    static final List<String> NAMES = List.of("image", "picture", "photo", "snapshot");

    /** Letters of the longest of these. */
    static final int LONGEST_NAME = 8;

    /** What a data URL says before its content, at most. */
    private static final int PREFIX = 100;

    /**
     * Characters of the longest picture that is taken: the base64 of the largest, with line ends as
     * JSON writes them.
     */
    static final int MOST_TEXT = (PictureKind.MAX_BYTES + 2) / 3 * 4 * 80 / 76 + PREFIX;

    private PictureField() {}

    /** These fields and the pictures. */
    static Set<String> and(String... fields) {
        var all = new HashSet<>(NAMES);
        all.addAll(List.of(fields));
        return Set.copyOf(all);
    }

    /** The bytes of a text; null where it is no base64. */
    static byte @Nullable [] bytes(String text) {
        String content = text.strip();
        int comma = content.startsWith("data:") ? content.indexOf(',') : -1;
        if (comma > PREFIX) {
            return null;
        }
        String digits = content.substring(comma + 1);
        boolean lines = digits.chars().anyMatch(Character::isWhitespace);
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(lines ? digits.replaceAll("\\s+", "") : digits);
            return bytes.length == 0 ? null : bytes;
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }

    /**
     * Has the first picture kept that there is; one that cannot be used costs no car its record.
     *
     * @param places where it may be, in this order
     * @return null where there is none, or none that can be used
     */
    static @Nullable Hash kept(PicturePort pictures, LooseFields... places) {
        for (LooseFields fields : places) {
            byte[] bytes = fields.picture();
            if (bytes == null) {
                continue;
            }
            switch (pictures.keep(bytes)) {
                case PictureOutcome.Taken(Hash hash) -> {
                    return hash;
                }
                case PictureOutcome.Refused(String why) -> fields.leftOut(NAMES.getFirst(), why);
            }
        }
        return null;
    }
}
