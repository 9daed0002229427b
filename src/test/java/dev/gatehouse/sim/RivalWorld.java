package dev.gatehouse.sim;

import dev.gatehouse.sim.Rival.Event;
import dev.gatehouse.sim.Rival.Node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The faults of a seed on nodes that sync by a rival's rule: who is linked hears of each event at
 * once, and asks for what it missed with every new link. It is kind to them: a page is never cut
 * off, never lost, and no disk fails.
 */
final class RivalWorld {
    /** The original's redial. */
    private static final long REDIAL = 10 * Timeline.SECOND;

    private final Rival rival;
    private final Timeline timeline = new Timeline();
    private final SplittableRandom random;
    private final List<Node> nodes = new ArrayList<>();
    private final List<HostClock> clocks = new ArrayList<>();
    private final Set<Long> cut = new HashSet<>();
    private final Set<Long> linked = new HashSet<>();
    private final Map<Integer, Node> backups = new HashMap<>();
    private final Map<Long, Integer> acknowledged = new HashMap<>();
    private final Map<Integer, Set<Long>> excused = new HashMap<>();
    private final List<Fault> faults;
    private final long activeMs;
    private long starts;
    private long said;

    RivalWorld(Rival rival, long seed) {
        this.rival = rival;
        this.random = new SplittableRandom(seed);
        int count = 2 + random.nextInt(3);
        this.activeMs = 60_000 + random.nextLong(100_000);
        for (int i = 1; i <= count; i++) {
            var clock = new HostClock(timeline);
            clocks.add(clock);
            nodes.add(new Node(i, clock));
        }
        this.faults = Fault.plan(random.split(), count, activeMs);
    }

    /** How many events that were acknowledged, and are on a disk, are not on all. */
    int lost() {
        nodes.forEach(this::start);
        for (Fault fault : faults) {
            timeline.in(fault.atMs() * Timeline.MS, () -> begin(fault));
            timeline.in(Math.min(fault.endMs(), activeMs) * Timeline.MS, () -> end(fault));
        }
        nodes.forEach(this::people);
        nodes.forEach(this::redial);
        timeline.runUntil(activeMs * Timeline.MS, () -> false);
        cut.clear();
        linked.clear(); // everybody may ask everybody once more, also for what others passed on
        nodes.stream().filter(node -> !node.up).forEach(this::start);
        timeline.runUntil((activeMs + 60_000) * Timeline.MS, () -> false);
        Set<Long> anywhere = new HashSet<>();
        nodes.forEach(node -> node.events().forEach(event -> anywhere.add(event.what())));
        anywhere.addAll(acknowledged.keySet());
        excused.values().forEach(anywhere::removeAll);
        int lost = 0;
        for (long what : anywhere) {
            for (Node node : nodes) {
                if (node.events().noneMatch(event -> event.what() == what)) {
                    lost++;
                    break;
                }
            }
        }
        return lost;
    }

    private void start(Node node) {
        node.up = true;
        node.start = ++starts;
    }

    private void stop(Node node) {
        node.up = false;
        linked.removeIf(pair -> pair / 1_000 == node.number || pair % 1_000 == node.number);
    }

    private void people(Node node) {
        timeline.in(
                random.nextLong(6 * Timeline.SECOND),
                () -> {
                    if (timeline.now() < activeMs * Timeline.MS) {
                        if (node.up) {
                            pass(node);
                        }
                        people(node);
                    }
                });
    }

    private void pass(Node node) {
        var event = new Event(node.number, node.start, rival.next(node), node.wallMs(), ++said);
        node.take(rival, event);
        acknowledged.put(event.what(), node.number);
        for (Node other : nodes) {
            if (other.up && linked.contains(pair(node, other))) {
                other.take(rival, event);
            }
        }
    }

    private void redial(Node node) {
        timeline.in(
                REDIAL / 2 + random.nextLong(REDIAL),
                () -> {
                    if (node.up) {
                        nodes.stream().filter(other -> other != node).forEach(o -> dial(node, o));
                    }
                    redial(node);
                });
    }

    private void dial(Node node, Node other) {
        if (!other.up || cut.contains(pair(node, other)) || cut.contains(pair(other, node))) {
            rival.dialFailed(node, other.number);
        } else if (linked.add(pair(node, other))) {
            linked.add(pair(other, node));
            ask(node, other);
            ask(other, node);
        }
    }

    private void ask(Node asks, Node answers) {
        List<Event> page = rival.missing(asks, answers);
        page.forEach(event -> asks.take(rival, event));
        rival.synced(asks, answers, page);
    }

    private static long pair(Node a, Node b) {
        return a.number * 1_000L + b.number;
    }

    private void begin(Fault fault) {
        Node a = nodes.get(fault.a() - 1);
        Node b = nodes.get(fault.b() - 1);
        switch (fault.kind()) {
            case CUT, ONE_WAY, HALF_OPEN, ONE_SIDED_END, FLAP -> cut(a, b);
            case ALONE ->
                    nodes.stream().filter(other -> other != a).forEach(other -> cut(a, other));
            case KILL, KILL_AT_COMMIT, KILL_AT_SEND, STOP, POWER_CUT -> stop(a);
            case RESTORE -> backups.put(a.number, a.copy());
            case REINSTALL -> {
                stop(a);
                replace(a, new Node(a.number, clocks.get(a.number - 1)));
            }
            case CLOCK_SET -> clocks.get(a.number - 1).set(Duration.ofMillis(fault.amount()));
            case CLOCK_DRIFTS -> clocks.get(a.number - 1).drift((double) fault.amount());
            case RUSH -> {
                for (int i = 0; i < fault.amount() && a.up; i++) {
                    pass(a);
                }
            }
            default -> {} // no rival has a writer, a disk or a queue that could suffer
        }
    }

    private void end(Fault fault) {
        Node a = nodes.get(fault.a() - 1);
        Node b = nodes.get(fault.b() - 1);
        switch (fault.kind()) {
            case CUT, ONE_WAY, HALF_OPEN, ONE_SIDED_END, FLAP -> {
                cut.remove(pair(a, b));
                cut.remove(pair(b, a));
            }
            case ALONE ->
                    cut.removeIf(pair -> pair / 1_000 == a.number || pair % 1_000 == a.number);
            case KILL, KILL_AT_COMMIT, KILL_AT_SEND, STOP, POWER_CUT, REINSTALL -> {
                if (!a.up) {
                    start(a);
                }
            }
            case RESTORE -> {
                stop(a);
                replace(a, backups.getOrDefault(a.number, a.copy()));
                start(a);
            }
            default -> {}
        }
    }

    private void cut(Node a, Node b) {
        for (long pair : List.of(pair(a, b), pair(b, a))) {
            cut.add(pair);
            linked.remove(pair);
        }
    }

    /** What only that disk had is gone, and nobody is to blame for it. */
    private void replace(Node node, Node by) {
        Set<Long> gone = new HashSet<>();
        node.events().forEach(event -> gone.add(event.what()));
        by.events().forEach(event -> gone.remove(event.what()));
        nodes.stream()
                .filter(other -> other != node)
                .forEach(other -> other.events().forEach(event -> gone.remove(event.what())));
        excused.computeIfAbsent(node.number, _ -> new HashSet<>()).addAll(gone);
        node.restore(by);
    }
}
