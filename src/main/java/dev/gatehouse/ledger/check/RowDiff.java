package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.Projected;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.ledger.store.SqliteTx;
import dev.gatehouse.ledger.store.StoredEvent;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Finding.Kind;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Names the facts that are missing, once their count has said that some are: a lookup for each
 * event, which a clean database is spared.
 */
final class RowDiff {
    private final Sql sql;
    private final SqliteTx tx;
    private final FactCodec codec;
    private final Findings findings = new Findings();

    RowDiff(Sql sql, FactCodec codec) {
        this.sql = sql;
        this.tx = new SqliteTx(sql);
        this.codec = codec;
    }

    Findings run(List<EventStore.StoredStream> all) {
        for (EventStore.StoredStream stream : all) {
            StreamId id = stream.descriptor().stream();
            List<StoredEvent> chunk = StoredEvent.after(sql, stream.key(), id, 0);
            while (!chunk.isEmpty()) {
                for (StoredEvent row : chunk) {
                    if (row.event() != null) {
                        lookUp(stream.key(), row.event());
                    }
                }
                chunk = StoredEvent.after(sql, stream.key(), id, chunk.getLast().seq());
            }
        }
        return findings;
    }

    private void lookUp(int key, LedgerEvent event) {
        Projected projected = Projected.of(codec, event);
        if (projected == null) {
            return;
        }
        FoldFact fact = projected.fact();
        if (!(fact == null ? isOfSite(key, event) : isOfCar(key, fact))) {
            findings.add(of(Kind.FACT, event, projected, "the fact of this event is not there"));
        }
    }

    /** With whatever car: that it is the right one is checked elsewhere. */
    private boolean isOfCar(int key, FoldFact fact) {
        String name = fact.eventId();
        return name != null
                ? tx.facts().named(name).stream()
                        .anyMatch(row -> row.key() == key && row.seq() == fact.event().seq())
                : exists(
                        "SELECT 1 FROM fact WHERE plate = ? AND t = ? AND stream = ? AND seq = ?",
                        fact.ownPlate(),
                        fact.key().t(),
                        key,
                        fact.event().seq());
    }

    private boolean isOfSite(int key, LedgerEvent event) {
        return exists(
                "SELECT 1 FROM site_fact WHERE kind = ? AND hlc = ? AND central = ? AND id = ?"
                        + " AND stream = ? AND seq = ?",
                event.kind(),
                event.hlc().value(),
                event.central().value(),
                event.id().bytes(),
                key,
                event.seq());
    }

    private boolean exists(String query, Object... values) {
        return sql.first(query, rs -> rs.getInt(1), values).isPresent();
    }

    private static @Nullable String plate(Projected projected) {
        FoldFact fact = projected.fact();
        return fact == null ? null : fact.ownPlate();
    }

    private static Finding of(Kind kind, LedgerEvent event, Projected projected, String text) {
        return new Finding(
                kind,
                event.stream(),
                event.seq(),
                projected.fact() == null ? null : projected.fact().eventId(),
                plate(projected),
                text);
    }
}
