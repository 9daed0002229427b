package dev.gatehouse.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How fast requests are acknowledged and pages are merged, beside what SQLite alone needs for the
 * same rows in the same run: only the ratios mean anything elsewhere. Run {@link #main}, with the
 * number of events if 20,000 are not wanted.
 */
final class LedgerBenchmark {
    private static final int THREADS = 32;
    private static final int PAGE = 1_024;

    private LedgerBenchmark() {}

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        Path folder = Files.createTempDirectory("gatehouse-bench");
        try (Booth booth = new Booth(folder, "central-1");
                Booth peer = new Booth(folder, "central-2");
                Booth second = new Booth(folder, "central-3")) {
            acknowledged(booth, 2_000, "30F"); // warms up
            double requests = acknowledged(booth, events / 4, "29A");
            singleCommits(folder, 200);
            double commits = singleCommits(folder, 1_000);
            fill(booth, events);
            second.pull(booth, PAGE); // warms up
            List<Arrival> pages = new ArrayList<>();
            double hashed = time(() -> pages.addAll(pages(booth)));
            double merged = time(() -> pages.forEach(page -> peer.ledger().merge(page).join()));
            long held = peer.ledger().holdings().events();
            bareBatch(folder, pages);
            double bare = time(() -> bareBatch(folder, pages));

            say("acknowledged: %,.0f entries/s with %d threads", requests, THREADS);
            say(
                    "  SQLite alone, one row a commit: %,.0f/s; ratio %.1f",
                    commits, requests / commits);
            say("read, proved and hashed: %,.0f events/s", held / hashed);
            say("merged and folded: %,.0f events/s", held / merged);
            say("  with hashes: %,.0f events/s", held / (merged + hashed));
            say(
                    "  SQLite alone, the same events and visits: %,.0f/s; time ratio %.2f",
                    held / bare, merged / bare);
            if (!peer.ledger().holdings().top().equals(booth.ledger().holdings().top())) {
                throw new IllegalStateException("the digests differ");
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** Seconds. */
    private static double time(Work work) throws SQLException {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static double acknowledged(Booth booth, int entries, String series) throws Exception {
        var threads = new ArrayList<Thread>();
        long begin = System.nanoTime();
        for (int t = 0; t < THREADS; t++) {
            int first = t;
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = first; i < entries; i += THREADS) {
                                            booth.enter(series + (100_000 + i));
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return entries / ((System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** Cars that come and go: as many exits as entries, each car some ten times. */
    private static void fill(Booth booth, int events) {
        int cars = Math.max(1, events / 20);
        for (int done = 0; done < events; done += PAGE) {
            int from = done;
            booth.ledger()
                    .decide(
                            desk -> {
                                for (int i = from; i < Math.min(events, from + PAGE); i++) {
                                    String plate = "51H" + (10_000 + i % cars);
                                    var unused =
                                            desk.openVisit(Booth.plate(plate))
                                                    .map(in -> Booth.left(desk, in, 1_000))
                                                    .orElseGet(() -> Booth.entered(desk, plate));
                                }
                                return true;
                            })
                    .join();
        }
    }

    private static List<Arrival> pages(Booth booth) {
        var pages = new ArrayList<Arrival>();
        for (var head : booth.ledger().holdings().all()) {
            for (long from = 1; from <= head.n(); from += PAGE) {
                pages.add(booth.page(head.stream(), from, PAGE));
            }
        }
        return pages;
    }

    private static Connection connect(Path folder, String name) throws SQLException, IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute(
                    "CREATE TABLE event (stream INTEGER, seq INTEGER, payload BLOB,"
                            + " leaf BLOB, PRIMARY KEY (stream, seq)) WITHOUT ROWID");
            statement.execute(
                    "CREATE TABLE history (id INTEGER PRIMARY KEY, event_id TEXT UNIQUE, plate"
                            + " TEXT, entry_time TEXT, exit_time TEXT, fee INTEGER, status TEXT)");
            statement.execute("CREATE INDEX history_plate ON history (plate)");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static final String EVENT = "INSERT INTO event VALUES (?, ?, ?, ?)";
    private static final String VISIT =
            "INSERT INTO history (event_id, plate, entry_time, status) VALUES (?, ?, ?, 'IN')"
                    + " ON CONFLICT DO UPDATE SET exit_time = excluded.entry_time, status = 'OUT'";

    private static double singleCommits(Path folder, int rows) throws Exception {
        try (Connection connection = connect(folder, "single.db");
                PreparedStatement insert = connection.prepareStatement(EVENT)) {
            long begin = System.nanoTime();
            for (int i = 0; i < rows; i++) {
                insert.setInt(1, 1);
                insert.setInt(2, i);
                insert.setBytes(3, new byte[200]);
                insert.setBytes(4, new byte[32]);
                insert.executeUpdate();
                connection.commit();
            }
            return rows / ((System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1));
        }
    }

    /** The same events, and a row for each visit, page by page with a commit each. */
    private static void bareBatch(Path folder, List<Arrival> pages) throws SQLException {
        try (Connection connection = connect(folder, "bare.db");
                PreparedStatement insert = connection.prepareStatement(EVENT);
                PreparedStatement visit = connection.prepareStatement(VISIT)) {
            var codec = new FactCodec(Booth.ZONE);
            for (Arrival page : pages) {
                for (Leafed leafed : page.events()) {
                    insert.setLong(1, page.stream().hi());
                    insert.setLong(2, leafed.event().seq());
                    insert.setBytes(3, leafed.event().payload().bytes());
                    insert.setBytes(4, leafed.leaf().bytes());
                    insert.executeUpdate();
                    FoldFact fact = codec.ofCar(leafed.event());
                    if (fact != null) {
                        visit.setString(1, fact.named());
                        visit.setString(2, fact.ownPlate());
                        visit.setString(3, "2026-11-22 12:00:00");
                        visit.executeUpdate();
                    }
                }
                connection.commit();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
