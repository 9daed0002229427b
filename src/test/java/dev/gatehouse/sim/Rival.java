package dev.gatehouse.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Other ways to find out what a peer lacks, each reduced to what it remembers. They run in {@link
 * RivalWorld}, under the faults of the same seeds.
 */
enum Rival {
    /**
     * The original's: a time up to which it thinks to have everything of a peer. It asks for what
     * is younger by the peer's clock, and every attempt to connect that fails moves it to now.
     */
    TIME_CURSOR {
        @Override
        List<Event> missing(Node asks, Node answers) {
            long since = asks.cursors.getOrDefault(answers.number, Long.MIN_VALUE);
            return answers.events().filter(event -> event.wallMs() >= since).toList();
        }

        @Override
        void synced(Node asked, Node answered, List<Event> page) {
            asked.cursors.put(answered.number, asked.wallMs());
        }

        @Override
        void dialFailed(Node dials, int peer) {
            dials.cursors.put(peer, dials.wallMs());
        }
    },

    /** Each node numbers its events, and a peer asks for those above the greatest it has. */
    SEQUENCE_PER_NODE {
        @Override
        List<Event> missing(Node asks, Node answers) {
            Map<Integer, Long> last = new HashMap<>();
            asks.events().forEach(event -> last.merge(event.node(), event.seq(), Math::max));
            return answers.events()
                    .filter(event -> event.seq() > last.getOrDefault(event.node(), 0L))
                    .toList();
        }
    },

    /** One number over all that came, local to each node; a peer remembers the greatest it saw. */
    LARGEST_NUMBER {
        @Override
        List<Event> missing(Node asks, Node answers) {
            long since = asks.cursors.getOrDefault(answers.number, 0L);
            var page = new ArrayList<Event>();
            for (int i = (int) Math.min(since, answers.log.size()); i < answers.log.size(); i++) {
                page.add(answers.log.get(i));
            }
            return page;
        }

        @Override
        void synced(Node asked, Node answered, List<Event> page) {
            asked.cursors.merge(answered.number, (long) answered.log.size(), Math::max);
        }
    },

    /** What Gatehouse does, reduced likewise: a stream for each start, and what is held of each. */
    STREAM_PER_START {
        @Override
        List<Event> missing(Node asks, Node answers) {
            Set<Key> held = new HashSet<>(asks.keys.keySet());
            return answers.events().filter(event -> !held.contains(key(event))).toList();
        }

        @Override
        Key key(Event event) {
            return new Key(event.start(), event.seq());
        }
    };

    /**
     * @param start which start of all wrote it
     * @param seq its number at its node, or of that start where streams are
     * @param what it says
     */
    record Event(int node, long start, long seq, long wallMs, long what) {}

    /** What a node takes for one and the same event. */
    record Key(long of, long seq) {}

    /** One node: a log on its disk, and what it remembers of its peers. */
    static final class Node {
        final int number;
        private final HostClock clock;
        List<Event> log = new ArrayList<>();
        Map<Key, Event> keys = new HashMap<>();
        Map<Integer, Long> cursors = new HashMap<>();
        long start;
        boolean up;

        Node(int number, HostClock clock) {
            this.number = number;
            this.clock = clock;
        }

        long wallMs() {
            return clock.instant().toEpochMilli();
        }

        java.util.stream.Stream<Event> events() {
            return log.stream();
        }

        /** Takes an event; the second with one key is thought to be had. */
        void take(Rival rival, Event event) {
            if (keys.putIfAbsent(rival.key(event), event) == null) {
                log.add(event);
            }
        }

        /** All that a backup of its disk has. */
        Node copy() {
            var copy = new Node(number, clock);
            copy.log = new ArrayList<>(log);
            copy.keys = new HashMap<>(keys);
            copy.cursors = new HashMap<>(cursors);
            return copy;
        }

        void restore(Node old) {
            log = new ArrayList<>(old.log);
            keys = new HashMap<>(old.keys);
            cursors = new HashMap<>(old.cursors);
        }
    }

    /** What the one that answers sends. */
    abstract List<Event> missing(Node asks, Node answers);

    /** What is remembered of it. */
    void synced(Node asked, Node answered, List<Event> page) {}

    void dialFailed(Node dials, int peer) {}

    Key key(Event event) {
        return new Key(event.node(), event.seq());
    }

    /** The number of that node's next event. */
    long next(Node node) {
        return 1
                + node.events()
                        .filter(event -> event.node() == node.number)
                        .filter(event -> this != STREAM_PER_START || event.start() == node.start)
                        .mapToLong(Event::seq)
                        .max()
                        .orElse(0);
    }
}
