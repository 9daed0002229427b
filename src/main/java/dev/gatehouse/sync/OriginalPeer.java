package dev.gatehouse.sync;

import dev.gatehouse.mesh.Link;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.sync.original.Asking;
import dev.gatehouse.sync.original.KnownRows;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One original, whatever becomes of its links; moments by the steady clock. The sync thread only.
 */
final class OriginalPeer {
    final CentralId id;
    final PeerBook book;

    /** Each with the time of the next heartbeat on it. */
    final Map<Link, Instant> links = new LinkedHashMap<>();

    /** What it is known to have. */
    KnownRows known = new KnownRows();

    /** What a pass over all of it has shown so far, to take the place of that. */
    @Nullable KnownRows fresh;

    // asking it

    /** The pass under way. */
    @Nullable Asking asking;

    /** When it was asked last; null where no answer is awaited. */
    @Nullable Instant askedAt;

    /** When that pass began. */
    Instant begunAt = Instant.MIN;

    /** It is not asked before this. */
    Instant askAfter = Instant.MIN;

    /** All of the pass has come, and waits for the writer. */
    boolean ending;

    /** Asks in a row without an answer. */
    int silences;

    /** When all of it is gone over next. */
    @Nullable Instant nextPass;

    /** When the last pass over all of it ended. */
    @Nullable Instant passedAt;

    /** Somebody asked for the next pass. */
    boolean byHand;

    /** Rows of the present pass. */
    long rows;

    /** Whether the log tells of it. */
    boolean told;

    long mergedBefore;
    long skippedBefore;

    // telling it

    /** When it is told what it lacks at the latest, whether or not it has answered. */
    @Nullable Instant tellBy;

    /** It has asked, and waits for an answer. */
    boolean owed;

    /** Passes in a row that only look whether it took what it was told. */
    int lookedAgain;

    @Nullable OriginalRound round;

    OriginalPeer(PeerBook book) {
        this.id = book.address.id();
        this.book = book;
    }

    /** What the pass under way has shown is worth nothing. */
    void giveUpPass() {
        asking = null;
        askedAt = null;
        fresh = null;
        ending = false;
    }

    boolean linked() {
        return !links.isEmpty();
    }

    /** The link to speak on: one of ours before one of its own. */
    @Nullable Link link() {
        Link found = null;
        for (Link link : links.keySet()) {
            if (found == null || (found.dialled() == null && link.dialled() != null)) {
                found = link;
            }
        }
        return found;
    }

    long skipped() {
        return book.had + book.rejected;
    }
}
