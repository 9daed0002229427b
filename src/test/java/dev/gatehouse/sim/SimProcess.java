package dev.gatehouse.sim;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.gate.Cameras;
import dev.gatehouse.gate.Gate;
import dev.gatehouse.gate.GateClocks;
import dev.gatehouse.gate.SiteBook;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.mesh.Machine;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Notice;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.sync.SyncManager;
import dev.gatehouse.sync.SyncSettings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One run of the program on one host. Once it is dead nothing that it still does has any effect,
 * wherever in its code it was.
 */
final class SimProcess implements Station {
    static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final Host host;
    private final SplittableRandom random;
    private boolean alive = true;
    private long stalledSince;
    private long stalledUntil;
    private long sendsLeft = Long.MAX_VALUE;
    final Ledger ledger;
    final SyncManager sync;
    final Gate gate;
    final Cameras cameras;
    final Door door;

    SimProcess(Host host, SplittableRandom random) {
        this.host = host;
        this.random = random;
        var feed = new Feed(task -> later(someNanos(100_000), task));
        this.ledger =
                host.open(
                        notices -> published(feed, notices),
                        turn -> later(host.commitNanos(), turn));
        this.sync =
                new SyncManager(
                        ledger,
                        feed,
                        new SyncSettings(
                                host.id, host.peers(), true, host.pageSize, HEARTBEAT, ZONE),
                        new Machine(
                                host.clock,
                                host.clock::nanos,
                                random.split(),
                                network().transport(this),
                                _ -> new SimLoop(this),
                                task -> later(someNanos(500_000), task)),
                        host.signer);
        this.cameras = new Cameras(host.clock, host.clock::nanos, List.of());
        var clocks =
                new GateClocks(
                        host.clock,
                        host.clock::nanos,
                        _ -> false,
                        request -> Optional.ofNullable(request.cameraId()).flatMap(cameras::skew));
        var lanes = new LaneMap(Traffic.LANES);
        this.gate =
                new Gate(
                        ledger,
                        new SiteBook(ledger, new FeeRules(30, 25_000), ZoneOffset.UTC),
                        clocks,
                        () -> lanes);
        this.door =
                world().site == World.Site.EVERY_READING
                        ? Door.everyReading(ledger)
                        : Door.of(gate);
    }

    void start() {
        try {
            sync.mesh().listen(new InetSocketAddress(Network.address(host.number), 9000));
            network().listen(this, 8000, sync.mesh().callers()); // where the API would be
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        sync.start();
    }

    private void published(Feed feed, List<Notice> notices) {
        if (alive) {
            host.committed(notices);
            feed.publish(notices);
        }
    }

    Host host() {
        return host;
    }

    @Override
    public int number() {
        return host.number;
    }

    World world() {
        return host.world;
    }

    Network network() {
        return host.world.network;
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    /** Whether a frame may leave; counts down to the one in the midst of which it is killed. */
    @Override
    public boolean mayAct() {
        if (alive && --sendsLeft < 0) {
            host.world.trace(host + " is killed in the midst of sending");
            host.kill(true);
        }
        return alive;
    }

    void killAfterSends(long sends) {
        sendsLeft = sends;
    }

    /** It stands still until then, as in a pause of its virtual machine. */
    void stall(long nanos) {
        stalledSince = host.world.timeline.now();
        stalledUntil = stalledSince + nanos;
    }

    /** How old what it shows may be, which is no older than that while it does not stand still. */
    long statusAge(long atMost) {
        long now = host.world.timeline.now();
        return now < stalledUntil + atMost ? now - stalledSince + atMost : atMost;
    }

    void die() {
        alive = false;
    }

    long someNanos(long most) {
        return 1 + random.nextLong(most);
    }

    @Override
    public void later(long nanos, Runnable work) {
        host.world.timeline.in(nanos, () -> run(work));
    }

    /** Now, or as soon as it no longer stands still. */
    @Override
    public void run(Runnable work) {
        long now = host.world.timeline.now();
        if (now < stalledUntil) {
            host.world.timeline.in(stalledUntil - now, () -> run(work));
        } else {
            guard(work);
        }
    }

    /** Runs it; what it throws is a fault of the program, unless it was dead by then. */
    void guard(Runnable work) {
        if (!alive) {
            return;
        }
        host.world.runs(this);
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (alive) {
                host.world.fail(host + ": a fault in the program: " + e, e);
            }
        }
    }

    List<PeerAddress> peers() {
        return host.peers();
    }
}
