package dev.gatehouse.sync;

import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The mesh as others see it, taken on the sync thread. */
final class Snapshots {
    private Snapshots() {}

    static MeshStatus take(Shared shared, Mesh mesh, Losses losses) {
        Instant now = shared.clock.instant();
        Holdings.Summary held = shared.ledger.holdings().summary();
        Set<CentralId> namesakes = shared.namesakes();
        List<PeerState> peers = new ArrayList<>();
        for (PeerBook book : shared.books.values()) {
            peers.add(peer(shared, mesh, book, namesakes, now));
        }
        return new MeshStatus(
                shared.settings.self(),
                shared.clock.wall(now),
                mesh.listening(),
                namesakes.contains(shared.settings.self()),
                held.events(),
                held.top(),
                mesh.sent(),
                mesh.received(),
                mesh.refused(),
                losses.lost(now),
                proof(peers, shared.clock.wall(now), cut(shared, now)),
                List.copyOf(peers));
    }

    private static PeerState peer(
            Shared shared, Mesh mesh, PeerBook book, Set<CentralId> namesakes, Instant now) {
        Session session = shared.sessionOf(book.address.id());
        Holdings holdings = shared.ledger.holdings();
        LinkState link = mesh.state(book.address.id());
        if (session != null) {
            book.lastHeard = session.link.lastHeard();
            Instant asOf = shared.identicalAsOf(book.address.id());
            Instant before = book.identicalAsOf;
            book.identicalAsOf =
                    asOf == null || (before != null && before.isAfter(asOf)) ? before : asOf;
        }
        SyncStamp stamp = book.stamp;
        Resync resync = book.resync;
        return new PeerState(
                book.address.id(),
                book.address.host(),
                book.address.port(),
                link,
                shown(shared, book.lastHeard),
                session == null ? null : book.clock.rttMs(50),
                session == null ? null : book.clock.rttMs(95),
                session == null ? null : book.clock.offsetMs(),
                session == null ? null : session.weMiss(holdings),
                session == null ? lackedSince(book, holdings) : session.theyMiss(holdings),
                shown(shared, book.identicalAsOf),
                book.digest,
                session == null ? 0 : session.differing.size(),
                session == null ? null : shown(shared, session.missingSince(holdings)),
                shown(shared, theyMissSince(shared, book, session, now)),
                namesakes.contains(book.address.id()),
                stamp == null ? null : stamp.at(),
                stamp == null ? null : stamp.updatedAt(),
                book.counters(),
                resync == null ? null : resync.progress(now),
                book.lastResync,
                book.isOriginal(),
                book.compared);
    }

    private static @Nullable Instant shown(Shared shared, @Nullable Instant steady) {
        return steady == null ? null : shared.clock.wall(steady);
    }

    private static @Nullable Instant theyMissSince(
            Shared shared, PeerBook book, @Nullable Session session, Instant now) {
        Holdings holdings = shared.ledger.holdings();
        return session == null
                ? book.theyMissSince
                : session.theyMissSince(holdings, book.theyMissSince, now);
    }

    /** What a peer that is away lacks at least: what it lacked then, and what came here since. */
    private static @Nullable Long lackedSince(PeerBook book, Holdings holdings) {
        Long then = book.theyMissedAtLoss;
        return then == null ? null : then + holdings.events() - book.eventsAtLoss;
    }

    /**
     * The last heartbeat of the smallest linked id that is known to be held here in full. Of its
     * own heartbeats a node holds each.
     */
    private static MeshStatus.@Nullable Cut cut(Shared shared, Instant now) {
        CentralId self = shared.settings.self();
        CentralId smallest = self;
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book != null && book.address.id().compareTo(smallest) < 0) {
                smallest = book.address.id();
            }
        }
        Session session = smallest.equals(self) ? null : shared.sessionOf(smallest);
        MeshStatus.Cut cut = session == null ? shared.lastTold : session.okdCut(smallest);
        if (session == null && (cut == null || shared.identified().isEmpty())) {
            Holdings.Summary held = shared.ledger.holdings().summary();
            long last = cut == null ? 0 : cut.hb();
            return new MeshStatus.Cut(
                    self, last, held.top(), held.events(), shared.clock.wall(now));
        }
        return cut == null
                ? null
                : new MeshStatus.Cut(
                        cut.of(),
                        cut.hb(),
                        cut.digest(),
                        cut.events(),
                        shared.clock.wall(cut.asOf()));
    }

    private static MeshStatus.Proof proof(
            List<PeerState> peers, Instant now, MeshStatus.@Nullable Cut cut) {
        int identical = 1;
        Instant earliest = null;
        for (PeerState peer : peers) {
            Instant asOf = peer.identicalAsOf();
            if (peer.connected() && asOf != null && MeshStatus.Proof.holds(asOf, now)) {
                identical++;
                earliest = earliest == null || asOf.isBefore(earliest) ? asOf : earliest;
            }
        }
        long nodes = peers.stream().filter(peer -> !peer.original()).count();
        return new MeshStatus.Proof((int) nodes + 1, identical, earliest, cut);
    }
}
