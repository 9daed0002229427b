package dev.gatehouse.sim;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** One simulated run: some hosts, their people, what goes wrong, and what is found. */
final class World {
    /** Lines of the trace that are kept: what came before a failure, not the whole run. */
    private static final int TRACE_LINES = 4_000;

    /** After all is well again they must be in step within this; a bad page is avoided 10 min. */
    private static final long SETTLE_MS = 15 * 60_000;

    final long seed;
    final Timeline timeline = new Timeline();
    final Network network;
    final List<Host> hosts = new ArrayList<>();
    final List<Fault> faults;
    final People people;
    final Checks checks;
    final long activeMs;

    final Site site;

    /** The originals of the site; null where there are none. */
    final @Nullable Originals originals;

    /** What cameras see; null where somebody decides on every car. */
    final @Nullable Traffic traffic;

    private long lastLook;
    private final Deque<String> trace = new ArrayDeque<>();
    private boolean healed;
    private final Set<CentralId> shared = new HashSet<>();
    private boolean told;
    private @Nullable SimProcess running;
    private @Nullable String failure;
    private @Nullable Throwable cause;

    /**
     * With originals: they dial every ten seconds, and are asked for all that they have at length.
     */
    private static final long SETTLE_MIXED_MS = 60 * 60_000;

    /** How often originals are looked at in the end: all that all of them have is read. */
    private static final long LOOK_AT_ORIGINALS = 30 * Timeline.SECOND;

    /**
     * What goes wrong among nodes where there are originals: no clones, and no older versions,
     * which know no originals.
     */
    private static final Fault.Kind[] WITH_ORIGINALS = {
        Fault.Kind.CUT,
        Fault.Kind.ONE_WAY,
        Fault.Kind.HALF_OPEN,
        Fault.Kind.ONE_SIDED_END,
        Fault.Kind.SLOW,
        Fault.Kind.FLAP,
        Fault.Kind.ALONE,
        Fault.Kind.KILL,
        Fault.Kind.KILL_AT_COMMIT,
        Fault.Kind.KILL_AT_SEND,
        Fault.Kind.STOP,
        Fault.Kind.PAUSE,
        Fault.Kind.POWER_CUT,
        Fault.Kind.LYING_DISK,
        Fault.Kind.DISK_FAILS,
        Fault.Kind.DONE_BUT_REFUSED,
        Fault.Kind.DISK_FULL,
        Fault.Kind.DISK_SLOW,
        Fault.Kind.RESTORE,
        Fault.Kind.REINSTALL,
        Fault.Kind.CLOCK_SET,
        Fault.Kind.CLOCK_DRIFTS,
        Fault.Kind.TWO_GATES,
        Fault.Kind.RUSH
    };

    /** Hosts in one run: clones of clones would only slow it down. */
    private static final int MOST_HOSTS = 7;

    /** One run in so many is on real SQLite, which is slower. */
    private static final int SQLITE_EVERY = 20;

    /** Kinds of facts that came with a later version, as far as a run is concerned. */
    private static final List<String> LATER =
            List.of(
                    Fact.EntryConfirmed.KIND,
                    Fact.Correction.KIND,
                    Fact.Voided.KIND,
                    Fact.ManualOpening.KIND,
                    Fact.Payment.KIND,
                    Fact.Passes.KIND);

    /** What the older version does not know, where there is one. */
    final Set<String> lacking;

    /** What there is at a site besides nodes. */
    enum Site {
        /** Cameras, of which the program must make passages. */
        CAMERAS,
        /** Cameras, and a rival to which every reading is an event. */
        EVERY_READING,
        /** Somebody who decides on every car. */
        DECIDED,
        /** The same, and originals. */
        ORIGINALS
    }

    /** What one run came to. */
    record Outcome(
            long seed,
            Site site,
            List<Fault> faults,
            @Nullable String failure,
            @Nullable Throwable cause,
            List<String> trace,
            long events,
            long virtualMs) {
        boolean failed() {
            return failure != null;
        }
    }

    /** The run of that seed. */
    static World of(long seed) {
        return at(Site.CAMERAS, seed);
    }

    /** The run of that seed at such a site. */
    static World at(Site site, long seed) {
        return new World(seed, null, site);
    }

    /** The run of that seed as it was before there were faults of frames. */
    static World recorded(Site site, long seed) {
        return new World(seed, Fault.withoutFrames(at(site, seed).faults), site);
    }

    /** That run again, with those faults. */
    static World again(Outcome outcome, List<Fault> instead) {
        return new World(outcome.seed(), instead, outcome.site());
    }

    /** The run of that seed with faults of some kinds only, and somebody who decides. */
    static World aimed(long seed, Fault.Kind... kinds) {
        World world = at(Site.DECIDED, seed);
        var random = new SplittableRandom(seed);
        return new World(seed, Fault.plan(random, world.hosts.size(), world.activeMs, kinds));
    }

    /** The run of that seed with those faults, and somebody who decides. */
    World(long seed, List<Fault> instead) {
        this(seed, instead, Site.DECIDED);
    }

    /**
     * @param instead the faults to happen, null for those of the seed
     */
    private World(long seed, @Nullable List<Fault> instead, Site site) {
        this.seed = seed;
        this.site = site;
        boolean mixed = site == Site.ORIGINALS;
        var random = new SplittableRandom(seed);
        SplittableRandom shape = random.split();
        SplittableRandom faultRandom = random.split();
        SplittableRandom deeds = random.split();
        this.network = new Network(timeline, random.split(), this::isOn);
        int count = 2 + Math.min(shape.nextInt(4), shape.nextInt(4));
        this.activeMs = 20_000 + shape.nextLong(mixed ? 300_000 : 100_000);
        for (int i = 1; i <= count; i++) {
            hosts.add(new Host(this, i, new CentralId("central-" + i), random.split()));
        }
        this.lacking = lacking(shape);
        boolean skewed = shape.nextBoolean();
        for (Host host : hosts) {
            long byMs = shape.nextLong(4_000) - 2_000;
            host.clock.set(Duration.ofMillis(skewed ? byMs : 0));
        }
        boolean chain = shape.nextInt(4) == 0;
        for (Host host : hosts) {
            for (Host other : hosts) {
                int apart = Math.abs(host.number - other.number);
                if (apart == 1 || (apart > 1 && !chain)) {
                    host.knows(other);
                }
            }
        }
        List<Fault> planned =
                mixed
                        ? Fault.plan(faultRandom, count, activeMs, WITH_ORIGINALS)
                        : Fault.plan(faultRandom, count, activeMs);
        this.faults = instead == null ? Fault.withFrames(planned, seed, count, activeMs) : instead;
        if (shape.nextInt(10) == 0 && !mixed) {
            addTwin(new Host(this, count + 1, host(1).id, random.split()));
        }
        this.people = new People(this, random.split());
        this.checks = new Checks(this);
        var acts = new Faults(this, deeds);
        for (Host host : hosts) {
            timeline.in(shape.nextLong(3 * Timeline.SECOND), host::start);
        }
        faults.forEach(acts::schedule);
        boolean cameras = site == Site.CAMERAS || site == Site.EVERY_READING;
        this.traffic = cameras ? new Traffic(this, random.split()) : null;
        this.originals = mixed ? new Originals(this, random.split()) : null;
    }

    private boolean isOn(int number) {
        return number >= Originals.FIRST_NUMBER || host(number).isOn();
    }

    private static Set<String> lacking(SplittableRandom shape) {
        var kinds = new TreeSet<String>();
        int most = 1 + shape.nextInt(3);
        for (int i = 0; i < most; i++) {
            kinds.add(LATER.get(shape.nextInt(LATER.size())));
        }
        return kinds;
    }

    static boolean onSqlite(long seed) {
        return seed % SQLITE_EVERY == 0;
    }

    /**
     * A clone of a host, with people of its own. Only one name is on several booths in one run:
     * with two such names each of the first two may be linked to one of the second and take it for
     * the one that it knows, so that there are two meshes.
     *
     * @return null where there is none
     */
    @Nullable Host cloned(Host host, SplittableRandom random) {
        boolean another = !shared.isEmpty() && !isShared(host.id);
        if (hosts.size() >= MOST_HOSTS || another) {
            return null;
        }
        Host clone = host.cloned(hosts.size() + 1, random.split());
        if (clone != null) {
            hosts.add(clone);
            shared.add(host.id);
            people.come(clone);
        }
        return clone;
    }

    /** Another booth that calls itself as the first one does, and knows the same peers. */
    private void addTwin(Host twin) {
        host(1).known.forEach(twin::knows);
        hosts.add(twin);
        shared.add(twin.id);
    }

    /** Whether two booths have that name. */
    boolean isShared(CentralId id) {
        return shared.contains(id);
    }

    Host host(int number) {
        return hosts.get(number - 1);
    }

    boolean isHealed() {
        return healed;
    }

    /** With the engine's own log in the trace. */
    World told() {
        told = true;
        return this;
    }

    boolean isTold() {
        return told;
    }

    Outcome run() {
        SimLog.of(this);
        try {
            return live();
        } finally {
            hosts.forEach(host -> host.disk.close());
            SimLog.of(null);
        }
    }

    private Outcome live() {
        people.begin();
        checks.begin();
        if (originals != null) {
            originals.begin();
        }
        timeline.runUntil(activeMs * Timeline.MS, this::hasFailed);
        if (failure == null) {
            heal();
            long most = originals == null ? SETTLE_MS : SETTLE_MIXED_MS;
            long end = timeline.now() + most * Timeline.MS;
            timeline.runUntil(
                    end,
                    () ->
                            hasFailed()
                                    || (isOver()
                                            && checks.inStep()
                                            && originalsFaults(false).isEmpty()));
            if (failure == null && !isOver()) {
                fail("a camera has no answer yet");
            }
            if (failure == null) {
                checks.atTheEnd();
                originalsFaults(true).stream().limit(1).forEach(this::fail);
            }
        }
        return new Outcome(
                seed,
                site,
                faults,
                failure,
                cause,
                List.copyOf(trace),
                checks.events(),
                timeline.now() / Timeline.MS);
    }

    private boolean isOver() {
        return traffic == null || traffic.isOver();
    }

    /**
     * What is not as it must be at originals.
     *
     * @param now at once, not when it is time to look again
     */
    private List<String> originalsFaults(boolean now) {
        Originals theirs = originals;
        SimProcess any = hosts.getFirst().process();
        if (theirs == null) {
            return List.of();
        }
        if (any == null || (!now && timeline.now() < lastLook + LOOK_AT_ORIGINALS)) {
            return List.of("not looked at");
        }
        lastLook = timeline.now();
        var here = new OriginalsAtTheEnd(hosts.getFirst(), any.ledger);
        return theirs.all.stream().flatMap(one -> here.faults(one).stream()).toList();
    }

    private void heal() {
        trace("all is well again");
        healed = true;
        network.heal();
        for (Host host : hosts) {
            host.heal();
            host.start();
        }
        if (originals != null) {
            originals.heal();
        }
        checks.healed();
    }

    private boolean hasFailed() {
        return failure != null;
    }

    void trace(String what) {
        if (trace.size() == TRACE_LINES) {
            trace.removeFirst();
        }
        trace.add("%9.3f s  %s".formatted(timeline.now() / 1e9, what));
    }

    /** The process whose code runs now. */
    void runs(@Nullable SimProcess process) {
        running = process;
    }

    void logged(String line) {
        if (told) {
            trace((running == null ? "" : running.host() + " ") + "log: " + line);
        }
    }

    /** A process logged an error that is none of its surroundings. */
    void fault(String line) {
        SimProcess process = running;
        if (process == null || process.isAlive()) {
            fail(
                    (process == null ? "" : process.host() + ": ")
                            + "a fault in the program: "
                            + line);
        }
    }

    void fail(String what, @Nullable Throwable why) {
        if (failure == null) {
            trace("FAILED: " + what);
            failure = what;
            cause = why;
        }
    }

    void fail(String what) {
        fail(what, null);
    }
}
