package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Plate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the entries and exits that go under one name. On one snapshot. */
final class Acts {
    private final Store.ReadTx tx;
    private final FactCodec codec;
    private final CentralId self;

    Acts(Store.ReadTx tx, FactCodec codec, CentralId self) {
        this.tx = tx;
        this.codec = codec;
        this.self = self;
    }

    /**
     * Those that stand, in the order of the fold; none where the entry was voided.
     *
     * @param eventId the name that they bear
     */
    List<Act> of(String eventId) {
        List<FoldFact> named = named(eventId);
        Group group = Group.of(named);
        if (group.voided()) {
            return List.of();
        }
        return Group.distinct(named).stream()
                .filter(Acts::isPassage)
                .filter(fact -> !group.isUndone(fact))
                .sorted(Comparator.comparing(FoldFact::key))
                .map(fact -> act(fact, group))
                .toList();
    }

    private List<FoldFact> named(String eventId) {
        var facts = new ArrayList<FoldFact>();
        for (Store.FactRow row : tx.named(eventId)) {
            tx.event(row.key(), row.seq())
                    .map(event -> codec.ofCar(event, row.key()))
                    .ifPresent(facts::add);
        }
        return facts;
    }

    private static boolean isPassage(FoldFact fact) {
        return fact.fact() instanceof Fact.Entry || fact.fact() instanceof Fact.Exit;
    }

    private Act act(FoldFact fact, Group group) {
        String plate = group.plateOf(fact);
        Plate corrected = group.plate();
        return new Act(
                fact.key().id(),
                fact.fact(),
                corrected == null ? new Plate(plate, plate) : corrected,
                !fact.takenIn() && fact.key().central().equals(self),
                Instant.ofEpochMilli(fact.event().wallMs()),
                fact.event().hlc(),
                isSeenSince(plate, fact));
    }

    /** Whether another entry or exit of that car, one that stands, comes later. */
    private boolean isSeenSince(String plate, FoldFact than) {
        var later = new ArrayList<FoldFact>();
        for (Store.Keyed keyed : tx.facts(plate, than.key().t() + 1)) {
            Optional.ofNullable(codec.ofCar(keyed.event(), keyed.key())).ifPresent(later::add);
        }
        return later.stream()
                .filter(Acts::isPassage)
                .map(FoldFact::named)
                .distinct()
                .map(name -> name.isEmpty() ? later : named(name))
                .anyMatch(facts -> stands(facts, than));
    }

    private static boolean stands(List<FoldFact> named, FoldFact than) {
        Group group = Group.of(named);
        return !group.voided()
                && named.stream()
                        .filter(Acts::isPassage)
                        .filter(fact -> fact.key().t() > than.key().t())
                        .anyMatch(fact -> !group.isUndone(fact));
    }
}
