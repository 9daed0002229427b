package dev.gatehouse.api;

import dev.gatehouse.model.Compared;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The answer of {@code GET /api/p2p/sync-state}: the original's four columns of each peer, and
 * after them what it did not know. All times but {@code last_sync_timestamp} (ms) are UTC text.
 */
record SyncStateJson(boolean success, List<PeerSyncJson> syncState) {
    record PeerSyncJson(
            String peerCentralId,
            @Nullable Long lastSyncTimestamp,
            @Nullable String lastSyncTime,
            @Nullable String updatedAt,
            String link,
            @Nullable String linkReason,
            @Nullable String pausedBy,
            @Nullable String pausedUntil,
            boolean connected,
            @Nullable Long weMiss,
            @Nullable String missingSince,
            @Nullable Long theyMiss,
            @Nullable String theyMissSince,
            @Nullable Double rttMsP50,
            @Nullable Double rttMsP95,
            @Nullable Double clockOffsetMs,
            long received,
            long merged,
            long had,
            long rejected,
            long waiting,
            long liveDropped,
            long conflicts,
            long repeated,
            @Nullable String identicalAsOf,
            @Nullable String digest,
            boolean original,
            @Nullable ComparedJson compared,
            @Nullable RunningJson resync,
            @Nullable EndedJson lastResync) {
        static PeerSyncJson of(PeerState peer) {
            PeerCounters counters = peer.counters();
            @Nullable Instant synced = peer.lastSyncAt();
            @Nullable ResyncProgress resync = peer.resync();
            @Nullable ResyncOutcome last = peer.lastResync();
            return new PeerSyncJson(
                    peer.id().value(),
                    synced == null ? null : synced.toEpochMilli(),
                    TimeText.utcOrNull(synced),
                    TimeText.utcOrNull(peer.syncUpdatedAt()),
                    link(peer.link()),
                    reason(peer.link()),
                    peer.link() instanceof LinkState.Paused paused ? paused.by() : null,
                    peer.link() instanceof LinkState.Paused paused
                            ? TimeText.utc(paused.until())
                            : null,
                    peer.connected(),
                    peer.weMiss(),
                    TimeText.utcOrNull(peer.missingSince()),
                    peer.theyMiss(),
                    TimeText.utcOrNull(peer.theyMissSince()),
                    peer.rttP50Ms(),
                    peer.rttP95Ms(),
                    peer.clockOffsetMs(),
                    counters.received(),
                    counters.merged(),
                    counters.had(),
                    counters.rejected(),
                    counters.waiting(),
                    counters.dropped(),
                    counters.conflicts(),
                    counters.repeated(),
                    TimeText.utcOrNull(peer.identicalAsOf()),
                    hex(peer.digest()),
                    peer.original(),
                    ComparedJson.orNull(peer.compared()),
                    resync == null ? null : RunningJson.of(resync),
                    last == null ? null : EndedJson.of(last));
        }

        private static @Nullable String reason(LinkState link) {
            return switch (link) {
                case LinkState.Refused refused -> refused.reason();
                case LinkState.Paused paused -> paused.reason();
                case LinkState.Unknown _,
                        LinkState.Connecting _,
                        LinkState.Connected _,
                        LinkState.Disconnected _ ->
                        null;
            };
        }

        private static String link(LinkState link) {
            return switch (link) {
                case LinkState.Unknown _ -> "unknown";
                case LinkState.Connecting _ -> "connecting";
                case LinkState.Connected _ -> "connected";
                case LinkState.Disconnected _ -> "disconnected";
                case LinkState.Refused _ -> "refused";
                case LinkState.Paused _ -> "paused";
            };
        }
    }

    /** What comparing an original showed: rows that were looked at, and those that differ. */
    record ComparedJson(String at, long rows, long differ) {
        static @Nullable ComparedJson orNull(@Nullable Compared compared) {
            return compared == null
                    ? null
                    : new ComparedJson(
                            TimeText.utc(compared.at()), compared.rows(), compared.differ());
        }
    }

    /** A resync under way; {@code per_second} in events. */
    record RunningJson(String stage, long toReceive, long received, long toSend, double perSecond) {
        static RunningJson of(ResyncProgress resync) {
            return new RunningJson(
                    resync.stage().name().toLowerCase(Locale.ROOT),
                    resync.toReceive(),
                    resync.received(),
                    resync.toSend(),
                    resync.perSecond());
        }
    }

    /** How a resync ended; what does not belong to its outcome is null. */
    record EndedJson(
            String outcome,
            String at,
            long merged,
            @Nullable String asOf,
            @Nullable Long events,
            @Nullable String digest,
            @Nullable Long weMiss,
            @Nullable Long theyMiss,
            DifferencesJson.@Nullable FoundJson differences,
            @Nullable ComparedJson compared,
            @Nullable String code) {
        static EndedJson of(ResyncOutcome outcome) {
            String at = TimeText.utc(outcome.at());
            long merged = outcome.merged();
            return switch (outcome) {
                case ResyncOutcome.Identical same ->
                        new EndedJson(
                                "identical",
                                at,
                                merged,
                                TimeText.utc(same.asOf()),
                                same.events(),
                                hex(same.digest()),
                                0L,
                                0L,
                                null,
                                null,
                                null);
                case ResyncOutcome.ComparedOnly(_, _, Compared compared) ->
                        bare("compared", at, merged, ComparedJson.orNull(compared), null);
                case ResyncOutcome.StillDifferent other ->
                        new EndedJson(
                                "still_different",
                                at,
                                merged,
                                null,
                                null,
                                null,
                                other.weMiss(),
                                other.theyMiss(),
                                DifferencesJson.FoundJson.orNull(other.differences()),
                                null,
                                null);
                case ResyncOutcome.Cancelled _ -> bare("cancelled", at, merged, null, null);
                case ResyncOutcome.Failed failed -> bare("failed", at, merged, null, failed.code());
            };
        }

        /** One that says nothing of what both hold. */
        private static EndedJson bare(
                String outcome,
                String at,
                long merged,
                @Nullable ComparedJson compared,
                @Nullable String code) {
            return new EndedJson(
                    outcome, at, merged, null, null, null, null, null, null, compared, code);
        }
    }

    private static @Nullable String hex(@Nullable Hash hash) {
        return hash == null ? null : hash.toString();
    }
}
