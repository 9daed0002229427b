package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Visit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what became of entries, for whoever knows only those. Any thread. */
public final class Outlooks {
    private final Store store;
    private final FactCodec codec;

    Outlooks(Store store, FactCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** What an event says; empty where this version cannot use it. */
    public Optional<Fact> fact(LedgerEvent event) {
        return codec.decode(event).known();
    }

    /** What became of those entries, in their order, on one snapshot. */
    public List<Outlook> of(List<String> eventIds) {
        return store.read(tx -> eventIds.stream().map(name -> of(tx, name)).toList());
    }

    /**
     * Visits that began or ended then or later, by their rows.
     *
     * @param afterId only rows behind that one
     */
    public List<Outlook.OfVisit> since(Instant from, long afterId, int limit) {
        return store.read(
                tx ->
                        tx.visitsSince(from, afterId, limit).stream()
                                .map(visit -> of(tx, visit))
                                .toList());
    }

    private Outlook of(Store.ReadTx tx, String eventId) {
        Optional<Store.StoredVisit> visit = tx.stored(eventId);
        return visit.isPresent() ? of(tx, visit.get()) : ofNoVisit(tx, eventId);
    }

    private Outlook.OfVisit of(Store.ReadTx tx, Store.StoredVisit stored) {
        Visit visit = stored.visit();
        var others = new ArrayList<String>();
        for (Store.RemarkRow row : tx.remarks(visit.plate().canonical(), stored.entryT())) {
            if (row.what() == Remark.What.SUPERSEDED && visit.eventId().equals(row.visit())) {
                tx.event(row.key(), row.seq())
                        .map(event -> codec.ofCar(event, 0))
                        .ifPresent(entry -> others.add(entry.named()));
            }
        }
        return new Outlook.OfVisit(visit, others);
    }

    private Outlook ofNoVisit(Store.ReadTx tx, String eventId) {
        List<Store.FactRow> named = tx.named(eventId);
        for (Store.FactRow entry : named) {
            for (Store.RemarkRow row :
                    entry.kind().equals(Fact.Entry.KIND)
                            ? tx.remarks(entry.plate(), entry.t())
                            : List.<Store.RemarkRow>of()) {
                boolean isThat = row.key() == entry.key() && row.seq() == entry.seq();
                String by = row.visit();
                if (isThat && row.what() == Remark.What.VOIDED) {
                    return voided(tx, named);
                }
                if (isThat && row.what() == Remark.What.SUPERSEDED && by != null) {
                    return tx.stored(by)
                            .<Outlook>map(visit -> new Outlook.Superseded(visit.visit()))
                            .orElseGet(Outlook.Unknown::new);
                }
            }
        }
        return new Outlook.Unknown();
    }

    private static Outlook voided(Store.ReadTx tx, List<Store.FactRow> named) {
        boolean open = named.stream().noneMatch(row -> row.kind().equals(Fact.Exit.KIND));
        return named.stream()
                .filter(row -> row.kind().equals(Fact.Voided.KIND))
                .flatMap(row -> tx.event(row.key(), row.seq()).stream())
                .findFirst()
                .<Outlook>map(
                        gone ->
                                new Outlook.Voided(
                                        gone.central(), Instant.ofEpochMilli(gone.wallMs()), open))
                .orElseGet(Outlook.Unknown::new);
    }
}
