package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.FoldFact;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A fact that is no part of a visit, and why: to be listed beside the visits.
 *
 * @param visit the name of the visit that it is shown with, null where none is known
 */
public record Remark(FoldFact fact, What what, @Nullable String visit) {
    /** Its row, with the car that the fact is folded with. */
    public FactStore.RemarkRow row(String plate) {
        return new FactStore.RemarkRow(
                plate, fact.key().t(), fact.stream(), fact.event().seq(), what, visit);
    }

    /** Why a fact is listed. */
    public enum What {
        /** An entry while the car was inside. */
        SUPERSEDED,
        /** An exit of a visit that had ended. */
        SECOND_EXIT,
        /** An exit whose entry is not known. */
        WAITING,
        /** An entry that was voided. */
        VOIDED,
        /** An exit of an entry that was voided. */
        VOIDED_EXIT;

        /** Two tell otherwise of one car. */
        public static final Set<What> CONFLICTS = EnumSet.of(SUPERSEDED, SECOND_EXIT);

        /** As it is stored. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static What of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
