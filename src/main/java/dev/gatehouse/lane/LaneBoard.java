package dev.gatehouse.lane;

import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.Plate;
import dev.gatehouse.passage.LaneSpot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All lanes of a booth and what stands in them. Where none is configured one lane, both ways, takes
 * everything. Any thread.
 */
public final class LaneBoard {
    /** The id of the lane of a booth that has none in its configuration. */
    public static final String ONLY = "";

    /** Devices without a lane whose cars are shown at once; nobody looks at more. */
    private static final int MOST_STRAY = 8;

    private final InstantSource clock;
    private final Runnable changed;

    // guarded by this
    private Map<String, Standing> configured = new LinkedHashMap<>();
    private final Map<String, Standing> stray = new LinkedHashMap<>();
    private long lastId;

    /**
     * @param changed run after every change, on the thread that made it
     */
    public LaneBoard(InstantSource clock, List<Lane> lanes, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
        configure(lanes);
    }

    /** Other lanes are configured; cars stay in those that are still there. */
    public void use(List<Lane> lanes) {
        synchronized (this) {
            configure(lanes);
        }
        changed.run();
    }

    private void configure(List<Lane> lanes) {
        List<Lane> all = lanes.isEmpty() ? List.of(only(ONLY, "")) : lanes;
        var next = new LinkedHashMap<String, Standing>();
        for (Lane lane : all) {
            Standing before = configured.get(lane.id());
            next.put(lane.id(), before == null ? new Standing(lane, true) : before.as(lane));
        }
        configured = next;
    }

    private static Lane only(String id, String name) {
        return new Lane(id, name, Lane.Direction.BOTH, List.of(), Lane.USUAL_WINDOW, List.of());
    }

    /** Takes a report of a car. */
    public void take(Arrival arrival) {
        change(arrival.spot(), (standing, now) -> standing.take(arrival, ++lastId, now));
    }

    /** A person decided about a car there. */
    public void decided(LaneSpot spot, Plate plate) {
        change(spot, (standing, now) -> standing.decided(plate, now));
    }

    /** The barrier closed behind a car. */
    public void closed(LaneSpot spot, Plate plate) {
        change(spot, (standing, now) -> standing.closed(plate, now));
    }

    /**
     * A person decided about that card, or leaves it alone.
     *
     * @param lane the lane's id
     */
    public void decided(String lane, long card) {
        change(
                () -> {
                    Standing standing = configured.get(lane);
                    return standing == null ? stray.get(lane) : standing;
                },
                (standing, now) -> standing.decided(card, now));
    }

    /** All lanes, in the order of the configuration; then devices without one that saw a car. */
    public synchronized List<LaneState> states() {
        tick(clock.instant());
        var all = new ArrayList<LaneState>();
        configured.values().forEach(standing -> all.add(standing.state()));
        stray.values().forEach(standing -> all.add(standing.state()));
        return List.copyOf(all);
    }

    private void tick(Instant now) {
        configured.values().forEach(standing -> standing.tick(now));
        stray.values().forEach(standing -> standing.tick(now));
        stray.values().removeIf(Standing::isEmpty);
    }

    @FunctionalInterface
    private interface Change {
        void make(Standing standing, Instant now);
    }

    @FunctionalInterface
    private interface Place {
        @Nullable Standing find();
    }

    private void change(LaneSpot spot, Change change) {
        change(() -> at(spot), change);
    }

    private void change(Place place, Change change) {
        synchronized (this) {
            Instant now = clock.instant();
            tick(now);
            Standing standing = place.find();
            if (standing == null) {
                return;
            }
            change.make(standing, now);
        }
        changed.run();
    }

    private Standing at(LaneSpot spot) {
        Standing only = configured.get(ONLY);
        if (only != null) {
            return only;
        }
        if (spot.configured()) {
            for (Standing standing : configured.values()) {
                if (LaneSpot.keyOf(standing.lane().id()).equals(spot.key())) {
                    return standing;
                }
            }
        }
        Standing known = stray.get(spot.key());
        if (known != null) {
            return known;
        }
        if (stray.size() == MOST_STRAY) {
            stray.remove(stray.keySet().iterator().next());
        }
        var made = new Standing(only(spot.key(), spot.key()), false);
        stray.put(spot.key(), made);
        return made;
    }
}
