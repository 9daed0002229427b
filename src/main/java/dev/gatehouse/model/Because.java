package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a person did at the gate what is out of the ordinary.
 *
 * @param note the person's own words, {@value #SHORTEST_NOTE} to {@value #LONGEST_NOTE} letters;
 *     null where none were given
 * @param staff who did it
 */
public record Because(Reason reason, @Nullable String note, String staff) {
    /** Fewer letters say nothing. */
    public static final int SHORTEST_NOTE = 3;

    /** A sentence or two: what is longer nobody reads at a gate. */
    public static final int LONGEST_NOTE = 200;

    /** What was out of the ordinary. */
    public enum Reason {
        /** The driver lost his card. */
        LOST_CARD,
        /** The car leaves, and nobody knows when it came. */
        NO_ENTRY,
        /** The plate was read wrongly. */
        WRONG_PLATE,
        /** The car comes in, and by the history it is inside: its exit was missed. */
        DUPLICATE,
        /** The car leaves and pays nothing. */
        FREE,
        /** The car turned round before the barrier. */
        CANCELLED,
        /** The plate has none of the known forms, and is right. */
        UNUSUAL_PLATE,
        /** Two cars bear one plate. */
        CLONE,
        /** The plate is not to pass, and somebody decided about it. */
        BLOCKED;

        /** As it stands in the ledger, such as {@code lost_card}; it never changes. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The reason of that word; empty where a later version has it. */
        public static Optional<Reason> of(String word) {
            return Arrays.stream(values()).filter(reason -> reason.word().equals(word)).findFirst();
        }
    }
}
