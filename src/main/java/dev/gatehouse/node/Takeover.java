package dev.gatehouse.node;

import dev.gatehouse.config.CameraFile;
import dev.gatehouse.config.Config;
import dev.gatehouse.importer.OriginalFile;
import dev.gatehouse.importer.OriginalLists;
import dev.gatehouse.importer.OriginalRow;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.model.Progress;
import dev.gatehouse.trust.NodeKey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Takes over what an original left behind. All of it goes into the ledger as if the original had
 * told it, so that doing it again, here or at another booth, adds nothing.
 */
public final class Takeover {
    /** Rows in one commit: enough that the disk is no bound, few enough for any memory. */
    private static final int BATCH = 500;

    private static final String VISITS = "visits";
    private static final String CORRECTIONS = "corrections";
    private static final String DELETED = "deleted visits";
    private static final String CAMERAS = "cameras";
    private static final String LOTS = "parking lots";

    /**
     * What became of it.
     *
     * @param taken how many were new, by what they are
     * @param had how many were in the ledger already
     * @param skipped how many were not taken, by what they are and why
     */
    public record Report(
            Map<String, Long> taken, Map<String, Long> had, Map<String, Long> skipped) {}

    private final Ledger ledger;
    private final Map<String, Long> taken = new TreeMap<>();
    private final Map<String, Long> had = new TreeMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private long corrected;

    private Takeover(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The caller holds the folder.
     *
     * @param file the original's database; its lists are beside it
     * @throws IOException whose message names what cannot be read or written
     */
    public static Report run(Node.Means means, Path file, Progress progress) throws IOException {
        Config config = means.config();
        NodeKey key = NodeKey.open(means.folder().resolve(Node.KEY));
        try (OriginalFile original = OriginalFile.open(file);
                Ledger ledger = Node.ledger(means, key, _ -> {})) {
            var takeover = new Takeover(ledger);
            takeover.history(original, config, progress);
            takeover.corrections(original, config);
            takeover.deleted(original, config);
            takeover.parkingLots(original, config);
            takeover.lists(file);
            takeover.cameras(original, new CameraFile(means.folder()));
            return new Report(takeover.taken, takeover.had, takeover.skipped);
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        } catch (CompletionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    /** Writes rows as they come, so many at once. */
    private final class Batch implements Consumer<OriginalRow> {
        private final String what;
        private final List<OriginalRow.Facts> waiting = new ArrayList<>(BATCH);
        private long rows;

        Batch(String what) {
            this.what = what;
        }

        @Override
        public void accept(OriginalRow row) {
            rows++;
            switch (row) {
                case OriginalRow.Facts facts -> waiting.add(facts);
                case OriginalRow.Skipped(String why) -> skip(what, why);
            }
            if (waiting.size() >= BATCH) {
                write();
            }
        }

        void write() {
            List<OriginalRow.Facts> all = List.copyOf(waiting);
            waiting.clear();
            ledger.decide(desk -> all.stream().map(row -> take(desk, what, row)).toList())
                    .join()
                    .forEach(one -> count(one.where(Takeover.this), one.name()));
        }
    }

    private void history(OriginalFile original, Config config, Progress progress)
            throws IOException {
        long total = original.count("history");
        var batch = new Batch(VISITS);
        original.history(
                config.thisCentral().id(),
                config.site().zone(),
                row -> {
                    batch.accept(row);
                    if (batch.waiting.isEmpty()) {
                        progress.at("rows", batch.rows, total);
                    }
                });
        batch.write();
        progress.at("rows", batch.rows, total);
    }

    private void corrections(OriginalFile original, Config config) throws IOException {
        var batch = new Batch(CORRECTIONS);
        original.corrections(config.thisCentral().id(), config.site().zone(), batch);
        batch.write();
        corrected = batch.rows;
    }

    /** A visit that was deleted there is one that was voided; its entry is told to be complete. */
    private void deleted(OriginalFile original, Config config) throws IOException {
        var batch = new Batch(DELETED);
        original.deleted(config.thisCentral().id(), config.site().zone(), batch);
        batch.write();
        long others = original.count("history_changes") - corrected - batch.rows;
        if (others > 0) {
            skipped.merge(
                    "changes: of a visit that was deleted, or of no kind known", others, Long::sum);
        }
    }

    private void parkingLots(OriginalFile original, Config config) throws IOException {
        var batch = new Batch(LOTS);
        for (ParkingLot lot : original.parkingLots()) {
            batch.accept(new OriginalRow.Facts(config.thisCentral().id(), List.of(lot)));
        }
        batch.write();
    }

    private void cameras(OriginalFile original, CameraFile file) throws IOException {
        List<Camera> known = new ArrayList<>(file.read());
        var ids = new HashSet<Integer>();
        known.forEach(camera -> ids.add(camera.id()));
        for (Camera camera : original.cameras()) {
            if (ids.add(camera.id())) {
                known.add(camera);
                count(taken, CAMERAS);
            } else {
                count(had, CAMERAS);
            }
        }
        if (taken.containsKey(CAMERAS)) {
            file.write(known);
        }
    }

    private void skip(String what, String why) {
        count(skipped, what + ": " + why);
    }

    /** What one row came to. */
    private record Outcome(Kind kind, String name) {
        enum Kind {
            TAKEN,
            HAD,
            SKIPPED
        }

        Map<String, Long> where(Takeover takeover) {
            return switch (kind) {
                case TAKEN -> takeover.taken;
                case HAD -> takeover.had;
                case SKIPPED -> takeover.skipped;
            };
        }
    }

    private static Outcome take(DecisionContext desk, String what, OriginalRow.Facts row) {
        boolean fresh = false;
        try {
            for (Fact fact : row.facts()) {
                fresh |= desk.takeIn(row.central(), fact);
            }
        } catch (
                IllegalArgumentException unusable) { // nothing of that fact was written, nor behind
            String rest = fresh ? ", but its entry was taken" : "";
            return new Outcome(Outcome.Kind.SKIPPED, what + ": " + unusable.getMessage() + rest);
        }
        return new Outcome(fresh ? Outcome.Kind.TAKEN : Outcome.Kind.HAD, what);
    }

    private void lists(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        OriginalLists.Found found = OriginalLists.read(folder);
        found.skipped().forEach((name, why) -> count(skipped, name + ": " + why));
        found.facts()
                .forEach(
                        (name, fact) -> {
                            Outcome what = ledger.decide(desk -> set(desk, name, fact)).join();
                            count(what.where(this), what.name());
                        });
    }

    /** What somebody set here since then is newer than what the original left. */
    private static Outcome set(DecisionContext desk, String name, Fact.OfSite fact) {
        var now = desk.newest(fact.kind());
        if (now.isPresent()) {
            return now.get().equals(fact)
                    ? new Outcome(Outcome.Kind.HAD, name)
                    : new Outcome(Outcome.Kind.SKIPPED, name + ": it was set here already");
        }
        try {
            desk.append(fact);
            return new Outcome(Outcome.Kind.TAKEN, name);
        } catch (IllegalArgumentException tooMuch) {
            return new Outcome(Outcome.Kind.SKIPPED, name + ": " + tooMuch.getMessage());
        }
    }

    private static void count(Map<String, Long> counts, String what) {
        counts.merge(what, 1L, Long::sum);
    }
}
