package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.mesh.SteadyClock;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.SharedName;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the parts of the sync share. Its thread only, but for the descriptors. Every moment is one
 * of the steady clock until it is shown or stored.
 */
final class Shared {
    /**
     * A change is told within this: often enough for the eye, and at most four heartbeats a second.
     */
    static final long PROMPT_MS = 200;

    final Ledger ledger;
    final Wire wire;

    /** Replaced on the sync thread, read by any. */
    volatile SyncSettings settings;

    final SteadyClock clock;
    final Signer signer;

    /** Written by the sync thread, read by any. */
    final Map<Link, Session> sessions = new ConcurrentHashMap<>();

    final Map<CentralId, PeerBook> books = new LinkedHashMap<>();

    /**
     * What peers are told is held here. The ledger's own map is changed by the writer at any
     * moment; one that only this thread changes lets the streams and the digest of a heartbeat
     * agree. It may be behind, never ahead.
     */
    final HeadMap told = new HeadMap();

    /** The last heartbeat that was sent to anybody; its time is one of the steady clock. */
    MeshStatus.@Nullable Cut lastTold;

    /** Earlier streams of this node that it signed at its start: peers may have them unsigned. */
    final Set<StreamId> signedAtStart = ConcurrentHashMap.newKeySet();

    /** Names of which the mesh has links to more than one booth. */
    Supplier<Set<CentralId>> sharedNames = Set::of;

    /** The originals to which there is a link. */
    Supplier<Set<CentralId>> linkedOriginals = Set::of;

    /** Those that are there, on whatever way that is known. */
    final NodesHeard nodesHeard = new NodesHeard();

    private Instant toldAllAt;

    Shared(Ledger ledger, Wire wire, SyncSettings settings, SteadyClock clock, Signer signer) {
        this.ledger = ledger;
        this.wire = wire;
        this.settings = settings;
        this.clock = clock;
        this.signer = signer;
        this.toldAllAt = clock.instant();
        settings.peers().forEach(peer -> books.put(peer.id(), new PeerBook(peer)));
    }

    /**
     * Takes other settings; what is known of a peer that stays is kept.
     *
     * @param stamps the notes of earlier times, for peers that are new
     */
    void use(SyncSettings next, List<SyncStamp> stamps) {
        settings = next;
        var before = Map.copyOf(books);
        books.clear();
        for (PeerAddress peer : next.peers()) {
            PeerBook book = before.get(peer.id());
            if (book == null) {
                book = new PeerBook(peer);
            }
            book.address = peer;
            books.put(peer.id(), book);
        }
        stamps.forEach(this::remember);
    }

    /** Takes note of when that peer was last in step, where nothing later is known. */
    void remember(SyncStamp stamp) {
        PeerBook book = books.get(stamp.peer());
        if (book != null && book.stamp == null) {
            book.stamp = stamp;
        }
    }

    /** Names that more than one booth has, as seen from here or told by a peer of this one's. */
    Set<CentralId> namesakes() {
        var all = new TreeSet<>(sharedNames.get());
        var ours = new HashSet<>(books.keySet());
        ours.add(settings.self());
        all.addAll(nodesHeard.shared(ours, settings.heartbeat(), clock.instant()));
        if (sessions.values().stream().anyMatch(session -> session.sharesOurName)) {
            all.add(settings.self());
        }
        return all;
    }

    /** The same with where they were met. */
    List<SharedName> namesakesMet() {
        Instant now = clock.instant();
        return namesakes().stream()
                .map(name -> new SharedName(name, nodesHeard.addresses(name, now)))
                .toList();
    }

    long nowMs() {
        return clock.wall().toEpochMilli();
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

    /**
     * The moment for which that peer and this node are proven to hold the same; of two booths by
     * one name both do, or neither is said to.
     */
    @Nullable Instant identicalAsOf(CentralId peer) {
        Instant earliest = null;
        for (Session session : sessions.values()) {
            PeerBook book = session.book;
            if (book != null && book.address.id().equals(peer)) {
                Instant asOf = session.identicalAsOf();
                if (asOf == null) {
                    return null;
                }
                earliest = earliest == null || asOf.isBefore(earliest) ? asOf : earliest;
            }
        }
        return earliest;
    }

    /** Whose a stream is, as far as it is held or that peer has said it: any thread. */
    @Nullable StreamDescriptor descriptor(Session session, StreamId stream) {
        StreamDescriptor held = ledger.holdings().descriptor(stream);
        return held != null ? held : session.learnt.get(stream);
    }

    /** Takes a descriptor from a peer: any thread. */
    void learn(Session session, StreamDescriptor descriptor) {
        StreamId stream = descriptor.stream();
        if (this.descriptor(session, stream) != null) {
            return;
        }
        if (!signer.verify(descriptor.key(), descriptor.signedBytes(), descriptor.sig())) {
            session.link.offend("a wrong signature for stream " + stream);
        } else if (session.learnt.size() >= Session.STREAMS) {
            session.link.refuse("it describes over " + Session.STREAMS + " streams");
        } else {
            session.learnt.put(stream, descriptor);
        }
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

    /** The ledger's part of a stream has changed; every peer but that one may lack it. */
    void changed(StreamId stream, @Nullable Session source) {
        StreamHead held = ledger.holdings().head(stream);
        StreamHead head = held == null ? new StreamHead(stream, 0, Hash.OF_NOTHING) : held;
        if (head.equals(told.get(stream)) || (held == null && told.get(stream) == null)) {
            return;
        }
        told.put(head);
        Instant now = clock.instant();
        Instant soon = now.plusMillis(PROMPT_MS);
        for (PeerBook book : books.values()) {
            boolean away = book.theyMissedAtLoss != null && book.theyMissSince == null;
            if (away && sessionOf(book.address.id()) == null) {
                book.theyMissSince = now;
            }
        }
        for (Session session : sessions.values()) {
            session.lag.changed(stream, head.n(), now);
            session.changedSinceHeartbeat.add(stream);
            session.learnt.remove(stream);
            if (session != source && session.identified()) {
                prompt(session, soon);
            }
        }
    }

    /** Tells all that is held, where it is not known what is new. */
    void tellAll() {
        told.all().forEach(head -> changed(head.stream(), null));
        ledger.holdings().all().forEach(head -> changed(head.stream(), null));
    }

    /**
     * Whether all that is on disk now is told. Where it has not been for long, as never happens,
     * all is looked through.
     */
    boolean tellsAll(Instant now) {
        boolean all = told.top().equals(ledger.holdings().top());
        if (all) {
            toldAllAt = now;
        } else if (now.isAfter(toldAllAt.plus(settings.heartbeat()))) {
            toldAllAt = now;
            tellAll();
        }
        return all;
    }

    void prompt(Session session, Instant when) {
        Instant due = session.promptAt;
        if (due == null || when.isBefore(due)) {
            session.promptAt = when;
        }
    }
}
