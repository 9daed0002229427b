package dev.gatehouse.diag;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.AlarmList.What;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns conditions into alarms: each after its delay, latched until it is over and acknowledged,
 * and never more than a person can bear. Lengths are measured with a steady clock; the wall clock
 * is only shown. Any thread.
 */
final class AlarmBook {
    /** Others are given so long to come up before they are complained about. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** What is over for shorter than this is not over: links and clocks flap. */
    static final Duration HOLD = Duration.ofSeconds(5);

    /** Twenty codes about fifty peers never come to this many at once; something else has. */
    static final int OPEN = 200;

    /** At ten an hour, which is a flood, four days. The log keeps more. */
    static final int JOURNAL = 1_000;

    private static final Comparator<Alarm> WORST_FIRST =
            Comparator.comparing((Alarm a) -> !a.active())
                    .thenComparing(Alarm::severity)
                    .thenComparing(Alarm::acknowledged)
                    .thenComparing(Alarm::id);

    private static final Logger LOG = LoggerFactory.getLogger(AlarmBook.class);

    private record Key(Alarm.Code code, String about) {}

    /** One condition for as long as it lasts, and its alarm for as long as that is open. */
    private static final class Case {
        Condition last;
        long begunNanos;
        Instant begunAt;
        @Nullable Long absentNanos;
        @Nullable Alarm alarm;

        Case(Condition first, long nanos, Instant at) {
            last = first;
            begunNanos = nanos;
            begunAt = at;
        }

        boolean active() {
            Alarm raised = alarm;
            return raised != null && raised.active();
        }
    }

    private final long startNanos;
    private final Map<Key, Case> cases = new LinkedHashMap<>();
    private final Deque<AlarmList.Entry> journal = new ArrayDeque<>();
    private long lastId;
    private boolean full;
    private volatile AlarmList list = AlarmList.NONE;

    /**
     * @param startNanos when the node started, by the steady clock
     */
    AlarmBook(long startNanos) {
        this.startNanos = startNanos;
    }

    /** The latest state. */
    AlarmList list() {
        return list;
    }

    /**
     * Takes note of all that is wrong at this moment.
     *
     * @param nanos by the steady clock
     * @param at by the wall clock
     */
    synchronized void look(List<Condition> wrong, long nanos, Instant at) {
        var present = new HashSet<Key>();
        for (Condition condition : wrong) {
            Key key = new Key(condition.code(), condition.about());
            if (present.add(key)) {
                see(key, condition, nanos, at);
            }
        }
        for (Map.Entry<Key, Case> entry : new HashMap<>(cases).entrySet()) {
            if (!present.contains(entry.getKey())) {
                miss(entry.getKey(), entry.getValue(), nanos, at);
            }
        }
        publish();
    }

    private void see(Key key, Condition condition, long nanos, Instant at) {
        Case known = cases.get(key);
        if (known == null) {
            if (!makeRoom()) {
                return;
            }
            known = new Case(condition, nanos, at);
            cases.put(key, known);
        } else if (known.absentNanos != null && !known.active()) {
            known.begunNanos = nanos;
            known.begunAt = at;
        }
        known.absentNanos = null;
        known.last = condition;
        if (known.active()) {
            update(known, at);
        } else if (isDue(known, nanos)) {
            raise(known, at);
        }
    }

    private boolean isDue(Case known, long nanos) {
        Alarm.Code code = known.last.code();
        boolean settled = nanos - startNanos >= GRACE.toNanos() || !Rules.hasGrace(code);
        return settled && nanos - known.begunNanos >= Rules.delay(code).toNanos();
    }

    private void raise(Case known, Instant at) {
        Condition now = known.last;
        Alarm before = known.alarm;
        Alarm raised =
                new Alarm(
                        before == null ? ++lastId : before.id(),
                        now.code(),
                        now.about(),
                        now.severity(),
                        now.args(),
                        now.detail(),
                        known.begunAt,
                        before == null ? 1 : before.times() + 1,
                        null,
                        null,
                        null);
        known.alarm = raised;
        note(at, before == null ? What.RAISED : What.RAISED_AGAIN, raised);
        LOG.warn("Alarm {}: {} {}: {}", raised.id(), now.code(), now.about(), now.detail());
    }

    private void update(Case known, Instant at) {
        Alarm alarm = known.alarm;
        Condition now = known.last;
        if (alarm == null) {
            return;
        }
        boolean worse = now.severity() < alarm.severity();
        Alarm updated =
                new Alarm(
                        alarm.id(),
                        alarm.code(),
                        alarm.about(),
                        now.severity(),
                        now.args(),
                        now.detail(),
                        alarm.since(),
                        alarm.times(),
                        null,
                        worse ? null : alarm.acknowledgedAt(),
                        worse ? null : alarm.acknowledgedBy());
        known.alarm = updated;
        if (worse) {
            note(at, What.WORSE, updated);
            LOG.warn("Alarm {} is worse: {}", updated.id(), updated.detail());
        }
    }

    private void miss(Key key, Case known, long nanos, Instant at) {
        Long absent = known.absentNanos;
        Alarm alarm = known.alarm;
        if (absent == null) {
            known.absentNanos = nanos;
        }
        if (alarm == null) {
            cases.remove(key); // it did not last
        } else if (alarm.active() && absent != null && nanos - absent >= HOLD.toNanos()) {
            Alarm cleared = ended(alarm, at, alarm.acknowledgedAt(), alarm.acknowledgedBy());
            known.alarm = cleared;
            note(at, What.CLEARED, cleared);
            LOG.info("Alarm {} is over: {} {}", alarm.id(), alarm.code(), alarm.about());
            if (cleared.acknowledged()) {
                cases.remove(key);
            }
        }
    }

    private static Alarm ended(
            Alarm alarm, @Nullable Instant clearedAt, @Nullable Instant at, @Nullable String by) {
        return new Alarm(
                alarm.id(),
                alarm.code(),
                alarm.about(),
                alarm.severity(),
                alarm.args(),
                alarm.detail(),
                alarm.since(),
                alarm.times(),
                clearedAt,
                at,
                by);
    }

    /**
     * Somebody knows.
     *
     * @return whether such an alarm is open
     */
    synchronized boolean acknowledge(long id, String by, Instant at) {
        for (Map.Entry<Key, Case> entry : cases.entrySet()) {
            Alarm alarm = entry.getValue().alarm;
            if (alarm == null || alarm.id() != id) {
                continue;
            }
            if (!alarm.acknowledged()) {
                Alarm known = ended(alarm, alarm.clearedAt(), at, by);
                entry.getValue().alarm = known;
                note(at, What.ACKNOWLEDGED, known);
                LOG.info("Alarm {} acknowledged by {}", id, by);
                if (!known.active()) {
                    cases.remove(entry.getKey());
                }
                publish();
            }
            return true;
        }
        return false;
    }

    /**
     * An alarm that is over gives way, the oldest first; where none is, a new one does not come.
     */
    private boolean makeRoom() {
        if (cases.size() < OPEN) {
            full = false;
            return true;
        }
        for (Map.Entry<Key, Case> entry : cases.entrySet()) {
            if (!entry.getValue().active()) {
                cases.remove(entry.getKey());
                return true;
            }
        }
        if (!full) {
            full = true;
            LOG.error("Over {} alarms at once: more are not listed", OPEN);
        }
        return false;
    }

    private void note(Instant at, What what, Alarm alarm) {
        if (journal.size() >= JOURNAL) {
            journal.removeLast();
        }
        journal.addFirst(new AlarmList.Entry(at, what, alarm));
    }

    private void publish() {
        List<Alarm> open = new ArrayList<>();
        for (Case known : cases.values()) {
            Alarm alarm = known.alarm;
            if (alarm != null) {
                open.add(alarm);
            }
        }
        open.sort(WORST_FIRST);
        AlarmList fresh = new AlarmList(open, List.copyOf(journal));
        if (!fresh.equals(list)) { // the same object for as long as nothing changes
            list = fresh;
        }
    }
}
