package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * From when on a peer is known to hold the same: its claims, held against what is held here. The
 * sync thread only.
 */
final class Proofs {
    /** How often the time of the last exchange is stored; the API has it exact from memory. */
    static final Duration STORE_EVERY = Duration.ofSeconds(30);

    /** Roots computed from the disk in one go; more would keep the other peers waiting. */
    private static final int ROOTS_AT_ONCE = 128;

    /** With more claims than this to look through, they are looked through once a second. */
    private static final int MANY_CLAIMS = 1_000;

    private final Shared shared;
    private final CatchUpLog log;
    private final Predicate<Instant> sound;
    private int rootsRead;

    /**
     * @param sound whether what was on this disk at a moment can be relied on
     */
    Proofs(Shared shared, CatchUpLog log, Predicate<Instant> sound) {
        this.shared = shared;
        this.log = log;
        this.sound = sound;
    }

    /** Proves what is due. */
    void tick(Session session, Instant now) {
        if (session.proofDue && !now.isBefore(session.proofNotBefore)) {
            prove(session, now);
        }
    }

    /**
     * The same events must come to the same visits. Where they do not, the two have other settings
     * or one has derived something wrong, and no sync will ever mend that.
     */
    void compareFolds(PeerBook book, Messages.Heartbeat heartbeat) {
        FoldDigest theirs = heartbeat.fold();
        Ledger.Standing mine = shared.ledger.standing();
        if (theirs != null && theirs.version() != mine.fold().version()) {
            book.foldsApart = false; // other versions may show other visits
        } else if (theirs != null
                && heartbeat.top().equals(mine.held().top())
                && shared.ledger.holdings().withheld().isEmpty()) {
            book.foldsApart = !theirs.equals(mine.fold());
        }
    }

    /** A head came as its writer has signed it: it is kept once it is held here. */
    void signed(Session session, SignedHead head) {
        StreamId stream = head.stream();
        if (head.n() == 0) {
            return; // what says nothing is passed on to nobody
        }
        if (shared.ledger.holdings().n(stream) < head.n()) {
            if (session.theirs.get(stream) != null) { // as many as it may claim
                session.signed.put(stream, head);
            }
            return;
        }
        session.signed.remove(stream);
        SignedHead before = shared.ledger.holdings().signed(stream);
        if (before != null && before.n() >= head.n()) {
            return;
        }
        if (!shared.ledger.keep(head)) {
            session.link.offend("a wrong signature under stream " + stream);
            return;
        }
        for (Session other : shared.sessions.values()) { // with their next heartbeat
            other.changedSinceHeartbeat.add(stream);
        }
    }

    /**
     * Another part of a stream is held here: claims about it may be proven now, or not any more.
     */
    void changed(StreamId stream, Instant now) {
        for (Session session : shared.sessions.values()) {
            StreamHead theirs = session.theirs.get(stream);
            session.differing.remove(stream);
            if (theirs == null) {
                continue;
            }
            if (!shared.ledger.holdings().covers(theirs)) {
                session.unproven.putIfAbsent(stream, now);
            } else if (session.unproven.containsKey(stream) && holds(session, stream)) {
                session.unproven.remove(stream);
                conclude(session, now);
            }
            SignedHead signed = session.signed.get(stream);
            if (signed != null) {
                signed(session, signed);
            }
        }
    }

    /** Compares the peer's claims with what is held here. */
    private void prove(Session session, Instant now) {
        rootsRead = 0;
        session.unproven
                .keySet()
                .removeIf(stream -> rootsRead < ROOTS_AT_ONCE && holds(session, stream));
        session.proofDue = rootsRead >= ROOTS_AT_ONCE;
        session.proofNotBefore = session.unproven.size() > MANY_CLAIMS ? now.plusSeconds(1) : now;
        conclude(session, now);
    }

    /** Notes whether all that the peer held at its last heartbeat is held here too. */
    private void conclude(Session session, Instant now) {
        Instant heartbeatAt = session.theirHeartbeatAt;
        PeerBook book = session.book;
        if (book == null
                || heartbeatAt == null
                || !sound.test(heartbeatAt)
                || !session.theirHeartbeatWhole
                || !session.unproven.isEmpty()
                || session.okd == session.theirHeartbeat
                || !session.mapComplete()) {
            return;
        }
        Session.CatchUp catchUp = session.catchUp;
        if (catchUp != null && !catchUp.ended && session.pagesWaiting > 0) {
            session.proofDue = true; // it is written, but not counted: first it is told
            return;
        }
        boolean news = !Objects.equals(session.okdTop, session.theirTop);
        session.okd = session.theirHeartbeat;
        Instant from = session.theirHeartbeatFrom;
        if (from != null) {
            session.okdAt = from;
        }
        session.okdTop = session.theirTop;
        session.okdEvents = session.theirEvents;
        if (news) { // tell soon; but an answer to an answer waits for the next heartbeat
            shared.prompt(session, now.plusMillis(Shared.PROMPT_MS));
        }
        stamp(session, book, shared.clock.wall(heartbeatAt), now);
    }

    private boolean holds(Session session, StreamId stream) {
        StreamHead theirs = session.theirs.get(stream);
        StreamHead mine = shared.ledger.holdings().head(stream);
        if (theirs == null) {
            return true;
        }
        if (mine == null || mine.n() < theirs.n() || session.differing.contains(stream)) {
            return false;
        }
        Hash root;
        boolean same;
        try {
            root = mine.n() == theirs.n() ? mine.root() : rootAt(stream, theirs.n());
            same = root.equals(theirs.root());
            if (same && !theirs.loose().isEmpty() && !mine.holdsAsMuchAs(theirs)) {
                rootsRead++;
                if (!shared.ledger.holdings().covers(theirs)) {
                    return false;
                }
                same = shared.ledger.holdsLoose(theirs);
                if (!same && theirs.loose().size() >= StreamHead.CLAIMED) {
                    return false; // it may hold more than it tells: the digest is over all
                }
            }
        } catch (StoreException e) {
            session.link.complain("Cannot prove stream " + stream + ": " + e.getMessage());
            return false;
        }
        if (same) {
            return true;
        }
        session.differing.add(stream);
        session.link.complain(
                "Stream "
                        + stream
                        + " differs from that of "
                        + session.link
                        + ": "
                        + theirs.n()
                        + " events have root "
                        + root.code()
                        + " here and "
                        + theirs.root().code()
                        + " there");
        return false;
    }

    private Hash rootAt(StreamId stream, long n) {
        rootsRead++;
        return shared.ledger.root(stream, n);
    }

    private void stamp(Session session, PeerBook book, Instant at, Instant now) {
        boolean first = book.stamp == null || session.catchUp != null;
        SyncStamp stamp = new SyncStamp(book.address.id(), at, shared.clock.wall(now));
        log.proven(session, book, at);
        book.stamp = stamp;
        Instant stored = book.stampStoredAt;
        if (first || stored == null || now.isAfter(stored.plus(STORE_EVERY))) {
            book.stampStoredAt = now;
            shared.ledger.note(stamp);
        }
    }
}
