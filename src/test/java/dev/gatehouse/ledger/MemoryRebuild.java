package dev.gatehouse.ledger;

import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.DigestSum;
import dev.gatehouse.ledger.fold.FactPlacement;
import dev.gatehouse.ledger.fold.PlateFold;
import dev.gatehouse.ledger.fold.Prefetch;
import dev.gatehouse.ledger.fold.Visits;
import dev.gatehouse.ledger.store.MemoryTables;
import dev.gatehouse.ledger.store.MemoryTx;
import dev.gatehouse.ledger.store.PersistentMap;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link Rebuild} does, on tables in memory: each car is folded from all of its facts. */
final class MemoryRebuild {
    private final MemoryTables before;
    private final MemoryTables tables;
    private final MemoryTx tx;
    private final FactCodec codec;
    private final CentralId self;
    private final DigestSum sum;

    private MemoryRebuild(MemoryTables before, FactCodec codec, CentralId self) {
        this.before = before;
        this.tables = before.copy();
        this.tx = new MemoryTx(tables, Long.MAX_VALUE);
        this.codec = codec;
        this.self = self;
        this.sum = new DigestSum(codec.zone(), FoldDigest.NOTHING);
    }

    /** The same events, and everything else as it follows from them; row numbers stay. */
    static MemoryTables of(MemoryTables before, FactCodec codec, CentralId self) {
        return new MemoryRebuild(before, codec, self).run();
    }

    private MemoryTables run() {
        tables.facts = new PersistentMap<>();
        tables.factsByName = new PersistentMap<>();
        tables.remarks = new PersistentMap<>();
        tables.siteFacts = new PersistentMap<>();
        tables.visits = new PersistentMap<>();
        tables.visitsByPlate = new PersistentMap<>();
        var placement = new FactPlacement(tx, new Prefetch(tx), codec, FactPlacement.Folding.LATER);
        for (var row : tables.events.upwards()) {
            place(placement, row.key().stream(), row.value().event());
        }
        Map<String, List<FoldFact>> cars = new LinkedHashMap<>();
        for (var row : tables.facts.upwards()) {
            FoldFact fact =
                    tx.events()
                            .event(row.key().stream(), row.key().seq())
                            .map(event -> codec.ofCar(event, row.key().stream()))
                            .orElseThrow();
            cars.computeIfAbsent(row.key().plate(), _ -> new ArrayList<>()).add(fact);
        }
        cars.forEach(this::fold);
        tx.visits().saveFold(new FoldDigest(codec.edition().fold(), sum.value()));
        tables.bytes = before.bytes; // about
        return tables;
    }

    private void place(FactPlacement placement, int stream, LedgerEvent event) {
        if (!(codec.decode(event) instanceof DecodedFact.Known(Fact known))) {
            return;
        }
        switch (known) {
            case Fact.OfCar car -> {
                FoldFact fact = FoldFact.of(event, car, codec.zone(), stream);
                placement.add(fact);
                if (fact.isChange()) {
                    tx.facts().numberChange(fact.key().id());
                }
            }
            case Fact.OfSite _ -> tx.siteFacts().add(stream, event);
        }
    }

    private void fold(String plate, List<FoldFact> facts) {
        PlateFold.Result result = PlateFold.fold(facts, codec.zone());
        for (PlateFold.Stay stay : result.stays()) {
            Visit visit = Visits.of(stay, self, null, Instant.EPOCH);
            long number = tx.visits().historyId(visit.eventId());
            Visit.Departure exit = visit.exit();
            VisitStore.StoredVisit was = before.visits.get(number);
            Instant last = exit == null ? visit.entry().at() : exit.passage().at();
            Instant created = was == null ? visit.entry().at() : was.visit().createdAt();
            Instant updated = was == null ? last : was.visit().updatedAt();
            long entryT = stay.entry().key().t();
            tx.visits()
                    .save(
                            Visits.written(visit, number, created, updated),
                            entryT,
                            VisitStore.Sources.NONE);
            sum.add(new VisitStore.StoredVisit(visit, entryT));
        }
        result.remarks().forEach(remark -> tx.facts().saveRemark(remark.row(plate)));
    }

    /**
     * How two of the same events differ, but for when their rows were written; null: they do not.
     */
    static @Nullable String difference(MemoryTables stored, MemoryTables fresh) {
        Map<String, String> here = derived(stored);
        Map<String, String> there = derived(fresh);
        for (Map.Entry<String, String> one : here.entrySet()) {
            String other = there.remove(one.getKey());
            if (!one.getValue().equals(other)) {
                return one.getKey() + " is stored as " + one.getValue() + ", and folds to " + other;
            }
        }
        for (Map.Entry<String, String> missing : there.entrySet()) {
            return missing.getKey() + " is not stored, and folds to " + missing.getValue();
        }
        return null;
    }

    private static Map<String, String> derived(MemoryTables tables) {
        var rows = new TreeMap<String, String>();
        tables.facts.upwards().forEach(row -> rows.put("fact " + row.key(), "" + row.value()));
        tables.factsByName.upwards().forEach(row -> rows.put("named " + row.key(), "there"));
        tables.remarks.upwards().forEach(row -> rows.put("remark " + row.key(), "" + row.value()));
        tables.siteFacts.upwards().forEach(row -> rows.put("site fact " + row.key(), "there"));
        tables.visitsByPlate.upwards().forEach(row -> rows.put("place " + row.key(), "there"));
        for (var row : tables.visits.upwards()) {
            Visit visit = row.value().visit();
            Visit undated = Visits.written(visit, visit.id(), Instant.EPOCH, Instant.EPOCH);
            rows.put("visit " + visit.id(), row.value().entryT() + " " + undated);
        }
        FoldDigest fold = tables.fold;
        rows.put("fold", fold == null ? FoldDigest.NOTHING.toString() : fold.digest().toString());
        return rows;
    }
}
