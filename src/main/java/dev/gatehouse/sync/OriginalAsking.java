package dev.gatehouse.sync;

import dev.gatehouse.mesh.Link;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.sync.original.Asking;
import dev.gatehouse.sync.original.FactMaker;
import dev.gatehouse.sync.original.FrameWriter;
import dev.gatehouse.sync.original.KnownRows;
import dev.gatehouse.sync.original.Row;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.ToIntFunction;

/** Asks originals for what they have, and takes their answers. The sync thread only. */
final class OriginalAsking {
    /** An answer of 5,000 rows takes an original a second or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Its own link comes within this after ours, and the first generation answers on that alone.
     */
    private static final Duration BOTH_LINKS = Duration.ofSeconds(1);

    /** It is asked so often at least where it does not answer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** An exit does not move its row to where new ones are asked for. */
    static final Duration PASS_EVERY = Duration.ofMinutes(10);

    /** A link that comes and goes must not have it read all of its history each time. */
    private static final Duration PASS_AT_MOST_EVERY = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Shared shared;
    private final OriginalIntake intake;
    private final FactMaker make;
    private final FrameWriter writer;
    private final ToIntFunction<OriginalPeer> turn;

    /**
     * @param turn this node's place among those that are linked to it
     */
    OriginalAsking(
            Shared shared,
            OriginalIntake intake,
            FactMaker make,
            FrameWriter writer,
            ToIntFunction<OriginalPeer> turn) {
        this.shared = shared;
        this.intake = intake;
        this.make = make;
        this.writer = writer;
        this.turn = turn;
    }

    /** A link to it came up: what it could not answer before it may answer now. */
    void linked(OriginalPeer peer, boolean first, Instant now) {
        if (first) {
            peer.told = true;
            peer.silences = 0;
        }
        if (first && shared.settings.auto()) {
            wantPass(peer, now);
        }
        peer.askedAt = null;
        peer.askAfter = first ? now.plus(BOTH_LINKS) : now;
    }

    /** All of its window is to be gone over soon. */
    void wantPass(OriginalPeer peer, Instant now) {
        Instant last = peer.passedAt;
        Instant earliest = last == null ? now : last.plus(PASS_AT_MOST_EVERY);
        want(peer, earliest.isAfter(now) ? earliest : now);
    }

    /** The same at once, from the beginning, told in the log. */
    void now(OriginalPeer peer, Instant now) {
        peer.giveUpPass();
        peer.nextPass = now;
        peer.byHand = true;
        peer.silences = 0;
    }

    /** The same at that moment, unless it is due before. */
    void want(OriginalPeer peer, Instant when) {
        Instant next = peer.nextPass;
        if (next == null || when.isBefore(next)) {
            peer.nextPass = when;
        }
    }

    /**
     * @return whether a pass over all of it has just ended, with all of it written
     */
    boolean tick(OriginalPeer peer, Instant now) {
        if (!peer.linked()) {
            return false;
        }
        Instant asked = peer.askedAt;
        Instant next = peer.nextPass;
        if (peer.ending) {
            return !intake.isWaiting(peer) && ended(peer, now);
        }
        if (peer.asking == null) {
            boolean mine = peer.byHand || turn.applyAsInt(peer) == 0;
            if (next != null && !now.isBefore(next) && mine) {
                begin(peer, now);
            }
        } else if (asked != null && now.isAfter(asked.plus(PATIENCE))) {
            peer.silences++;
            long wait = PATIENCE.toSeconds() << Math.min(peer.silences - 1, 3);
            peer.askedAt = null;
            peer.askAfter = now.plusSeconds(Math.min(wait, LONGEST_WAIT.toSeconds()));
        }
        if (peer.asking != null
                && peer.askedAt == null
                && !now.isBefore(peer.askAfter)
                && peer.book.waiting <= shared.settings.originals().requestLimit()) {
            ask(peer, peer.asking, now);
        }
        return false;
    }

    private void begin(OriginalPeer peer, Instant now) {
        int limit = shared.settings.originals().requestLimit();
        boolean onwards = peer.told && !peer.byHand && peer.known.lastCreated() != null;
        peer.told |= peer.byHand;
        peer.byHand = false;
        Instant from = shared.clock.wall().minus(shared.settings.originals().window());
        if (onwards) { // what is newest comes first; then all of the window
            peer.asking = Asking.onwards(peer.known, limit, shared.settings.zone());
        } else {
            peer.asking = Asking.wide(from, limit, shared.settings.zone());
            peer.fresh = new KnownRows();
        }
        peer.nextPass = null;
        peer.begunAt = now;
        peer.rows = 0;
        peer.mergedBefore = peer.book.merged;
        peer.skippedBefore = peer.skipped();
        if (peer.told) {
            SyncStamp stamp = peer.book.stamp;
            LOG.info(
                    "Requesting sync from {} (since {})",
                    peer.id,
                    TIME.format(
                            (stamp == null ? from : stamp.at()).atZone(shared.settings.zone())));
        }
    }

    private void ask(OriginalPeer peer, Asking asking, Instant now) {
        Link link = peer.link();
        if (link == null) {
            return;
        }
        link.send(writer.request(asking.since(), shared.nowMs()));
        peer.askedAt = now;
        if (peer.told && peer.rows == 0 && peer.silences == 0) {
            LOG.info("Sent SYNC_REQUEST to {}", peer.id);
        }
    }

    /** Rows came, asked for or not. */
    void rows(OriginalPeer peer, Link link, List<Row> rows, Instant now) {
        int place = turn.applyAsInt(peer);
        for (Row row : rows) {
            boolean news = peer.known.take(row);
            KnownRows fresh = peer.fresh;
            if (fresh != null) {
                fresh.take(row);
            }
            if (!news) { // each pass brings all of the window again
                intake.had(peer);
                continue;
            }
            switch (make.of(row, peer.id)) {
                case FactMaker.OfRow.Facts facts ->
                        intake.offer(peer, link, "row " + row.id(), facts.facts(), place);
                case FactMaker.OfRow.Unusable(String why) ->
                        intake.unusable(peer, link, "row " + row.id() + ": " + why);
            }
        }
        Asking asking = peer.asking;
        peer.rows += rows.size();
        if (asking == null || peer.ending || (peer.askedAt == null && peer.silences == 0)) {
            return; // it merges what nobody asked for, and so do we
        }
        peer.askedAt = null;
        peer.silences = 0;
        peer.askAfter = now;
        peer.ending = !asking.goesOn(rows);
    }

    private boolean ended(OriginalPeer peer, Instant now) {
        Asking done = peer.asking;
        KnownRows fresh = peer.fresh;
        boolean wide = done != null && done.isWide();
        peer.ending = false;
        peer.asking = null;
        if (wide && fresh != null) {
            peer.known = fresh;
            peer.fresh = null;
            peer.passedAt = now;
        }
        stamp(peer, now);
        tell(peer);
        want(peer, wide ? now.plus(PASS_EVERY) : now);
        return wide;
    }

    private void stamp(OriginalPeer peer, Instant now) {
        Instant wall = shared.clock.wall(now);
        SyncStamp stamp = new SyncStamp(peer.id, wall, wall);
        peer.book.stamp = stamp;
        Instant stored = peer.book.stampStoredAt;
        if (stored == null || now.isAfter(stored.plus(Proofs.STORE_EVERY))) {
            peer.book.stampStoredAt = now;
            shared.ledger.note(stamp);
        }
    }

    private void tell(OriginalPeer peer) {
        long merged = peer.book.merged - peer.mergedBefore;
        if (!peer.told && merged == 0) {
            return;
        }
        if (peer.rows == 0) {
            LOG.info("No missed events from {}", peer.id);
        } else {
            LOG.info("Received SYNC_RESPONSE from {}: {} events", peer.id, peer.rows);
            LOG.info("Merged {} events, skipped {}", merged, peer.skipped() - peer.skippedBefore);
        }
        SyncStamp stamp = peer.book.stamp;
        if (stamp != null) {
            LOG.info("Updated last sync timestamp for {}: {}", peer.id, stamp.at().toEpochMilli());
        }
        peer.told = false;
    }
}
