package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all facts that name one visit say of its entry together. A pure function of them.
 *
 * @param entry how it began: of several the one made here before one taken in, then by key; an exit
 *     without a known entry stands for one; null where there is neither
 * @param voided whether the entry is out of the history
 * @param plate the car, as corrected; null where no entry is known
 * @param undone the exits that were taken back; where one of them stands for the entry, that is
 *     voided by it
 */
public record VisitFacts(
        @Nullable FoldFact entry, boolean voided, @Nullable Plate plate, List<Undone> undone) {
    /** An exit that a person took back, and the fact that says so. */
    record Undone(FoldFact exit, FoldFact by) {}

    public static VisitFacts of(Collection<FoldFact> named) {
        FoldFact entry = null;
        FoldFact plateFrom = null;
        FoldFact viewFrom = null;
        boolean voided = false;
        List<FoldFact> undoing = List.of();
        Collection<FoldFact> distinct = named.size() == 1 ? named : distinct(named);
        for (FoldFact fact : distinct) {
            switch (fact.fact()) {
                case Fact.Entry _ -> entry = before(fact, entry) ? fact : entry;
                case Fact.Voided _ -> voided = true;
                case Fact.Correction fixed -> {
                    if (fixed.plateId() != null && corrects(fact, plateFrom)) {
                        plateFrom = fact;
                    }
                    if (fixed.plateView() != null && corrects(fact, viewFrom)) {
                        viewFrom = fact;
                    }
                }
                case Fact.Exit exit -> {
                    if (exit.alone()) {
                        entry = before(fact, entry) ? fact : entry;
                    }
                }
                case ExitUndone _ -> {
                    undoing = undoing.isEmpty() ? new ArrayList<>() : undoing;
                    undoing.add(fact);
                }
                case Fact.EntryConfirmed _, Fact.Reread _ -> {}
            }
        }
        List<Undone> undone = undone(distinct, undoing);
        return new VisitFacts(
                entry,
                voided || isUndone(entry, undone),
                entry == null ? null : corrected(entry, plateFrom, viewFrom),
                undone);
    }

    private static List<Undone> undone(Collection<FoldFact> facts, List<FoldFact> undoing) {
        if (undoing.isEmpty()) {
            return List.of();
        }
        var undone = new ArrayList<Undone>();
        for (FoldFact fact : facts) {
            FoldFact last = null;
            for (FoldFact by : undoing) {
                boolean later = last == null || by.key().compareTo(last.key()) > 0;
                last = later && undoes(by, fact) ? by : last;
            }
            if (last != null) {
                undone.add(new Undone(fact, last));
            }
        }
        return undone;
    }

    /**
     * Only what came before it: an exit behind all facts of its car is then what it seems, without
     * a look at those.
     */
    private static boolean undoes(FoldFact by, FoldFact exit) {
        return by.fact() instanceof ExitUndone undo
                && exit.fact() instanceof Fact.Exit
                && undo.exit().equals(exit.key().id())
                && exit.key().t() < by.key().t();
    }

    private static boolean isUndone(@Nullable FoldFact fact, List<Undone> undone) {
        return undone.stream().anyMatch(one -> one.exit() == fact);
    }

    /** Whether a person took that exit back. */
    public boolean isUndone(FoldFact exit) {
        return isUndone(exit, undone);
    }

    /** Made here before taken in, then the earlier. */
    private static boolean before(FoldFact fact, @Nullable FoldFact other) {
        return other == null
                || (fact.takenIn() == other.takenIn()
                        ? fact.key().compareTo(other.key()) < 0
                        : other.takenIn());
    }

    /** Made here before taken in, then the later. */
    private static boolean corrects(FoldFact fact, @Nullable FoldFact other) {
        return other == null
                || (fact.takenIn() == other.takenIn()
                        ? fact.key().compareTo(other.key()) > 0
                        : other.takenIn());
    }

    private static @Nullable Plate corrected(
            FoldFact entry, @Nullable FoldFact plateFrom, @Nullable FoldFact viewFrom) {
        Plate own = entry.fact().plate();
        if (own == null || (plateFrom == null && viewFrom == null)) {
            return own;
        }
        String plate =
                plateFrom != null && plateFrom.fact() instanceof Fact.Correction fixed
                        ? fixed.plateId()
                        : null;
        String view =
                viewFrom != null && viewFrom.fact() instanceof Fact.Correction fixed
                        ? fixed.plateView()
                        : null;
        return new Plate(plate == null ? own.canonical() : plate, view == null ? own.view() : view);
    }

    /** The car that a fact of this group is folded with. */
    public String plateOf(FoldFact fact) {
        return plate == null ? fact.ownPlate() : plate.canonical();
    }

    /** By the visit that they name; those that name none are in no group. */
    public static Map<String, VisitFacts> all(Collection<FoldFact> facts) {
        Map<String, List<FoldFact>> named = new HashMap<>();
        for (FoldFact fact : facts) {
            if (fact.eventId() != null) {
                named.computeIfAbsent(fact.named(), _ -> new ArrayList<>(4)).add(fact);
            }
        }
        Map<String, VisitFacts> groups = new HashMap<>();
        named.forEach((name, group) -> groups.put(name, of(group)));
        return groups;
    }

    /** Keeps one fact of each id: what was written twice counts once, and of two versions one. */
    public static Collection<FoldFact> distinct(Collection<FoldFact> facts) {
        Map<Object, FoldFact> byId = new HashMap<>();
        for (FoldFact fact : facts) {
            byId.merge(
                    fact.key().id(),
                    fact,
                    (one, other) -> one.leaf().compareTo(other.leaf()) <= 0 ? one : other);
        }
        return byId.size() == facts.size() ? facts : byId.values();
    }
}
