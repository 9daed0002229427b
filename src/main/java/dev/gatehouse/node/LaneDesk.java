package dev.gatehouse.node;

import dev.gatehouse.gate.Gate;
import dev.gatehouse.gate.SiteBook;
import dev.gatehouse.lane.Arrival;
import dev.gatehouse.lane.LaneBoard;
import dev.gatehouse.lane.Misreading;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.passage.LaneSpot;
import dev.gatehouse.passage.PassageBook;
import dev.gatehouse.port.HistoryPort;
import dev.gatehouse.port.LanePort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What stands before the barriers, for the outer world. Reports are looked up and shown one after
 * the other on a thread of their own, so that neither the writer nor a camera waits for it. Any
 * thread.
 */
final class LaneDesk implements LanePort, AutoCloseable {
    /**
     * Reports that wait to be shown: ten seconds of the busiest site. Of more the oldest are left
     * out, whose cars have gone by then; their passages are written all the same.
     */
    private static final int MOST_WAITING = 2_048;

    /** What a person compares at a glance. */
    private static final int MOST_NEAR = 5;

    private static final Logger LOG = LoggerFactory.getLogger(LaneDesk.class);

    private final Ledger ledger;
    private final Gate gate;
    private final SiteBook site;
    private final HistoryPort history;
    private final InstantSource wall;
    private final LaneBoard board;
    private final AtomicLong repeats = new AtomicLong();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor shows =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    Thread.ofVirtual().name("lanes").factory(),
                    new ThreadPoolExecutor.DiscardOldestPolicy());
    private final Supplier<LaneMap> map;

    LaneDesk(
            Ledger ledger,
            Gate gate,
            SiteBook site,
            HistoryPort history,
            InstantSource wall,
            Supplier<LaneMap> map,
            List<Lane> lanes) {
        this.ledger = ledger;
        this.gate = gate;
        this.site = site;
        this.history = history;
        this.wall = wall;
        this.map = map;
        this.board = new LaneBoard(wall, lanes, this::tell);
    }

    /** Other lanes are configured. */
    void use(List<Lane> lanes) {
        board.use(lanes);
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

    /** A device sees a car before a barrier; nothing is written. */
    void seen(GateEvent.@Nullable Kind way, OpenRequest report, Sighting sighting) {
        later(
                () -> {
                    Arrival arrival = seen(spot(report), way, report, sighting);
                    if (isInSight(arrival)) {
                        repeats.incrementAndGet();
                    } else {
                        board.take(arrival);
                    }
                });
    }

    /** Whether a device still sees the car that has just come in through its lane. */
    private boolean isInSight(Arrival arrival) {
        Visit visit = arrival.visit();
        return arrival.kind() == LaneCard.Kind.ALREADY_INSIDE
                && visit != null
                && visit.local()
                && Duration.between(visit.entry().at(), wall.instant())
                                .compareTo(PassageBook.STAYS_IN_SIGHT)
                        < 0
                && map.get()
                        .of(visit.edgeId(), visit.entry().cameraId(), visit.entry().cameraName())
                        .equals(arrival.spot());
    }

    /** How many reports since the start were of cars that had just come in where they stand. */
    long repeats() {
        return repeats.get();
    }

    /** A report of a passage was answered. */
    void passed(GateEvent.@Nullable Kind way, OpenRequest report, Passed passed) {
        if (!(passed.outcome() instanceof OpenOutcome.Refused)) {
            later(() -> board.take(passed(spot(report), way, report, passed)));
        }
    }

    /** A person at the window decided about a car. */
    void decided(OpenRequest report, Passed passed) {
        switch (passed.outcome()) {
            case OpenOutcome.Entered in -> later(() -> board.decided(spot(report), in.plate()));
            case OpenOutcome.Left out -> later(() -> board.decided(spot(report), out.plate()));
            case OpenOutcome.AlreadyInside _,
                    OpenOutcome.NotInside _,
                    OpenOutcome.FeeChanged _,
                    OpenOutcome.AgainstLane _,
                    OpenOutcome.Refused _,
                    OpenOutcome.Unavailable _ -> {} // nothing came of it: the card stays
        }
    }

    /** The barrier closed behind a car. */
    void closed(String plateText, @Nullable String edgeId) {
        later(
                () -> {
                    if (gate.sight(plateText, null, null, wall.instant())
                            instanceof Sighting.Seen seen) {
                        board.closed(map.get().of(edgeId, null, null), seen.plate());
                    }
                });
    }

    private LaneSpot spot(OpenRequest report) {
        return map.get().of(report.edgeId(), report.cameraId(), report.cameraName());
    }

    private void later(Runnable show) {
        shows.execute(
                () -> {
                    try {
                        show.run();
                    } catch (RuntimeException e) { // the passage itself is written
                        LOG.warn("A car is not shown at its lane", e);
                    }
                });
    }

    private Arrival seen(
            LaneSpot spot, GateEvent.@Nullable Kind told, OpenRequest report, Sighting sighting) {
        GateEvent.Kind only = spot.direction().only();
        GateEvent.Kind way = only == null ? told : only;
        if (!(sighting instanceof Sighting.Seen seen)) {
            return plain(spot, LaneCard.Kind.UNREAD, way, Plate.UNREAD, report);
        }
        boolean leaves = way == null ? seen.inside() != null : way == GateEvent.Kind.EXIT;
        if (leaves && seen.inside() == null) {
            return withoutEntry(spot, report, seen, null);
        }
        LaneCard.Kind kind =
                leaves
                        ? LaneCard.Kind.LET_OUT
                        : seen.inside() == null
                                ? LaneCard.Kind.LET_IN
                                : LaneCard.Kind.ALREADY_INSIDE;
        GateEvent.Kind goes = leaves ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY;
        return known(spot, kind, goes, report, seen);
    }

    /**
     * A car that leaves and is not inside by its plate: the one that is meant where only one is
     * near, or those that may be.
     *
     * @param written the exit, where it is written already
     */
    private Arrival withoutEntry(
            LaneSpot spot,
            OpenRequest report,
            Sighting.Seen seen,
            OpenOutcome.@Nullable Left written) {
        List<Visit> near = near(seen.plate());
        Visit meant = Misreading.of(seen.plate(), near);
        return new Arrival(
                spot,
                meant == null ? LaneCard.Kind.NO_ENTRY : LaneCard.Kind.LET_OUT,
                GateEvent.Kind.EXIT,
                meant == null ? seen.plate() : meant.plate(),
                report,
                false,
                written == null ? null : written.eventId(),
                written == null ? 0 : written.historyId(),
                meant,
                meant == null ? null : site.due(meant, wall.instant()),
                seen.pass(),
                seen.lapsed(),
                near);
    }

    private Arrival passed(
            LaneSpot spot, GateEvent.@Nullable Kind told, OpenRequest report, Passed passed) {
        GateEvent.Kind only = spot.direction().only();
        GateEvent.Kind way = only == null ? told : only;
        return switch (passed.outcome()) {
            case OpenOutcome.Entered in -> entered(spot, report, in, passed.repeated());
            case OpenOutcome.Left out -> left(spot, report, out, passed.repeated());
            case OpenOutcome.AlreadyInside inside ->
                    inside(spot, LaneCard.Kind.ALREADY_INSIDE, report, inside.plate());
            case OpenOutcome.NotInside(Plate plate) ->
                    inside(spot, LaneCard.Kind.NO_ENTRY, report, plate);
            case OpenOutcome.AgainstLane _ ->
                    plain(spot, LaneCard.Kind.AGAINST_LANE, way, plate(report), report);
            case OpenOutcome.FeeChanged _, OpenOutcome.Refused _, OpenOutcome.Unavailable _ ->
                    plain(spot, LaneCard.Kind.NOT_WRITTEN, way, plate(report), report);
        };
    }

    /** What was read, where it is a plate. */
    private Plate plate(OpenRequest report) {
        return gate.sight(report.plateText(), report.plateView(), null, wall.instant())
                        instanceof Sighting.Seen seen
                ? seen.plate()
                : Plate.UNREAD;
    }

    private static Arrival plain(
            LaneSpot spot,
            LaneCard.Kind kind,
            GateEvent.@Nullable Kind way,
            Plate plate,
            OpenRequest report) {
        return new Arrival(
                spot, kind, way, plate, report, false, null, 0, null, null, null, null, List.of());
    }

    private Arrival known(
            LaneSpot spot,
            LaneCard.Kind kind,
            GateEvent.Kind way,
            OpenRequest report,
            Sighting.Seen seen) {
        return new Arrival(
                spot,
                kind,
                way,
                seen.plate(),
                report,
                false,
                null,
                0,
                seen.inside(),
                seen.due(),
                seen.pass(),
                seen.lapsed(),
                List.of());
    }

    private Arrival inside(LaneSpot spot, LaneCard.Kind kind, OpenRequest report, Plate plate) {
        GateEvent.Kind way =
                kind == LaneCard.Kind.NO_ENTRY ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY;
        if (!(gate.sight(plate.canonical(), plate.view(), way, wall.instant())
                instanceof Sighting.Seen seen)) {
            return plain(spot, kind, way, plate, report);
        }
        return kind == LaneCard.Kind.NO_ENTRY
                ? withoutEntry(spot, report, seen, null)
                : known(spot, kind, way, report, seen);
    }

    private Arrival entered(
            LaneSpot spot, OpenRequest report, OpenOutcome.Entered in, boolean repeated) {
        Sighting.Seen seen = known(in.plate());
        return new Arrival(
                spot,
                seen == null ? LaneCard.Kind.UNREAD : LaneCard.Kind.CAME_IN,
                GateEvent.Kind.ENTRY,
                in.plate(),
                report,
                repeated,
                in.eventId(),
                in.historyId(),
                seen == null ? null : seen.inside(),
                null,
                seen == null ? null : seen.pass(),
                seen == null ? null : seen.lapsed(),
                List.of());
    }

    private Sighting.@Nullable Seen known(Plate plate) {
        return !plate.isUnread()
                        && gate.sight(plate.canonical(), plate.view(), null, wall.instant())
                                instanceof Sighting.Seen seen
                ? seen
                : null;
    }

    private Arrival left(
            LaneSpot spot, OpenRequest report, OpenOutcome.Left out, boolean repeated) {
        Sighting.Seen seen = known(out.plate());
        boolean alone = out.entered() == null;
        if (seen != null && alone) {
            return withoutEntry(spot, report, seen, out).again(repeated);
        }
        Visit visit = alone ? null : ledger.visits().row(out.historyId()).orElse(null);
        LaneCard.Kind kind =
                seen == null
                        ? LaneCard.Kind.UNREAD
                        : out.feeDong() > 0 ? LaneCard.Kind.TO_PAY : LaneCard.Kind.LEFT;
        return new Arrival(
                spot,
                kind,
                GateEvent.Kind.EXIT,
                out.plate(),
                report,
                repeated,
                out.eventId(),
                out.historyId(),
                visit,
                visit == null ? null : charged(visit, out),
                seen == null ? null : seen.pass(),
                seen == null ? null : seen.lapsed(),
                List.of());
    }

    /** How the fee of an exit came about; what was charged counts. */
    private Sighting.Due charged(Visit visit, OpenOutcome.Left out) {
        Sighting.Due due = site.due(visit, out.at());
        return due.feeDong() == out.feeDong() ? due : due.charging(out.feeDong());
    }

    private List<Visit> near(Plate plate) {
        return history.insideLike(plate.canonical(), MOST_NEAR);
    }

    @Override
    public void close() {
        shows.shutdownNow();
    }
}
