package dev.gatehouse.sync;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The nodes that are there, heard from themselves or through others, and the names that two of them
 * have. A node counts its heartbeats up, so only a greater count shows that it goes on, on however
 * many ways and however late the same count comes. Moments are of the steady clock. The sync thread
 * only.
 */
final class NodesHeard {
    /** Fifty booths, each started five times within the minutes for which a node is kept. */
    static final int MOST = 256;

    /** Names told at once: two or three come of a copied folder, and more of somebody's lies. */
    static final int NAMES = 8;

    /** Addresses told of one name. */
    private static final int ADDRESSES = 4;

    /** What does not go on is not told further, or each would hear of it again from the next. */
    private static final Duration TOLD_FOR = Duration.ofSeconds(60);

    /** A booth that is away for shorter than this comes again with the same name. */
    private static final Duration GONE_AFTER = Duration.ofMinutes(2);

    private static final Duration KEPT = Duration.ofMinutes(5);

    /**
     * Heartbeats by which two must have gone on beside each other. The last word of a booth that
     * was started again may come that much later than the first of its next start: each central on
     * a detour tells after one heartbeat.
     */
    private static final int BESIDE = 4;

    private record Key(CentralId central, StreamId node) {}

    private static final class Known {
        final Instant first;
        long hb;
        @Nullable Instant grew;
        String address = "";
        boolean direct;

        Known(Instant first, long hb) {
            this.first = first;
            this.hb = hb;
        }

        Instant last() {
            Instant later = grew;
            return later == null ? first : later;
        }
    }

    private final Map<Key, Known> nodes = new LinkedHashMap<>();

    /**
     * A node said so itself, or this is that node.
     *
     * @param address where it was met; empty where that is not known
     */
    void met(CentralId central, StreamId node, long hb, String address, Instant now) {
        Key key = new Key(central, node);
        Known known = nodes.get(key);
        if (known == null) {
            if (nodes.size() >= MOST) {
                dropOne();
            }
            known = new Known(now, hb);
            known.grew = now;
            nodes.put(key, known);
        }
        known.direct = true;
        known.address = address.isEmpty() ? known.address : address;
        grow(known, hb, now);
    }

    /** A peer tells of nodes. Where there is no room, what others tell is not kept. */
    void told(List<Messages.Node> told, Instant now) {
        for (Messages.Node node : told) {
            Key key = new Key(node.central(), node.node());
            Known known = nodes.get(key);
            if (known == null) {
                if (nodes.size() >= MOST) {
                    continue;
                }
                known = new Known(now, node.hb());
                nodes.put(key, known);
            }
            if (!known.direct && known.address.isEmpty()) {
                known.address = node.address();
            }
            // two who heard the last word of a node that is gone may not have heard the same one
            grow(known, node.hb(), now.minusMillis(node.ageMs()));
        }
    }

    /**
     * @param at when that count was news to somebody
     */
    private static void grow(Known known, long hb, Instant at) {
        if (hb > known.hb) {
            known.hb = hb;
            Instant before = known.grew;
            known.grew = before == null || at.isAfter(before) ? at : before;
        }
    }

    /** What others tell goes first, then whoever was heard of longest ago. */
    private void dropOne() {
        nodes.entrySet().stream()
                .min(
                        Comparator.comparing((Map.Entry<Key, Known> e) -> e.getValue().direct)
                                .thenComparing(e -> e.getValue().last()))
                .ifPresent(entry -> nodes.remove(entry.getKey()));
    }

    /** Forgets those of which nothing was heard for long. */
    void tick(Instant now) {
        nodes.values().removeIf(known -> known.last().plus(KEPT).isBefore(now));
    }

    /**
     * Those that go on, to be told to a peer.
     *
     * @param self they need not be told of this node: it tells of itself
     */
    List<Messages.Node> alive(CentralId self, StreamId ownNode, Instant now) {
        Key own = new Key(self, ownNode);
        var alive = new ArrayList<Messages.Node>();
        nodes.forEach(
                (key, known) -> {
                    Instant grew = known.grew;
                    if (grew != null && !grew.plus(TOLD_FOR).isBefore(now) && !key.equals(own)) {
                        alive.add(
                                new Messages.Node(
                                        key.central(),
                                        key.node(),
                                        known.hb,
                                        known.address,
                                        Math.max(0, Duration.between(grew, now).toMillis())));
                    }
                });
        return alive.subList(0, Math.min(alive.size(), NodesReader.MOST));
    }

    /**
     * The names of which two nodes go on beside each other.
     *
     * @param ours this central and its peers: of others only some are named
     */
    Set<CentralId> shared(Set<CentralId> ours, Duration heartbeat, Instant now) {
        Map<CentralId, List<Known>> present = new LinkedHashMap<>();
        nodes.forEach(
                (key, known) -> {
                    Instant grew = known.grew;
                    if (grew != null && !grew.plus(GONE_AFTER).isBefore(now)) {
                        present.computeIfAbsent(key.central(), _ -> new ArrayList<>()).add(known);
                    }
                });
        var shared = new TreeSet<CentralId>();
        int strange = 0;
        for (var entry : present.entrySet()) {
            boolean strangers = !ours.contains(entry.getKey());
            if ((strangers && strange >= NAMES) || !isTwo(entry.getValue(), heartbeat)) {
                continue;
            }
            shared.add(entry.getKey());
            strange += strangers ? 1 : 0;
        }
        return shared;
    }

    private static boolean isTwo(List<Known> nodes, Duration heartbeat) {
        Duration beside = heartbeat.multipliedBy(BESIDE);
        for (Known one : nodes) {
            for (Known other : nodes) {
                // both have to go on after the later one came, or that is the other's next start
                Instant met = one.first.isAfter(other.first) ? one.first : other.first;
                Instant both = one.last().isBefore(other.last()) ? one.last() : other.last();
                if (one != other && both.isAfter(met.plus(beside))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where the nodes of that name that are there were met, as far as is known. */
    List<String> addresses(CentralId central, Instant now) {
        return nodes.entrySet().stream()
                .filter(entry -> entry.getKey().central().equals(central))
                .map(Map.Entry::getValue)
                .filter(known -> !known.last().plus(GONE_AFTER).isBefore(now))
                .map(known -> known.address)
                .filter(address -> !address.isEmpty())
                .distinct()
                .sorted()
                .limit(ADDRESSES)
                .toList();
    }
}
