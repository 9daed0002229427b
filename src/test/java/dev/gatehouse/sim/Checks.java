package dev.gatehouse.sim;

import dev.gatehouse.ledger.Arrival;
import dev.gatehouse.ledger.Holdings;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.Page;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The promises, watched while a run goes on and proven at its end. */
final class Checks {
    private static final long EVERY = 500 * Timeline.MS;

    /** A turn of the writer that is under way, one of a page and the own one. */
    private static final int TURNS = 3;

    /** What may wait for a slow peer by the mesh's own limit, and one frame over it. */
    private static final long MOST_WAITING = 5 * 1024 * 1024;

    /** Clocks that are read a moment apart, and rounding. */
    private static final long MARGIN = 20 * Timeline.MS;

    /** The status is a quarter of a second old at most, and a turn of the loop. */
    private static final long STATUS_AGE = 400 * Timeline.MS;

    private record Sample(long at, Map<StreamId, Long> held) {}

    private record Number(StreamId stream, long seq) {}

    private final World world;
    private final Map<Number, LedgerEvent> numbers = new HashMap<>();

    /** By what they say, which no two do: each has a salt. */
    private final Map<Blob, LedgerEvent> acknowledged = new HashMap<>();

    private final Map<Blob, Host> writers = new HashMap<>();
    private final Map<Blob, Long> moments = new HashMap<>();
    private final Map<Host, List<Sample>> samples = new HashMap<>();
    private final Set<StreamId> forked = new HashSet<>();
    private long healedAt = Long.MAX_VALUE;
    private long answers;
    private long lastLook;

    Checks(World world) {
        this.world = world;
    }

    void begin() {
        world.timeline.in(
                EVERY,
                () -> {
                    look();
                    begin();
                });
    }

    long events() {
        return numbers.size();
    }

    void healed() {
        healedAt = world.timeline.now();
    }

    // ---- as it happens

    /** Its present stream may be written a second time: numbers prove nothing in it. */
    void forked(Host host) {
        SimProcess process = host.process();
        if (process != null) {
            forked.add(process.ledger.currentStream().stream());
        }
    }

    void acknowledged(Host host, LedgerEvent event) {
        acknowledged.put(event.payload(), event);
        writers.put(event.payload(), host);
        moments.put(event.payload(), world.timeline.now());
        if (forked.contains(event.stream())) {
            return;
        }
        LedgerEvent before = numbers.put(new Number(event.stream(), event.seq()), event);
        if (before != null && !before.equals(event)) {
            world.fail(host + " used number " + event.seq() + " of " + event.stream() + " twice");
        }
    }

    void answered(Host host, long asked, OpenOutcome outcome) {
        answers++;
        long took = world.timeline.now() - asked;
        if (took > TURNS * host.slowestCommitMs() * Timeline.MS && !host.hasStoodStill()) {
            world.fail(host + " let a driver wait for " + took / Timeline.MS + " ms");
        }
        if (outcome instanceof OpenOutcome.Refused refused) {
            world.fail("a plate was refused: " + refused);
        }
    }

    /** What a fresh process finds on its disk must be whole. */
    void started(Host host, SimProcess process) {
        whole(host, process.ledger);
        notLess(host, process.ledger.holdings());
    }

    /** Its disk is not what it was; what it had before proves nothing any more. */
    void lost(Host host) {
        samplesOf(host).add(new Sample(world.timeline.now(), new HashMap<>(host.floor())));
    }

    private void look() {
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            if (process == null) {
                continue;
            }
            var held = new HashMap<StreamId, Long>();
            notLess(host, process.ledger.holdings());
            for (StreamHead head : process.ledger.holdings().all()) {
                held.put(head.stream(), head.n());
                host.holds(head.stream(), head.n());
            }
            samplesOf(host).add(new Sample(world.timeline.now(), held));
            balanced(host, process);
        }
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            if (process != null) {
                identicalOnlyWhereTrue(host, process);
            }
        }
        if (world.network.mostWaiting > MOST_WAITING) {
            world.fail(world.network.mostWaiting + " bytes wait for one peer");
        }
    }

    private void notLess(Host host, Holdings holdings) {
        host.floor()
                .forEach(
                        (stream, n) -> {
                            if (holdings.n(stream) < n && !forked.contains(stream)) {
                                world.fail(
                                        "%s had %d events of %s and has %d"
                                                .formatted(host, n, stream, holdings.n(stream)));
                            }
                        });
    }

    private void balanced(Host host, SimProcess process) {
        for (PeerState peer : process.sync.status().peers()) {
            PeerCounters c = peer.counters();
            if (c.received() != c.merged() + c.had() + c.rejected() + c.waiting()) {
                world.fail(host + " counts wrong: " + c);
            }
            if (c.rejected() > 0 && forked.isEmpty()) {
                world.fail(host + " rejected what " + peer.id() + " sent: " + c);
            }
        }
    }

    /** What both had at the moment that is shown, both must have now. */
    private void identicalOnlyWhereTrue(Host host, SimProcess process) {
        if (host.clock.wasSetWithin(STATUS_AGE)) {
            return; // what is shown may still be by the clock as it was
        }
        for (PeerState peer : process.sync.status().peers()) {
            Instant asOf = peer.identicalAsOf();
            if (world.isShared(peer.id())) {
                continue; // of two with one name nobody can say which is meant
            }
            Host other =
                    host.known.stream()
                            .filter(h -> h.id.equals(peer.id()))
                            .findFirst()
                            .orElseThrow();
            if (asOf == null) {
                continue;
            }
            long moment = host.clock.moment(asOf) - MARGIN;
            Sample mine = sample(host, moment);
            Sample theirs = sample(other, moment);
            if (theirs != null && !other.lostAbout(moment, 2 * MARGIN)) {
                covered(host, other, process.ledger.holdings(), theirs, asOf);
            }
            SimProcess there = other.process();
            if (mine != null && there != null && !host.lostAbout(moment, 2 * MARGIN)) {
                covered(other, host, there.ledger.holdings(), mine, asOf);
            }
        }
    }

    private void covered(Host taker, Host other, Holdings now, Sample then, Instant asOf) {
        if (taker.hasLostSince(then.at())) {
            return;
        }
        then.held()
                .forEach(
                        (stream, n) -> {
                            if (now.n(stream) < n && !forked.contains(stream)) {
                                world.fail(
                                        "identical as of %s is shown, but %s had %d of %s and %s has %d"
                                                .formatted(
                                                        asOf,
                                                        other,
                                                        n,
                                                        stream,
                                                        taker,
                                                        now.n(stream)));
                            }
                        });
    }

    private List<Sample> samplesOf(Host host) {
        return samples.computeIfAbsent(host, _ -> new ArrayList<>());
    }

    private @Nullable Sample sample(Host host, long moment) {
        List<Sample> all = samplesOf(host);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).at() <= moment) {
                return all.get(i);
            }
        }
        return null;
    }

    // ---- at the end

    /** Whether all hold the same and know it, looked at now and then. */
    boolean inStep() {
        if (world.timeline.now() < lastLook + EVERY) {
            return false;
        }
        lastLook = world.timeline.now();
        Hash top = null;
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            if (process == null) {
                return false;
            }
            Hash mine = process.ledger.holdings().top();
            if (top != null && !top.equals(mine)) {
                return false;
            }
            top = mine;
            if (world.isShared(host.id) && !process.sync.status().nameShared()) {
                return false;
            }
            for (PeerState peer : process.sync.status().peers()) {
                Instant asOf = peer.identicalAsOf();
                if (asOf == null || host.clock.moment(asOf) < healedAt) {
                    return false;
                }
            }
        }
        return true;
    }

    void atTheEnd() {
        lastLook = 0;
        if (!inStep()) {
            world.fail("not in step: " + where());
            return;
        }
        List<String> visits = null;
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            if (process == null) {
                continue;
            }
            world.hosts.forEach(other -> holdsAllOf(host, process, other));
            Map<Number, LedgerEvent> all = whole(host, process.ledger);
            for (Map.Entry<Number, LedgerEvent> one : all.entrySet()) {
                LedgerEvent told = numbers.get(one.getKey());
                if (told != null
                        && !forked.contains(told.stream())
                        && !told.equals(one.getValue())) {
                    world.fail(host + " holds another event as " + one.getKey());
                }
            }
            saysAllOfTheForked(host, all.values());
            List<String> mine = visits(process.ledger);
            if (visits != null && !visits.equals(mine)) {
                world.fail("the visits differ: " + firstDifference(visits, mine));
            }
            visits = mine;
        }
    }

    /** What was acknowledged since a snapshot was resumed is somewhere, under whatever number. */
    private void saysAllOfTheForked(Host host, Collection<LedgerEvent> all) {
        Set<Blob> said = new HashSet<>();
        all.forEach(event -> said.add(event.payload()));
        for (LedgerEvent event : acknowledged.values()) {
            Host writer = writers.get(event.payload());
            boolean excused = writer == null || writer.hasLostSince(tookPlace(event));
            if (forked.contains(event.stream()) && !excused && !said.contains(event.payload())) {
                world.fail(host + " lacks what was acknowledged by " + writer + ": " + event);
            }
        }
    }

    private long tookPlace(LedgerEvent event) {
        return moments.getOrDefault(event.payload(), 0L);
    }

    private void holdsAllOf(Host host, SimProcess process, Host other) {
        other.floor()
                .forEach(
                        (stream, n) -> {
                            if (process.ledger.holdings().n(stream) < n
                                    && !forked.contains(stream)) {
                                world.fail(
                                        "%s has %d events of %s, %s had %d"
                                                .formatted(
                                                        host,
                                                        process.ledger.holdings().n(stream),
                                                        stream,
                                                        other,
                                                        n));
                            }
                        });
    }

    private String where() {
        var lines = new ArrayList<String>();
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            lines.add(
                    host + (process == null ? " down" : " " + process.ledger.holdings().summary()));
        }
        return String.join("; ", lines);
    }

    /** Every event that is claimed is there, and leads to the root that is claimed. */
    private Map<Number, LedgerEvent> whole(Host host, Ledger ledger) {
        var all = new HashMap<Number, LedgerEvent>();
        for (StreamHead head : ledger.holdings().all()) {
            StreamDescriptor descriptor = ledger.holdings().descriptor(head.stream());
            if (descriptor == null) {
                world.fail(host + " does not know whose " + head + " is");
                return all;
            }
            try {
                read(ledger, head, descriptor, all);
            } catch (RuntimeException e) {
                world.fail(host + " does not hold what it claims of " + head + ": " + e, e);
            }
        }
        return all;
    }

    private static void read(
            Ledger ledger,
            StreamHead head,
            StreamDescriptor descriptor,
            Map<Number, LedgerEvent> all) {
        Hash root = head.root();
        for (long from = 1; from <= head.n(); ) {
            Page page = ledger.page(head.stream(), from, head.n(), 1_024, 1 << 20);
            Arrival checked =
                    Arrival.check(descriptor, page.events(), page.n(), page.root(), page.proof());
            for (LedgerEvent event : page.events()) {
                all.put(new Number(event.stream(), event.seq()), event);
            }
            from += checked.size();
            root = page.n() == head.n() ? page.root() : root;
        }
        if (!root.equals(head.root())) {
            throw new IllegalStateException("its root is another");
        }
    }

    /** All visits by their names, without what is local to a central. */
    private static List<String> visits(Ledger ledger) {
        var rows = new TreeMap<String, String>();
        List<Visit> page;
        int offset = 0;
        do {
            page =
                    ledger.history(
                                    new HistoryQuery(
                                            HistoryQuery.MAX_LIMIT, offset, false, null, null))
                            .visits();
            offset += page.size();
            for (Visit v : page) {
                rows.put(
                        v.eventId(),
                        v.eventId()
                                + " "
                                + v.sourceCentral()
                                + " "
                                + v.plate()
                                + " "
                                + v.edgeId()
                                + " "
                                + v.entry()
                                + " "
                                + v.confirmed()
                                + " "
                                + v.exit());
            }
        } while (page.size() == HistoryQuery.MAX_LIMIT);
        return List.copyOf(rows.values());
    }

    private static String firstDifference(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!one.get(i).equals(other.get(i))) {
                return one.get(i) + " | " + other.get(i);
            }
        }
        return one.size() + " and " + other.size() + " rows";
    }
}
