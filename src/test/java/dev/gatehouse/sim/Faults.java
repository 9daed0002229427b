package dev.gatehouse.sim;

import dev.gatehouse.ledger.Disk;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes faults happen, and ends them. */
final class Faults {
    private final World world;
    private final SplittableRandom random;
    private final Map<Fault, Host> clones = new HashMap<>();

    Faults(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    void schedule(Fault fault) {
        long begin = fault.atMs() * Timeline.MS;
        long end = Math.min(fault.endMs(), world.activeMs) * Timeline.MS;
        world.timeline.in(
                begin,
                () -> {
                    world.trace("fault begins: " + fault);
                    begin(fault);
                });
        world.timeline.in(end, () -> end(fault));
        if (fault.kind() == Fault.Kind.FLAP) {
            boolean out = true;
            for (long at = begin; at < end; at += fault.amount() * Timeline.MS) {
                boolean cut = out;
                world.timeline.in(at, () -> cable(fault, cut));
                out = !out;
            }
        }
    }

    private void begin(Fault fault) {
        Host a = world.host(fault.a());
        SimProcess process = a.process();
        switch (fault.kind()) {
            case CUT -> cable(fault, true);
            case ONE_WAY -> world.network.block(fault.a(), fault.b(), true);
            case HALF_OPEN -> world.network.reset(fault.a(), fault.b(), false, false);
            case ONE_SIDED_END -> world.network.reset(fault.a(), fault.b(), false, true);
            case SLOW -> slow(fault);
            case FORGES -> way(fault).forges = true;
            case REPEATS -> way(fault).repeats = fault.amount() * Timeline.MS;
            case OVERTAKES -> way(fault).holdsBack = fault.amount() * Timeline.MS;
            case FLAP -> {}
            case ALONE -> alone(fault.a(), true);
            case KILL -> a.kill(true);
            case KILL_AT_COMMIT ->
                    arm(
                            a,
                            random.nextBoolean()
                                    ? Disk.Commit.KILLED_BEFORE
                                    : Disk.Commit.KILLED_AFTER,
                            fault);
            case KILL_AT_SEND -> {
                if (process != null) {
                    process.killAfterSends(fault.amount());
                }
            }
            case STOP -> a.stop();
            case PAUSE -> a.standStill(fault.forMs() * Timeline.MS);
            case POWER_CUT -> a.cutPower();
            case LYING_DISK -> a.beginToLie();
            case DISK_FAILS -> arm(a, Disk.Commit.REFUSED, fault);
            case DONE_BUT_REFUSED -> arm(a, Disk.Commit.DONE_BUT_REFUSED, fault);
            case DISK_FULL -> a.disk.full(true);
            case DISK_SLOW -> a.slowDown(fault.amount());
            case RESTORE -> a.backUp();
            case REINSTALL -> {
                a.forgetBackup();
                a.restore();
            }
            case SNAPSHOT -> {
                alone(fault.a(), fault.amount() == 1);
                a.resume();
            }
            case CLONE -> clone(fault, a);
            case OLDER -> a.install(world.lacking);
            case CLOCK_SET -> a.clock.set(Duration.ofMillis(fault.amount()));
            case CLOCK_DRIFTS -> a.clock.drift(fault.amount());
            case TWO_GATES -> world.people.twoGates(fault);
            case RUSH -> world.people.rush(fault);
        }
    }

    private void end(Fault fault) {
        Host a = world.host(fault.a());
        switch (fault.kind()) {
            case CUT, FLAP -> cable(fault, false);
            case ONE_WAY -> world.network.block(fault.a(), fault.b(), false);
            case SLOW -> world.network.restoreSpeed(fault.a(), fault.b());
            case REPEATS -> way(fault).repeats = 0;
            case OVERTAKES -> way(fault).holdsBack = 0;
            case FORGES -> way(fault).forges = false;
            case ALONE, SNAPSHOT -> alone(fault.a(), false);
            case KILL_AT_COMMIT, DISK_FAILS, DONE_BUT_REFUSED -> {
                a.ending = Disk.Commit.DONE;
                a.start();
            }
            case LYING_DISK -> {
                a.cutPower();
                a.ending = Disk.Commit.DONE;
                a.start();
            }
            case DISK_FULL -> a.disk.full(false);
            case DISK_SLOW -> a.commitMs = 4;
            case RESTORE -> {
                a.restore();
                a.start();
            }
            case CLONE -> {
                Host clone = clones.get(fault);
                if (clone != null) {
                    alone(clone.number, false);
                }
            }
            case OLDER -> a.install(Set.of());
            case KILL, KILL_AT_SEND, STOP, POWER_CUT, REINSTALL -> a.start();
            case HALF_OPEN, ONE_SIDED_END, PAUSE, CLOCK_SET, CLOCK_DRIFTS, TWO_GATES, RUSH -> {}
        }
    }

    private static void arm(Host host, Disk.Commit ending, Fault fault) {
        host.ending = ending;
        host.endingAfter = Math.max(0, fault.amount() - 1);
    }

    private void cable(Fault fault, boolean out) {
        world.network.block(fault.a(), fault.b(), out);
        world.network.block(fault.b(), fault.a(), out);
        if (out) {
            world.network.reset(fault.a(), fault.b(), true, true);
        }
    }

    private Network.Way way(Fault fault) {
        return world.network.way(fault.a(), fault.b());
    }

    private void slow(Fault fault) {
        for (Network.Way way : world.network.both(fault.a(), fault.b())) {
            way.latency = fault.amount() * Timeline.MS;
            way.bytesPerSecond = 1_000 + random.nextLong(100_000);
        }
    }

    private void alone(int host, boolean apart) {
        for (Host other : world.hosts) {
            if (other.number != host) {
                world.network.block(host, other.number, apart);
                world.network.block(other.number, host, apart);
            }
        }
    }

    private void clone(Fault fault, Host of) {
        Host clone = world.cloned(of, random);
        if (clone != null) {
            clones.put(fault, clone);
            alone(clone.number, fault.amount() == 1);
            clone.goOn();
        }
    }
}
