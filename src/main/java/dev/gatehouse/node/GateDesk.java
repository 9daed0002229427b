package dev.gatehouse.node;

import dev.gatehouse.gate.Gate;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.port.GatePort;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** The gate for the outer world, and what is shown of it at its lanes. Any thread. */
record GateDesk(Gate gate, LaneDesk lanes, InstantSource wall) implements GatePort {
    @Override
    public CompletableFuture<Passed> open(GateEvent.@Nullable Kind way, OpenRequest request) {
        CompletableFuture<Passed> answer = gate.open(way, request);
        answer.thenAccept(passed -> lanes.passed(way, request, passed));
        return answer;
    }

    @Override
    public CompletableFuture<Passed> pass(GateEvent.Kind way, OpenRequest request) {
        CompletableFuture<Passed> answer = gate.pass(way, request);
        answer.thenAccept(passed -> lanes.passed(way, request, passed));
        return answer;
    }

    @Override
    public long repeats() {
        return gate.repeats() + lanes.repeats();
    }

    @Override
    public Sighting look(
            String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way) {
        return HistoryReader.read(() -> gate.look(plateText, plateView, way, wall.instant()));
    }

    @Override
    public Sighting sight(GateEvent.@Nullable Kind way, OpenRequest report) {
        Sighting sighting =
                HistoryReader.read(
                        () ->
                                gate.sight(
                                        report.plateText(),
                                        report.plateView(),
                                        way,
                                        wall.instant()));
        lanes.seen(way, report, sighting);
        return sighting;
    }

    @Override
    public CompletableFuture<CloseOutcome> close(String plateText, @Nullable String edgeId) {
        CompletableFuture<CloseOutcome> answer = gate.close(plateText, edgeId);
        answer.thenAccept(_ -> lanes.closed(plateText, edgeId));
        return answer;
    }

    @Override
    public CompletableFuture<ChangeOutcome> correct(CorrectionRequest request) {
        return gate.correct(request);
    }

    @Override
    public CompletableFuture<ChangeOutcome> remove(
            long historyId, @Nullable String reason, @Nullable String staff) {
        return gate.remove(historyId, reason, staff);
    }

    @Override
    public CompletableFuture<Passed> letIn(OpenRequest request, @Nullable Because because) {
        CompletableFuture<Passed> answer = gate.letIn(request, because);
        answer.thenAccept(passed -> lanes.decided(request, passed));
        return answer;
    }

    @Override
    public CompletableFuture<Passed> letOut(OpenRequest request, Settlement settlement) {
        CompletableFuture<Passed> answer = gate.letOut(request, settlement);
        answer.thenAccept(passed -> lanes.decided(request, passed));
        return answer;
    }

    @Override
    public CompletableFuture<SettleOutcome> settle(
            String eventId, Settlement settlement, @Nullable String edgeId) {
        return gate.settle(eventId, settlement, edgeId);
    }

    @Override
    public CompletableFuture<UndoOutcome> undo(UndoRequest request) {
        return gate.undo(request);
    }

    @Override
    public CompletableFuture<ChangeOutcome> noteIncident(OpenRequest about, Because because) {
        return gate.noteIncident(about, because);
    }

    @Override
    public CompletableFuture<ChangeOutcome> keepReading(String eventId, OpenRequest report) {
        return gate.keepReading(eventId, report);
    }
}
