package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the parts of the sync share. But for {@link #descriptor} and {@link #learn}: its thread
 * only.
 */
final class Shared {
    /**
     * Descriptors of streams of which nothing is held yet; a peer can name no more at once than
     * this many, and those of held streams are in the ledger.
     */
    private static final int LEARNT_LIMIT = 65_536;

    final Ledger ledger;
    final Wire wire;
    final SyncSettings settings;
    final InstantSource wall;
    final Signer signer;
    final Map<Link, Session> sessions = new LinkedHashMap<>();
    final Map<CentralId, PeerBook> books = new LinkedHashMap<>();

    private final Map<StreamId, StreamDescriptor> learnt = new ConcurrentHashMap<>();

    Shared(Ledger ledger, Wire wire, SyncSettings settings, InstantSource wall, Signer signer) {
        this.ledger = ledger;
        this.wire = wire;
        this.settings = settings;
        this.wall = wall;
        this.signer = signer;
        settings.peers().forEach(peer -> books.put(peer.id(), new PeerBook(peer)));
    }

    long nowMs() {
        return wall.millis();
    }

    Collection<Session> identified() {
        return sessions.values().stream().filter(Session::identified).toList();
    }

    /** The session with that peer: where there are two, the one that was heard last. */
    @Nullable Session sessionOf(CentralId peer) {
        Session found = null;
        for (Session session : sessions.values()) {
            PeerBook book = session.book;
            if (book != null
                    && book.address.id().equals(peer)
                    && (found == null
                            || session.link.lastHeard().isAfter(found.link.lastHeard()))) {
                found = session;
            }
        }
        return found;
    }

    /** Whose a stream is: any thread. */
    @Nullable StreamDescriptor descriptor(StreamId stream) {
        StreamDescriptor held = ledger.holdings().descriptor(stream);
        return held != null ? held : learnt.get(stream);
    }

    /**
     * Takes a descriptor from a peer: any thread.
     *
     * @return false where its signature is wrong
     */
    boolean learn(StreamDescriptor descriptor) {
        if (this.descriptor(descriptor.stream()) != null) {
            return true;
        }
        if (!signer.verify(descriptor.key(), descriptor.signedBytes(), descriptor.sig())) {
            return false;
        }
        if (learnt.size() >= LEARNT_LIMIT) {
            learnt.clear(); // they come again with the next comparison
        }
        learnt.put(descriptor.stream(), descriptor);
        return true;
    }

    /** The descriptors among those of these heads that this link has not had; marks them as had. */
    List<StreamDescriptor> undescribed(Session session, Collection<StreamHead> heads) {
        var fresh = new ArrayList<StreamDescriptor>();
        for (StreamHead head : heads) {
            StreamDescriptor descriptor = ledger.holdings().descriptor(head.stream());
            if (descriptor != null && session.described.add(head.stream())) {
                fresh.add(descriptor);
            }
        }
        return fresh;
    }

    /** The ledger has more of that stream; every peer but that one may lack it. */
    void grown(StreamId stream, @Nullable Session source) {
        Instant soon = wall.instant().plusMillis(Heartbeats.PROMPT_MS);
        for (Session session : sessions.values()) {
            session.changedSinceHeartbeat.add(stream);
            if (session != source && session.identified()) {
                prompt(session, soon);
            }
        }
    }

    void prompt(Session session, Instant when) {
        Instant due = session.promptAt;
        if (due == null || when.isBefore(due)) {
            session.promptAt = when;
        }
    }
}
