package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Schema;
import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.ledger.store.SqliteTx;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.DatabaseFigures;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Finding.Kind;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Verified;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks a database from end to end, beside a node that writes to it, and writes nothing: SQLite's
 * own structures, every event's hash and every tree above them, the signatures of the streams, and
 * all that is derived against a fresh fold. Three connections read at once; memory does not grow
 * with the ledger.
 */
public final class Verification {
    /** Each of the three connections. */
    private static final int CACHE_KIB = 32_768;

    /** Two connections meet the same moment at once, unless a commit falls between them. */
    private static final int SNAPSHOT_TRIES = 1_000;

    private static final String FAILING = "the database cannot be read";

    /** Checks signatures. */
    @FunctionalInterface
    public interface Signatures {
        /**
         * @param key an X.509 encoded Ed25519 public key
         * @return false also where the key is not one
         */
        boolean valid(Blob key, byte[] message, Blob signature);
    }

    /** No plate stands behind it. */
    private static final String BEHIND_ALL = "\uDBFF\uDFFF";

    private final Path file;
    private final ZoneId zone;
    private final Signatures signatures;
    private final Progress progress;
    private final AtomicLong read = new AtomicLong();
    private long toRead;

    private Verification(Path file, ZoneId zone, Signatures signatures, Progress progress) {
        this.file = file;
        this.zone = zone;
        this.signatures = signatures;
        this.progress = progress;
    }

    /**
     * Checks the database as it is at this moment.
     *
     * @param zone the site's, for the texts of the history
     * @param progress counts each event twice: its row and its place in the fold
     * @throws StoreException when it is not there, not ours, or of another version
     */
    public static Verified run(Path file, ZoneId zone, Signatures signatures, Progress progress) {
        if (!Files.isRegularFile(file)) {
            throw new StoreException(
                    file + " does not exist: name the data folder of a node with --data");
        }
        return new Verification(file, zone, signatures, progress).run();
    }

    private Verified run() {
        try (Connection structures = Backup.readOnly(file, CACHE_KIB);
                Sql trees = new Sql(Backup.readOnly(file, CACHE_KIB), FAILING);
                Sql fold = new Sql(Backup.readOnly(file, CACHE_KIB), FAILING);
                Sql rest = new Sql(Backup.readOnly(file, CACHE_KIB), FAILING)) {
            Schema.OURS.requireSame(structures, file);
            List<Sql> snapshots = List.of(trees, fold, rest);
            sameMoment(snapshots);
            Verified verified = run(structures, trees, fold, rest);
            snapshots.forEach(Sql::rollback);
            return verified;
        } catch (SQLException e) {
            throw StoreException.of(file + " cannot be read", e);
        }
    }

    /** What is held; two snapshots with the same number of changes are the same. */
    private record Moment(long streams, long events, long changes) {
        static Moment of(Sql sql) {
            return sql.first(
                            "SELECT count(*), coalesce(sum(n), 0), coalesce(sum(changes), 0)"
                                    + " FROM stream",
                            rs -> new Moment(rs.getLong(1), rs.getLong(2), rs.getLong(3)))
                    .orElseThrow();
        }
    }

    private void sameMoment(List<Sql> snapshots) {
        for (int i = 0; i < SNAPSHOT_TRIES; i++) {
            snapshots.forEach(Sql::begin);
            List<Moment> moments = snapshots.stream().map(Moment::of).distinct().toList();
            if (moments.size() == 1) {
                toRead = 2 * moments.getFirst().events();
                return;
            }
            snapshots.forEach(Sql::rollback);
        }
        throw new StoreException(
                "so much is written to " + file + " that it cannot be read: try again later");
    }

    private Verified run(Connection structures, Sql trees, Sql fold, Sql rest) {
        var all = new Findings();
        List<EventStore.StoredStream> streams;
        Tombstones marks;
        try {
            var tx = new SqliteTx(trees);
            streams = tx.events().streams();
            marks = tx.events().marks();
        } catch (IllegalArgumentException | StoreException e) {
            all.add(Finding.of(Kind.STREAM, "the streams cannot be read: " + e.getMessage()));
            all.addAll(integrity(structures));
            return new Verified(DatabaseFigures.NONE, 0, 0, 0, 0, 0, all.count(), all.kept());
        }
        Map<Integer, StreamId> names = new HashMap<>();
        streams.forEach(stream -> names.put(stream.key(), stream.descriptor().stream()));
        var codec = new FactCodec(zone);
        var treeCheck = new TreeCheck(trees, codec, signatures, this::advanced);
        String middle = middle(fold);
        var foldCheck = new ProjectionCheck(fold, codec, names, this::advanced, "", middle);
        String behind = middle == null ? BEHIND_ALL : middle;
        var restCheck = new ProjectionCheck(rest, codec, names, this::advanced, behind, null);
        boolean half = Rebuild.unfinished(fold, codec.edition());
        var inFold = new Findings();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Future<Findings> first = threads.submit(() -> integrity(structures));
            Future<Findings> second =
                    threads.submit(() -> readable(() -> treeCheck.run(streams, marks).findings()));
            Future<Findings> third =
                    threads.submit(
                            () -> half ? unfinished() : readable(() -> foldCheck.run().findings()));
            Future<Findings> fourth =
                    threads.submit(
                            () ->
                                    half
                                            ? new Findings()
                                            : readable(() -> restCheck.run().findings()));
            all.addAll(first.get());
            all.addAll(second.get());
            Findings cars = third.get();
            Findings otherCars = fourth.get();
            if (cars == foldCheck.findings() && otherCars == restCheck.findings()) {
                inFold.addAll(readable(() -> foldCheck.finish(restCheck).findings()));
            } else {
                inFold.addAll(cars);
                inFold.addAll(otherCars);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the verification failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e);
        }
        boolean balanced = treeCheck.facts() == foldCheck.facts();
        if (!half && !balanced && !trees.broken()) {
            Findings spare = readable(() -> new RowDiff(trees, codec).run(streams));
            dropConsequences(inFold, spare);
            all.addAll(spare);
        }
        all.addAll(inFold);
        return new Verified(
                held(trees),
                streams.size(),
                treeCheck.events(),
                treeCheck.unsigned(),
                treeCheck.erased(),
                foldCheck.visits(),
                all.count(),
                all.kept());
    }

    /** The plate up to which one thread checks the cars; null where it checks them all. */
    private static @Nullable String middle(Sql fold) {
        try {
            return ProjectionCheck.middle(fold);
        } catch (StoreException unreadable) { // the checks will say it
            return null;
        }
    }

    /** A page that cannot be read is found by the checks, and only costs the figures here. */
    private static DatabaseFigures held(Sql trees) {
        try {
            return DatabaseLook.of(trees).figures();
        } catch (StoreException e) {
            return DatabaseFigures.NONE;
        }
    }

    /** A car without one of its facts folds to other visits; that says nothing more. */
    private static void dropConsequences(Findings inFold, Findings spare) {
        Set<String> cars = new HashSet<>();
        for (Finding finding : spare.kept()) {
            if (finding.kind() == Kind.FACT && finding.plate() != null) {
                cars.add(finding.plate());
            }
        }
        inFold.drop(
                finding ->
                        (finding.kind() == Kind.VISIT || finding.kind() == Kind.REMARK)
                                && finding.plate() != null
                                && cars.contains(finding.plate()));
    }

    private void advanced(long events) {
        progress.at("events", read.addAndGet(events), toRead);
    }

    @FunctionalInterface
    private interface Check {
        Findings run();
    }

    /** A page that cannot be read ends one check, and is found. */
    private static Findings readable(Check check) {
        try {
            return check.run();
        } catch (StoreException e) {
            return unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Findings unreadable(String why) {
        var findings = new Findings();
        findings.add(Finding.of(Kind.DATABASE, why));
        return findings;
    }

    private static Findings unfinished() {
        var findings = new Findings();
        findings.add(
                Finding.of(
                        Kind.PROJECTIONS,
                        "a rebuild was begun and has not ended: let it end, start the node, or run"
                                + " gatehouse rebuild"));
        return findings;
    }

    private static Findings integrity(Connection connection) {
        var findings = new Findings();
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery("PRAGMA integrity_check(" + Findings.KEPT + ")")) {
            while (found.next()) {
                String line = found.getString(1);
                if (!"ok".equals(line)) {
                    findings.add(Finding.of(Kind.DATABASE, line));
                }
            }
            return findings;
        } catch (SQLException e) {
            return unreadable(FAILING + ": " + e.getMessage());
        }
    }
}
