package dev.gatehouse.lane;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneSpot;
import dev.gatehouse.plate.Plates;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A report of a car in a lane, with what is known of the car then. The parts that are not of the
 * report are those of {@link LaneCard}.
 *
 * @param spot where
 * @param repeated whether the passage had been reported and written before
 */
public record Arrival(
        LaneSpot spot,
        LaneCard.Kind kind,
        GateEvent.@Nullable Kind way,
        Plate plate,
        OpenRequest report,
        boolean repeated,
        @Nullable String eventId,
        long historyId,
        @Nullable Visit visit,
        Sighting.@Nullable Due due,
        Fact.@Nullable Pass pass,
        Fact.@Nullable Pass lapsed,
        List<Visit> near) {
    // written out: the compiler drops the annotations of nested types from a compact one
    public Arrival(
            LaneSpot spot,
            LaneCard.Kind kind,
            GateEvent.@Nullable Kind way,
            Plate plate,
            OpenRequest report,
            boolean repeated,
            @Nullable String eventId,
            long historyId,
            @Nullable Visit visit,
            Sighting.@Nullable Due due,
            Fact.@Nullable Pass pass,
            Fact.@Nullable Pass lapsed,
            List<Visit> near) {
        this.spot = spot;
        this.kind = kind;
        this.way = way;
        this.plate = plate;
        this.report = report;
        this.repeated = repeated;
        this.eventId = eventId;
        this.historyId = historyId;
        this.visit = visit;
        this.due = due;
        this.pass = pass;
        this.lapsed = lapsed;
        this.near = List.copyOf(near);
    }

    /** The same, of a passage that was or was not reported before. */
    public Arrival again(boolean wasReported) {
        return new Arrival(
                spot,
                kind,
                way,
                plate,
                report,
                wasReported,
                eventId,
                historyId,
                visit,
                due,
                pass,
                lapsed,
                near);
    }

    LaneCard card(long id, Instant since, Instant now) {
        return new LaneCard(
                id,
                kind,
                since,
                now,
                way,
                plate,
                plate.isUnread() || Plates.isUsual(plate),
                report,
                eventId,
                historyId,
                visit,
                due,
                pass,
                lapsed,
                near);
    }

    /** Whether the same device reported both. */
    boolean isOfDeviceOf(LaneCard card) {
        OpenRequest other = card.report();
        return Objects.equals(report.edgeId(), other.edgeId())
                && Objects.equals(report.cameraId(), other.cameraId())
                && Objects.equals(report.cameraName(), other.cameraName());
    }

    /** How sure the device is; less than any that says so where it does not. */
    double certainty() {
        return certainty(report);
    }

    static double certainty(OpenRequest report) {
        Double confidence = report.confidence();
        return confidence == null ? 0 : confidence;
    }
}
