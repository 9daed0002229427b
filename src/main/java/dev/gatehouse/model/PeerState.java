package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * All that is known of one configured peer at one moment. What is not known is null, never 0.
 *
 * @param id the peer
 * @param host its address as configured
 * @param port its P2P port as configured
 * @param link how the way to it stands
 * @param lastHeard when its last frame came
 * @param rttP50Ms median round trip of the last 64 heartbeats, in ms
 * @param rttP95Ms 95th percentile of the same
 * @param clockOffsetMs its clock minus ours, in ms; positive when it is ahead
 * @param weMiss events that it holds and we do not
 * @param theyMiss events that we hold and it does not
 * @param identicalAsOf the latest moment for which both are proven to hold the same; null where
 *     never since this node started
 * @param digest the digest of everything in its last heartbeat
 * @param differing streams of which it is known to hold other events under the same numbers
 * @param missingSince since when the first of {@code weMiss} is known; null where none is
 * @param theyMissSince since when the first of {@code theyMiss} is held here and not there, as far
 *     as is known; null where none is
 * @param twice whether two booths with this id were linked at once
 * @param lastSyncAt the original's {@code last_sync_timestamp}: when its last proven exchange came
 * @param syncUpdatedAt when {@code lastSyncAt} was last set
 * @param counters what came from it since start
 * @param resync the resync under way, null when there is none
 * @param lastResync how the last one ended, null when there was none
 * @param original whether it speaks the original's dialect, as configured or as found out: then it
 *     is compared, and never proven to hold the same
 * @param compared what the last comparison showed; null where there was none
 */
public record PeerState(
        CentralId id,
        String host,
        int port,
        LinkState link,
        @Nullable Instant lastHeard,
        @Nullable Double rttP50Ms,
        @Nullable Double rttP95Ms,
        @Nullable Double clockOffsetMs,
        @Nullable Long weMiss,
        @Nullable Long theyMiss,
        @Nullable Instant identicalAsOf,
        @Nullable Hash digest,
        long differing,
        @Nullable Instant missingSince,
        @Nullable Instant theyMissSince,
        boolean twice,
        @Nullable Instant lastSyncAt,
        @Nullable Instant syncUpdatedAt,
        PeerCounters counters,
        @Nullable ResyncProgress resync,
        @Nullable ResyncOutcome lastResync,
        boolean original,
        @Nullable Compared compared) {
    /** Longer than any holiday of a car park. */
    private static final Duration IDLE_AFTER = Duration.ofDays(7);

    /** Some minutes of them: this PC's own cable may be out at its start. */
    private static final int IDLE_ATTEMPTS = 10;

    /** Since when either lacks something of the other, as far as is known; null where none does. */
    public @Nullable Instant oldest() {
        Instant ours = missingSince;
        Instant theirs = theyMissSince;
        if (ours == null || theirs == null) {
            return ours == null ? theirs : ours;
        }
        return ours.isBefore(theirs) ? ours : theirs;
    }

    /**
     * Since when nothing at all was heard of it, where that is so long that nobody waits for it:
     * the booth is closed, or gone. Null for any other, and where nothing was ever heard.
     */
    public @Nullable Instant idleSince(Instant now) {
        Instant last =
                switch (link) {
                    case LinkState.Connected _, LinkState.Refused _, LinkState.Paused _ -> null;
                    case LinkState.Disconnected gone -> gone.since();
                    case LinkState.Unknown _ -> null;
                    case LinkState.Connecting dialling -> // it may be from before the last start
                            dialling.attempt() < IDLE_ATTEMPTS
                                    ? null
                                    : later(lastHeard, syncUpdatedAt);
                };
        return last == null || last.plus(IDLE_AFTER).isAfter(now) ? null : last;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    public boolean connected() {
        return link instanceof LinkState.Connected;
    }
}
