package dev.gatehouse.sync;

import dev.gatehouse.ledger.Arrival;
import dev.gatehouse.ledger.Holdings;
import dev.gatehouse.ledger.MergeResult;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Asks for what is missing and hands what comes to the ledger. The sync thread only. */
final class Fetcher {
    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final Heartbeats heartbeats;
    private final Consumer<Runnable> syncThread;
    private final Asks asks = new Asks();

    Fetcher(Shared shared, Heartbeats heartbeats, Consumer<Runnable> syncThread) {
        this.shared = shared;
        this.heartbeats = heartbeats;
        this.syncThread = syncThread;
    }

    /** Frees asks that got no page for too long, and asks for what is missing. */
    void tick(Instant now) {
        for (Asks.Pending overdue : asks.overdue(now)) {
            LOG.warn("No page for {} from {}", overdue.ask.stream(), overdue.session.link);
            overdue.session.badUntil.put(
                    overdue.ask.stream(), now.plus(Asks.PAGE_WITHIN.multipliedBy(2)));
            cancel(overdue, now);
        }
        for (SyncPolicy.Gap<Session> gap :
                SyncPolicy.choose(gaps(now), asks.streams(), asks.load(), now)) {
            ask(gap, now);
        }
    }

    private List<SyncPolicy.Gap<Session>> gaps(Instant now) {
        Holdings holdings = shared.ledger.holdings();
        var gaps = new ArrayList<SyncPolicy.Gap<Session>>();
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book == null || !(shared.settings.auto() || book.resync != null)) {
                continue;
            }
            Double rtt = book.clock.rttMs(50);
            for (Map.Entry<StreamId, Instant> open : session.unproven.entrySet()) {
                StreamId stream = open.getKey();
                long mine = holdings.n(stream);
                long theirs = session.theirs.n(stream);
                if (theirs > mine
                        && !session.isBad(stream, now)
                        && shared.descriptor(stream) != null) {
                    gaps.add(
                            new SyncPolicy.Gap<>(
                                    session,
                                    stream,
                                    mine + 1,
                                    theirs,
                                    stream.equals(session.node),
                                    open.getValue(),
                                    session.liveStreams.contains(stream),
                                    rtt == null ? -1 : rtt));
                }
            }
        }
        return gaps;
    }

    private void ask(SyncPolicy.Gap<Session> gap, Instant now) {
        Session session = gap.peer();
        PeerBook book = session.book;
        if (book == null) {
            return;
        }
        CentralId peer = book.address.id();
        if (session.catchUp == null) {
            LOG.info("Requesting sync from {} (since {})", peer, heartbeats.since(book));
            LOG.info("Sent SYNC_REQUEST to {}", peer);
            session.catchUp = new Session.CatchUp();
        }
        Asks.Pending pending =
                asks.open(
                        session,
                        gap.stream(),
                        gap.from(),
                        gap.to(),
                        shared.settings.pageSize(),
                        now);
        session.link.send(shared.wire.ask(pending.ask, now.toEpochMilli()));
    }

    /**
     * A page came; its proof has been checked.
     *
     * @param arrival null for a page without events: the peer has none of those asked for
     */
    void page(Session session, Messages.Pages page, @Nullable Arrival arrival, Instant now) {
        Asks.Pending pending = asks.find(session, page.ask());
        if (pending == null) {
            LOG.debug("A page of an ask that is over came from {}", session.link);
            return;
        }
        boolean fits =
                page.stream().equals(pending.ask.stream())
                        && (arrival == null
                                || (page.events().getFirst().seq() == pending.expected
                                        && page.n() <= pending.ask.to()));
        if (!fits) {
            bad(session, page.ask(), "it does not match the ask", now);
            return;
        }
        pending.progressAt = now;
        if (arrival == null) {
            session.bad(pending.ask.stream(), now);
            end(pending);
            return;
        }
        pending.expected = page.n() + 1;
        pending.unwritten++;
        pending.ended = !page.more();
        offer(
                session,
                arrival,
                result -> {
                    pending.unwritten--;
                    pending.progressAt = shared.wall.instant();
                    written(pending, result);
                });
    }

    private void written(Asks.Pending pending, MergeResult result) {
        Instant now = shared.wall.instant();
        Session session = pending.session;
        if (result.rejected() > 0) {
            bad(session, pending.ask.ask(), result.conflict(), now);
        } else if (result.deferred() > 0) { // nothing was written: ask again, a little later
            session.badUntil.put(pending.ask.stream(), now.plusSeconds(1));
            cancel(pending, now);
        } else if (pending.ended) {
            end(pending);
        } else if (asks.find(session, pending.ask.ask()) != null) {
            session.link.send(shared.wire.grant(pending.ask.ask(), now.toEpochMilli()));
        }
        heartbeats.prove(session, now);
        tick(now);
    }

    /** A page cannot be used: the stream is asked of somebody else. */
    void bad(Session session, long ask, String why, Instant now) {
        LOG.warn("Refused a page from {}: {}", session.link, why);
        Asks.Pending pending = asks.find(session, ask);
        if (pending != null) {
            session.bad(pending.ask.stream(), now);
            cancel(pending, now);
        }
    }

    private void cancel(Asks.Pending pending, Instant now) {
        pending.session.link.send(shared.wire.cancel(pending.ask.ask(), now.toEpochMilli()));
        end(pending);
    }

    private void end(Asks.Pending pending) {
        asks.close(pending);
        Session session = pending.session;
        PeerBook book = session.book;
        Session.CatchUp catchUp = session.catchUp;
        Long missing = session.weMiss(shared.ledger.holdings());
        if (book != null
                && catchUp != null
                && !catchUp.ended
                && asks.of(session).isEmpty()
                && missing != null
                && missing == 0) {
            catchUp.ended = true;
            CentralId peer = book.address.id();
            LOG.info("Received SYNC_RESPONSE from {}: {} events", peer, catchUp.events);
            LOG.info("Merged {} events, skipped {}", catchUp.merged, catchUp.skipped);
        }
    }

    /** Stops asking that peer; what came stays. */
    void stop(Session session, Instant now) {
        for (Asks.Pending pending : asks.of(session)) {
            session.badUntil.put(pending.ask.stream(), now.plusSeconds(30));
            cancel(pending, now);
        }
    }

    /** The link is gone: others are asked. */
    void forget(Session session) {
        asks.of(session).forEach(asks::close);
    }

    /** An event came live. */
    void live(Session session, Messages.Live live) {
        StreamDescriptor descriptor = shared.descriptor(live.event().stream());
        if (descriptor == null) {
            LOG.debug("A live event of an unknown stream from {}", session.link);
            return; // its descriptor comes with the next heartbeat, and the event with a page
        }
        session.liveStreams.add(live.event().stream());
        offer(
                session,
                Arrival.live(descriptor, live.event(), live.root()),
                result -> {
                    if (result.rejected() > 0) {
                        LOG.warn(
                                "Refused a live event from {}: {}",
                                session.link,
                                result.conflict());
                    }
                    heartbeats.prove(session, shared.wall.instant());
                });
    }

    private void offer(Session session, Arrival arrival, Consumer<MergeResult> then) {
        PeerBook book = session.book;
        if (book == null) {
            return;
        }
        int events = arrival.size();
        book.received += events;
        book.waiting += events;
        shared.ledger
                .merge(arrival)
                .thenAccept(
                        result ->
                                syncThread.accept(
                                        () -> {
                                            count(session, book, events, result);
                                            if (result.merged() > 0) {
                                                shared.grown(arrival.stream(), session);
                                            }
                                            then.accept(result);
                                        }));
    }

    private static void count(Session session, PeerBook book, int events, MergeResult result) {
        book.waiting -= events;
        book.received -= result.deferred(); // they come again, and are counted then
        book.merged += result.merged();
        book.had += result.had();
        book.rejected += result.rejected();
        Session.CatchUp catchUp = session.catchUp;
        if (catchUp != null && !catchUp.ended) {
            catchUp.events += events - result.deferred();
            catchUp.merged += result.merged();
            catchUp.skipped += result.had() + result.rejected();
        }
    }
}
