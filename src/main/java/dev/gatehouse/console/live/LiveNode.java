package dev.gatehouse.console.live;

import dev.gatehouse.console.fx.Coalescer;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.Refresh;
import dev.gatehouse.feed.Feed;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.model.Notice;
import dev.gatehouse.port.LanePort;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A running node as the window sees it. What it holds changes on the FX thread only, at most four
 * times a second, and nothing of the node is called there.
 */
public final class LiveNode implements AutoCloseable {
    /** Three heartbeats: what is older than this may be wrong, and is shown dimmed with its age. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(LiveNode.class);

    /** A frame or two of the screen: more often nobody sees, and a car appears at once. */
    private static final Duration LANES_APART = Duration.ofMillis(20);

    private static final Duration DAY_READS_APART = Duration.ofSeconds(1);
    private static final Duration DAY_READ_AT_LEAST_EVERY = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final NodePort node;
    private final LiveEvents events;
    private final List<Runnable> listeners = new ArrayList<>();
    private final Refresh<DayStats> dayReads;
    private final Coalescer pushes;
    private final Feed.Subscription subscription;
    private final LanePort.Watching watching;
    private final Coalescer laneReads;
    private final List<Runnable> laneListeners = new ArrayList<>();
    private volatile Polled polled;
    private volatile List<LaneState> readLanes;

    // FX thread
    private NodeInfo info;
    private Instant now;
    private @Nullable MeshStatus status;
    private Health health = new Health(List.of());
    private @Nullable DayStats day;

    private AlarmList alarms = AlarmList.NONE;
    private List<Camera> cameras = List.of();
    private List<LaneState> lanes;
    private long repeats;

    private record Polled(
            Instant second,
            NodeInfo info,
            @Nullable MeshStatus status,
            Health health,
            AlarmList alarms,
            List<Camera> cameras,
            long repeats) {}

    /**
     * Starts following; called off the FX thread.
     *
     * @param bridge ends its timers when closed
     */
    public LiveNode(FxBridge bridge, InstantSource clock, NodePort node, Feed feed) {
        this.clock = clock;
        this.node = node;
        this.info = node.info();
        this.polled =
                new Polled(
                        Instant.MIN,
                        info,
                        null,
                        new Health(List.of()),
                        AlarmList.NONE,
                        List.of(),
                        0);
        this.now = clock.instant();
        this.events = new LiveEvents(bridge, clock, node.history());
        this.dayReads =
                new Refresh<>(
                        bridge,
                        "day",
                        DAY_READS_APART,
                        () -> node.history().today(),
                        this::showDay,
                        _ -> {
                            showDay(null);
                            bridge.after(LiveEvents.RETRY_AFTER, this::askForDay);
                        });
        this.pushes = new Coalescer(bridge, Coalescer.INTERVAL, this::push);
        this.readLanes = node.lanes().lanes();
        this.lanes = readLanes;
        this.laneReads = new Coalescer(bridge, LANES_APART, this::showLanes);
        this.watching = node.lanes().watch(this::readLanes);
        this.subscription = feed.subscribe("console", this::take);
        events.reread();
        bridge.every(Coalescer.INTERVAL, this::poll);
        bridge.every(DAY_READ_AT_LEAST_EVERY, dayReads::ask);
    }

    /** The node itself; its calls belong on a virtual thread. */
    public NodePort node() {
        return node;
    }

    /** What it is configured as at present. */
    public NodeInfo info() {
        return info;
    }

    public LiveEvents events() {
        return events;
    }

    /** Runs that on the FX thread after every change of what stands below. */
    public void onChange(Runnable render) {
        listeners.add(render);
    }

    /** The present second: every age on the screen follows it. */
    public Instant now() {
        return now;
    }

    /** The mesh; null until the first answer. */
    public @Nullable MeshStatus status() {
        return status;
    }

    public Health health() {
        return health;
    }

    /** What somebody should do something about. */
    public AlarmList alarms() {
        return alarms;
    }

    /** Those of this booth, by their numbers. */
    public List<Camera> cameras() {
        return cameras;
    }

    /** How many reports since the node's start were of cars that had been reported already. */
    public long repeats() {
        return repeats;
    }

    /** The lanes of this booth and what stands in them; one at least. */
    public List<LaneState> lanes() {
        return lanes;
    }

    /** Runs that on the FX thread after every change of the lanes. */
    public void onLanes(Runnable render) {
        laneListeners.add(render);
    }

    /** Any thread but that of the window. */
    private void readLanes() {
        List<LaneState> read = node.lanes().lanes();
        if (!read.equals(readLanes)) {
            readLanes = read;
            laneReads.touch();
        }
    }

    private void showLanes() {
        List<LaneState> next = readLanes;
        if (!next.equals(lanes)) {
            lanes = next;
            laneListeners.forEach(Runnable::run);
        }
    }

    /** The figures of the day; null while they are not known. */
    public @Nullable DayStats day() {
        return day;
    }

    /** How old the status is when it is stale, null while it is fresh. */
    public @Nullable Duration staleFor() {
        MeshStatus last = status;
        if (last == null) {
            return null;
        }
        Duration age = Duration.between(last.at(), now);
        return age.compareTo(STALE_AFTER) > 0 ? age : null;
    }

    private void take(Notice notice) {
        events.take(notice);
        dayReads.ask();
    }

    private void askForDay() {
        dayReads.ask();
    }

    /** Reads everything of the database again, at once; any thread. */
    public void reread() {
        events.reread();
        dayReads.ask();
    }

    private void poll() {
        Instant second = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Polled before = polled;
        Polled next;
        try {
            readLanes(); // the time of a card may be over
            next =
                    new Polled(
                            second,
                            node.info(),
                            node.mesh().status(),
                            node.health(),
                            node.alarms().list(),
                            node.cameras().cameras(),
                            node.gate().repeats());
        } catch (Throwable e) { // an Error too: the window must grow visibly old
            LOG.warn("The node does not say how it is", e);
            next = // the time goes on, so that what is shown grows visibly old
                    new Polled(
                            second,
                            before.info(),
                            before.status(),
                            before.health(),
                            before.alarms(),
                            before.cameras(),
                            before.repeats());
        }
        if (!next.equals(before)) {
            polled = next;
            pushes.touch();
        }
    }

    private void push() {
        Polled last = polled;
        now = last.second();
        info = last.info();
        health = last.health();
        status = last.status();
        alarms = last.alarms();
        cameras = last.cameras();
        repeats = last.repeats();
        changed();
    }

    private void showDay(@Nullable DayStats read) {
        day = read;
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    /** Stops following the feed. */
    @Override
    public void close() {
        watching.close();
        subscription.close();
    }
}
