package dev.gatehouse.sync;

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
     * How long the newest events of a linked origin are waited for: they are on their way, live.
     */
    static final Duration LIVE_GRACE = Duration.ofSeconds(1);

    private static final double UNKNOWN_RTT_MS = 1_000;

    private SyncPolicy() {}

    /**
     * A peer that holds more of a stream than this node.
     *
     * @param peer which link
     * @param from the first event missing here
     * @param to the last event that it holds
     * @param origin whether it is writing that stream itself, now
     * @param noticedAt when it was first seen to hold more
     * @param live whether live events of that stream were already coming over that link by then
     * @param rttMs its round trip, negative where unknown
     */
    record Gap<P>(
            P peer,
            StreamId stream,
            long from,
            long to,
            boolean origin,
            Instant noticedAt,
            boolean live,
            double rttMs) {}

    /**
     * Chooses what to ask for now: each stream of one peer, its origin first and then the nearest,
     * the longest waiting streams first.
     *
     * @param asked streams that are being asked for already
     * @param load asks under way for each peer
     */
    static <P> List<Gap<P>> choose(
            List<Gap<P>> gaps, Set<StreamId> asked, Map<P, Integer> load, Instant now) {
        var chosen = new ArrayList<Gap<P>>();
        var taken = new HashSet<>(asked);
        var loads = new HashMap<>(load);
        int room = ASKS_IN_ALL - asked.size();
        var inOrder = new ArrayList<>(gaps);
        inOrder.sort(
                Comparator.<Gap<P>, Boolean>comparing(gap -> !gap.origin())
                        .thenComparingDouble(gap -> gap.rttMs() < 0 ? UNKNOWN_RTT_MS : gap.rttMs())
                        .thenComparing(Gap::noticedAt)
                        .thenComparing(Gap::stream));
        for (Gap<P> gap : inOrder) {
            boolean onItsWay = gap.live() && now.isBefore(gap.noticedAt().plus(LIVE_GRACE));
            if (chosen.size() < room
                    && !onItsWay
                    && loads.getOrDefault(gap.peer(), 0) < ASKS_PER_PEER
                    && taken.add(gap.stream())) {
                loads.merge(gap.peer(), 1, Integer::sum);
                chosen.add(gap);
            }
        }
        return chosen;
    }
}
