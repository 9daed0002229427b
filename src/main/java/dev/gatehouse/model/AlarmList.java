package dev.gatehouse.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The alarms of a node at one moment.
 *
 * @param open those that are not over or that nobody has acknowledged: those that last first, then
 *     the worst, then the oldest
 * @param journal what happened to alarms since the node started, newest first
 */
public record AlarmList(List<Alarm> open, List<Entry> journal) {
    public static final AlarmList NONE = new AlarmList(List.of(), List.of());

    public AlarmList {
        open = List.copyOf(open);
        journal = List.copyOf(journal);
    }

    /**
     * One line of the journal.
     *
     * @param at when
     * @param what happened
     * @param alarm as it was then
     */
    public record Entry(Instant at, What what, Alarm alarm) {}

    /** What can happen to an alarm. */
    public enum What {
        RAISED,
        /** It was over, and began again before anybody had acknowledged it. */
        RAISED_AGAIN,
        /** Its severity rose, so it must be acknowledged anew. */
        WORSE,
        CLEARED,
        ACKNOWLEDGED
    }

    /** The worst of those that last. */
    public Optional<Alarm> worst() {
        return open.stream().filter(Alarm::active).findFirst();
    }
}
