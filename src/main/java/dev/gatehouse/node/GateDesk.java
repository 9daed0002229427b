package dev.gatehouse.node;

import dev.gatehouse.gate.Gate;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.port.GatePort;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** The gate for the outer world. Any thread. */
record GateDesk(Gate gate, InstantSource wall) implements GatePort {
    @Override
    public CompletableFuture<Passed> open(GateEvent.@Nullable Kind way, OpenRequest request) {
        return gate.open(way, request);
    }

    @Override
    public CompletableFuture<Passed> pass(GateEvent.Kind way, OpenRequest request) {
        return gate.pass(way, request);
    }

    @Override
    public long repeats() {
        return gate.repeats();
    }

    @Override
    public Sighting look(
            String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way) {
        return HistoryReader.read(() -> gate.look(plateText, plateView, way, wall.instant()));
    }

    @Override
    public Sighting sight(
            String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way) {
        return HistoryReader.read(() -> gate.sight(plateText, plateView, way, wall.instant()));
    }

    @Override
    public CompletableFuture<CloseOutcome> close(String plateText, @Nullable String edgeId) {
        return gate.close(plateText, edgeId);
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
}
