package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.fold.DigestSum;
import dev.gatehouse.ledger.fold.FactPlacement;
import dev.gatehouse.ledger.fold.PlateFold;
import dev.gatehouse.ledger.fold.Prefetch;
import dev.gatehouse.ledger.fold.Visits;
import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.FactRows;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.ledger.store.SqliteStore;
import dev.gatehouse.ledger.store.SqliteTx;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.store.StoredEvent;
import dev.gatehouse.ledger.store.VisitRows;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Drops all that is derived from the events and derives it anew, in transactions of some hundred
 * thousand events each.
 *
 * <p>The table {@code rebuild} is there from the first transaction to the last. It keeps what the
 * events do not tell (each row's number, and when it was written here), and tells a start that a
 * rebuild did not end; then it is done again before anything is shown. A migration that changes the
 * fold makes that table too, and its start does the rest.
 */
public final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    /** Tables that are built anew. */
    private static final List<String> DERIVED =
            List.of(
                    "visit",
                    "central",
                    "gate",
                    "fact",
                    "remark",
                    "site_fact",
                    "fold",
                    "node",
                    "car");

    /**
     * Events of one transaction. Cars come in any order, so nearly every page of what is derived is
     * changed by each ten thousand events, and written to the log and to the file with each commit;
     * ten times as many write them a tenth as often. The log grows by some 200 MB.
     */
    private static final int EVENTS_AT_ONCE = 100_000;

    /**
     * 256 MiB of pages: what one transaction changes of a year's visits. Nobody else runs
     * meanwhile.
     */
    private static final int CACHE_KIB = 262_144;

    /** Visits that are numbered at once. */
    private static final int VISITS_AT_ONCE = 10_000;

    private final Sql sql;
    private final SqliteTx tx;
    private final CentralId self;
    private final Progress progress;
    private final FactCodec codec;
    private final FactPlacement placement;
    private final DigestSum sum;
    private long unreadable;

    /** The number of the last visit that had none, for now; all of them are below zero. */
    private long lastNew = Long.MIN_VALUE;

    /** Of the transaction that is open; 0 where none is. */
    private int uncommitted;

    private Rebuild(Sql sql, FactCodec codec, CentralId self, Progress progress) {
        this.sql = sql;
        this.tx = new SqliteTx(sql);
        this.codec = codec;
        this.placement =
                new FactPlacement(tx, new Prefetch(tx), codec, FactPlacement.Folding.LATER);
        this.sum = new DigestSum(codec.zone(), FoldDigest.NOTHING);
        this.self = self;
        this.progress = progress;
    }

    /**
     * Builds the projections anew. Nobody else may use the database.
     *
     * @param zone the site's, for the texts of the history
     * @param self whose database it is
     * @param progress counts each event twice: its place in the fold, and its visit
     * @return how many visits there are now
     * @throws StoreException when the database cannot be read or written; the next start, or this
     *     again, goes on from there
     */
    public static long run(Path file, ZoneId zone, CentralId self, Progress progress) {
        SqliteStore.open(file, SqliteStore.BUSY_TIMEOUT, Backup::replace)
                .close(); // brings it up to date
        try (Sql sql = connect(file)) {
            return new Rebuild(sql, new FactCodec(zone), self, progress).run();
        }
    }

    /**
     * Ends what was begun and did not end; nearly always there is nothing.
     *
     * @param file a database that is up to date
     */
    public static void finish(Path file, FactCodec codec, CentralId self) {
        try (Sql sql = connect(file)) {
            if (unfinished(sql, codec.edition())) {
                var rebuild = new Rebuild(sql, codec, self, Rebuild::log);
                if (sql.number(
                                        "SELECT EXISTS (SELECT 1 FROM event)"
                                                + " OR EXISTS (SELECT 1 FROM block)")
                                == 0
                        && !begun(sql)) {
                    rebuild.transact(rebuild::saveFold); // a new database
                    return;
                }
                LOG.warn("The history is not that of this version, or half built: it is built now");
                LOG.info("The history was built anew: {} visits", rebuild.run());
            }
        }
    }

    private static void log(String what, long done, long total) {
        LOG.info("Building the history anew: {} of {} {}", done, total, what);
    }

    /** Whether the projections are only half there, or those of another version. */
    static boolean unfinished(Sql sql, FoldVersion edition) {
        return begun(sql)
                || sql.number("SELECT coalesce(max(version), -1) FROM fold") != edition.fold();
    }

    private static boolean begun(Sql sql) {
        return sql.number("SELECT count(*) FROM sqlite_master WHERE name = 'rebuild'") > 0;
    }

    private static Sql connect(Path file) {
        String failing = "the database " + file + " cannot be written";
        try {
            return new Sql(
                    SqliteStore.writing(file, SqliteStore.BUSY_TIMEOUT, CACHE_KIB).getConnection(),
                    failing);
        } catch (SQLException e) {
            throw new StoreException(failing + ": " + e.getMessage(), e);
        }
    }

    private long run() {
        begin();
        List<EventStore.StoredStream> streams = tx.events().streams();
        long events = streams.stream().mapToLong(EventStore.StoredStream::n).sum();
        long done = 0;
        Map<Integer, StreamId> names = new HashMap<>();
        for (EventStore.StoredStream stream : streams) {
            names.put(stream.key(), stream.descriptor().stream());
            done = place(stream, done, 2 * events);
        }
        commitParts();
        transact(() -> sql.update("INSERT INTO car SELECT DISTINCT plate FROM fact"));
        var facts = new FactRows(sql, codec, names);
        List<FactRows.Car> cars = facts.after("");
        while (!cars.isEmpty()) {
            List<FactRows.Car> now = cars;
            int rows = now.stream().mapToInt(car -> car.rows().size()).sum();
            part(rows, () -> now.forEach(this::fold));
            done += rows;
            progress.at("events", done, 2 * events);
            cars = facts.after(now.getLast().plate());
        }
        streams.forEach(this::seal);
        commitParts();
        numberNew();
        long visits = sql.number("SELECT count(*) FROM visit");
        transact(
                () -> {
                    saveFold();
                    sql.update("DELETE FROM retired");
                    sql.update(
                            "INSERT INTO retired SELECT id, name FROM rebuild"
                                    + " WHERE id NOT IN (SELECT id FROM visit)");
                    sql.update("DROP TABLE rebuild");
                });
        if (unreadable > 0) {
            LOG.warn("{} events cannot be read: gatehouse verify names them", unreadable);
        }
        return visits;
    }

    private void saveFold() {
        tx.visits().saveFold(new FoldDigest(codec.edition().fold(), sum.value()));
    }

    /** From here on there are no whole projections until the end, and the database says so. */
    private void begin() {
        transact(
                () -> {
                    if (!begun(sql)) {
                        sql.update(
                                "CREATE TABLE rebuild (id INTEGER PRIMARY KEY, name TEXT UNIQUE,"
                                        + " created INTEGER, updated INTEGER)");
                        String visits = " FROM visit v LEFT JOIN central c ON c.id = v.central";
                        sql.update(
                                "INSERT OR IGNORE INTO rebuild SELECT v.id, "
                                        + VisitRows.NAME
                                        + ", v.created, v.updated"
                                        + visits);
                        sql.update( // two of one name: the other one's number is used no more
                                "INSERT OR IGNORE INTO rebuild (id) SELECT v.id" + visits);
                        sql.update(
                                "INSERT OR IGNORE INTO rebuild (id, name) SELECT id, name"
                                        + " FROM retired");
                    }
                });
        DERIVED.forEach(table -> transact(() -> sql.update("DELETE FROM " + table)));
    }

    /** Does part of what goes into one transaction. */
    private void part(int events, Runnable work) {
        if (uncommitted == 0) {
            sql.begin();
        }
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            if (!done) {
                uncommitted = 0;
                sql.rollback();
            }
        }
        uncommitted += Math.max(1, events);
        if (uncommitted >= EVENTS_AT_ONCE) {
            commitParts();
        }
    }

    private void commitParts() {
        if (uncommitted > 0) {
            uncommitted = 0;
            sql.commit();
        }
    }

    private void transact(Runnable work) {
        sql.begin();
        boolean done = false;
        try {
            work.run();
            sql.commit();
            done = true;
        } finally {
            if (!done) {
                sql.rollback();
            }
        }
    }

    /** Writes where each event of a stream stands. */
    private long place(EventStore.StoredStream stream, long before, long total) {
        StreamId id = stream.descriptor().stream();
        long done = before;
        var frontier = new Frontier();
        List<StoredEvent> chunk = StoredEvent.after(sql, stream.key(), id, 0);
        while (!chunk.isEmpty()) {
            List<StoredEvent> rows = chunk;
            part(
                    rows.size(),
                    () -> {
                        rows.forEach(row -> place(stream.key(), row));
                        tx.facts().settle();
                        rows.forEach(row -> grow(stream, frontier, row));
                    });
            done += rows.size();
            progress.at("events", done, total);
            chunk = StoredEvent.after(sql, stream.key(), id, rows.getLast().seq());
        }
        return done;
    }

    /** Builds the nodes above the leaves; where a leaf is missing there are none behind it. */
    private void grow(EventStore.StoredStream stream, Frontier frontier, StoredEvent row) {
        if (row.seq() == frontier.size() + 1
                && row.seq() <= stream.n()
                && row.leaf().length == Hash.BYTES) {
            frontier.append(
                    Hash.of(row.leaf()),
                    (level, at, hash) -> tx.trees().addNode(stream.key(), level, at, hash));
        }
    }

    /** Packs the rows of an earlier version, which the node would do in its time. */
    private void seal(EventStore.StoredStream stream) {
        int span = Block.MAX_EVENTS;
        OptionalLong row = tx.events().firstRow(stream.key(), 1);
        while (row.isPresent()) {
            long first = (row.getAsLong() - 1) / span * span + 1;
            if (first + span - 1 > stream.n()) {
                break;
            }
            part(span, () -> seal(stream, first, span));
            row = tx.events().firstRow(stream.key(), first + span);
        }
    }

    private void seal(EventStore.StoredStream stream, long first, int span) {
        PackedEvents.held(tx, stream.key(), stream.descriptor().stream(), first, span)
                .ifPresent(events -> tx.events().addBlock(stream.key(), events));
    }

    private void place(int key, StoredEvent row) {
        if (row.event() == null) {
            unreadable++;
            return;
        }
        if (!(codec.decode(row.event()) instanceof DecodedFact.Known(Fact known))) {
            return;
        }
        switch (known) {
            case Fact.OfCar car -> {
                FoldFact fact = FoldFact.of(row.event(), car, codec.zone(), key);
                placement.add(fact);
                if (fact.isChange()) {
                    tx.facts().numberChange(fact.key().id());
                }
            }
            case Fact.OfSite _ -> tx.siteFacts().add(key, row.event());
        }
    }

    private void fold(FactRows.Car car) {
        var facts = new ArrayList<FoldFact>();
        for (FactRows.Row row : car.rows()) {
            FoldFact fact = row.fact();
            if (fact != null) {
                facts.add(fact);
            }
        }
        PlateFold.Result result = PlateFold.fold(facts, codec.zone());
        List<PlateFold.Stay> stays = result.stays();
        for (int i = 0; i < stays.size(); i++) {
            PlateFold.Stay stay = stays.get(i);
            Visit visit = numbered(Visits.of(stay, self, null, Instant.EPOCH));
            long entryT = stay.entry().key().t();
            tx.visits().add(visit, entryT, Visits.sources(stays, i));
            sum.add(new VisitStore.StoredVisit(visit, entryT));
        }
        result.remarks().forEach(remark -> tx.facts().saveRemark(remark.row(car.plate())));
    }

    /**
     * Gives a visit the number and the times of its row. One that has none gets the times of its
     * passages, and for now a number below zero.
     */
    private Visit numbered(Visit visit) {
        Instant in = visit.entry().at();
        Visit.Departure exit = visit.exit();
        Instant last = exit == null ? in : exit.passage().at();
        return sql.first(
                        "SELECT id, created, updated FROM rebuild WHERE name = ?",
                        rs -> {
                            long created = rs.getLong(2);
                            boolean undated = rs.wasNull();
                            long updated = rs.getLong(3);
                            return undated || rs.wasNull()
                                    ? Visits.written(visit, rs.getLong(1), in, last)
                                    : Visits.written(
                                            visit,
                                            rs.getLong(1),
                                            Instant.ofEpochMilli(created),
                                            Instant.ofEpochMilli(updated));
                        },
                        visit.eventId())
                .orElseGet(() -> Visits.written(visit, ++lastNew, in, last));
    }

    /** Numbers the visits that have no number yet, those that began last behind all others. */
    private void numberNew() {
        long last = sql.number("SELECT coalesce(max(id), 0) FROM rebuild");
        sql.update("DROP TABLE IF EXISTS temp.fresh");
        sql.update(
                "CREATE TEMP TABLE fresh AS SELECT id AS was FROM visit WHERE id < 0"
                        + " ORDER BY entry_wall, entry_t");
        long done = 0;
        List<Fresh> rows = fresh(done);
        while (!rows.isEmpty()) {
            List<Fresh> now = rows;
            part(now.size(), () -> now.forEach(row -> number(row, last)));
            rows = fresh(now.getLast().place());
        }
        commitParts();
        sql.update("DROP TABLE temp.fresh");
    }

    /**
     * A visit without a number.
     *
     * @param place counts those from 1, in their order
     * @param id for now
     */
    private record Fresh(long place, long id) {}

    private List<Fresh> fresh(long behind) {
        return sql.list(
                "SELECT rowid, was FROM temp.fresh WHERE rowid > ? ORDER BY rowid LIMIT ?",
                rs -> new Fresh(rs.getLong(1), rs.getLong(2)),
                behind,
                VISITS_AT_ONCE);
    }

    private void number(Fresh row, long last) {
        sql.update("UPDATE visit SET id = ? WHERE id = ?", last + row.place(), row.id());
    }
}
