package dev.gatehouse.node;

import dev.gatehouse.config.PauseFile;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PauseOutcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Peers that somebody has paused, until they are resumed or their time is over, whichever comes
 * first. A pause outlives a restart: who asked for it did not mean "until the next update", and its
 * end is written beside it, so it cannot be forgotten either. Any thread.
 */
final class Pauses implements AutoCloseable {
    /** Longer than a shift is forgotten by the one who comes after. */
    static final Duration LONGEST = Duration.ofHours(8);

    /** Writing some hundred bytes takes milliseconds; a disk that hangs is not waited for. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    /**
     * @param endNanos by the steady clock: a wall clock that is set makes no pause longer
     */
    private record Held(LinkState.Paused pause, long endNanos) {}

    private final PauseFile file;
    private final Mesh mesh;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Map<CentralId, Held> held = new LinkedHashMap<>();
    private final ScheduledExecutorService timer;

    /** Puts in force what was kept from an earlier run and is not over. */
    Pauses(PauseFile file, Mesh mesh, InstantSource wall, LongSupplier nanos) {
        this.file = file;
        this.mesh = mesh;
        this.wall = wall;
        this.nanos = nanos;
        file.read().forEach(this::hold);
        held.forEach((peer, kept) -> mesh.pause(peer, kept.pause()));
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("pauses").daemon().factory());
        timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void hold(CentralId peer, LinkState.Paused pause) {
        Duration left = Duration.between(wall.instant(), pause.until());
        if (left.isPositive()) {
            Duration most = left.compareTo(LONGEST) > 0 ? LONGEST : left;
            held.put(peer, new Held(pause, nanos.getAsLong() + most.toNanos()));
        }
    }

    synchronized PauseOutcome pause(CentralId peer, Duration length, String reason, String by) {
        Instant now = wall.instant();
        var pause = new LinkState.Paused(now, now.plus(length), by, reason);
        if (!mesh.isConfigured(peer)) {
            return new PauseOutcome.UnknownPeer();
        }
        Held before = held.put(peer, new Held(pause, nanos.getAsLong() + length.toNanos()));
        try {
            save();
        } catch (IOException e) {
            if (before == null) {
                held.remove(peer);
            } else {
                held.put(peer, before);
            }
            return new PauseOutcome.Unwritten("the pause cannot be kept: " + e.getMessage());
        }
        mesh.pause(peer, pause);
        LOG.info("{} paused by {} until {}: {}", peer, by, pause.until(), reason);
        return new PauseOutcome.Paused(pause.until());
    }

    synchronized boolean resume(CentralId peer, String by) {
        if (held.remove(peer) == null) {
            return false;
        }
        mesh.resume(peer);
        LOG.info("{} resumed by {}", peer, by);
        saveOrWarn();
        return true;
    }

    private void tick() {
        try {
            endWhatIsOver();
        } catch (Throwable e) { // else no pause would ever end
            LOG.error("The end of pauses could not be looked at once", e);
        }
    }

    private synchronized void endWhatIsOver() {
        long now = nanos.getAsLong();
        boolean any =
                held.entrySet()
                        .removeIf(
                                entry -> {
                                    boolean over = now - entry.getValue().endNanos() >= 0;
                                    if (over) {
                                        mesh.resume(entry.getKey());
                                        LOG.info("{} resumed: its time is over", entry.getKey());
                                    }
                                    return over;
                                });
        if (any) {
            saveOrWarn();
        }
    }

    /** What is in the file too long is over by its own time. */
    private void saveOrWarn() {
        try {
            save();
        } catch (IOException e) {
            LOG.warn("What is paused could not be kept: {}", e.toString());
        }
    }

    private void save() throws IOException {
        var pauses = new LinkedHashMap<CentralId, LinkState.Paused>();
        held.forEach((peer, kept) -> pauses.put(peer, kept.pause()));
        file.write(pauses);
    }

    /**
     * Waits for a file that is being written: whoever opens the folder next is to find it whole.
     */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("What is paused is still being written: the disk hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
