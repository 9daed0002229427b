package dev.gatehouse.sim;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.SharedName;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The promises, watched while a run goes on and proven at its end. */
final class Checks {
    private static final long EVERY = 500 * Timeline.MS;

    private static final long CALM = 5_000 * Timeline.MS;

    /** A turn of the writer that is under way, one of a page and the own one. */
    private static final int TURNS = 3;

    /** What may wait for a slow peer by the mesh's own limit, and one frame over it. */
    private static final long MOST_WAITING = 5 * 1024 * 1024;

    /** Clocks that are read a moment apart, and rounding. */
    private static final long MARGIN = 20 * Timeline.MS;

    /** The status is a quarter of a second old at most, and a turn of the loop. */
    private static final long STATUS_AGE = 400 * Timeline.MS;

    /** The digests of all that is held are computed for this. */
    private static final int LOOKS_PER_COMPARISON = 4;

    /** One central's fold is made anew every ten seconds. */
    private static final int LOOKS_PER_FOLD = 20;

    private record Sample(long at, Map<StreamId, Long> held) {}

    private final World world;
    private final Map<Contents.Number, LedgerEvent> numbers = new HashMap<>();

    /** By what they say, which no two do: each has a salt. */
    private final Map<Blob, LedgerEvent> acknowledged = new HashMap<>();

    /** What was written, by what is left of it once it is erased. */
    private final Map<Blob, LedgerEvent> whole = new HashMap<>();

    private final Map<Blob, Host> writers = new HashMap<>();
    private final Map<Blob, Long> moments = new HashMap<>();
    private final Map<Host, List<Sample>> samples = new HashMap<>();
    private final Set<StreamId> forked = new HashSet<>();
    private long healedAt = Long.MAX_VALUE;
    private long answers;
    private long lastLook;
    private long looks;

    Checks(World world) {
        this.world = world;
    }

    void begin() {
        // what settles at a site with originals takes long, and changes little
        boolean calm = world.originals != null && world.isHealed();
        world.timeline.in(
                calm ? CALM : EVERY,
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

    boolean isForked(StreamId stream) {
        return forked.contains(stream);
    }

    /** What is said to have been written under that number; null where nothing is. */
    @Nullable LedgerEvent told(Contents.Number number) {
        return numbers.get(number);
    }

    /** It may be erased, and what it said is to be known then. */
    void remember(LedgerEvent event) {
        if (!event.erased()) {
            whole.put(AtTheEnd.erased(event).payload(), event);
        }
    }

    /** What was left of an event when it was erased, as it was before; null where nobody knows. */
    @Nullable LedgerEvent whole(LedgerEvent erased) {
        return whole.get(erased.payload());
    }

    /** What was acknowledged in streams that may be written twice, and is on a disk. */
    List<LedgerEvent> acknowledgedInForks() {
        return acknowledged.values().stream()
                .filter(event -> forked.contains(event.stream()))
                .filter(event -> !isExcused(event))
                .toList();
    }

    private boolean isExcused(LedgerEvent event) {
        Host writer = writers.get(event.payload());
        return writer == null || writer.hasLostSince(moments.getOrDefault(event.payload(), 0L));
    }

    void acknowledged(Host host, LedgerEvent event) {
        acknowledged.put(event.payload(), event);
        remember(event);
        writers.put(event.payload(), host);
        moments.put(event.payload(), world.timeline.now());
        if (forked.contains(event.stream())) {
            return;
        }
        LedgerEvent before = numbers.put(new Contents.Number(event.stream(), event.seq()), event);
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
        Contents.of(host, process.ledger);
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
            refusesNothing(host, process);
            sharedOnlyWhereTrue(host, process);
        }
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            if (process != null) {
                identicalOnlyWhereTrue(host, process);
            }
        }
        if (looks % LOOKS_PER_COMPARISON == 0) {
            equalFoldsOfEqualEvents();
        }
        if (++looks % LOOKS_PER_FOLD == 0) {
            int turn = (int) (looks / LOOKS_PER_FOLD % world.hosts.size());
            foldsAsFromTheBeginning(world.hosts.get(turn));
        }
        if (world.network.mostWaiting > MOST_WAITING) {
            world.fail(world.network.mostWaiting + " bytes wait for one peer");
        }
    }

    /**
     * Who holds the same events, and folds by the same version, shows the same. An erased event is
     * the same event, and may come before its erasing does: who has it so knows it, and proves
     * nothing until then.
     */
    private void equalFoldsOfEqualEvents() {
        var standings = new LinkedHashMap<SimProcess, Ledger.Standing>();
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            if (process != null) {
                Ledger.Standing standing = process.ledger.standing();
                standings.forEach(
                        (other, theirs) -> {
                            if (differ(standing, theirs)
                                    && hasAllPayloads(process)
                                    && hasAllPayloads(other)) {
                                world.fail(
                                        "%s folds the same events to another digest than %s: %s"
                                                .formatted(host, other.host(), standing.fold()));
                            }
                        });
                standings.put(process, standing);
            }
        }
    }

    private static boolean differ(Ledger.Standing one, Ledger.Standing other) {
        return one.held().top().equals(other.held().top())
                && one.fold().version() == other.fold().version()
                && !one.fold().digest().equals(other.fold().digest());
    }

    private static boolean hasAllPayloads(SimProcess process) {
        return process.ledger.holdings().withheld().isEmpty();
    }

    /** What was derived step by step is what one fold of all that is held gives. */
    void foldsAsFromTheBeginning(Host host) {
        if (!host.isUp()) {
            return; // its start may have something to do first
        }
        String difference = host.disk.differsFromAFreshFold(host.id, host.lacks());
        if (difference != null) {
            world.fail(host + " derived something wrong: " + difference);
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

    /** A booth that is started again, cut off or slow is one, whatever is still on its way. */
    private void sharedOnlyWhereTrue(Host host, SimProcess process) {
        for (SharedName name : process.sync.namesakes()) {
            if (!world.isShared(name.central())) {
                world.fail(host + " takes one booth for two: " + name.central());
            }
        }
    }

    /** Whether no stream was written twice, and nobody tells what is not so. */
    private boolean areHonest() {
        return forked.isEmpty()
                && world.faults.stream().noneMatch(f -> f.kind() == Fault.Kind.FORGES);
    }

    /** Nobody honest may be taken for a liar, whatever became of his frames. */
    private void refusesNothing(Host host, SimProcess process) {
        if (process.sync.mesh().refused() > 0 && areHonest()) {
            world.fail(host + " refused what an honest peer sent");
        }
    }

    private void balanced(Host host, SimProcess process) {
        for (PeerState peer : process.sync.status().peers()) {
            PeerCounters c = peer.counters();
            if (c.received() != c.merged() + c.had() + c.rejected() + c.waiting()) {
                world.fail(host + " counts wrong: " + c);
            }
            if (c.rejected() > 0 && areHonest() && !host.isOriginal(peer.id())) {
                world.fail(host + " rejected what " + peer.id() + " sent: " + c);
            }
        }
    }

    /** What both had at the moment that is shown, both must have now. */
    private void identicalOnlyWhereTrue(Host host, SimProcess process) {
        if (host.clock.wasSetWithin(process.statusAge(STATUS_AGE))) {
            return; // what is shown may still be by the clock as it was
        }
        for (PeerState peer : process.sync.status().peers()) {
            Instant asOf = peer.identicalAsOf();
            if (host.isOriginal(peer.id())) {
                continue; // it is compared, never identical
            }
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
        if (world.timeline.now() < lastLook + (world.originals == null ? EVERY : CALM)) {
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
                if (host.isOriginal(peer.id())) {
                    continue;
                }
                if (asOf == null || host.clock.moment(asOf) < healedAt) {
                    return false;
                }
            }
        }
        return true;
    }

    void atTheEnd() {
        lastLook = 0;
        if (inStep()) {
            new AtTheEnd(world, this).check();
        } else {
            world.fail("not in step: " + where());
        }
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
}
