package dev.gatehouse.sync.original;

import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one original has in its history, as far as its own answers say. Not thread-safe. */
public final class KnownRows {
    /** Rows remembered: two weeks of a car park with 3,500 visits a day twice over; some 20 MB. */
    static final int MOST = 100_000;

    /**
     * A visit as it stands there.
     *
     * @param out whether the car has left
     */
    public record Seen(boolean out, @Nullable String exitTime, long fee, @Nullable String plate) {}

    private final int most;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Map<Long, String> names = new LinkedHashMap<>();
    private @Nullable Long lastId;
    private @Nullable Instant lastCreated;

    public KnownRows() {
        this(MOST);
    }

    KnownRows(int most) {
        this.most = most;
    }

    /**
     * It has this row. Of an ended visit there may be two.
     *
     * @return whether it says anything that none before it has said
     */
    public boolean take(Row row) {
        Long id = row.id();
        if (id != null && (lastId == null || id > lastId)) {
            lastId = id;
            lastCreated = row.created();
        }
        String name = row.eventId();
        if (name == null) {
            return true;
        }
        if (id != null) {
            names.put(id, name);
            dropEldest(names);
        }
        Seen before = seen.get(name);
        if (before != null && before.out() && !row.out()) {
            return false;
        }
        Seen now = new Seen(row.out(), row.exitTime(), row.fee(), row.plateId());
        seen.put(name, now);
        dropEldest(seen);
        return !now.equals(before);
    }

    private void dropEldest(Map<?, ?> of) {
        if (of.size() > most) {
            var eldest = of.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** How that visit stands there; null where it is not known to be there. */
    public @Nullable Seen of(String name) {
        return seen.get(name);
    }

    /** The visit in its row of that number; null where that is not known. */
    public @Nullable String nameOf(long id) {
        return names.get(id);
    }

    /** Their names. */
    public List<String> names() {
        return List.copyOf(seen.keySet());
    }

    /** The greatest number of a row; null before the first. */
    public @Nullable Long lastId() {
        return lastId;
    }

    /** When that row was written there, UTC; null where it is not known. */
    public @Nullable Instant lastCreated() {
        return lastCreated;
    }

    /** Whether it has that visit as it is here. */
    public boolean has(Visit visit, ZoneId zone) {
        Seen there = seen.get(visit.eventId());
        Visit.Departure exit = visit.exit();
        if (there == null || there.out() != (exit != null)) {
            return false;
        }
        String plate = there.plate();
        boolean samePlate = plate != null && FactMaker.isSame(plate, visit.plate().canonical());
        return samePlate
                && (exit == null
                        || (there.fee() == exit.feeDong()
                                && TimeText.of(exit.passage().at(), zone)
                                        .equals(there.exitTime())));
    }

    /**
     * What that original is to be told of a visit.
     *
     * @param row whether it lacks its entry
     * @param exits the names under which its exit is to be told
     */
    public record Need(boolean row, List<String> exits) {
        public Need {
            exits = List.copyOf(exits);
        }

        public boolean isNone() {
            return !row && exits.isEmpty();
        }
    }

    /**
     * What it lacks of a visit: all of what its own answer has not shown.
     *
     * @param others names of the entries that it superseded, which may have come there live
     */
    public Need need(Visit visit, List<String> others) {
        Seen there = seen.get(visit.eventId());
        var exits = new ArrayList<String>();
        if (!visit.inside()) {
            if (there == null || !there.out()) {
                exits.add(visit.eventId());
            }
            for (String other : others) {
                Seen second = seen.get(other);
                if (second == null ? there == null : !second.out()) {
                    exits.add(other);
                }
            }
        }
        return new Need(there == null, exits);
    }
}
