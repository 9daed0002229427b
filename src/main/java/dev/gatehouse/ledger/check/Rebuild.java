package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.fold.DigestSum;
import dev.gatehouse.ledger.fold.PlateFold;
import dev.gatehouse.ledger.fold.Visits;
import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.FactRows;
import dev.gatehouse.ledger.store.FactStore;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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

    private final Sql sql;
    private final SqliteTx tx;
    private final CentralId self;
    private final Progress progress;
    private final FactCodec codec;

    /** Reads events for another thread, beside {@link #sql}. */
    private final Sql reading;

    private final DigestSum sum;
    private final RebuiltNumbers numbers;
    private long unreadable;

    /** Of the transaction that is open; 0 where none is. */
    private int uncommitted;

    private Rebuild(Sql sql, Sql reading, FactCodec codec, CentralId self, Progress progress) {
        this.sql = sql;
        this.reading = reading;
        this.tx = new SqliteTx(sql);
        this.numbers = new RebuiltNumbers(sql);
        this.codec = codec;
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
        try (Sql sql = connect(file);
                Sql reading = connect(file)) {
            return new Rebuild(sql, reading, new FactCodec(zone), self, progress).run();
        }
    }

    /**
     * Ends what was begun and did not end; nearly always there is nothing.
     *
     * @param file a database that is up to date
     */
    public static void finish(Path file, FactCodec codec, CentralId self) {
        try (Sql sql = connect(file);
                Sql reading = connect(file)) {
            if (unfinished(sql, codec.edition())) {
                var rebuild = new Rebuild(sql, reading, codec, self, Rebuild::log);
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
        var placed = new PlacedFacts(sql, tx, codec);
        for (EventStore.StoredStream stream : streams) {
            names.put(stream.key(), stream.descriptor().stream());
            done = place(placed, stream, done, 2 * events);
        }
        commitParts();
        transact(placed::place);
        transact(placed::writeCars);
        fold(placed, new FactRows(reading, codec, names), done, 2 * events);
        placed.drop();
        streams.forEach(this::seal);
        commitParts();
        numbers.numberNew((work, visits) -> part(visits, work));
        commitParts();
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

    /** Does part of what goes into one transaction, which ends when it is large enough. */
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

    /**
     * Folds all cars: another thread reads and folds the next ones while this one writes those
     * before them.
     */
    private void fold(PlacedFacts placed, FactRows facts, long before, long total) {
        long rows = 0;
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            List<FactStore.FactRow> next = placed.after(rows, FactRows.ROWS / 2);
            Future<List<Folded>> folding = folding(reader, facts, next);
            while (!next.isEmpty()) {
                rows += next.size();
                List<FactStore.FactRow> now = next;
                List<Folded> cars = folding.get();
                next = placed.after(rows, FactRows.ROWS / 2);
                folding = folding(reader, facts, next);
                part(now.size(), () -> cars.forEach(this::write));
                progress.at("events", before + rows, total);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failed
                    ? failed
                    : new IllegalStateException("the cars cannot be folded", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while the history was built", e);
        }
    }

    private Future<List<Folded>> folding(
            ExecutorService reader, FactRows facts, List<FactStore.FactRow> rows) {
        return reader.submit(() -> facts.cars(rows).stream().map(this::folded).toList());
    }

    /** Takes where each event of a stream stands. */
    private long place(
            PlacedFacts placed, EventStore.StoredStream stream, long before, long total) {
        StreamId id = stream.descriptor().stream();
        long done = before;
        var frontier = new Frontier();
        List<StoredEvent> chunk = StoredEvent.after(sql, stream.key(), id, 0);
        while (!chunk.isEmpty()) {
            List<StoredEvent> rows = chunk;
            part(
                    rows.size(),
                    () -> {
                        rows.forEach(row -> place(placed, stream.key(), row));
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

    private void place(PlacedFacts placed, int key, StoredEvent row) {
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
                placed.add(fact);
                if (fact.isChange()) {
                    tx.facts().numberChange(fact.key().id());
                }
            }
            case Fact.OfSite _ -> tx.siteFacts().add(key, row.event());
        }
    }

    /**
     * A car that is folded.
     *
     * @param facts all of them
     * @param visits without numbers; as many as the fold has stays
     */
    private record Folded(
            String plate,
            List<FactStore.FactRow> facts,
            PlateFold.Result result,
            List<Visit> visits) {}

    private Folded folded(FactRows.Car car) {
        var facts = new ArrayList<FoldFact>();
        var rows = new ArrayList<FactStore.FactRow>();
        for (FactRows.Row row : car.rows()) {
            FoldFact fact = row.fact();
            if (fact != null) {
                facts.add(fact);
                rows.add(row.row());
            }
        }
        PlateFold.Result result = PlateFold.fold(facts, codec.zone());
        var visits = new ArrayList<Visit>();
        for (PlateFold.Stay stay : result.stays()) {
            Visit visit = Visits.of(stay, self, null, Instant.EPOCH);
            visits.add(visit);
            sum.add(new VisitStore.StoredVisit(visit, stay.entry().key().t()));
        }
        return new Folded(car.plate(), rows, result, visits);
    }

    private void write(Folded car) {
        car.facts().forEach(tx.facts()::add);
        List<PlateFold.Stay> stays = car.result().stays();
        for (int i = 0; i < stays.size(); i++) {
            long entryT = stays.get(i).entry().key().t();
            Visit visit = numbers.numbered(car.visits().get(i));
            tx.visits().add(visit, entryT, Visits.sources(stays, i));
        }
        tx.facts().settle();
        car.result().remarks().forEach(remark -> tx.facts().saveRemark(remark.row(car.plate())));
    }
}
