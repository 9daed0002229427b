package dev.gatehouse.ledger.store;

import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.util.List;

/** The facts that concern no car, in SQLite. */
final class SqliteSiteFacts implements SiteFactStore.Writer {
    private final Sql sql;
    private final SqliteEvents events;

    SqliteSiteFacts(Sql sql, SqliteEvents events) {
        this.sql = sql;
        this.events = events;
    }

    @Override
    public List<LedgerEvent> latest(String kind, long toHlc, int limit, int offset) {
        return events
                .named(
                        "SELECT "
                                + SqliteEvents.EVENT_COLUMNS
                                + ", s.stream, f.stream, f.seq FROM site_fact f JOIN stream s ON"
                                + " s.id = f.stream LEFT JOIN event e ON e.stream = f.stream AND"
                                + " e.seq = f.seq WHERE f.kind = ? AND f.hlc <= ? ORDER BY f.hlc"
                                + " DESC, f.central DESC, f.id DESC LIMIT ? OFFSET ?",
                        kind,
                        toHlc,
                        limit,
                        offset)
                .stream()
                .map(EventStore.Keyed::event)
                .toList();
    }

    @Override
    public SiteFactStore.SiteMark mark(String kind) {
        return new SiteFactStore.SiteMark(
                sql.number("SELECT count(*) FROM site_fact WHERE kind = ?", kind),
                sql.first(
                                "SELECT id FROM site_fact WHERE kind = ?"
                                        + " ORDER BY hlc DESC, central DESC, id DESC LIMIT 1",
                                rs -> EventId.of(rs.getBytes(1)),
                                kind)
                        .orElse(null));
    }

    @Override
    public boolean has(String kind, EventId id, Hlc from) {
        return sql.first(
                        "SELECT 1 FROM site_fact WHERE kind = ? AND hlc >= ? AND id = ? LIMIT 1",
                        _ -> true,
                        kind,
                        from.value(),
                        id.bytes())
                .isPresent();
    }

    @Override
    public void add(int key, LedgerEvent event) {
        sql.update(
                "INSERT INTO site_fact (kind, hlc, central, id, stream, seq)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                event.kind(),
                event.hlc().value(),
                event.central().value(),
                event.id().bytes(),
                key,
                event.seq());
    }

    @Override
    public void remove(int key, LedgerEvent event) {
        sql.update(
                "DELETE FROM site_fact WHERE kind = ? AND hlc = ? AND central = ? AND id = ?"
                        + " AND stream = ? AND seq = ?",
                event.kind(),
                event.hlc().value(),
                event.central().value(),
                event.id().bytes(),
                key,
                event.seq());
    }
}
