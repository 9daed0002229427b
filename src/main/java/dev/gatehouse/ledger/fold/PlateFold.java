package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.store.Remark;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns the facts of one car into its visits. A pure function of the set of facts: they are sorted
 * by keys from their content, so any order of arrival gives the same visits. Which car a fact is of
 * is the {@link VisitFacts}'s to say.
 */
public final class PlateFold {
    /**
     * How far the clocks of two centrals may be apart for an exit to be that of an entry which
     * seems to be later: as far as a central adopts the clock of another.
     */
    public static final long CLOCKS_APART_MS = 60_000;

    /**
     * One stay.
     *
     * @param entry how it began; an exit where no entry is known
     * @param plate the car, as corrected
     * @param exit how it ended, null while the car is inside
     * @param confirmed whether the barrier was reported closed behind the entry
     * @param rereads how many further readings of its plate are kept
     * @param superseded later entries while it was open: kept, and shown as conflicts
     * @param laterExits exits after the one that counts: kept, and shown as conflicts
     */
    public record Stay(
            FoldFact entry,
            Plate plate,
            @Nullable FoldFact exit,
            boolean confirmed,
            int rereads,
            List<FoldFact> superseded,
            List<FoldFact> laterExits) {
        /** The visit's name. */
        String eventId() {
            return entry.named();
        }
    }

    /**
     * An entry that was voided.
     *
     * @param exits those that name it
     */
    record Void(FoldFact entry, List<FoldFact> exits) {}

    /**
     * @param stays in the order of their entries; at most the last is open
     * @param voids entries that are out of the history
     * @param waiting exits whose entry is not known yet
     * @param elsewhere facts of visits that began before the walk, which it says nothing about
     */
    public record Result(
            List<Stay> stays, List<Void> voids, List<FoldFact> waiting, List<FoldFact> elsewhere) {
        /** What is to be listed beside the visits. */
        public List<Remark> remarks() {
            var remarks = new ArrayList<Remark>();
            for (Stay stay : stays) {
                add(remarks, stay.superseded(), Remark.What.SUPERSEDED, stay.eventId());
                add(remarks, stay.laterExits(), Remark.What.SECOND_EXIT, stay.eventId());
            }
            for (Void gone : voids) {
                String name = gone.entry().named();
                remarks.add(new Remark(gone.entry(), Remark.What.VOIDED, name));
                add(remarks, gone.exits(), Remark.What.VOIDED_EXIT, name);
            }
            add(remarks, waiting, Remark.What.WAITING, null);
            return remarks;
        }

        private static void add(
                List<Remark> remarks,
                List<FoldFact> facts,
                Remark.What what,
                @Nullable String visit) {
            facts.forEach(fact -> remarks.add(new Remark(fact, what, visit)));
        }
    }

    private PlateFold() {}

    /**
     * @param facts all facts of one plate, in any order, repetitions allowed
     * @param zone in which two times have the same text
     */
    public static Result fold(Collection<FoldFact> facts, ZoneId zone) {
        return walk(List.of(), inOrder(facts), _ -> false, zone);
    }

    /**
     * Folds from the beginning of one visit on, which is a moment at which no other is open. What
     * from here on names an earlier visit concerns that one alone, and is passed over.
     *
     * @param eventId the visit
     * @param facts all facts of its plate from its millisecond on, in any order
     * @param known whether there is an entry of that name, here or before
     */
    static Result foldFrom(
            String eventId, Collection<FoldFact> facts, Predicate<String> known, ZoneId zone) {
        List<FoldFact> ordered = inOrder(facts);
        VisitFacts begun = VisitFacts.all(ordered).get(eventId);
        int start = begun == null ? -1 : ordered.indexOf(begun.entry());
        if (start < 0) {
            throw new IllegalArgumentException("no fact tells of the visit to go on from");
        }
        List<FoldFact> walked = new ArrayList<>(ordered.subList(start, ordered.size()));
        Set<String> entered = new HashSet<>();
        for (FoldFact fact : walked) {
            if (fact.begins()) {
                entered.add(fact.named());
            }
        }
        var earlier = new ArrayList<FoldFact>();
        for (FoldFact fact : ordered.subList(0, start).reversed()) {
            if (entered.contains(fact.named())) {
                walked.addFirst(fact); // it sorts before its entry
            } else {
                earlier.add(fact);
            }
        }
        return walk(earlier, walked, known, zone);
    }

    /**
     * Whether an exit without a known entry is that of an entry which sorts behind it: either a
     * device with a right clock told of the entry late, or the clocks of the two centrals differ.
     */
    static boolean joins(FoldFact exit, FoldFact entry) {
        long left = new Hlc(exit.key().t()).ms();
        boolean toldLate =
                entry.fact() instanceof Fact.Entry told
                        && told.reading().seen() != null
                        && told.reading().seen().reliable()
                        && entry.wallMs() <= left;
        boolean otherClock =
                !entry.key().central().equals(exit.key().central())
                        && new Hlc(entry.key().t()).ms() - left <= CLOCKS_APART_MS;
        return toldLate || otherClock;
    }

    private static List<FoldFact> inOrder(Collection<FoldFact> facts) {
        var ordered = new ArrayList<>(VisitFacts.distinct(facts));
        ordered.sort(Comparator.comparing(FoldFact::key));
        return ordered;
    }

    private static Result walk(
            List<FoldFact> earlier, List<FoldFact> ordered, Predicate<String> known, ZoneId zone) {
        Walk walk = new Walk(VisitFacts.all(ordered), known, zone);
        walk.elsewhere.addAll(earlier);
        ordered.forEach(walk::step);
        return walk.result();
    }

    private static final class OpenStay {
        private final FoldFact entry;
        private final Plate plate;
        private final List<FoldFact> superseded = new ArrayList<>(0);

        /** The first counts. */
        private final List<FoldFact> exits = new ArrayList<>(1);

        /** Exits that were taken back, of all the names that it goes under. */
        private final List<VisitFacts.Undone> undone = new ArrayList<>(0);

        private boolean confirmed;
        private int rereads;

        OpenStay(FoldFact entry, Plate plate) {
            this.entry = entry;
            this.plate = plate;
        }

        /**
         * Takes an exit that tells again what one of these told; of the two the one made here
         * stays.
         */
        boolean tookEcho(FoldFact exit, ZoneId zone) {
            for (int i = 0; i < exits.size(); i++) {
                FoldFact had = exits.get(i);
                if ((had.takenIn() || exit.takenIn()) && sameExit(had, exit, zone)) {
                    if (had.takenIn() && !exit.takenIn()) {
                        exits.set(i, exit);
                    }
                    return true;
                }
            }
            return false;
        }

        /** Whether an original tells again what was taken back here. */
        boolean isEchoOfUndone(FoldFact exit, ZoneId zone) {
            return exit.takenIn()
                    && undone.stream()
                            .anyMatch(
                                    one ->
                                            exit.key().t() < one.by().key().t()
                                                    && sameExit(one.exit(), exit, zone));
        }

        /** Whether nobody saw the car leave, as far as is known. */
        boolean isExitMissed() {
            return exits.size() == 1 && isMissed(exits.getFirst());
        }

        static boolean isMissed(FoldFact exit) {
            return exit.fact() instanceof Fact.Exit told && told.missed();
        }

        private static boolean sameExit(FoldFact one, FoldFact other, ZoneId zone) {
            return one.fact() instanceof Fact.Exit a
                    && other.fact() instanceof Fact.Exit b
                    && a.feeDong() == b.feeDong()
                    && one.timeText(zone).equals(other.timeText(zone));
        }

        Stay freeze() {
            return new Stay(
                    entry,
                    plate,
                    exits.isEmpty() ? null : exits.getFirst(),
                    confirmed,
                    rereads,
                    List.copyOf(superseded),
                    exits.size() < 2 ? List.of() : List.copyOf(exits.subList(1, exits.size())));
        }
    }

    private static final class Walk {
        private final Map<String, VisitFacts> groups;
        private final Predicate<String> known;
        private final ZoneId zone;

        /** By the visit's name, and by those of the entries that it superseded. */
        private final Map<String, OpenStay> byName = new HashMap<>();

        private final Map<String, List<FoldFact>> exitsOfVoided = new HashMap<>();

        /** What sorts before its entry, which names of another shape than ours allow. */
        private final Map<String, List<FoldFact>> early = new HashMap<>();

        private final List<OpenStay> stays = new ArrayList<>();
        private final List<Void> voids = new ArrayList<>();
        private final List<FoldFact> waiting = new ArrayList<>();
        private final List<FoldFact> elsewhere = new ArrayList<>();
        private @Nullable OpenStay open;

        Walk(Map<String, VisitFacts> groups, Predicate<String> known, ZoneId zone) {
            this.groups = groups;
            this.known = known;
            this.zone = zone;
        }

        void step(FoldFact fact) {
            switch (fact.fact()) {
                case Fact.Entry _ -> enter(fact);
                case Fact.Exit exit -> {
                    if (exit.alone()) {
                        leaveUnseen(fact);
                    } else {
                        leaveSeen(fact);
                    }
                }
                case Fact.EntryConfirmed _, Fact.Reread _ -> follow(fact);
                case Fact.Correction _, Fact.Voided _, ExitUndone _ -> {} // the group has them
            }
        }

        private void enter(FoldFact fact) {
            String name = fact.named();
            VisitFacts group = groups.get(name);
            if (group == null || group.entry() != fact || group.plate() == null) {
                return; // an echo of the entry that counts
            }
            if (group.voided()) {
                voided(fact);
            } else {
                OpenStay inside = open;
                if (inside == null) {
                    inside = new OpenStay(fact, group.plate());
                    open = leftBefore(inside) ? null : inside;
                    stays.add(inside);
                } else {
                    inside.superseded.add(fact);
                }
                called(inside, name, group);
            }
            followEarly(name);
        }

        private void called(OpenStay stay, String name, VisitFacts group) {
            byName.put(name, stay);
            stay.undone.addAll(group.undone());
        }

        private void voided(FoldFact fact) {
            var exits = new ArrayList<FoldFact>();
            exitsOfVoided.put(fact.named(), exits);
            voids.add(new Void(fact, exits));
        }

        private void followEarly(String name) {
            List<FoldFact> before = early.remove(name);
            if (before != null) {
                before.forEach(this::follow);
            }
        }

        /**
         * Gives a stay the exit that was written where its entry was not known, although by the
         * clocks the car left before it came.
         *
         * @return whether there is one
         */
        private boolean leftBefore(OpenStay stay) {
            OpenStay last = stays.isEmpty() ? null : stays.getLast();
            if (last == null || !last.entry.isAloneExit() || !joins(last.entry, stay.entry)) {
                return false;
            }
            stays.removeLast();
            stay.exits.addAll(last.exits);
            stay.undone.addAll(last.undone);
            stay.rereads += last.rereads;
            byName.replaceAll((_, of) -> of == last ? stay : of);
            return true;
        }

        /**
         * An exit of which no entry is known: it ends the visit that is open, and otherwise stands
         * for a visit whose entry may still come.
         */
        private void leaveUnseen(FoldFact fact) {
            String name = fact.named();
            VisitFacts group = groups.get(name);
            if (group == null || group.plate() == null) {
                return;
            }
            if (group.entry() != fact) {
                leaveSeen(fact); // it bears the name of an entry
                return;
            }
            if (group.voided()) {
                voided(fact);
            } else {
                OpenStay inside = open;
                if (inside == null) {
                    inside = new OpenStay(fact, group.plate());
                    stays.add(inside);
                }
                called(inside, name, group);
                leave(inside, fact);
            }
            followEarly(name);
        }

        private void leaveSeen(FoldFact fact) {
            VisitFacts group = groups.get(fact.named());
            if (group == null || !group.isUndone(fact)) {
                follow(fact);
            }
        }

        /** A confirmation, a reading or an exit. */
        private void follow(FoldFact fact) {
            String name = fact.named();
            OpenStay stay = byName.get(name);
            List<FoldFact> ofVoided = exitsOfVoided.get(name);
            VisitFacts group = groups.get(name);
            boolean exit = fact.fact() instanceof Fact.Exit;
            if (stay != null) {
                switch (fact.fact()) {
                    case Fact.Exit _ -> leave(stay, fact);
                    case Fact.Reread _ -> stay.rereads++;
                    case Fact.EntryConfirmed _ -> stay.confirmed = true;
                    case Fact.Entry _, Fact.Correction _, Fact.Voided _, ExitUndone _ -> {
                        // never follow
                    }
                }
            } else if (ofVoided != null) {
                if (exit) {
                    ofVoided.add(fact);
                }
            } else if (group != null && group.entry() != null) {
                early.computeIfAbsent(name, _ -> new ArrayList<>()).add(fact);
            } else if (!name.isEmpty() && known.test(name)) {
                elsewhere.add(fact);
            } else if (exit) {
                stray(fact);
            }
        }

        private void leave(OpenStay stay, FoldFact exit) {
            if (stay.isEchoOfUndone(exit, zone)) {
                return;
            }
            if (stay.exits.isEmpty()) {
                stay.exits.add(exit);
                open = open == stay ? null : open;
            } else if (!stay.tookEcho(exit, zone) && !OpenStay.isMissed(exit)) {
                if (stay.isExitMissed()) {
                    stay.exits.clear(); // somebody saw it
                }
                stay.exits.add(exit);
            }
        }

        /** An exit that names no known entry: only an original tells what to do with it. */
        private void stray(FoldFact exit) {
            OpenStay inside = open;
            if (!exit.takenIn() || exit.fact().plate() == null) {
                waiting.add(exit);
            } else if (inside != null) {
                leave(inside, exit);
            } else if (stays.isEmpty() || !stays.getLast().tookEcho(exit, zone)) {
                waiting.add(exit);
            }
        }

        Result result() {
            return new Result(
                    stays.stream().map(OpenStay::freeze).toList(),
                    voids.stream().map(v -> new Void(v.entry(), List.copyOf(v.exits()))).toList(),
                    List.copyOf(waiting),
                    List.copyOf(elsewhere));
        }
    }
}
