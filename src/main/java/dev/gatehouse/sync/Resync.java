package dev.gatehouse.sync;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * One manual resync with one peer: Compare, Transfer, Verify. It watches; events come by the
 * ordinary way. Time is given to it. The sync thread only.
 */
final class Resync {
    /** A peer that is up answers a comparison within a heartbeat; three are allowed. */
    private static final Duration COMPARE_WITHIN = Duration.ofSeconds(15);

    /** Without a single new event for this long the transfer is given up; what came stays. */
    private static final Duration STALLED_AFTER = Duration.ofSeconds(30);

    /** Both sides prove within two heartbeats once nothing is missing; four are allowed. */
    private static final Duration VERIFY_WITHIN = Duration.ofSeconds(20);

    /**
     * The own disk is looked through at some 100,000 events a second; ten times as many as a large
     * car park has in ten years are through by then. Where it cannot be read, or somebody else
     * writes to it all the time, that never ends.
     */
    private static final Duration LOOK_WITHIN = Duration.ofMinutes(15);

    final CompletableFuture<ResyncOutcome> outcome = new CompletableFuture<>();
    private final Instant startedAt;
    private final long mergedBefore;
    private final LongSupplier lookThrough;

    /** Whether it is over, and what differs is being listed. */
    boolean listing;

    /** So many looks through the own disk had ended when the last stage began. */
    private long roundsBefore;

    /** When that disk was looked through, from where on the proof is waited for. */
    private @Nullable Instant lookedThroughAt;

    private ResyncProgress.Stage stage = ResyncProgress.Stage.COMPARE;
    private Instant stageAt;
    private Instant progressAt;
    private long toReceive;
    private long toSend;
    private long received;

    /**
     * @param lookThrough begins to look through all that is on this disk, and gives how many such
     *     looks have ended before
     */
    Resync(Instant now, long mergedBefore, LongSupplier lookThrough) {
        this.lookThrough = lookThrough;
        this.startedAt = now;
        this.stageAt = now;
        this.progressAt = now;
        this.mergedBefore = mergedBefore;
    }

    /**
     * What a look at the peer shows.
     *
     * @param heartbeatAt when its last heartbeat came
     * @param weMiss null while its map is incomplete
     * @param rounds looks through the own disk that have ended
     * @param merged events merged from it since the node started
     * @param events held here
     * @param top the digest of everything held here
     */
    record Look(
            Instant now,
            @Nullable Instant heartbeatAt,
            @Nullable Long weMiss,
            @Nullable Long theyMiss,
            @Nullable Instant identicalAsOf,
            long rounds,
            long merged,
            long events,
            Hash top) {}

    /** Goes on by what is seen; gives the outcome when it is over. */
    @Nullable ResyncOutcome step(Look look) {
        return switch (stage) {
            case COMPARE -> compare(look);
            case TRANSFER -> transfer(look);
            case VERIFY -> verify(look);
        };
    }

    private @Nullable ResyncOutcome compare(Look look) {
        Instant heard = look.heartbeatAt();
        Long weMiss = look.weMiss();
        Long theyMiss = look.theyMiss();
        if (heard != null && heard.isAfter(startedAt) && weMiss != null && theyMiss != null) {
            toReceive = weMiss;
            toSend = theyMiss;
            enter(ResyncProgress.Stage.TRANSFER, look.now());
            return transfer(look);
        }
        return late(look, COMPARE_WITHIN)
                ? new ResyncOutcome.Failed(look.now(), merged(look), "NO_ANSWER")
                : null;
    }

    private @Nullable ResyncOutcome transfer(Look look) {
        Long weMiss = look.weMiss();
        if (weMiss != null && weMiss == 0) {
            received = toReceive;
            enter(ResyncProgress.Stage.VERIFY, look.now());
            roundsBefore = lookThrough.getAsLong();
            return verify(look);
        }
        long now = Math.min(toReceive, merged(look));
        if (now > received) {
            received = now;
            progressAt = look.now();
        }
        return look.now().isAfter(progressAt.plus(STALLED_AFTER))
                ? new ResyncOutcome.Failed(look.now(), merged(look), "STALLED")
                : null;
    }

    /**
     * What is equal may still be damaged on this disk: first all of it is looked through, and where
     * something is found nothing is proven until it is mended.
     */
    private @Nullable ResyncOutcome verify(Look look) {
        if (look.rounds() == roundsBefore) {
            return late(look, LOOK_WITHIN)
                    ? new ResyncOutcome.Failed(look.now(), merged(look), "OWN_DISK")
                    : null;
        }
        Instant since = lookedThroughAt;
        if (since == null) {
            since = look.now();
            lookedThroughAt = since;
        }
        Instant asOf = look.identicalAsOf();
        if (asOf != null && !asOf.isBefore(startedAt)) {
            return new ResyncOutcome.Identical(
                    look.now(), merged(look), asOf, look.events(), look.top());
        }
        return look.now().isAfter(since.plus(VERIFY_WITHIN))
                ? new ResyncOutcome.StillDifferent(
                        look.now(), merged(look), look.weMiss(), look.theyMiss(), null)
                : null;
    }

    private boolean late(Look look, Duration within) {
        return look.now().isAfter(stageAt.plus(within));
    }

    private long merged(Look look) {
        return look.merged() - mergedBefore;
    }

    private void enter(ResyncProgress.Stage next, Instant now) {
        stage = next;
        stageAt = now;
        progressAt = now;
    }

    ResyncProgress progress(Instant now) {
        double seconds = Duration.between(stageAt, now).toMillis() / 1000.0;
        boolean rated = stage == ResyncProgress.Stage.TRANSFER && seconds > 0;
        return new ResyncProgress(
                stage, toReceive, received, toSend, rated ? received / seconds : 0);
    }

    Instant startedAt() {
        return startedAt;
    }

    long mergedBefore() {
        return mergedBefore;
    }
}
