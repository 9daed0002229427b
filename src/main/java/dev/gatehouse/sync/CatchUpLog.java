package dev.gatehouse.sync;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.SyncStamp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * The lines by which operators follow a catch-up: one set for each, at INFO. Where events reach
 * this node only through others, a few are fetched every second; such a trickle is no catch-up and
 * is told at DEBUG. The sync thread only.
 */
final class CatchUpLog {
    /** So many events missing at once are a catch-up also where the two were in step before. */
    private static final long WORTH_TELLING = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Shared shared;

    CatchUpLog(Shared shared) {
        this.shared = shared;
    }

    /** Something is about to be asked for. */
    void asked(Session session, PeerBook book, long missing) {
        if (session.catchUp == null) {
            boolean told = !session.reported || missing >= WORTH_TELLING;
            session.catchUp = new Session.CatchUp(told);
            if (told) {
                requested(book);
            }
        }
    }

    private void requested(PeerBook book) {
        CentralId peer = book.address.id();
        SyncStamp stamp = book.stamp;
        LOG.info(
                "Requesting sync from {} (since {})",
                peer,
                stamp == null
                        ? "the beginning"
                        : TIME.format(stamp.at().atZone(shared.settings.zone())));
        LOG.info("Sent SYNC_REQUEST to {}", peer);
    }

    /** All that was asked for has come, or the link is gone and no more will. */
    void came(Session session, PeerBook book) {
        Session.CatchUp catchUp = session.catchUp;
        if (catchUp != null && !catchUp.ended) {
            catchUp.ended = true;
            CentralId peer = book.address.id();
            if (catchUp.told) {
                LOG.info("Received SYNC_RESPONSE from {}: {} events", peer, catchUp.events);
                LOG.info("Merged {} events, skipped {}", catchUp.merged, catchUp.skipped);
            } else {
                LOG.debug("Fetched {} events from {}", catchUp.events, peer);
            }
        }
    }

    /** All that the peer had when its last heartbeat came is held here. */
    void proven(Session session, PeerBook book, Instant at) {
        Session.CatchUp catchUp = session.catchUp;
        CentralId peer = book.address.id();
        came(session, book);
        if (catchUp == null && !session.reported) {
            requested(book);
            LOG.info("No missed events from {}", peer);
        }
        if (catchUp == null ? !session.reported : catchUp.told) {
            LOG.info("Updated last sync timestamp for {}: {}", peer, at.toEpochMilli());
        }
        session.reported = true;
        session.catchUp = null;
    }
}
