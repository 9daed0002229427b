package dev.gatehouse.sim;

import dev.gatehouse.ledger.Disk;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.MemoryDisk;
import dev.gatehouse.ledger.SqliteDisk;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One booth's PC: its clocks and its disk outlive the processes that run on it. */
final class Host {
    final World world;
    final int number;
    final CentralId id;
    final HostClock clock;
    final SimSigner signer;
    final Disk disk;
    final int pageSize;
    final List<Host> known = new ArrayList<>();
    private final List<PeerAddress> originals = new ArrayList<>();
    private final SplittableRandom random;
    private boolean on = true;
    private @Nullable SimProcess process;

    /** How the next commits end, instead of well. */
    Disk.Commit ending = Disk.Commit.DONE;

    /** Commits until {@link #ending} applies. */
    long endingAfter;

    long commitMs = 4;

    /** What must be on this disk, since it was acknowledged or seen to be held: stream to n. */
    private Map<StreamId, Long> floor = new HashMap<>();

    /** What was on the disk when it was last honest. */
    private Map<StreamId, Long> honestFloor = new HashMap<>();

    /** What was on the disk when it was last copied. */
    private Map<StreamId, Long> backupFloor = new HashMap<>();

    private @Nullable Disk backup;
    private @Nullable Boot boot;

    /** When its disk lost something, in order. */
    private final List<Long> losses = new ArrayList<>();

    /** Events of a block, where they are packed early. */
    private static final int SPAN = 8;

    private long slowestMs = 4;
    private boolean stoodStill;

    /** Kinds of facts that the version of the program on it does not know. */
    private Set<String> lacks = Set.of();

    Host(World world, int number, CentralId id, SplittableRandom random) {
        this(
                world,
                number,
                id,
                random,
                new HostClock(world.timeline),
                new SimSigner(number),
                World.onSqlite(world.seed) ? new SqliteDisk() : new MemoryDisk());
    }

    private Host(
            World world,
            int number,
            CentralId id,
            SplittableRandom random,
            HostClock clock,
            SimSigner signer,
            Disk disk) {
        this.world = world;
        this.number = number;
        this.id = id;
        this.random = random;
        this.clock = clock;
        this.signer = signer;
        this.disk = disk;
        this.pageSize = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 1_024;
        disk.schedule(this::endCommit);
        if (packsEarly(world.seed)) {
            disk.span(SPAN);
        }
    }

    /**
     * Whether events are packed into blocks from the first few on: no run is long enough for as
     * many as a real booth waits for.
     */
    static boolean packsEarly(long seed) {
        return Math.floorMod(seed, 4) == 3;
    }

    void knowsOriginal(PeerAddress original) {
        originals.add(original);
    }

    /** Whether that one speaks the original's dialect. */
    boolean isOriginal(CentralId id) {
        return originals.stream().anyMatch(one -> one.id().equals(id));
    }

    void knows(Host other) {
        known.add(other);
    }

    List<PeerAddress> peers() {
        return Stream.concat(
                        known.stream()
                                .map(
                                        host ->
                                                new PeerAddress(
                                                        host.id,
                                                        Network.address(host.number),
                                                        9000)),
                        originals.stream())
                .toList();
    }

    /** What a process found when it began: with the same again, it is the same process. */
    private record Boot(
            Disk disk, Map<StreamId, Long> floor, long names, Instant wall, long nanos) {}

    /** Opens the ledger for a process that begins now, or for one that was then. */
    Ledger open(Consumer<List<Notice>> publish, Executor executor) {
        Boot then = boot;
        if (then == null) {
            then =
                    new Boot(
                            disk.copy(),
                            new HashMap<>(floor),
                            random.nextLong(),
                            clock.instant(),
                            clock.nanos());
            boot = then;
        }
        // a snapshot has both clocks of its moment, and both jump once it runs: neither tells
        Instant wall = then.wall();
        long nanos = then.nanos();
        var opening = new AtomicBoolean(true);
        Ledger ledger =
                disk.ledger(
                        new Ledger.Means(
                                id,
                                SimProcess.ZONE,
                                () -> opening.get() ? wall : clock.instant(),
                                () -> opening.get() ? nanos : clock.nanos(),
                                new SplittableRandom(then.names()),
                                signer),
                        publish,
                        executor,
                        lacks);
        opening.set(false);
        return ledger;
    }

    long commitNanos() {
        return (1 + random.nextLong(commitMs)) * Timeline.MS;
    }

    @Nullable SimProcess process() {
        return process;
    }

    boolean isOn() {
        return on;
    }

    boolean isUp() {
        return process != null;
    }

    // ---- what happens to it

    void start() {
        if (process != null) {
            return;
        }
        boot = null;
        begin();
    }

    private void begin() {
        on = true;
        world.trace(this + " starts");
        var fresh = new SimProcess(this, random.split());
        process = fresh;
        world.checks.started(this, fresh);
        fresh.start();
    }

    /**
     * The process ends where it stands.
     *
     * @param told whether the PC lives on and tells the peers
     */
    void kill(boolean told) {
        SimProcess killed = process;
        if (killed != null) {
            killed.die();
            process = null;
            disk.kill();
            world.network.died(killed, told);
        }
    }

    void stop() {
        SimProcess stopped = process;
        if (stopped != null) {
            stopped.sync.close();
            stopped.ledger.close();
            kill(true);
        }
    }

    /** The power fails: what the disk only pretended to have written is lost. */
    void cutPower() {
        kill(false);
        on = false;
        if (disk.unsynced() > 0) {
            floor = new HashMap<>(honestFloor);
            lose();
            disk.cutPower(random.nextInt(disk.unsynced() + 1));
        }
    }

    private void lose() {
        honestFloor = new HashMap<>(floor); // whatever was put there was written honestly
        losses.add(world.timeline.now());
        world.checks.lost(this);
    }

    void beginToLie() {
        if (disk.unsynced() == 0) {
            honestFloor = new HashMap<>(floor);
        }
        ending = Disk.Commit.NOT_SYNCED;
    }

    void backUp() {
        backup = disk.copy();
        backupFloor = new HashMap<>(floor);
    }

    void forgetBackup() {
        backup = null;
    }

    /** Whatever is wrong with it is mended, and it gets the newest version of the program. */
    void heal() {
        if (!lacks.isEmpty()) {
            install(Set.of());
        }
        ending = Disk.Commit.DONE;
        disk.full(false);
        commitMs = 4;
        if (process != null) {
            process.killAfterSends(Long.MAX_VALUE);
        }
    }

    void restore() {
        Disk old = backup;
        kill(true);
        disk.restore(old == null ? disk.empty() : old);
        floor = old == null ? new HashMap<>() : new HashMap<>(backupFloor);
        lose();
    }

    /** The snapshot of a virtual machine, taken when its process began, is resumed. */
    void resume() {
        Boot then = boot;
        if (then != null && process != null) {
            kill(true);
            disk.restore(then.disk());
            floor = new HashMap<>(then.floor());
            lose();
            goOn();
        }
    }

    /**
     * A clone of its virtual machine, as it was when its process began, goes on beside it at
     * another address.
     *
     * @return null where it does not run
     */
    @Nullable Host cloned(int as, SplittableRandom by) {
        Boot then = boot;
        if (then == null || process == null) {
            return null;
        }
        var clone = new Host(world, as, id, by, clock.copy(), signer, disk.empty());
        clone.known.addAll(known);
        clone.lacks = lacks;
        clone.boot = then;
        clone.disk.restore(then.disk());
        clone.floor = new HashMap<>(then.floor());
        return clone;
    }

    /** Goes on where its snapshot was taken. */
    void goOn() {
        begin();
        world.checks.forked(this);
    }

    /** Another version of the program takes the place of that which runs. */
    void install(Set<String> lacking) {
        stop();
        lacks = lacking;
        start();
    }

    Set<String> lacks() {
        return lacks;
    }

    private Disk.Commit endCommit() {
        if (ending == Disk.Commit.DONE || --endingAfter >= 0) {
            return Disk.Commit.DONE;
        }
        Disk.Commit now = ending;
        boolean kills = now == Disk.Commit.KILLED_BEFORE || now == Disk.Commit.KILLED_AFTER;
        SimProcess killed = process;
        if (kills && killed != null) {
            ending = Disk.Commit.DONE;
            world.trace(this + " is killed at a commit: " + now);
            killed.die();
            process = null;
            world.network.died(killed, true);
        }
        return now;
    }

    // ---- what it has

    /** Events that its process has just written and is about to tell. */
    void committed(List<Notice> notices) {
        for (Notice notice : notices) {
            if (notice instanceof Notice.Appended(LedgerEvent event, StreamHead head)) {
                world.checks.acknowledged(this, event);
                if (world.isTold()) {
                    world.trace(
                            this
                                    + " wrote "
                                    + event.kind()
                                    + " "
                                    + new String(event.payload().bytes(), StandardCharsets.UTF_8));
                }
                floor.merge(head.stream(), head.n(), Math::max);
            }
        }
    }

    /** It was seen to hold that much. */
    void holds(StreamId stream, long n) {
        floor.merge(stream, n, Math::max);
    }

    /** Whether its disk may have lost something since then. */
    boolean hasLostSince(long moment) {
        return !losses.isEmpty() && losses.getLast() >= moment;
    }

    /** Whether one of its losses was within so much after a moment. */
    boolean lostAbout(long moment, long within) {
        return losses.stream().anyMatch(at -> at >= moment && at <= moment + within);
    }

    void slowDown(long ms) {
        commitMs = ms;
        slowestMs = Math.max(slowestMs, ms);
    }

    long slowestCommitMs() {
        return slowestMs;
    }

    void standStill(long nanos) {
        SimProcess standing = process;
        if (standing != null) {
            stoodStill = true;
            standing.stall(nanos);
        }
    }

    boolean hasStoodStill() {
        return stoodStill;
    }

    Map<StreamId, Long> floor() {
        return floor;
    }

    @Override
    public String toString() {
        return "host " + number + " (" + id + ")";
    }
}
