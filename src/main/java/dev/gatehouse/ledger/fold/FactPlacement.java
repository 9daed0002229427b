package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps each fact with the car that it is folded with: what names an entry moves with it, and a
 * correction of a plate moves them all. Says which cars are to be folded anew, and from where.
 */
public final class FactPlacement {
    private final Store.WriteTx tx;
    private final Prefetch prefetch;
    private final FactCodec codec;
    private final Folding folding;

    /** Takes what is to be folded. */
    public interface Folding {
        /** Where all cars are folded afterwards. */
        Folding LATER =
                new Folding() {
                    @Override
                    public void anew(String plate, long t) {}

                    @Override
                    public boolean entered(FoldFact fact) {
                        return false;
                    }

                    @Override
                    public VisitStore.@Nullable StoredVisit visit(FoldFact follower) {
                        return null;
                    }

                    @Override
                    public boolean followed(FoldFact fact, VisitStore.StoredVisit visit) {
                        return false;
                    }
                };

        /**
         * A car is to be folded anew.
         *
         * @param t a fold key: what of the car began before that is as it was
         */
        void anew(String plate, long t);

        /**
         * An entry came under a name that nothing else names, and is yet to be written.
         *
         * @return false where its car is to be folded anew
         */
        boolean entered(FoldFact fact);

        /**
         * The visit that a confirmation, a reading or an exit names, with the car that it is folded
         * with; null where that is not known without looking at its facts.
         */
        VisitStore.@Nullable StoredVisit visit(FoldFact follower);

        /**
         * A confirmation, a reading or an exit came, and is yet to be written.
         *
         * @param visit as {@link #visit} gave it
         * @return false where its car is to be folded anew
         */
        boolean followed(FoldFact fact, VisitStore.StoredVisit visit);
    }

    /**
     * @param prefetch is told of what changes
     */
    public FactPlacement(Store.WriteTx tx, Prefetch prefetch, FactCodec codec, Folding folding) {
        this.tx = tx;
        this.prefetch = prefetch;
        this.codec = codec;
        this.folding = folding;
    }

    /** Takes a fact whose event was written. */
    public void add(FoldFact fact) {
        String name = fact.eventId();
        if (name == null) {
            write(FactStore.FactRow.of(fact, fact.ownPlate()));
            folding.anew(fact.ownPlate(), fact.key().t());
            return;
        }
        boolean follows =
                switch (fact.fact()) {
                    case Fact.Exit exit -> !exit.alone();
                    case Fact.EntryConfirmed _, Fact.Reread _ -> true;
                    case Fact.Entry _, Fact.Correction _, Fact.Voided _, ExitUndone _ -> false;
                };
        if (!follows || !follow(fact)) {
            join(fact, name, follows);
        }
    }

    /** Puts what names a visit to it, which is nearly always possible. */
    private boolean follow(FoldFact fact) {
        VisitStore.StoredVisit visit = folding.visit(fact);
        if (visit == null) {
            return false;
        }
        String plate = visit.visit().plate().canonical();
        if (!folding.followed(fact, visit)) {
            folding.anew(plate, visit.entryT() + 1); // its visit may have begun with it
        }
        write(FactStore.FactRow.of(fact, plate));
        return true;
    }

    /** Puts a fact to those of the same name. */
    private void join(FoldFact fact, String name, boolean follows) {
        List<FactStore.FactRow> group = prefetch.named(name);
        FactStore.FactRow entry = follows ? entry(group) : null;
        if (entry != null) {
            write(FactStore.FactRow.of(fact, entry.plate()));
            folding.anew(entry.plate(), entry.t() + 1);
            return;
        }
        boolean plain =
                group.isEmpty() && fact.fact() instanceof Fact.Entry && folding.entered(fact);
        write(FactStore.FactRow.of(fact, fact.ownPlate()));
        if (!plain) {
            folding.anew(fact.ownPlate(), fact.key().t());
        }
        if (!group.isEmpty()) {
            regroup(name, fact.key().t());
        }
    }

    /** The first of the entries. */
    private static FactStore.@Nullable FactRow entry(List<FactStore.FactRow> group) {
        FactStore.FactRow first = null;
        for (FactStore.FactRow row : group) {
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
            remove(FactStore.FactRow.of(fact, fact.ownPlate()));
            folding.anew(fact.ownPlate(), fact.key().t());
            return;
        }
        for (FactStore.FactRow row : tx.facts().named(name)) {
            if (row.key() == fact.stream() && row.seq() == fact.event().seq()) {
                remove(row);
                folding.anew(row.plate(), row.t());
            }
        }
        regroup(name, fact.key().t());
    }

    /** Has the car of a fact that is there folded anew. */
    void again(FoldFact fact) {
        String name = fact.eventId();
        if (name == null) {
            folding.anew(fact.ownPlate(), fact.key().t());
        } else {
            regroup(name, fact.key().t());
        }
    }

    private void write(FactStore.FactRow row) {
        tx.facts().add(row);
        prefetch.changed(row);
    }

    private void remove(FactStore.FactRow row) {
        tx.facts().remove(row);
        prefetch.changed(row);
        tx.facts().removeRemark(row.plate(), row.t(), row.key(), row.seq());
    }

    /**
     * Puts every fact that names this visit where it belongs.
     *
     * @param changedT the fold key of the one that came or went
     */
    private void regroup(String name, long changedT) {
        Map<FoldFact, FactStore.FactRow> rows = new HashMap<>();
        long from = changedT;
        for (FactStore.FactRow row : tx.facts().named(name)) {
            FoldFact fact =
                    tx.events()
                            .event(row.key(), row.seq())
                            .map(event -> codec.ofCar(event, row.key()))
                            .orElse(null);
            if (fact != null) {
                rows.put(fact, row);
                from = Math.min(from, row.t());
            }
        }
        VisitFacts group = VisitFacts.of(new ArrayList<>(rows.keySet()));
        for (var placed : rows.entrySet()) {
            FactStore.FactRow row = placed.getValue();
            String plate = group.plateOf(placed.getKey());
            folding.anew(plate, from);
            if (!plate.equals(row.plate())) {
                folding.anew(row.plate(), from);
                remove(row);
                write(FactStore.FactRow.of(placed.getKey(), plate));
            }
        }
    }
}
