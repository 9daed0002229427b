package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.VisitFacts;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Plate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the entries and exits that go under one name. On one snapshot. */
public final class Acts {
    private final Store.ReadTx tx;
    private final FactCodec codec;
    private final CentralId self;

    public Acts(Store.ReadTx tx, FactCodec codec, CentralId self) {
        this.tx = tx;
        this.codec = codec;
        this.self = self;
    }

    /**
     * Lists the acts that stand, in the order of the fold; none where the entry was voided.
     *
     * @param eventId the name that they bear
     */
    public List<Act> of(String eventId) {
        List<FoldFact> named = named(eventId);
        VisitFacts group = VisitFacts.of(named);
        if (group.voided()) {
            return List.of();
        }
        return VisitFacts.distinct(named).stream()
                .filter(Acts::isPassage)
                .filter(fact -> !group.isUndone(fact))
                .sorted(Comparator.comparing(FoldFact::key))
                .map(fact -> act(fact, group))
                .toList();
    }

    private List<FoldFact> named(String eventId) {
        var facts = new ArrayList<FoldFact>();
        for (FactStore.FactRow row : tx.facts().named(eventId)) {
            tx.events()
                    .event(row.key(), row.seq())
                    .map(event -> codec.ofCar(event, row.key()))
                    .ifPresent(facts::add);
        }
        return facts;
    }

    private static boolean isPassage(FoldFact fact) {
        return fact.fact() instanceof Fact.Entry || fact.fact() instanceof Fact.Exit;
    }

    private Act act(FoldFact fact, VisitFacts group) {
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
        for (EventStore.Keyed keyed : tx.facts().ofCar(plate, than.key().t() + 1)) {
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
        VisitFacts group = VisitFacts.of(named);
        return !group.voided()
                && named.stream()
                        .filter(Acts::isPassage)
                        .filter(fact -> fact.key().t() > than.key().t())
                        .anyMatch(fact -> !group.isUndone(fact));
    }
}
