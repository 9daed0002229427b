package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.PlateFold;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Remark;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells what became of entries, for whoever knows only those. Any thread. */
public final class EntryFates {
    private final Store store;
    private final FactCodec codec;
    private final CentralId central;

    public EntryFates(Store store, FactCodec codec, CentralId central) {
        this.store = store;
        this.codec = codec;
        this.central = central;
    }

    /** What an event says; empty where this version cannot use it. */
    public Optional<Fact> fact(LedgerEvent event) {
        return codec.decode(event).known();
    }

    /** What became of those entries, in their order, on one snapshot. */
    public List<EntryFate> of(List<String> eventIds) {
        return store.read(tx -> eventIds.stream().map(name -> of(tx, name)).toList());
    }

    /**
     * Visits with an entry that began or ended then or later, by their rows.
     *
     * @param afterId only rows behind that one
     */
    public List<EntryFate.OfVisit> since(Instant from, long afterId, int limit) {
        return store.read(
                tx ->
                        tx.visits().since(from, afterId, limit).stream()
                                .map(visit -> of(tx, visit))
                                .toList());
    }

    /**
     * The last passages that this central wrote and that are part of a visit, newest first by when
     * they happened.
     *
     * @param among at most so many passages in the streams of this central are looked at
     */
    public List<LocalPassage> localPassages(int among) {
        Predicate<StreamDescriptor> own = stream -> stream.central().equals(central);
        return store.read(
                tx ->
                        LastPassages.of(tx, codec, among, own).stream()
                                .filter(fact -> fact.event().central().equals(central))
                                .flatMap(fact -> localPassage(tx, fact).stream())
                                .toList());
    }

    private Optional<LocalPassage> localPassage(Store.ReadTx tx, FoldFact fact) {
        if (fact.takenIn() || !(of(tx, fact.named()) instanceof EntryFate.OfVisit of)) {
            return Optional.empty();
        }
        return Optional.of(
                new LocalPassage(
                        fact.fact(),
                        Instant.ofEpochMilli(fact.event().wallMs()),
                        of.visit(),
                        rereads(tx, fact.named())));
    }

    /** The further readings that are kept of a visit, in the order of the ledger. */
    public List<Fact.Reread> readings(String eventId) {
        return store.read(tx -> rereads(tx, eventId));
    }

    private List<Fact.Reread> rereads(Store.ReadTx tx, String eventId) {
        var rereads = new ArrayList<Fact.Reread>();
        for (FactStore.FactRow row : tx.facts().named(eventId)) {
            if (row.kind().equals(Fact.Reread.KIND)) {
                tx.events()
                        .event(row.key(), row.seq())
                        .map(event -> codec.ofCar(event, row.key()))
                        .map(FoldFact::fact)
                        .filter(Fact.Reread.class::isInstance)
                        .ifPresent(fact -> rereads.add((Fact.Reread) fact));
            }
        }
        return rereads;
    }

    private EntryFate of(Store.ReadTx tx, String eventId) {
        Optional<VisitStore.StoredVisit> visit = tx.visits().stored(eventId);
        return visit.isPresent() ? of(tx, visit.get()) : ofNoVisit(tx, eventId);
    }

    private EntryFate.OfVisit of(Store.ReadTx tx, VisitStore.StoredVisit stored) {
        Visit visit = stored.visit();
        var others = new ArrayList<String>();
        for (FactStore.RemarkRow row :
                tx.facts().remarks(visit.plate().canonical(), stored.entryT())) {
            if (row.what() == Remark.What.SUPERSEDED && visit.eventId().equals(row.visit())) {
                tx.events()
                        .event(row.key(), row.seq())
                        .map(event -> codec.ofCar(event, 0))
                        .ifPresent(entry -> others.add(entry.named()));
            }
        }
        return new EntryFate.OfVisit(visit, others);
    }

    private EntryFate ofNoVisit(Store.ReadTx tx, String eventId) {
        List<FactStore.FactRow> named = tx.facts().named(eventId);
        EntryFate joined = ofJoined(tx, named);
        if (joined != null) {
            return joined;
        }
        for (FactStore.FactRow entry : named) {
            for (FactStore.RemarkRow row :
                    entry.kind().equals(Fact.Entry.KIND)
                            ? tx.facts().remarks(entry.plate(), entry.t())
                            : List.<FactStore.RemarkRow>of()) {
                boolean isThat = row.key() == entry.key() && row.seq() == entry.seq();
                String by = row.visit();
                if (isThat && row.what() == Remark.What.VOIDED) {
                    return voided(tx, named);
                }
                if (isThat && row.what() == Remark.What.SUPERSEDED && by != null) {
                    return tx.visits()
                            .stored(by)
                            .<EntryFate>map(visit -> new EntryFate.Superseded(visit.visit()))
                            .orElseGet(EntryFate.Unknown::new);
                }
            }
        }
        return new EntryFate.Unknown();
    }

    /** The visit that an exit without a known entry was joined with; null where there is none. */
    private @Nullable EntryFate ofJoined(Store.ReadTx tx, List<FactStore.FactRow> named) {
        for (FactStore.FactRow row : named) {
            FoldFact fact =
                    row.kind().equals(Fact.Exit.KIND)
                            ? tx.events()
                                    .event(row.key(), row.seq())
                                    .map(event -> codec.ofCar(event, row.key()))
                                    .orElse(null)
                            : null;
            if (fact != null && fact.isAloneExit()) {
                // its entry may sort behind it by as much as the clocks are apart
                long from = row.t() - Hlc.ofMs(PlateFold.CLOCKS_APART_MS).value();
                return Stream.concat(
                                tx
                                        .visits()
                                        .restBefore(row.plate(), row.t())
                                        .flatMap(rest -> tx.visits().stored(rest.eventId()))
                                        .stream(),
                                tx.visits().ofCar(row.plate(), from).stream())
                        .filter(stored -> endsWith(stored.visit(), fact))
                        .findFirst()
                        .map(stored -> (EntryFate) of(tx, stored))
                        .orElse(null);
            }
        }
        return null;
    }

    private static boolean endsWith(Visit visit, FoldFact exit) {
        Visit.Departure departure = visit.exit();
        return departure != null
                && departure.alone()
                && departure.central().equals(exit.key().central())
                && departure.passage().at().toEpochMilli() == exit.wallMs();
    }

    private static EntryFate voided(Store.ReadTx tx, List<FactStore.FactRow> named) {
        boolean open = named.stream().noneMatch(row -> row.kind().equals(Fact.Exit.KIND));
        return named.stream()
                .filter(row -> row.kind().equals(Fact.Voided.KIND))
                .flatMap(row -> tx.events().event(row.key(), row.seq()).stream())
                .findFirst()
                .<EntryFate>map(
                        gone ->
                                new EntryFate.Voided(
                                        gone.central(), Instant.ofEpochMilli(gone.wallMs()), open))
                .orElseGet(EntryFate.Unknown::new);
    }
}
