package dev.gatehouse.gate;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.write.Decision;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.Claim;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.passage.LaneSpot;
import dev.gatehouse.passage.Passage;
import dev.gatehouse.passage.PassageBook;
import dev.gatehouse.passage.Read;
import dev.gatehouse.plate.Plates;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Takes reports of cars: finds the passage that each is of, has a new one written, and answers a
 * repeat as the first report was answered. Any thread.
 */
final class PassageIntake {
    private final Ledger ledger;
    private final GateClocks clocks;
    private final Supplier<LaneMap> lanes;
    private final PassageWriter writer;
    private final PassageBook<OpenOutcome> book = new PassageBook<>();
    private final PassageRecall recall;

    PassageIntake(Ledger ledger, GateClocks clocks, Supplier<LaneMap> lanes, PassageWriter writer) {
        this.ledger = ledger;
        this.clocks = clocks;
        this.lanes = lanes;
        this.writer = writer;
        this.recall = new PassageRecall(ledger, book);
    }

    /**
     * Takes a report.
     *
     * @param way which way the sender says; null where it does not
     * @param plate null where none was read
     * @param decision whether the sender decided, rather than read
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<Passed> take(
            GateEvent.@Nullable Kind way,
            @Nullable Plate plate,
            boolean decision,
            OpenRequest request) {
        return take(
                way,
                plate,
                decision,
                request,
                (desk, goes) -> writer.write(desk, goes, plate, decision, request));
    }

    /** Writes a passage that nobody reported before. */
    interface Writing {
        /**
         * @param way which way the car goes; null for whichever fits
         */
        OpenOutcome write(DecisionContext desk, GateEvent.@Nullable Kind way);
    }

    /**
     * Takes a report.
     *
     * @param writing writes it, where nobody reported it before
     * @return as the other does
     */
    CompletableFuture<Passed> take(
            GateEvent.@Nullable Kind way,
            @Nullable Plate plate,
            boolean decision,
            OpenRequest request,
            Writing writing) {
        LaneMap map = lanes.get();
        LaneSpot spot = map.of(request.edgeId(), request.cameraId(), request.cameraName());
        if (decision && !spot.direction().allows(way)) {
            return CompletableFuture.completedFuture(
                    new Passed(
                            new OpenOutcome.AgainstLane(spot.key(), spot.direction()),
                            false,
                            spot.configured()));
        }
        GateEvent.Kind only = spot.direction().only();
        GateEvent.Kind goes = only == null ? way : only;
        recall.once(map);
        Claim<OpenOutcome> claim =
                book.claim(read(spot, goes, plate, decision, request), this::isInside);
        Passage<OpenOutcome> passage = claim.passage();
        if (claim instanceof Claim.Again<OpenOutcome>(_, Claim.Addition addition)) {
            if (isDecided(passage, addition, plate)) {
                return again(passage, addition, plate, request)
                        .thenApply(
                                outcome -> new Passed(outcome, isFact(outcome), spot.configured()));
            }
            book.outcome(passage, new CompletableFuture<>());
        }
        Decision<OpenOutcome> write =
                desk -> {
                    OpenOutcome kept = PassageWriter.whereKept(desk, book.tried(passage));
                    OpenOutcome outcome = kept == null ? writing.write(desk, goes) : kept;
                    book.tried(passage, outcome);
                    return outcome;
                };
        return write(passage, write, decision)
                .thenApply(outcome -> new Passed(outcome, false, spot.configured()));
    }

    /**
     * Whether it is known, or under way, what comes of a passage that is reported again. It is not
     * where the store failed, nor where its car seemed to be inside already: its exit may have come
     * from another booth since.
     */
    private boolean isDecided(
            Passage<OpenOutcome> passage, Claim.Addition addition, @Nullable Plate plate) {
        return switch (book.outcome(passage).getNow(null)) {
            case OpenOutcome.Unavailable _ -> false;
            case OpenOutcome.AlreadyInside inside ->
                    plate == null
                            || (addition != Claim.Addition.BETTER_PLATE
                                    && !plate.canonical().equals(inside.plate().canonical()));
            case null, default -> true;
        };
    }

    /** How many reports were of passages that had been reported. */
    long repeats() {
        return book.repeats();
    }

    /** A person corrected or voided the visit of a car. */
    void changed(Plate plate) {
        book.changed(plate.canonical());
    }

    /** The barrier closed behind a car. */
    void closed(Plate plate, @Nullable String edgeId) {
        book.closed(lanes.get().of(edgeId, null, null), plate.canonical());
    }

    private Read read(
            LaneSpot spot,
            GateEvent.@Nullable Kind way,
            @Nullable Plate plate,
            boolean decision,
            OpenRequest request) {
        Instant now = clocks.wall().instant();
        Instant passed = GateClocks.passed(clocks.reading(request, now), now);
        Duration steady = Duration.ofNanos(clocks.nanos().getAsLong());
        return new Read(
                spot,
                device(request.edgeId(), request.cameraId()),
                decision,
                way,
                plate == null ? null : plate.canonical(),
                plate != null && Plates.isUsual(plate),
                request.plateText().strip(),
                request.confidence(),
                request.told(),
                passed,
                steady.minus(Duration.between(passed, now)),
                request.seenAt());
    }

    /** Which camera or edge computer reports, as it calls itself; empty where it does not. */
    static String device(@Nullable String edgeId, @Nullable Integer cameraId) {
        String edge = edgeId == null ? "" : edgeId;
        return cameraId == null ? edge : cameraId + " of " + edge;
    }

    private boolean isInside(String canonical) {
        return ledger.visits().inside(new Plate(canonical, canonical)).isPresent();
    }

    private CompletableFuture<OpenOutcome> write(
            Passage<OpenOutcome> passage, Decision<OpenOutcome> write, boolean decision) {
        CompletableFuture<OpenOutcome> written = book.outcome(passage);
        // a camera's word counts however late it is written: the car has passed
        ledger.decide(decision ? Decision.soon(write) : write)
                .exceptionally(Gate.unwritten(OpenOutcome.Unavailable::new))
                .thenAccept(
                        outcome -> {
                            settle(passage, outcome);
                            written.complete(outcome);
                        });
        return written;
    }

    private void settle(Passage<OpenOutcome> passage, OpenOutcome outcome) {
        switch (outcome) {
            case OpenOutcome.Entered _ -> book.settle(passage, GateEvent.Kind.ENTRY, false);
            case OpenOutcome.Left out ->
                    book.settle(passage, GateEvent.Kind.EXIT, out.entered() == null);
            case OpenOutcome.AlreadyInside _, OpenOutcome.Unavailable _ -> {} // it stands there
            case OpenOutcome.NotInside _,
                    OpenOutcome.AgainstLane _,
                    OpenOutcome.FeeChanged _,
                    OpenOutcome.Refused _ ->
                    book.forget(passage);
        }
    }

    private CompletableFuture<OpenOutcome> again(
            Passage<OpenOutcome> passage,
            Claim.Addition addition,
            @Nullable Plate plate,
            OpenRequest request) {
        CompletableFuture<OpenOutcome> known = book.outcome(passage);
        return switch (addition) {
            case NOTHING -> known;
            case OTHER_TEXT -> known.thenCompose(was -> keep(was, null, request));
            case BETTER_PLATE -> {
                CompletableFuture<OpenOutcome> next =
                        known.thenCompose(was -> keep(was, plate, request));
                book.outcome(passage, next);
                yield next.whenComplete((now, _) -> settleAgain(passage, now));
            }
        };
    }

    private void settleAgain(Passage<OpenOutcome> passage, @Nullable OpenOutcome now) {
        if (now instanceof OpenOutcome.Left out) {
            book.settle(passage, GateEvent.Kind.EXIT, out.entered() == null);
        }
    }

    private CompletableFuture<OpenOutcome> keep(
            OpenOutcome first, @Nullable Plate better, OpenRequest request) {
        if (!isFact(first) || request.plateText().isBlank()) {
            return CompletableFuture.completedFuture(first);
        }
        return ledger.<OpenOutcome>decide(desk -> writer.again(desk, first, better, request))
                .exceptionally(_ -> first); // the passage itself is written
    }

    /** Keeps what a device read of a car, whatever passage that was. */
    ChangeOutcome keepReading(DecisionContext desk, String eventId, OpenRequest report) {
        Optional<Visit> visit = desk.visit(eventId);
        String text = report.plateText().strip();
        if (visit.isEmpty() || text.isEmpty()) {
            return new ChangeOutcome.NotFound(0);
        }
        desk.amend(
                List.of(visit.get().plate()),
                new Fact.Reread(eventId, text, clocks.reading(report, desk.now())));
        return new ChangeOutcome.Done(visit.get().id());
    }

    private static boolean isFact(OpenOutcome outcome) {
        return outcome instanceof OpenOutcome.Entered || outcome instanceof OpenOutcome.Left;
    }
}
