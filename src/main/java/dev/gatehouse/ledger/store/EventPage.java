package dev.gatehouse.ledger.store;

import dev.gatehouse.model.LedgerEvent;

import java.util.ArrayList;
import java.util.List;

/** Events in order from a number on, gathered from rows and blocks until a limit is reached. */
final class EventPage {
    /** Bytes of an event on the wire besides its payload: numbers, clock, wall time and central. */
    private static final int EVENT_OVERHEAD = 120;

    private final List<LedgerEvent> events = new ArrayList<>();
    private final long from;
    private final int maxRows;
    private final int maxBytes;
    private long bytes;
    private boolean full;

    /**
     * @param maxBytes as they travel, about; the first event fits however large it is
     */
    EventPage(long from, int maxRows, int maxBytes) {
        this.from = from;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.full = maxRows <= 0;
    }

    List<LedgerEvent> events() {
        return events;
    }

    /** Whether a limit is reached. */
    boolean isFull() {
        return full;
    }

    /** The number of the event that comes next. */
    long next() {
        return from + events.size();
    }

    void addAll(BlockRow block) {
        while (!full && block.holds(next())) {
            add(block.event(next()));
        }
    }

    /** Takes an event, where it is the next and there is room for it. */
    boolean add(LedgerEvent event) {
        if (event.seq() != next()) {
            return false;
        }
        bytes += event.payload().length() + EVENT_OVERHEAD;
        full = bytes > maxBytes && event.seq() != from;
        if (full) {
            return false;
        }
        events.add(event);
        full = events.size() >= maxRows;
        return true;
    }
}
