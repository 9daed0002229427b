package dev.gatehouse.sync;

import dev.gatehouse.mesh.LinkClock;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of one configured peer whatever becomes of its links; moments by the steady clock.
 * The sync thread only.
 */
final class PeerBook {
    /** A bad page's stream is not asked of the same peer again before this. */
    private static final Duration BAD_FOR = Duration.ofMinutes(10);

    /** Streams of one peer that are being avoided; beyond it the oldest are tried again. */
    private static final int BAD_KEPT = 1_024;

    PeerAddress address;
    LinkClock clock = new LinkClock();
    long received;
    long merged;
    long had;
    long rejected;
    long dropped;
    long waiting;
    long conflicts;

    /** Frames that came again. */
    long repeated;

    @Nullable Instant identicalAsOf;
    @Nullable Hash digest;

    /** Whether it shows other visits than this node although both held the same events. */
    boolean foldsApart;

    @Nullable SyncStamp stamp;
    @Nullable Instant stampStoredAt;
    @Nullable Resync resync;
    @Nullable ResyncOutcome lastResync;
    @Nullable Instant lastHeard;

    /** Whether it was found to speak the original's dialect; null where nothing was found yet. */
    @Nullable Boolean foundOriginal;

    /** Of an original, what the last comparison with it showed. */
    @Nullable Compared compared;

    /** What the peer lacked when its last link went, and how much was held here then. */
    @Nullable Long theyMissedAtLoss;

    long eventsAtLoss;

    /** Since when it lacks anything, as it was when its last link went, or after that. */
    @Nullable Instant theyMissSince;

    PeerBook(PeerAddress address) {
        this.address = address;
    }

    /** Until then it is asked for nothing: a person cancelled. */
    Instant quietUntil = Instant.MIN;

    /** Asks in a row that it did not answer. */
    int silences;

    private final Map<StreamId, Instant> badUntil = new Latest();

    /** Of those it did not answer for. */
    private final Map<StreamId, Instant> silentUntil = new Latest();

    private static final class Latest extends LinkedHashMap<StreamId, Instant> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Instant> eldest) {
            return size() > BAD_KEPT;
        }
    }

    /** What it says of that stream cannot be used; a new link does not make it better. */
    void bad(StreamId stream, Instant now) {
        badUntil.put(stream, now.plus(BAD_FOR));
    }

    /** What was wrong with that stream is not any more. */
    void good(StreamId stream) {
        badUntil.remove(stream);
        silentUntil.remove(stream);
    }

    /** Another peer is asked for that stream until then. */
    void avoid(StreamId stream, Instant until) {
        silentUntil.put(stream, until);
    }

    /** It does answer, though late: it is asked again for what it was silent about. */
    void answers() {
        silences = 0;
        silentUntil.clear();
    }

    boolean isBad(StreamId stream, Instant now) {
        return now.isBefore(badUntil.getOrDefault(stream, Instant.MIN))
                || now.isBefore(silentUntil.getOrDefault(stream, Instant.MIN));
    }

    /** Nothing is avoided any more: a person asks for all of it. */
    void tryEverything() {
        badUntil.clear();
        silentUntil.clear();
        quietUntil = Instant.MIN;
    }

    /** The wall clock was set: what was measured or shown by it before is of no use. */
    void forgetTimes() {
        identicalAsOf = null;
        clock = new LinkClock();
    }

    /** Whether it is told, or was found, to speak the original's dialect. */
    boolean isOriginal() {
        Boolean found = foundOriginal;
        return found == null ? address.dialect() != null : found;
    }

    PeerCounters counters() {
        return new PeerCounters(
                received, merged, had, rejected, waiting, dropped, conflicts, repeated);
    }
}
