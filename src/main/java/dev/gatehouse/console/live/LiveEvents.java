package dev.gatehouse.console.live;

import dev.gatehouse.console.fx.Coalescer;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.Refresh;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.port.HistoryPort;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The passages that the window shows. Notices come on the feed's thread and wait in a bounded
 * queue; four times a second at most they reach the lists, which belong to the FX thread. A passage
 * changes only when a person takes it back, and each has a notice, so the database is read only at
 * the start, on demand, when something was taken back and when notices were lost; what it says is
 * added to the rows that came meanwhile.
 */
public final class LiveEvents {
    /** Rows kept: a rush hour at 700 cars an hour seven times over, and still quick to draw. */
    public static final int LIMIT = 5_000;

    /** A read of all rows costs an old booth PC a noticeable moment, a late row costs nothing. */
    private static final Duration READS_APART = Duration.ofSeconds(3);

    /**
     * What came over the feed since the window opened.
     *
     * @param at when it came here
     */
    public record Arrival(GateEvent event, Instant at) {}

    /** Whether the rows can be trusted. */
    public sealed interface State {
        /** Not read yet. */
        record Loading() implements State {}

        /** Read, and followed since. */
        record Ready() implements State {}

        /**
         * The last read failed; the rows read before stay.
         *
         * @param code short, for whoever is called to help
         * @param retryAt when it is tried again by itself
         */
        record Failed(String code, Instant retryAt) implements State {}
    }

    /** How long after a failed read the next one starts by itself. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final FxBridge bridge;
    private final InstantSource clock;
    private final EventRing ring = new EventRing(LIMIT);
    private final ReadOnlyObjectWrapper<List<GateEvent>> rows =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Arrival>> arrivals =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Loading());
    private final Coalescer drains;
    private final Refresh<List<GateEvent>> reads;

    // guarded by this
    private final Deque<Arrival> waiting = new ArrayDeque<>();

    LiveEvents(FxBridge bridge, InstantSource clock, HistoryPort history) {
        this.bridge = bridge;
        this.clock = clock;
        this.drains = new Coalescer(bridge, Coalescer.INTERVAL, this::drain);
        this.reads =
                new Refresh<>(
                        bridge,
                        "events",
                        READS_APART,
                        () -> history.recent(LIMIT),
                        this::readDone,
                        this::readFailed);
    }

    /** Newest first by when they happened, at most {@link #LIMIT}; changes on the FX thread. */
    public ReadOnlyObjectProperty<List<GateEvent>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** Newest first by when they came, at most {@link #LIMIT}; changes on the FX thread. */
    public ReadOnlyObjectProperty<List<Arrival>> arrivalsProperty() {
        return arrivals.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** How often the lists were updated from the feed. */
    public long updates() {
        return drains.runs();
    }

    /** Reads the rows again; any thread. */
    void reread() {
        reads.ask();
    }

    /** Takes a notice; never blocks; any thread, one at a time. */
    void take(Notice notice) {
        switch (notice) {
            case Notice.Passed(GateEvent event) -> take(new Arrival(event, clock.instant()));
            case Notice.TakenBack _, Notice.Gap _, Notice.Cut _ -> reads.ask();
            case Notice.VisitsChanged _ -> {} // no passage changed by it
            case Notice.Appended _ -> {} // for the peers; the passage has a notice of its own
        }
    }

    private void take(Arrival arrival) {
        boolean lost;
        synchronized (this) {
            lost = waiting.size() == LIMIT;
            if (lost) {
                waiting.removeFirst();
            }
            waiting.addLast(arrival);
        }
        if (lost) {
            reads.ask();
        }
        drains.touch();
    }

    private void readDone(List<GateEvent> read) {
        ring.read(read, clock.instant());
        state.set(new State.Ready());
        rows.set(ring.rows());
    }

    private void readFailed(Throwable failure) {
        String code = ReadFailure.code(failure);
        state.set(new State.Failed(code, clock.instant().plus(RETRY_AFTER)));
        bridge.after(RETRY_AFTER, reads::ask);
    }

    private void drain() {
        List<Arrival> batch;
        synchronized (this) {
            batch = new ArrayList<>(waiting);
            waiting.clear();
        }
        ring.add(batch.stream().map(Arrival::event).toList(), clock.instant());
        rows.set(ring.rows());
        Collections.reverse(batch);
        arrivals.set(Stream.concat(batch.stream(), arrivals.get().stream()).limit(LIMIT).toList());
    }
}
