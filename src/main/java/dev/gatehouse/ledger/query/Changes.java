package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.Passages;
import dev.gatehouse.ledger.fold.PlateFold;
import dev.gatehouse.ledger.fold.VisitFacts;
import dev.gatehouse.ledger.fold.Visits;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Remark;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangePage;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What people changed in the history, and what they should look at. On one snapshot. */
public final class Changes {
    private final Store.ReadTx tx;
    private final FactCodec codec;
    private final CentralId self;

    /**
     * @param self the central that asks, whose own entries are local
     */
    public Changes(Store.ReadTx tx, FactCodec codec, CentralId self) {
        this.tx = tx;
        this.codec = codec;
        this.self = self;
    }

    /** Changes to the history, latest first. One whose entry is not known says nothing yet. */
    public ChangePage list(ChangeQuery query) {
        String eventId = null;
        if (query.historyId() != null) {
            Optional<String> named = tx.visits().eventIdOf(query.historyId());
            if (named.isEmpty()) {
                return new ChangePage(List.of(), null);
            }
            eventId = named.get();
        }
        int limit = query.limit();
        List<FactStore.Change> found =
                tx.facts().changes(eventId, query.after(), limit + 1, query.offset());
        var changes = new ArrayList<HistoryChange>();
        for (FactStore.Change change : found.subList(0, Math.min(limit, found.size()))) {
            FoldFact fact = codec.ofCar(change.event(), 0);
            HistoryChange told = fact == null ? null : told(change.id(), fact);
            if (told != null) {
                changes.add(told);
            }
        }
        FactStore.Change last = found.size() > limit ? found.get(limit - 1) : null;
        return new ChangePage(
                changes, last == null ? null : new ChangeQuery.Place(last.t(), last.id()));
    }

    private @Nullable HistoryChange told(long id, FoldFact change) {
        String name = change.named();
        var group = new ArrayList<FoldFact>();
        for (FactStore.FactRow row : tx.facts().named(name)) {
            tx.events()
                    .event(row.key(), row.seq())
                    .map(event -> codec.ofCar(event, row.key()))
                    .ifPresent(group::add);
        }
        Visit before = visit(group, other -> other.key().compareTo(change.key()) < 0);
        if (before == null) {
            return null;
        }
        boolean voided = change.fact() instanceof Fact.Voided;
        Visit after =
                voided ? null : visit(group, other -> other.key().compareTo(change.key()) <= 0);
        return switch (change.fact()) {
            case Fact.Correction fixed ->
                    of(id, change, before, after, fixed.staff(), fixed.reason());
            case Fact.Voided gone -> of(id, change, before, after, gone.staff(), gone.reason());
            case ExitUndone undo -> {
                FoldFact exit = exit(group, undo);
                yield exit == null
                        ? null
                        : of(
                                id,
                                change,
                                Visits.left(before, exit, before.updatedAt()),
                                Visits.ended(before, null),
                                undo.staff(),
                                null);
            }
            case Fact.Entry _, Fact.EntryConfirmed _, Fact.Reread _, Fact.Exit _ -> null;
        };
    }

    private static @Nullable FoldFact exit(List<FoldFact> group, ExitUndone undo) {
        return group.stream()
                .filter(fact -> fact.fact() instanceof Fact.Exit)
                .filter(fact -> fact.key().id().equals(undo.exit()))
                .findFirst()
                .orElse(null);
    }

    private static HistoryChange of(
            long id,
            FoldFact change,
            Visit before,
            @Nullable Visit after,
            @Nullable String staff,
            @Nullable String reason) {
        return new HistoryChange(
                id,
                before,
                after,
                Instant.ofEpochMilli(
                        change.takenIn() ? new Hlc(change.key().t()).ms() : change.wallMs()),
                change.key().central(),
                staff,
                reason);
    }

    /**
     * A visit with those of the changes to it.
     *
     * @return null where its entry is not known
     */
    private @Nullable Visit visit(List<FoldFact> group, Predicate<FoldFact> made) {
        var facts = new ArrayList<>(group);
        facts.removeIf(fact -> fact.isChange() && !made.test(fact));
        VisitFacts then = VisitFacts.of(facts);
        FoldFact entry = then.entry();
        if (entry == null || then.plate() == null) {
            return null;
        }
        FoldFact exit = null;
        boolean confirmed = false;
        int rereads = 0;
        for (FoldFact fact : facts) {
            if (fact.fact() instanceof Fact.Exit
                    && !then.isUndone(fact)
                    && (exit == null || fact.key().compareTo(exit.key()) < 0)) {
                exit = fact;
            }
            confirmed |= fact.fact() instanceof Fact.EntryConfirmed;
            rereads += fact.fact() instanceof Fact.Reread ? 1 : 0;
        }
        var stay =
                new PlateFold.Stay(
                        entry, then.plate(), exit, confirmed, rereads, List.of(), List.of());
        Instant at = Instant.ofEpochMilli(entry.wallMs());
        Visit told = Visits.of(stay, self, null, at);
        Visit now =
                tx.visits().stored(told.eventId()).map(VisitStore.StoredVisit::visit).orElse(null);
        return Visits.written(
                now == null ? told : Visits.withExitOf(told, now),
                tx.visits().historyIdOf(told.eventId()).orElse(0L),
                now == null ? at : now.createdAt(),
                now == null ? at : now.updatedAt());
    }

    /** Passages that are no part of a visit, latest first. */
    public List<Irregularity> irregular(Irregularity.Kind kind, int limit, int offset) {
        var found = new ArrayList<Irregularity>();
        for (FactStore.RemarkRow row : tx.facts().remarks(what(kind), limit, offset)) {
            GateEvent passage =
                    tx.events()
                            .event(row.key(), row.seq())
                            .map(event -> codec.ofCar(event, row.key()))
                            .map(fact -> Passages.of(fact, fact.key().central().equals(self)))
                            .orElse(null);
            if (passage != null) {
                String name = row.visit();
                found.add(
                        new Irregularity(
                                kind,
                                passage,
                                name,
                                name == null
                                        ? null
                                        : tx.visits()
                                                .stored(name)
                                                .map(VisitStore.StoredVisit::visit)
                                                .orElse(null)));
            }
        }
        return found;
    }

    private static Remark.What what(Irregularity.Kind kind) {
        return switch (kind) {
            case SUPERSEDED -> Remark.What.SUPERSEDED;
            case SECOND_EXIT -> Remark.What.SECOND_EXIT;
            case WAITING -> Remark.What.WAITING;
            case VOIDED -> Remark.What.VOIDED;
            case VOIDED_EXIT -> Remark.What.VOIDED_EXIT;
        };
    }
}
