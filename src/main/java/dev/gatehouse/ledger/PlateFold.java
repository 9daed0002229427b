package dev.gatehouse.ledger;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
            List<FoldFact> laterExits) {
        /** The visit's name. */
        String eventId() {
            return entry.named();
        }
    }

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
        return walk(inOrder(facts));
    }

    /**
     * The same from the beginning of one visit on, which is a moment at which no other is open: an
     * exit from here on that names an earlier visit came after the exit that counts, and so changes
     * nothing.
     *
     * @param eventId the visit
     * @param facts all facts of its plate from its millisecond on, in any order
     */
    static Result foldFrom(String eventId, Collection<FoldFact> facts) {
        List<FoldFact> ordered = inOrder(facts);
        int start = 0;
        while (start < ordered.size() && !begins(ordered.get(start), eventId)) {
            start++;
        }
        return walk(ordered.subList(start, ordered.size()));
    }

    private static boolean begins(FoldFact fact, String eventId) {
        return fact.fact() instanceof Fact.Entry entry && entry.eventId().equals(eventId);
    }

    private static Result walk(List<FoldFact> ordered) {
        Walk walk = new Walk();
        ordered.forEach(walk::step);
        return walk.result();
    }

    /** Each fact once, and one entry for each visit: the first. */
    private static List<FoldFact> inOrder(Collection<FoldFact> facts) {
        List<FoldFact> ordered = new ArrayList<>(facts);
        ordered.sort(Comparator.comparing(FoldFact::key));
        Set<EventId> ids = new HashSet<>();
        Set<String> visits = new HashSet<>();
        ordered.removeIf(
                fact ->
                        !ids.add(fact.key().id())
                                || (fact.fact() instanceof Fact.Entry entry
                                        && !visits.add(entry.eventId())));
        return ordered;
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
                case Fact.Exit _ -> leave(fact);
                case Fact.Correction _, Fact.Voided _ -> {}
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

        private void leave(FoldFact fact) {
            OpenStay stay = byName.get(fact.named());
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
