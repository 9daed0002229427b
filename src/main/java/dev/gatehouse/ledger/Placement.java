package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * Keeps each fact with the car that it is folded with: what names an entry moves with it, and a
 * correction of a plate moves them all. Says which cars are to be folded anew, and from where.
 */
final class Placement {
    private final Store.WriteTx tx;
    private final FactCodec codec;
    private final ObjLongConsumer<String> touched;

    /**
     * @param touched gets a plate, and a fold key: what of it began before that is as it was
     */
    Placement(Store.WriteTx tx, FactCodec codec, ObjLongConsumer<String> touched) {
        this.tx = tx;
        this.codec = codec;
        this.touched = touched;
    }

    /** Takes a fact whose event was written. */
    void add(FoldFact fact) {
        String name = fact.eventId();
        if (name == null) {
            tx.addFact(fact.row(fact.ownPlate()));
            touched.accept(fact.ownPlate(), fact.key().t());
            return;
        }
        List<Store.FactRow> group = tx.named(name);
        boolean follows =
                switch (fact.fact()) {
                    case Fact.EntryConfirmed _, Fact.Exit _ -> true;
                    case Fact.Entry _, Fact.Correction _, Fact.Voided _ -> false;
                };
        Store.FactRow entry = follows ? entry(group) : null;
        if (entry != null) { // nearly always
            tx.addFact(fact.row(entry.plate()));
            touched.accept(entry.plate(), entry.t() + 1); // its visit may have begun with it
            return;
        }
        tx.addFact(fact.row(fact.ownPlate()));
        touched.accept(fact.ownPlate(), fact.key().t());
        if (!group.isEmpty()) {
            regroup(name, fact.key().t());
        }
    }

    /** The first of the entries. */
    private static Store.@Nullable FactRow entry(List<Store.FactRow> group) {
        Store.FactRow first = null;
        for (Store.FactRow row : group) {
            if (row.kind().equals(Fact.Entry.KIND) && (first == null || row.t() < first.t())) {
                first = row;
            }
        }
        return first;
    }

    /** Takes out a fact whose event is still there. */
    void remove(FoldFact fact) {
        String name = fact.eventId();
        if (name == null) {
            remove(fact.row(fact.ownPlate()));
            touched.accept(fact.ownPlate(), fact.key().t());
            return;
        }
        for (Store.FactRow row : tx.named(name)) {
            if (row.key() == fact.stream() && row.seq() == fact.event().seq()) {
                remove(row);
                touched.accept(row.plate(), row.t());
            }
        }
        regroup(name, fact.key().t());
    }

    /** Has the car of a fact that is there folded anew. */
    void again(FoldFact fact) {
        String name = fact.eventId();
        if (name == null) {
            touched.accept(fact.ownPlate(), fact.key().t());
        } else {
            regroup(name, fact.key().t());
        }
    }

    private void remove(Store.FactRow row) {
        tx.removeFact(row);
        tx.removeRemark(row.plate(), row.t(), row.key(), row.seq());
    }

    /**
     * Puts every fact that names this visit where it belongs.
     *
     * @param changedT the fold key of the one that came or went
     */
    private void regroup(String name, long changedT) {
        Map<FoldFact, Store.FactRow> rows = new HashMap<>();
        long from = changedT;
        for (Store.FactRow row : tx.named(name)) {
            FoldFact fact =
                    tx.event(row.key(), row.seq())
                            .map(event -> codec.ofCar(event, row.key()))
                            .orElse(null);
            if (fact != null) {
                rows.put(fact, row);
                from = Math.min(from, row.t());
            }
        }
        Group group = Group.of(new ArrayList<>(rows.keySet()));
        for (var placed : rows.entrySet()) {
            Store.FactRow row = placed.getValue();
            String plate = group.plateOf(placed.getKey());
            touched.accept(plate, from);
            if (!plate.equals(row.plate())) {
                touched.accept(row.plate(), from);
                remove(row);
                tx.addFact(placed.getKey().row(plate));
            }
        }
    }
}
