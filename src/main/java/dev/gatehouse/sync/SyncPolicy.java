package dev.gatehouse.sync;

import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whom to ask for what. Pure functions. */
final class SyncPolicy {
    /**
     * Asks of one peer at once: its pages fill the line, and four times two pages are 2 MiB at
     * most.
     */
    static final int ASKS_PER_PEER = 4;

    /** Asks at once of all peers: the writer takes one page after the other anyhow. */
    static final int ASKS_IN_ALL = 8;

    /**
     * Numbers in one ask: sixteen full pages. A stream that is larger is asked of a second peer
     * too, from there on; what booths write in a day is not.
     */
    static final long SPAN = 16_384;

    /**
     * Numbers held here that an ask spans, so that they come again: a page of 256 events takes as
     * long as one more ask.
     */
    static final long ISLAND = 256;

    /**
     * How far beyond the first number that is being asked for others are: they wait without their
     * place in the tree, and join in one transaction.
     */
    static final long AHEAD = 4 * SPAN;

    /**
     * How long the newest events of a linked origin are waited for: they are on their way, live.
     */
    static final Duration LIVE_GRACE = Duration.ofSeconds(1);

    private static final double UNKNOWN_RTT_MS = 1_000;

    private SyncPolicy() {}

    /**
     * A peer that holds events of a stream that this node does not.
     *
     * @param peer which link
     * @param missing their numbers, at least one
     * @param startedMs when the stream was begun
     * @param origin whether it is writing that stream itself, now
     * @param noticedAt when it was first seen to hold more
     * @param live whether live events of that stream were already coming by then
     * @param rttMs its round trip, negative where unknown
     */
    record Gap<P>(
            P peer,
            StreamId stream,
            Ranges missing,
            long startedMs,
            boolean origin,
            Instant noticedAt,
            boolean live,
            double rttMs) {}

    /** What to ask which peer for. */
    record Want<P>(P peer, StreamId stream, Ranges.Interval numbers) {}

    /** What is being asked for already. */
    static final class Asked<P> {
        private final Map<StreamId, Ranges> numbers = new HashMap<>();
        private final Map<P, Set<StreamId>> streams = new HashMap<>();
        private int size;

        void add(P peer, StreamId stream, Ranges.Interval interval) {
            numbers.merge(stream, Ranges.of(interval.from(), interval.to()), Ranges::plus);
            streams.computeIfAbsent(peer, _ -> new HashSet<>()).add(stream);
            size++;
        }

        private Ranges numbers(StreamId stream) {
            return numbers.getOrDefault(stream, Ranges.EMPTY);
        }

        private boolean hasRoomFor(P peer, StreamId stream) {
            Set<StreamId> under = streams.getOrDefault(peer, Set.of());
            return under.size() < ASKS_PER_PEER && !under.contains(stream);
        }
    }

    /**
     * Chooses what to ask for now. The stream begun last comes first, each upwards; each number of
     * one peer at a time, its origin first and then the nearest.
     *
     * @param asked what is under way; what is chosen is added
     */
    static <P> List<Want<P>> choose(List<Gap<P>> gaps, Asked<P> asked, Instant now) {
        var chosen = new ArrayList<Want<P>>();
        var inOrder = new ArrayList<>(gaps);
        inOrder.sort(
                Comparator.<Gap<P>>comparingLong(gap -> -gap.startedMs())
                        .thenComparing(Gap::stream)
                        .thenComparing(gap -> !gap.origin())
                        .thenComparingDouble(gap -> gap.rttMs() < 0 ? UNKNOWN_RTT_MS : gap.rttMs())
                        .thenComparing(Gap::noticedAt));
        for (Gap<P> gap : inOrder) {
            if (asked.size >= ASKS_IN_ALL) {
                break;
            }
            boolean onItsWay = gap.live() && now.isBefore(gap.noticedAt().plus(LIVE_GRACE));
            Ranges under = asked.numbers(gap.stream());
            Ranges open = gap.missing().minus(under);
            if (!onItsWay && !open.isEmpty() && asked.hasRoomFor(gap.peer(), gap.stream())) {
                Ranges.Interval numbers = span(open, under);
                if (under.isEmpty() || numbers.from() - under.first().from() <= AHEAD) {
                    asked.add(gap.peer(), gap.stream(), numbers);
                    chosen.add(new Want<>(gap.peer(), gap.stream(), numbers));
                }
            }
        }
        return chosen;
    }

    /**
     * The lowest numbers that one ask is for.
     *
     * @param open what is missing and not being asked for, at least one
     * @param under what is being asked for
     */
    private static Ranges.Interval span(Ranges open, Ranges under) {
        long from = open.first().from();
        long to = open.first().to();
        for (Ranges.Interval next : open.intervals()) {
            if (next.from() - to - 1 > ISLAND
                    || next.from() - from >= SPAN
                    || under.intersects(to + 1, next.from())) {
                break;
            }
            to = next.to();
        }
        return new Ranges.Interval(from, Math.min(to, from + SPAN - 1));
    }
}
