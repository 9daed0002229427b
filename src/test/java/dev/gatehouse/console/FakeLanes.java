package dev.gatehouse.console;

import dev.gatehouse.lane.Arrival;
import dev.gatehouse.lane.LaneBoard;
import dev.gatehouse.lane.Misreading;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.port.LanePort;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The lanes of a scripted node: the real board, with devices that report what a test says. */
final class FakeLanes implements LanePort {
    private final FakeDesk desk;
    private final LaneBoard board;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private LaneMap map = new LaneMap(List.of());

    FakeLanes(FakeDesk desk, InstantSource clock) {
        this.desk = desk;
        this.board = new LaneBoard(clock, List.of(), this::tell);
    }

    /** A lane with one device that is called {@code cam-} and the lane's name. */
    static Lane lane(String id, String name, Lane.Direction direction) {
        return new Lane(
                id, name, direction, List.of("cam-" + id), Duration.ofSeconds(20), List.of());
    }

    void use(Lane... lanes) {
        map = new LaneMap(List.of(lanes));
        board.use(List.of(lanes));
    }

    private void tell() {
        watchers.forEach(Runnable::run);
    }

    @Override
    public List<LaneState> lanes() {
        return board.states();
    }

    @Override
    public void decided(String lane, long card) {
        board.decided(lane, card);
    }

    @Override
    public Watching watch(Runnable changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    void decidedAbout(OpenRequest report, Plate plate) {
        board.decided(map.of(report.edgeId(), report.cameraId(), report.cameraName()), plate);
    }

    static OpenRequest report(
            String device, String text, @Nullable Double confidence, @Nullable Hash picture) {
        return new OpenRequest(
                text, null, device, null, null, confidence, "auto", null, null, null, picture);
    }

    /** A device sees a car that nobody has decided about; nothing is written. */
    void sees(
            String device, GateEvent.@Nullable Kind way, String text, @Nullable Double confidence) {
        sees(way, report(device, text, confidence, null));
    }

    void sees(GateEvent.@Nullable Kind told, OpenRequest report) {
        var spot = map.of(report.edgeId(), null, null);
        GateEvent.Kind way = spot.direction().only() == null ? told : spot.direction().only();
        Sighting sighting = desk.look(report.plateText(), null, way);
        if (!(sighting instanceof Sighting.Seen seen)) {
            board.take(arrival(LaneCard.Kind.UNREAD, way, Plate.UNREAD, report, null, null, 0));
            return;
        }
        boolean leaves = way == null ? seen.inside() != null : way == GateEvent.Kind.EXIT;
        LaneCard.Kind kind =
                leaves
                        ? seen.inside() == null ? LaneCard.Kind.NO_ENTRY : LaneCard.Kind.LET_OUT
                        : seen.inside() == null
                                ? LaneCard.Kind.LET_IN
                                : LaneCard.Kind.ALREADY_INSIDE;
        GateEvent.Kind goes = leaves ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY;
        board.take(arrival(kind, goes, seen.plate(), report, seen, null, 0));
    }

    /** A device reports a car that went that way; it is written. */
    void reports(String device, GateEvent.Kind way, String text, @Nullable Double confidence) {
        reports(way, report(device, text, confidence, null));
    }

    void reports(GateEvent.Kind way, OpenRequest report) {
        Visit before = desk.insideNow(report.plateText());
        Sighting seen = desk.look(report.plateText(), null, way);
        OpenOutcome outcome = desk.written(way, report);
        switch (outcome) {
            case OpenOutcome.Entered in ->
                    board.take(
                            arrival(
                                    LaneCard.Kind.CAME_IN,
                                    way,
                                    in.plate(),
                                    report,
                                    seen,
                                    in.eventId(),
                                    in.historyId()));
            case OpenOutcome.Left out ->
                    board.take(
                            arrival(
                                    before == null
                                            ? LaneCard.Kind.NO_ENTRY
                                            : out.feeDong() > 0
                                                    ? LaneCard.Kind.TO_PAY
                                                    : LaneCard.Kind.LEFT,
                                    way,
                                    out.plate(),
                                    report,
                                    seen,
                                    out.eventId(),
                                    out.historyId()));
            case OpenOutcome.AlreadyInside inside ->
                    board.take(
                            arrival(
                                    LaneCard.Kind.ALREADY_INSIDE,
                                    way,
                                    inside.plate(),
                                    report,
                                    seen,
                                    null,
                                    0));
            default ->
                    board.take(
                            arrival(
                                    LaneCard.Kind.NOT_WRITTEN,
                                    way,
                                    FakeDesk.plate(report.plateText()),
                                    report,
                                    null,
                                    null,
                                    0));
        }
    }

    private Arrival arrival(
            LaneCard.Kind kind,
            GateEvent.@Nullable Kind way,
            Plate plate,
            OpenRequest report,
            @Nullable Sighting sighting,
            @Nullable String eventId,
            long historyId) {
        Sighting.Seen seen = sighting instanceof Sighting.Seen known ? known : null;
        boolean alone = kind == LaneCard.Kind.NO_ENTRY;
        List<Visit> near = alone ? desk.insideLike(plate.canonical(), 5) : List.<Visit>of();
        Visit meant = alone ? Misreading.of(plate, near) : null;
        return new Arrival(
                map.of(report.edgeId(), report.cameraId(), report.cameraName()),
                meant == null ? kind : LaneCard.Kind.LET_OUT,
                way,
                meant == null ? plate : meant.plate(),
                report,
                false,
                eventId,
                historyId,
                meant != null ? meant : seen == null ? null : seen.inside(),
                meant != null ? desk.due(meant) : seen == null ? null : seen.due(),
                seen == null ? null : seen.pass(),
                seen == null ? null : seen.lapsed(),
                near);
    }
}
