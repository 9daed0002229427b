package dev.gatehouse.sync;

import dev.gatehouse.ledger.Holdings;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The mesh as others see it, taken on the sync thread. */
final class Snapshots {
    /** A proof older than this no longer counts as "identical". */
    private static final Duration PROOF_FRESH = Duration.ofSeconds(60);

    private Snapshots() {}

    static MeshStatus take(Shared shared, Mesh mesh) {
        Instant now = shared.clock.instant();
        Holdings.Summary held = shared.ledger.holdings().summary();
        List<PeerState> peers = new ArrayList<>();
        for (PeerBook book : shared.books.values()) {
            peers.add(peer(shared, mesh, book, now));
        }
        return new MeshStatus(
                shared.settings.self(),
                shared.clock.wall(now),
                mesh.listening(),
                held.events(),
                held.top(),
                mesh.sent(),
                mesh.received(),
                proof(peers, shared.clock.wall(now)),
                List.copyOf(peers));
    }

    private static PeerState peer(Shared shared, Mesh mesh, PeerBook book, Instant now) {
        Session session = shared.sessionOf(book.address.id());
        Holdings holdings = shared.ledger.holdings();
        LinkState link = mesh.state(book.address.id());
        if (session != null) {
            book.lastHeard = session.link.lastHeard();
            Instant asOf = session.identicalAsOf();
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
                stamp == null ? null : stamp.at(),
                stamp == null ? null : stamp.updatedAt(),
                book.counters(),
                resync == null ? null : resync.progress(now),
                book.lastResync);
    }

    private static @Nullable Instant shown(Shared shared, @Nullable Instant steady) {
        return steady == null ? null : shared.clock.wall(steady);
    }

    /** What a peer that is away lacks at least: what it lacked then, and what came here since. */
    private static @Nullable Long lackedSince(PeerBook book, Holdings holdings) {
        Long then = book.theyMissedAtLoss;
        return then == null ? null : then + holdings.events() - book.eventsAtLoss;
    }

    private static MeshStatus.Proof proof(List<PeerState> peers, Instant now) {
        int identical = 1;
        Instant earliest = null;
        for (PeerState peer : peers) {
            Instant asOf = peer.identicalAsOf();
            if (peer.connected() && asOf != null && asOf.isAfter(now.minus(PROOF_FRESH))) {
                identical++;
                earliest = earliest == null || asOf.isBefore(earliest) ? asOf : earliest;
            }
        }
        return new MeshStatus.Proof(peers.size() + 1, identical, earliest);
    }
}
