package dev.gatehouse.ledger;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Visit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what became of entries. On one snapshot. */
final class Outlooks {
    private final Store.ReadTx tx;
    private final FactCodec codec;

    Outlooks(Store.ReadTx tx, FactCodec codec) {
        this.tx = tx;
        this.codec = codec;
    }

    Outlook of(String eventId) {
        Optional<Store.StoredVisit> visit = tx.stored(eventId);
        return visit.isPresent() ? of(visit.get()) : ofNoVisit(eventId);
    }

    Outlook.OfVisit of(Visit visit) {
        return tx.stored(visit.eventId())
                .map(this::of)
                .orElseGet(() -> new Outlook.OfVisit(visit, List.of()));
    }

    private Outlook.OfVisit of(Store.StoredVisit stored) {
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

    private Outlook ofNoVisit(String eventId) {
        List<Store.FactRow> named = tx.named(eventId);
        for (Store.FactRow entry : named) {
            for (Store.RemarkRow row :
                    entry.kind().equals(Fact.Entry.KIND)
                            ? tx.remarks(entry.plate(), entry.t())
                            : List.<Store.RemarkRow>of()) {
                boolean isThat = row.key() == entry.key() && row.seq() == entry.seq();
                String by = row.visit();
                if (isThat && row.what() == Remark.What.VOIDED) {
                    return voided(named);
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

    private Outlook voided(List<Store.FactRow> named) {
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
