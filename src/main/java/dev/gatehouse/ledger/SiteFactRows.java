package dev.gatehouse.ledger;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.util.List;

/** Reads the facts that concern no car. */
final class SiteFactRows {
    private final Sql sql;

    SiteFactRows(Sql sql) {
        this.sql = sql;
    }

    /** Those of a kind, latest first. */
    List<LedgerEvent> latest(String kind, long toHlc, int limit, int offset) {
        return sql.list(
                "SELECT "
                        + SqliteReadTx.EVENT_COLUMNS
                        + ", s.stream FROM site_fact f JOIN stream s ON s.id = f.stream JOIN event"
                        + " e ON e.stream = f.stream AND e.seq = f.seq WHERE f.kind = ?"
                        + " AND f.hlc <= ? ORDER BY f.hlc DESC, f.central DESC, f.id DESC"
                        + " LIMIT ? OFFSET ?",
                SqliteReadTx::namedEvent,
                kind,
                toHlc,
                limit,
                offset);
    }

    Store.SiteMark mark(String kind) {
        return new Store.SiteMark(
                sql.number("SELECT count(*) FROM site_fact WHERE kind = ?", kind),
                sql.first(
                                "SELECT id FROM site_fact WHERE kind = ?"
                                        + " ORDER BY hlc DESC, central DESC, id DESC LIMIT 1",
                                rs -> EventId.of(rs.getBytes(1)),
                                kind)
                        .orElse(null));
    }

    boolean has(String kind, EventId id, Hlc from) {
        return sql.first(
                        "SELECT 1 FROM site_fact WHERE kind = ? AND hlc >= ? AND id = ? LIMIT 1",
                        _ -> true,
                        kind,
                        from.value(),
                        id.bytes())
                .isPresent();
    }
}
