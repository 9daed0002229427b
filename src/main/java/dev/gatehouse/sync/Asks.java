package dev.gatehouse.sync;

import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Our asks under way: each stream is asked of one peer at a time. The sync thread writes. */
final class Asks {
    /**
     * A page takes a few ms to make and to send; without one for this long another peer is asked.
     */
    static final Duration PAGE_WITHIN = Duration.ofSeconds(10);

    /** Pages of one ask that may be on their way: one travels while one is written. */
    static final int CREDIT = 2;

    /** One ask. */
    static final class Pending {
        final Session session;
        final Messages.Ask ask;
        long expected;
        int credit = CREDIT;
        int unwritten;
        boolean ended;

        /** Whether it is for events that are held, whose rows are damaged. */
        boolean mends;

        Instant progressAt;

        Pending(Session session, Messages.Ask ask, Instant now) {
            this.session = session;
            this.ask = ask;
            this.expected = ask.from();
            this.progressAt = now;
        }
    }

    private final Map<StreamId, Pending> byStream = new HashMap<>();
    private final Map<Long, Pending> byNumber = new ConcurrentHashMap<>();
    private volatile long lastNumber;

    Pending open(Session session, StreamId stream, long from, long to, int rows, Instant now) {
        long number = lastNumber + 1;
        lastNumber = number;
        var ask = new Messages.Ask(number, stream, from, to, rows, 262_144, CREDIT);
        var pending = new Pending(session, ask, now);
        byStream.put(stream, pending);
        byNumber.put(ask.ask(), pending);
        return pending;
    }

    /** Whether there ever was an ask with that number. Any thread. */
    boolean wasOpened(long number) {
        return number <= lastNumber;
    }

    /** The ask with that number of that session; null where there is none any more. Any thread. */
    @Nullable Pending find(Session session, long number) {
        Pending pending = byNumber.get(number);
        return pending != null && pending.session == session ? pending : null;
    }

    void close(Pending pending) {
        byNumber.remove(pending.ask.ask());
        byStream.remove(pending.ask.stream(), pending);
    }

    /** How many. */
    int size() {
        return byNumber.size();
    }

    Set<StreamId> streams() {
        return byStream.keySet();
    }

    Map<Session, Integer> load() {
        Map<Session, Integer> load = new HashMap<>();
        byNumber.values().forEach(pending -> load.merge(pending.session, 1, Integer::sum));
        return load;
    }

    List<Pending> of(Session session) {
        return byNumber.values().stream().filter(p -> p.session == session).toList();
    }

    List<Pending> overdue(Instant now) {
        var overdue = new ArrayList<Pending>();
        for (Pending pending : byNumber.values()) {
            if (pending.unwritten == 0 && now.isAfter(pending.progressAt.plus(PAGE_WITHIN))) {
                overdue.add(pending);
            }
        }
        return overdue;
    }
}
