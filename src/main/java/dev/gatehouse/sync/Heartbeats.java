package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is told to a peer and how often, and what it tells: maps, claims and heartbeats. The sync
 * thread only.
 */
final class Heartbeats {
    /** Two maps that differ are compared anew at most this often: a comparison is 16 KB. */
    private static final Duration COMPARE_EVERY = Duration.ofSeconds(5);

    /** A comparison that comes sooner after the last is left unanswered; it comes again. */
    private static final Duration COMPARED_EVERY = Duration.ofMillis(500);

    /** The forks that a peer tells with every heartbeat are looked at this often. */
    private static final Duration HEAR_FORKS_EVERY = Duration.ofSeconds(5);

    /**
     * Of the heads in one frame, as JSON: two thirds of the largest frame. The rest goes with the
     * next one.
     */
    private static final int HEADS_BYTES = 700_000;

    /** A head with its stream's descriptor and its writer's signature, at most. */
    private static final int HEAD_BYTES = 800;

    /** Two numbers of thirteen digits, as text. */
    private static final int INTERVAL_BYTES = 40;

    /**
     * Streams told to one peer with each tick, while a comparison is answered: 3,000 a second,
     * which is as fast as it can check the signatures of their descriptors.
     */
    private static final int HEADS_AT_ONCE = 150;

    private final Shared shared;
    private final Proofs proofs;
    private long lastNumber;
    private Instant nextSigning = Instant.MIN;
    private @Nullable SignedHead lastSigned;

    Heartbeats(Shared shared, Proofs proofs) {
        this.shared = shared;
        this.proofs = proofs;
    }

    /** Sends and proves what is due. */
    void tick(Instant now) {
        sign(now);
        shared.nodesHeard.tick(now);
        for (Session session : shared.sessions.values()) {
            tellBuckets(session);
            proofs.tick(session, now);
        }
        for (Session session : shared.sessions.values()) {
            Instant prompt = session.promptAt;
            boolean prompted = prompt != null && !now.isBefore(prompt);
            if (session.identified() && (prompted || !now.isBefore(session.nextHeartbeat))) {
                send(session, now);
            }
        }
    }

    /** Signs how far this node's stream has come; the heartbeats behind the commit tell it. */
    private void sign(Instant now) {
        if (!now.isBefore(nextSigning)) {
            nextSigning = now.plus(shared.settings.heartbeat());
            shared.ledger.signCurrent();
        }
        StreamId current = shared.ledger.currentStream().stream();
        SignedHead signed = shared.ledger.holdings().signed(current);
        if (signed != null && !signed.equals(lastSigned)) {
            lastSigned = signed;
            shared.sessions.values().forEach(s -> s.changedSinceHeartbeat.add(current));
        }
    }

    void send(Session session, Instant now) {
        HeadMap told = shared.told;
        boolean whole = shared.tellsAll(now);
        var changed = new ArrayList<StreamHead>();
        session.changedSinceHeartbeat.addAll(session.halfTold);
        session.halfTold.clear();
        Iterator<StreamId> streams = session.changedSinceHeartbeat.iterator();
        int bytes = 0;
        while (streams.hasNext() && bytes < HEADS_BYTES) {
            StreamId stream = streams.next();
            StreamHead head = told.get(stream);
            StreamHead claim =
                    head == null
                            ? new StreamHead(stream, 0, Hash.OF_NOTHING)
                            : session.claimOf(head);
            changed.add(claim);
            bytes += bytes(claim);
            streams.remove();
        }
        List<StreamDescriptor> described = shared.undescribed(session, changed);
        StreamDescriptor current = shared.ledger.currentStream();
        if (session.described.add(current.stream())) {
            described.add(current);
        }
        long wallMs = shared.nowMs();
        var heartbeat =
                new Messages.Heartbeat(
                        current.stream(),
                        ++lastNumber,
                        wallMs,
                        Hlc.ofMs(wallMs),
                        told.top(),
                        told.events(),
                        fold(told),
                        changed,
                        signed(changed),
                        described,
                        ok(session),
                        echo(session, wallMs),
                        whole,
                        List.copyOf(shared.namesakes()),
                        shared.ledger.forks().stream().limit(WireReader.MAX_FORKS).toList(),
                        Wire.CAPS,
                        linked(),
                        nodes(session, current.stream(), now));
        session.sentHeartbeats.put(heartbeat.hb(), new Session.Sent(now, whole));
        shared.lastTold =
                new MeshStatus.Cut(
                        shared.settings.self(),
                        heartbeat.hb(),
                        heartbeat.top(),
                        heartbeat.count(),
                        now);
        session.nextHeartbeat = now.plus(shared.settings.heartbeat());
        session.promptAt =
                session.changedSinceHeartbeat.isEmpty() ? null : now.plusMillis(Shared.PROMPT_MS);
        session.link.send(shared.wire.heartbeat(heartbeat));
    }

    /** Told once a heartbeat's time, and never to a caller who has not said who he is. */
    private List<Messages.Node> nodes(Session session, StreamId current, Instant now) {
        CentralId self = shared.settings.self();
        shared.nodesHeard.met(self, current, lastNumber, "", now);
        if (!session.identified() || now.isBefore(session.nextNodes)) {
            return List.of();
        }
        session.nextNodes = now.plus(shared.settings.heartbeat());
        return shared.nodesHeard.alive(self, current, now);
    }

    /** What the visits come to with all that is told, where that is known. */
    private @Nullable FoldDigest fold(HeadMap told) {
        Ledger.Standing standing = shared.ledger.standing();
        boolean same = standing.held().top().equals(told.top());
        return same && shared.ledger.holdings().withheld().isEmpty() ? standing.fold() : null;
    }

    /** Those of these heads that their writers have signed, as far as it is known here. */
    private List<SignedHead> signed(List<StreamHead> heads) {
        var signed = new ArrayList<SignedHead>();
        for (StreamHead head : heads) {
            SignedHead known = shared.ledger.holdings().signed(head.stream());
            if (known != null && known.n() == head.n() && known.root().equals(head.root())) {
                signed.add(known);
            }
        }
        return signed;
    }

    /** Only what came over the same link: another node of that central counts its own. */
    private static Map<CentralId, Long> ok(Session session) {
        PeerBook book = session.book;
        return book == null || session.okd == 0 ? Map.of() : Map.of(book.address.id(), session.okd);
    }

    private List<CentralId> linked() {
        Stream<CentralId> nodes =
                shared.identified().stream()
                        .map(session -> session.book)
                        .filter(book -> book != null)
                        .map(book -> book.address.id());
        return Stream.concat(nodes, shared.linkedOriginals.get().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Messages.@Nullable Echo echo(Session session, long wallMs) {
        Messages.Echo last = session.lastEcho;
        return last == null ? null : new Messages.Echo(last.hb(), last.receivedMs(), wallMs);
    }

    /** A heartbeat came. */
    void received(Session session, Messages.Heartbeat heartbeat, Instant now) {
        PeerBook book = session.book;
        if (book == null || heartbeat.hb() <= session.theirHeartbeat) {
            return;
        }
        session.node = heartbeat.node();
        session.theirHeartbeat = heartbeat.hb();
        session.theirHeartbeatAt = now;
        session.theirHeartbeatFrom = sentNotBefore(session, heartbeat.echo(), now);
        session.theirTop = heartbeat.top();
        session.theirHeartbeatWhole = heartbeat.whole();
        session.sharesOurName = heartbeat.shared().contains(shared.settings.self());
        session.theirEvents = heartbeat.count();
        session.caps = Set.copyOf(heartbeat.caps());
        session.links = Set.copyOf(heartbeat.links());
        String address = session.link.address();
        shared.nodesHeard.met(book.address.id(), heartbeat.node(), heartbeat.hb(), address, now);
        shared.nodesHeard.told(heartbeat.nodes(), now);
        book.digest = heartbeat.top();
        book.lastHeard = now;
        proofs.compareFolds(book, heartbeat);
        session.lastEcho = new Messages.Echo(heartbeat.hb(), shared.nowMs(), 0);
        measure(session, book, heartbeat.echo(), now);
        heartbeat.changed().forEach(head -> claim(session, head, now));
        heartbeat.signed().forEach(head -> proofs.signed(session, head));
        hearForks(session, heartbeat, now);
        Long okByThem = heartbeat.ok().get(shared.settings.self());
        Session.Sent sent = okByThem == null ? null : session.sentHeartbeats.get(okByThem);
        if (sent != null && sent.whole()) {
            session.okdByThemSentAt = sent.at();
        }
        if (!session.mapComplete()) {
            if (shared.told.top().equals(heartbeat.top())) {
                session.claimEqual(shared.told.all());
            } else {
                compare(session, now, false);
            }
        }
        session.proofDue = true;
    }

    /** Each may be one more request to the writer, for which the barrier waits. */
    private void hearForks(Session session, Messages.Heartbeat heartbeat, Instant now) {
        if (!heartbeat.forks().isEmpty() && !now.isBefore(session.hearForksFrom)) {
            session.hearForksFrom = now.plus(HEAR_FORKS_EVERY);
            heartbeat.forks().forEach(shared.ledger::heard);
        }
    }

    private void claim(Session session, StreamHead head, Instant now) {
        session.claim(head, shared.ledger.holdings(), now);
        shared.ledger.heard(head);
        if (session.halfTold.contains(head.stream())) { // it has what it was told: now the rest
            shared.prompt(session, now.plusMillis(Shared.PROMPT_MS));
        }
    }

    /**
     * When a heartbeat left there at the earliest: it may be seconds on its way, and says nothing
     * of what came there meanwhile. It left so long after it had the one of ours that it echoes.
     */
    private static @Nullable Instant sentNotBefore(
            Session session, Messages.@Nullable Echo echo, Instant now) {
        Session.Sent ours = echo == null ? null : session.sentHeartbeats.get(echo.hb());
        if (echo == null || ours == null) {
            return null;
        }
        long heldMs = Math.max(0, echo.sentMs() - echo.receivedMs() - 1); // both are cut to ms
        Instant from = ours.at().plusMillis(heldMs);
        return from.isBefore(now) ? from : now;
    }

    private void measure(
            Session session, PeerBook book, Messages.@Nullable Echo echo, Instant now) {
        Session.Sent sent = echo == null ? null : session.sentHeartbeats.get(echo.hb());
        if (echo != null && sent != null) {
            double wallNow = millis(shared.clock.wall());
            double elapsed = ChronoUnit.MICROS.between(sent.at(), now) / 1000.0;
            book.clock.sample(wallNow - elapsed, echo.receivedMs(), echo.sentMs(), wallNow);
        }
    }

    private static double millis(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant) / 1000.0;
    }

    /**
     * Sends the hashes of all buckets, so that the peer tells what it holds of those that differ.
     */
    void compare(Session session, Instant now, boolean atOnce) {
        Instant last = session.stateSentAt;
        if (atOnce || last == null || now.isAfter(last.plus(COMPARE_EVERY))) {
            session.stateSentAt = now;
            List<Hash> buckets = shared.told.bucketHashes();
            if (session.caps.contains(Wire.CAP_DEFLATED)) {
                session.link.send(shared.wire.deflatedState(buckets, shared.nowMs()));
            } else {
                session.link.send(shared.wire.state(buckets, shared.nowMs()));
            }
        }
    }

    /** The peer's bucket hashes came: equal buckets are as here, of the others it is told ours. */
    void received(Session session, Messages.State state, Instant now) {
        Instant last = session.stateCameAt;
        if (last != null && now.isBefore(last.plus(COMPARED_EVERY))) {
            return;
        }
        session.stateCameAt = now;
        for (int bucket = 0; bucket < HeadMap.BUCKETS; bucket++) {
            if (shared.told.bucketHash(bucket).equals(state.buckets().get(bucket))) {
                session.claimEqual(shared.told.bucket(bucket));
            } else {
                session.bucketsToTell.set(bucket);
            }
        }
        tellBuckets(session);
        compare(session, now, false);
        shared.prompt(session, now.plusMillis(Shared.PROMPT_MS)); // it waits for our digest
        session.proofDue = true;
    }

    /** Some of what is to be told; an empty peer of a large mesh is told 20 MB in all. */
    private void tellBuckets(Session session) {
        int told = 0;
        int bucket = session.bucketsToTell.nextSetBit(0);
        while (bucket >= 0 && told < HEADS_AT_ONCE && !session.link.isBusy()) {
            session.bucketsToTell.clear(bucket);
            List<StreamHead> all = shared.told.bucket(bucket);
            for (List<StreamHead> heads : frames(all.stream().map(session::claimOf).toList())) {
                told += heads.size();
                var streams =
                        new Messages.Streams(
                                bucket, heads, signed(heads), shared.undescribed(session, heads));
                session.link.send(shared.wire.streams(streams, shared.nowMs()));
            }
            bucket = session.bucketsToTell.nextSetBit(bucket);
        }
    }

    /** The same in as many parts as it takes for none to be too large for a frame. */
    static List<List<StreamHead>> frames(List<StreamHead> heads) {
        var frames = new ArrayList<List<StreamHead>>();
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < heads.size(); i++) {
            bytes += bytes(heads.get(i));
            if (bytes >= HEADS_BYTES || i == heads.size() - 1) {
                frames.add(heads.subList(from, i + 1));
                from = i + 1;
                bytes = 0;
            }
        }
        return frames;
    }

    private static int bytes(StreamHead head) {
        return HEAD_BYTES + INTERVAL_BYTES * head.loose().size();
    }

    void received(Session session, Messages.Streams streams, Instant now) {
        streams.heads().forEach(head -> claim(session, head, now));
        streams.signed().forEach(head -> proofs.signed(session, head));
        session.proofDue = true;
    }
}
