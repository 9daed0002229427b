package dev.gatehouse.sync;

import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Our asks under way: each number is asked of one peer at a time. The sync thread writes. */
final class Asks {
    /**
     * A page takes a few ms to make and to send; without one for this long another peer is asked.
     */
    static final Duration PAGE_WITHIN = Duration.ofSeconds(10);

    /** The same of a peer whose frames are long on their way. */
    static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

    /** An ask that was waited for longer is looked at for what has come of it. */
    private static final Duration DRIPS_FROM = Duration.ofMinutes(2);

    /** Events that even a line of 32 kbit/s brings. */
    private static final long LEAST_PER_SECOND = 8;

    /** Pages of one ask that may be on their way: one travels while one is written. */
    static final int CREDIT = 2;

    /** Bytes of a page, inflated. */
    static final int PAGE_BYTES = 262_144;

    /** Somebody who looks at events and merges none. The sync thread only. */
    interface Looker {
        /** Some came, with a proof that is right. */
        void came(List<LedgerEvent> events);

        /** No more will. */
        void ended();
    }

    /**
     * A page that came.
     *
     * @param arrival null where it is without events
     */
    record Came(Messages.Pages page, @Nullable Arrival arrival) {}

    /** One ask. */
    static final class Pending {
        final Session session;
        final Messages.Ask ask;
        long expected;

        /** Pages that came; their numbers are those up to this one. */
        int pages;

        /** Pages that may come in all. */
        int granted = CREDIT;

        /** Pages that came before one that is before them; fewer than were granted. */
        final Map<Integer, Came> ahead = new TreeMap<>();

        int unwritten;
        boolean ended;

        /** Whether it is for events that are held, whose rows are damaged. */
        boolean mends;

        /** Who only wants to look at the events; null where they are to be merged. */
        @Nullable Looker looker;

        Instant progressAt;

        /** For how long its pages were waited for. */
        private Duration waited = Duration.ZERO;

        Pending(Session session, Messages.Ask ask, Instant now) {
            this.session = session;
            this.ask = ask;
            this.expected = ask.from();
            this.progressAt = now;
        }

        /** A page came. */
        void came(Instant now) {
            Duration since = Duration.between(progressAt, now);
            // longer is no fault of a peer that answers: this process stood still
            waited = waited.plus(since.compareTo(PAGE_WITHIN) < 0 ? since : PAGE_WITHIN);
            progressAt = now;
        }

        /** Grants one more page. */
        Messages.Grant grant() {
            granted++;
            return new Messages.Grant(ask.ask(), granted);
        }

        /** Whether pages do come, and so little with them that others had better be asked. */
        boolean drips() {
            return waited.compareTo(DRIPS_FROM) > 0
                    && expected - ask.from() < LEAST_PER_SECOND * waited.toSeconds();
        }
    }

    /** By number, so that they are gone through in one order in every run. */
    private final Map<Long, Pending> byNumber = new ConcurrentSkipListMap<>();

    /**
     * Those that ended, by a lost link for one, with pages that wait to be written: no more than
     * the ledger lets wait.
     */
    private final Set<Pending> ending = new LinkedHashSet<>();

    private volatile long lastNumber;

    /** The number of an ask that is about to be made. */
    long nextNumber() {
        long number = lastNumber + 1;
        lastNumber = number;
        return number;
    }

    Pending open(Session session, StreamId stream, Ranges.Interval span, int rows, Instant now) {
        var ask =
                new Messages.Ask(
                        nextNumber(), stream, span.from(), span.to(), rows, PAGE_BYTES, CREDIT);
        var pending = new Pending(session, ask, now);
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
        if (pending.unwritten > 0) {
            ending.add(pending);
        }
    }

    /** One of its pages was written, or could not be. */
    void written(Pending pending) {
        pending.unwritten--;
        if (pending.unwritten == 0) {
            ending.remove(pending);
        }
    }

    /** How many. */
    int size() {
        return byNumber.size();
    }

    /** Whether anything of that stream is asked for. */
    boolean isAsked(StreamId stream) {
        return byNumber.values().stream().anyMatch(p -> p.ask.stream().equals(stream));
    }

    /** What is asked of whom, or came of an ask that has ended and is not written yet. */
    SyncPolicy.Asked<Session> asked() {
        var asked = new SyncPolicy.Asked<Session>();
        for (Pending pending : byNumber.values()) {
            Messages.Ask ask = pending.ask;
            asked.add(pending.session, ask.stream(), new Ranges.Interval(ask.from(), ask.to()));
        }
        for (Pending pending : ending) {
            Messages.Ask ask = pending.ask;
            asked.add(
                    pending.session,
                    ask.stream(),
                    new Ranges.Interval(ask.from(), pending.expected - 1));
        }
        return asked;
    }

    List<Pending> of(Session session) {
        return byNumber.values().stream().filter(p -> p.session == session).toList();
    }

    List<Pending> overdue(Instant now) {
        var overdue = new ArrayList<Pending>();
        for (Pending pending : byNumber.values()) {
            boolean silent = now.isAfter(pending.progressAt.plus(patience(pending.session.book)));
            if (pending.unwritten == 0 && (silent || pending.drips())) {
                overdue.add(pending);
            }
        }
        return overdue;
    }

    /**
     * So long a page of that peer is waited for. Where its frames are long on their way, since one
     * of the two has more to do than it can, another ask would only add to that.
     */
    static Duration patience(@Nullable PeerBook book) {
        Double rtt = book == null ? null : book.clock.rttMs(95);
        long ms = rtt == null ? 0 : Math.round(2 * rtt);
        return Duration.ofMillis(Math.clamp(ms, PAGE_WITHIN.toMillis(), MOST_PATIENCE.toMillis()));
    }
}
