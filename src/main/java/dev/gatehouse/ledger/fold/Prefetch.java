package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.ExitUndone;
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
 * What the facts of a page will ask the tables for, read for all of them at once, since a query for
 * each would cost as much as writing it. What is not here is to be asked for; what the transaction
 * changes is to be {@linkplain #changed forgotten}. Within one transaction.
 */
public final class Prefetch {
    private final Store.WriteTx tx;
    private final Map<String, VisitStore.CarPosition> standings = new HashMap<>();
    private final Map<String, VisitStore.StoredVisit> visits = new HashMap<>();
    private final Set<String> unnamed = new HashSet<>();

    public Prefetch(Store.WriteTx tx) {
        this.tx = tx;
    }

    /** Reads what those facts will ask for. */
    void read(Collection<DecodedFact> page) {
        Set<String> entering = new HashSet<>();
        Set<String> following = new HashSet<>();
        Set<String> plates = new HashSet<>();
        for (DecodedFact taken : page) {
            if (taken instanceof DecodedFact.Known(Fact.OfCar fact)) {
                switch (fact) {
                    case Fact.Entry entry -> {
                        add(entering, entry.eventId());
                        add(plates, entry.plate().canonical());
                    }
                    case Fact.EntryConfirmed confirmed -> add(following, confirmed.eventId());
                    case Fact.Reread reread -> add(following, reread.eventId());
                    case Fact.Exit exit -> add(following, exit.eventId());
                    case Fact.Correction _, Fact.Voided _, ExitUndone _ -> {
                        // rare, and they look at much else
                    }
                }
            }
        }
        following.removeAll(entering);
        visits.putAll(tx.visits().stored(following));
        visits.values().forEach(stored -> add(plates, stored.visit().plate().canonical()));
        standings.putAll(tx.visits().standings(plates));
        entering.removeAll(tx.facts().named(entering));
        unnamed.addAll(entering);
    }

    /** Texts that are the same in every encoding; those of cars always are. */
    private static void add(Set<String> texts, @Nullable String text) {
        if (text == null) {
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || Character.isSurrogate(c)) {
                return;
            }
        }
        texts.add(text);
    }

    /** Where a car stood before this transaction. */
    VisitStore.CarPosition standing(String plate) {
        VisitStore.CarPosition known = standings.get(plate);
        return known == null ? tx.visits().standing(plate) : known;
    }

    /** The visit of that name; null where there is none. */
    VisitStore.@Nullable StoredVisit visit(String name) {
        VisitStore.StoredVisit known = visits.get(name);
        return known == null ? tx.visits().stored(name).orElse(null) : known;
    }

    /** The facts that name one visit, whatever car they are of. */
    List<FactStore.FactRow> named(String name) {
        return unnamed.contains(name) ? new ArrayList<>() : tx.facts().named(name);
    }

    /** A fact of that car was written, or removed. */
    void changed(FactStore.FactRow row) {
        standings.remove(row.plate());
        unnamed.remove(row.eventId());
    }

    /** The visits are written. */
    void folded() {
        standings.clear();
        visits.clear();
    }
}
