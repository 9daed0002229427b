package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two ledgers do not have in common, as it is found out: numbers that only one holds by their
 * heads alone, and where one number holds two facts by going down the trees of streams whose roots
 * differ, a thousand hashes at a time. Knows no network; one thread at a time.
 */
final class Comparison {
    /**
     * Asks for hashes in one comparison: half a million leaves that all differ, or the way down to
     * one of them in each of two hundred streams.
     */
    static final int ASKS = 512;

    /** Parts of trees that wait to be looked at; each is an ask, so more could not be. */
    private static final int SPANS = 4 * Inspector.FAN;

    /**
     * Leaves that are looked at, from one to another.
     *
     * @param from the first, from 0; a multiple of as many as there are nodes under one of its
     *     level
     * @param end the first behind them
     * @param node what the peer says of the node above them; null where they have none in common
     */
    record Span(StreamId stream, long from, long end, @Nullable Hash node) {
        /** The level on which one answer holds all of it, but for less than one node. */
        int level() {
            int level = 0;
            while (end - from >>> level > Inspector.FAN) {
                level += Inspector.LEVELS;
            }
            return level;
        }

        /** The first hash to ask for, from 0. */
        long first() {
            return from >>> level();
        }

        /** The last one. */
        long last() {
            return (end >>> level()) - 1;
        }
    }

    /** A number, and what the peer holds under it. */
    record Conflict(StreamId stream, long seq, Hash there) {}

    private final Ledger ledger;
    private final Inspector inspector;
    private final Map<StreamId, Ranges> hereOnly = new TreeMap<>();
    private final Map<StreamId, Ranges> thereOnly = new TreeMap<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final Deque<Span> spans = new ArrayDeque<>();
    private long twoFacts;
    private boolean complete = true;
    private int asked;

    Comparison(Ledger ledger) {
        this.ledger = ledger;
        this.inspector = ledger.inspector();
    }

    /** Something cannot be found out. */
    void incomplete() {
        complete = false;
    }

    boolean complete() {
        return complete;
    }

    /**
     * Compares what both hold.
     *
     * @param theirs as the peer claims it
     * @param telling whether the peer answers asks for hashes
     */
    void heads(List<StreamHead> mine, List<StreamHead> theirs, boolean telling) {
        Map<StreamId, StreamHead> here = byStream(mine);
        Map<StreamId, StreamHead> there = byStream(theirs);
        var streams = new TreeSet<>(here.keySet());
        streams.addAll(there.keySet());
        for (StreamId stream : streams) {
            StreamHead ours = here.get(stream);
            StreamHead claim = there.get(stream);
            if (ours == null && claim != null) {
                add(thereOnly, stream, claim.held());
                complete &= claim.loose().size() < StreamHead.CLAIMED;
            } else if (ours != null && claim == null) {
                add(hereOnly, stream, ours.held());
            } else if (ours != null && claim != null && !ours.holdsAsMuchAs(claim)) {
                heads(ours, claim);
            }
        }
        if (!telling && !spans.isEmpty()) {
            spans.clear();
            complete = false;
        }
    }

    private static Map<StreamId, StreamHead> byStream(List<StreamHead> heads) {
        Map<StreamId, StreamHead> all = new HashMap<>();
        heads.forEach(head -> all.put(head.stream(), head));
        return all;
    }

    private static void add(Map<StreamId, Ranges> to, StreamId stream, Ranges numbers) {
        if (!numbers.isEmpty()) {
            to.put(stream, numbers);
        }
    }

    private void heads(StreamHead ours, StreamHead claim) {
        StreamId stream = ours.stream();
        complete &= claim.loose().size() < StreamHead.CLAIMED;
        add(hereOnly, stream, ours.held().and(claim.told()).minus(claim.held()));
        add(thereOnly, stream, claim.held().minus(ours.held()));
        long prefix = Math.min(ours.n(), claim.n());
        if (prefix > 0 && !(ours.n() >= claim.n() && sameRoot(ours, claim))) {
            push(new Span(stream, 0, prefix, null));
        }
        Ranges beyond = ours.held().and(claim.held()).minus(Ranges.of(1, prefix));
        for (Ranges.Interval both : beyond.intervals()) {
            for (long at = both.from(); at <= both.to(); at += Inspector.FAN) {
                long end = Math.min(both.to(), at + Inspector.FAN - 1);
                if (!push(new Span(stream, at - 1, end, null))) {
                    return;
                }
            }
        }
    }

    private boolean sameRoot(StreamHead ours, StreamHead claim) {
        try {
            return (ours.n() == claim.n() ? ours.root() : ledger.root(claim.stream(), claim.n()))
                    .equals(claim.root());
        } catch (StoreException e) {
            return false; // the hashes below it will say so
        }
    }

    private boolean push(Span span) {
        if (spans.size() >= SPANS) {
            complete = false;
            return false;
        }
        spans.push(span);
        return true;
    }

    /** What to ask for next; null where all that differs is found, or enough was asked for. */
    @Nullable Span next() {
        if (spans.isEmpty()) {
            return null;
        }
        if (asked == ASKS) {
            spans.clear();
            complete = false;
            return null;
        }
        asked++;
        return spans.pop();
    }

    /** Nothing more of that stream is to be had from the peer. */
    void giveUp(StreamId stream) {
        complete = false;
        spans.removeIf(span -> span.stream().equals(stream));
    }

    /**
     * Compares an answer with what is held here.
     *
     * @param there the peer's hashes for that span
     * @throws IllegalArgumentException where they are not such hashes
     * @throws StoreException when the database cannot be read
     */
    void compare(Span span, List<Hash> there) {
        int level = span.level();
        long first = span.first();
        if (there.size() != span.last() - first + 1) {
            throw new IllegalArgumentException(
                    there.size() + " hashes for " + (span.last() - first + 1));
        }
        Hash node = span.node();
        if (node != null && !Inspector.above(there).equals(node)) {
            throw new IllegalArgumentException("hashes that do not lead to the one above them");
        }
        long behind = span.end() >>> level << level;
        if (behind < span.end()) {
            push(new Span(span.stream(), behind, span.end(), null));
        }
        List<Hash> here = inspector.hashes(span.stream(), level, first, span.last());
        if (here.isEmpty()) { // it was cut back meanwhile
            complete = false;
            return;
        }
        for (int i = there.size() - 1; i >= 0; i--) { // the lowest comes out first
            if (!here.get(i).equals(there.get(i)) && level > 0) {
                long at = first + i << level;
                push(new Span(span.stream(), at, at + (1L << level), there.get(i)));
            }
        }
        for (int i = 0; level == 0 && i < there.size(); i++) {
            if (!here.get(i).equals(there.get(i))) {
                twoFacts++;
                if (conflicts.size() < Differences.LISTED) {
                    conflicts.add(new Conflict(span.stream(), first + i + 1, there.get(i)));
                }
            }
        }
    }

    long hereOnly() {
        return hereOnly.values().stream().mapToLong(Ranges::count).sum();
    }

    long thereOnly() {
        return thereOnly.values().stream().mapToLong(Ranges::count).sum();
    }

    long twoFacts() {
        return twoFacts;
    }

    List<Conflict> conflicts() {
        return List.copyOf(conflicts);
    }

    /** The lowest numbers that only this node holds, at most as many as are listed. */
    Map<StreamId, Ranges> listedHere() {
        return listed(hereOnly);
    }

    /** The same of the peer. */
    Map<StreamId, Ranges> listedThere() {
        return listed(thereOnly);
    }

    private static Map<StreamId, Ranges> listed(Map<StreamId, Ranges> all) {
        Map<StreamId, Ranges> listed = new TreeMap<>();
        long room = Differences.LISTED;
        for (var one : all.entrySet()) {
            Ranges numbers = Ranges.EMPTY;
            for (Ranges.Interval interval : one.getValue().intervals()) {
                if (room > 0) {
                    long to = Math.min(interval.to(), interval.from() + room - 1);
                    numbers = numbers.plus(Ranges.of(interval.from(), to));
                    room -= to - interval.from() + 1;
                }
            }
            add(listed, one.getKey(), numbers);
        }
        return listed;
    }
}
