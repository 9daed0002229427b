package dev.gatehouse.gate;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.query.LocalPassage;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.passage.PassageBook;
import dev.gatehouse.passage.Read;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;

/**
 * Reads the passages of before this start from the ledger, so that a device which lost its answer
 * with the power gets the same one. Any thread.
 */
final class PassageRecall {
    private static final Logger LOG = LoggerFactory.getLogger(PassageRecall.class);

    /**
     * Of this booth: more than the morning of a busy one. Reading them takes a tenth of a second.
     */
    private static final int PASSAGES = 4_000;

    private final Ledger ledger;
    private final PassageBook<OpenOutcome> book;
    private volatile boolean done;

    PassageRecall(Ledger ledger, PassageBook<OpenOutcome> book) {
        this.ledger = ledger;
        this.book = book;
    }

    /** Recalls them the first time; reads the database then. */
    void once(LaneMap lanes) {
        if (!done) {
            recall(lanes);
        }
    }

    private synchronized void recall(LaneMap lanes) {
        if (done) {
            return;
        }
        try {
            ledger.outlooks().localPassages(PASSAGES).reversed().forEach(one -> take(lanes, one));
            done = true;
        } catch (StoreException unreadable) { // cars pass all the same; the next one tries again
            LOG.warn(
                    "The passages of before this start cannot be read, so a repeat of one of them"
                            + " counts anew: {}",
                    unreadable.getMessage());
        }
    }

    private void take(LaneMap lanes, LocalPassage passage) {
        Visit visit = passage.visit();
        switch (passage.fact()) {
            case Fact.Entry entry ->
                    recall(
                            lanes,
                            passage,
                            entry.plate(),
                            visit.plate(),
                            entry.edgeId(),
                            entry.reading(),
                            GateEvent.Kind.ENTRY,
                            PassageWriter.entered(visit));
            case Fact.Exit exit -> {
                if (visit.exit() != null) {
                    recall(
                            lanes,
                            passage,
                            exit.plate(),
                            exit.alone() || exit.plate() == null ? visit.plate() : exit.plate(),
                            exit.edgeId(),
                            exit.reading(),
                            GateEvent.Kind.EXIT,
                            PassageWriter.left(visit));
                }
            }
            case Fact.EntryConfirmed _,
                    Fact.Reread _,
                    Fact.Correction _,
                    Fact.Voided _,
                    ExitUndone _ -> {}
        }
    }

    private void recall(
            LaneMap lanes,
            LocalPassage passage,
            @Nullable Plate plate,
            Plate now,
            @Nullable String edgeId,
            Fact.Reading reading,
            GateEvent.Kind way,
            OpenOutcome outcome) {
        // a better reading or a person told the plate, or whoever decided and told no confidence:
        // no further reading is better
        boolean settled =
                !now.isUnread() && reading.confidence() == null
                        || plate != null && !plate.canonical().equals(now.canonical());
        var reports = new ArrayList<Read>();
        reports.add(read(lanes, passage, plate, false, edgeId, reading, way));
        for (Fact.Reread reread : passage.rereads()) {
            Plate then =
                    Plates.read(reread.text()) instanceof Reading.Read(Plate read) ? read : null;
            reports.add(read(lanes, passage, then, false, edgeId, reread.reading(), way));
        }
        book.recall(
                read(lanes, passage, now, settled, edgeId, reading, way),
                reports,
                way,
                !passage.visit().entryKnown(),
                outcome);
    }

    private static Read read(
            LaneMap lanes,
            LocalPassage passage,
            @Nullable Plate plate,
            boolean decision,
            @Nullable String edgeId,
            Fact.Reading reading,
            GateEvent.Kind way) {
        Fact.Seen seen = reading.seen();
        Plate known = plate == null || plate.isUnread() ? null : plate;
        return new Read(
                lanes.of(edgeId, reading.cameraId(), reading.cameraName()),
                PassageIntake.device(edgeId, reading.cameraId()),
                decision,
                way,
                known == null ? null : known.canonical(),
                known != null && Plates.isUsual(known),
                known == null ? "" : known.view(),
                reading.confidence(),
                reading.told(),
                GateClocks.passed(reading, passage.at()),
                null,
                seen == null ? null : Instant.ofEpochMilli(seen.ms()));
    }
}
