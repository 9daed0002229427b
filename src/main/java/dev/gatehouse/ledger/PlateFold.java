package dev.gatehouse.ledger;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the facts of one car into its visits. A pure function of the set of facts: they are sorted
 * by keys from their content, so any order of arrival gives the same visits. Corrections, voids and
 * facts taken in from originals come with the kinds that carry them.
 */
final class PlateFold {
    /**
     * One stay.
     *
     * @param entry how it began
     * @param exit how it ended, null while the car is inside
     * @param confirmed whether the barrier was reported closed behind the entry
     * @param superseded later entries while it was open: kept, and shown as conflicts
     * @param laterExits exits after the one that counts: kept, and shown as conflicts
     */
    record Stay(
            FoldFact entry,
            @Nullable FoldFact exit,
            boolean confirmed,
            List<FoldFact> superseded,
            List<FoldFact> laterExits) {}

    /**
     * @param stays in the order of their entries; at most the last is open
     * @param waiting exits whose entry is not known yet
     */
    record Result(List<Stay> stays, List<FoldFact> waiting) {}

    private PlateFold() {}

    /**
     * @param facts all facts of one plate, in any order, repetitions allowed
     */
    static Result fold(Collection<FoldFact> facts) {
        Walk walk = new Walk();
        distinct(facts).forEach(walk::step);
        return walk.result();
    }

    /** Each fact once, and one entry for each visit: what a node made before what was taken in. */
    private static List<FoldFact> distinct(Collection<FoldFact> facts) {
        Set<EventId> seen = new HashSet<>();
        Map<String, FoldFact> entries = new HashMap<>();
        for (FoldFact fact : facts) {
            if (fact.fact() instanceof Fact.Entry entry) {
                entries.merge(entry.eventId(), fact, PlateFold::preferred);
            }
        }
        var kept = new ArrayList<FoldFact>();
        for (FoldFact fact : facts) {
            boolean echo =
                    fact.fact() instanceof Fact.Entry entry
                            && !fact.key().equals(keyOf(entries.get(entry.eventId())));
            if (!echo && seen.add(fact.key().id())) {
                kept.add(fact);
            }
        }
        kept.sort((a, b) -> a.key().compareTo(b.key()));
        return kept;
    }

    private static @Nullable FoldKey keyOf(@Nullable FoldFact fact) {
        return fact == null ? null : fact.key();
    }

    private static FoldFact preferred(FoldFact a, FoldFact b) {
        if (a.madeHere() != b.madeHere()) {
            return a.madeHere() ? a : b;
        }
        return a.key().compareTo(b.key()) <= 0 ? a : b;
    }

    private static final class OpenStay {
        private final FoldFact entry;
        private final List<FoldFact> superseded = new ArrayList<>();
        private final List<FoldFact> laterExits = new ArrayList<>();
        private @Nullable FoldFact exit;
        private boolean confirmed;

        OpenStay(FoldFact entry) {
            this.entry = entry;
        }

        Stay freeze() {
            return new Stay(
                    entry, exit, confirmed, List.copyOf(superseded), List.copyOf(laterExits));
        }
    }

    private static final class Walk {
        /** By the visit's name, and by those of the entries that it superseded. */
        private final Map<String, OpenStay> byName = new HashMap<>();

        private final List<OpenStay> stays = new ArrayList<>();
        private final List<FoldFact> waiting = new ArrayList<>();
        private @Nullable OpenStay open;

        void step(FoldFact fact) {
            switch (fact.fact()) {
                case Fact.Entry entry -> enter(entry, fact);
                case Fact.EntryConfirmed confirmed -> confirm(confirmed);
                case Fact.Exit exit -> leave(exit, fact);
            }
        }

        private void enter(Fact.Entry entry, FoldFact fact) {
            OpenStay inside = open;
            if (inside == null) {
                inside = new OpenStay(fact);
                stays.add(inside);
                open = inside;
            } else {
                inside.superseded.add(fact);
            }
            byName.put(entry.eventId(), inside);
        }

        private void confirm(Fact.EntryConfirmed confirmed) {
            OpenStay stay = byName.get(confirmed.eventId());
            if (stay != null) {
                stay.confirmed = true;
            }
        }

        private void leave(Fact.Exit exit, FoldFact fact) {
            OpenStay stay = byName.get(exit.eventId());
            if (stay == null) {
                waiting.add(fact);
            } else if (stay.exit == null) {
                stay.exit = fact;
                open = open == stay ? null : open;
            } else {
                stay.laterExits.add(fact);
            }
        }

        Result result() {
            return new Result(stays.stream().map(OpenStay::freeze).toList(), List.copyOf(waiting));
        }
    }
}
