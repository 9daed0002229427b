package dev.gatehouse.sync;

import dev.gatehouse.ledger.HeadMap;
import dev.gatehouse.ledger.Holdings;
import dev.gatehouse.ledger.StoreException;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Claims and their proof: what is told to a peer and how often, what it tells, and from when on
 * both are known to hold the same. The sync thread only.
 */
final class Heartbeats {
    /**
     * A change is told within this: often enough for the eye, and at most four heartbeats a second.
     */
    static final long PROMPT_MS = 200;

    /** Two maps that differ are compared anew at most this often: a comparison is 16 KB. */
    private static final Duration COMPARE_EVERY = Duration.ofSeconds(5);

    /** How often the time of the last exchange is stored; the API has it exact from memory. */
    private static final Duration STORE_EVERY = Duration.ofSeconds(30);

    /** The one log category under which operators find a catch-up. */
    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Shared shared;
    private final Map<Session, Messages.Echo> echoes = new HashMap<>();
    private long lastNumber;

    Heartbeats(Shared shared) {
        this.shared = shared;
    }

    void forget(Session session) {
        echoes.remove(session);
    }

    /** Sends those that are due. */
    void tick(Instant now) {
        for (Session session : shared.sessions.values()) {
            Instant prompt = session.promptAt;
            boolean prompted = prompt != null && !now.isBefore(prompt);
            if (session.identified() && (prompted || !now.isBefore(session.nextHeartbeat))) {
                send(session, now);
            }
        }
    }

    void send(Session session, Instant now) {
        Holdings holdings = shared.ledger.holdings();
        var changed = new ArrayList<StreamHead>();
        for (StreamId stream : session.changedSinceHeartbeat) {
            StreamHead head = holdings.head(stream);
            if (head != null) {
                changed.add(head);
            }
        }
        session.changedSinceHeartbeat.clear();
        List<StreamDescriptor> described = shared.undescribed(session, changed);
        StreamDescriptor current = shared.ledger.currentStream();
        if (session.described.add(current.stream())) {
            described.add(current);
        }
        Holdings.Summary held = holdings.summary();
        var heartbeat =
                new Messages.Heartbeat(
                        current.stream(),
                        ++lastNumber,
                        now.toEpochMilli(),
                        Hlc.ofMs(now.toEpochMilli()),
                        held.top(),
                        held.events(),
                        changed,
                        described,
                        oks(),
                        echo(session, now));
        session.sentHeartbeats.put(heartbeat.hb(), now);
        session.nextHeartbeat = now.plus(shared.settings.heartbeat());
        session.promptAt = null;
        session.link.send(shared.wire.heartbeat(heartbeat, linked()));
    }

    private Map<CentralId, Long> oks() {
        Map<CentralId, Long> oks = new HashMap<>();
        for (Session session : shared.sessions.values()) {
            PeerBook book = session.book;
            if (book != null && session.okd > 0) {
                oks.merge(book.address.id(), session.okd, Math::max);
            }
        }
        return oks;
    }

    private List<CentralId> linked() {
        return shared.identified().stream()
                .map(session -> session.book)
                .filter(book -> book != null)
                .map(book -> book.address.id())
                .distinct()
                .sorted()
                .toList();
    }

    private Messages.@Nullable Echo echo(Session session, Instant now) {
        Messages.Echo last = echoes.get(session);
        return last == null
                ? null
                : new Messages.Echo(last.hb(), last.receivedMs(), now.toEpochMilli());
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
        session.theirTop = heartbeat.top();
        book.digest = heartbeat.top();
        book.lastHeard = now;
        echoes.put(session, new Messages.Echo(heartbeat.hb(), now.toEpochMilli(), 0));
        measure(session, book, heartbeat.echo(), now);
        heartbeat.changed().forEach(head -> session.claim(head, now));
        Long okByThem = heartbeat.ok().get(shared.settings.self());
        Instant sentAt = okByThem == null ? null : session.sentHeartbeats.get(okByThem);
        if (sentAt != null) {
            session.okdByThemSentAt = sentAt;
        }
        if (!session.mapComplete()) {
            if (shared.ledger.holdings().top().equals(heartbeat.top())) {
                session.claimEqual(shared.ledger.holdings().all());
            } else {
                compare(session, now, false);
            }
        }
        prove(session, now);
    }

    private static void measure(
            Session session, PeerBook book, Messages.@Nullable Echo echo, Instant now) {
        Instant sent = echo == null ? null : session.sentHeartbeats.get(echo.hb());
        if (echo != null && sent != null) {
            book.clock.sample(millis(sent), echo.receivedMs(), echo.sentMs(), millis(now));
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
            session.link.send(
                    shared.wire.state(shared.ledger.holdings().bucketHashes(), now.toEpochMilli()));
        }
    }

    /** The peer's bucket hashes came: equal buckets are as here, of the others it is told ours. */
    void received(Session session, Messages.State state, Instant now) {
        Holdings holdings = shared.ledger.holdings();
        List<Hash> mine = holdings.bucketHashes();
        for (int bucket = 0; bucket < HeadMap.BUCKETS; bucket++) {
            List<StreamHead> heads = holdings.bucket(bucket);
            if (mine.get(bucket).equals(state.buckets().get(bucket))) {
                session.claimEqual(heads);
            } else {
                session.link.send(
                        shared.wire.streams(
                                bucket,
                                heads,
                                shared.undescribed(session, heads),
                                now.toEpochMilli()));
            }
        }
        compare(session, now, false);
        prove(session, now);
    }

    void received(Session session, Messages.Streams streams, Instant now) {
        streams.heads().forEach(head -> session.claim(head, now));
        prove(session, now);
    }

    /**
     * Looks whether all that the peer held at its last heartbeat is held here too, with equal
     * roots.
     */
    void prove(Session session, Instant now) {
        Instant heartbeatAt = session.theirHeartbeatAt;
        PeerBook book = session.book;
        if (book == null || heartbeatAt == null || !session.mapComplete()) {
            return;
        }
        session.firstMapComplete = true;
        session.unproven.keySet().removeIf(stream -> holds(session, stream, now));
        if (!session.unproven.isEmpty() || session.okd == session.theirHeartbeat) {
            return;
        }
        boolean news = !Objects.equals(session.okdTop, session.theirTop);
        session.okd = session.theirHeartbeat;
        session.okdAt = heartbeatAt;
        session.okdTop = session.theirTop;
        if (news) { // tell soon; but an answer to an answer waits for the next heartbeat
            shared.prompt(session, now.plusMillis(PROMPT_MS));
        }
        stamp(session, book, heartbeatAt, now);
    }

    private boolean holds(Session session, StreamId stream, Instant now) {
        StreamHead theirs = session.theirs.get(stream);
        StreamHead mine = shared.ledger.holdings().head(stream);
        if (theirs == null) {
            return true;
        }
        if (mine == null || mine.n() < theirs.n() || theirs.equals(session.differing.get(stream))) {
            return false;
        }
        Hash root;
        try {
            root = mine.n() == theirs.n() ? mine.root() : shared.ledger.root(stream, theirs.n());
        } catch (StoreException e) {
            LOG.warn("Cannot prove stream {}: {}", stream, e.getMessage());
            return false;
        }
        if (!root.equals(theirs.root())) {
            session.differing.put(stream, theirs);
            session.bad(stream, now);
            LOG.error(
                    "Stream {} differs from that of {}: {} events have root {} here and {} there",
                    stream,
                    session.link,
                    theirs.n(),
                    root.code(),
                    theirs.root().code());
        }
        return root.equals(theirs.root());
    }

    private void stamp(Session session, PeerBook book, Instant heartbeatAt, Instant now) {
        CentralId peer = book.address.id();
        if (!session.reported) {
            session.reported = true;
            Session.CatchUp catchUp = session.catchUp;
            if (catchUp == null) {
                LOG.info("Requesting sync from {} (since {})", peer, since(book));
                LOG.info("No missed events from {}", peer);
            }
        }
        SyncStamp before = book.stamp;
        book.stamp = new SyncStamp(peer, heartbeatAt, now);
        Session.CatchUp catchUp = session.catchUp;
        Instant stored = book.stampStoredAt;
        if (catchUp != null
                || before == null
                || stored == null
                || now.isAfter(stored.plus(STORE_EVERY))) {
            book.stampStoredAt = now;
            shared.ledger.note(book.stamp);
        }
        if (catchUp != null) {
            session.catchUp = null;
            LOG.info("Updated last sync timestamp for {}: {}", peer, heartbeatAt.toEpochMilli());
        }
    }

    /** The time of the last proof, as the log writes it. */
    String since(PeerBook book) {
        SyncStamp stamp = book.stamp;
        return stamp == null
                ? "the beginning"
                : TIME.format(stamp.at().atZone(shared.settings.zone()));
    }
}
