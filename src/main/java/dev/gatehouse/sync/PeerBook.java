package dev.gatehouse.sync;

import dev.gatehouse.mesh.LinkClock;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What is kept of one configured peer whatever becomes of its links. The sync thread only. */
final class PeerBook {
    final PeerAddress address;
    LinkClock clock = new LinkClock();
    long received;
    long merged;
    long had;
    long rejected;
    long waiting;
    @Nullable Instant identicalAsOf;
    @Nullable Hash digest;
    @Nullable SyncStamp stamp;
    @Nullable Instant stampStoredAt;
    @Nullable Resync resync;
    @Nullable ResyncOutcome lastResync;
    @Nullable Instant lastHeard;

    /** What the peer lacked when its last link went, and how much was held here then. */
    @Nullable Long theyMissedAtLoss;

    long eventsAtLoss;

    PeerBook(PeerAddress address) {
        this.address = address;
    }

    PeerCounters counters() {
        return new PeerCounters(received, merged, had, rejected, waiting);
    }
}
