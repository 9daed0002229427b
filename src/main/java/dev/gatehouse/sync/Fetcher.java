package dev.gatehouse.sync;

import dev.gatehouse.ledger.Arrival;
import dev.gatehouse.ledger.Holdings;
import dev.gatehouse.ledger.MergeResult;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Asks for what is missing and hands what comes to the ledger. The sync thread only. */
final class Fetcher {
    /**
     * Claims of one peer that are looked at when choosing what to ask for: eight asks are under way
     * at most, and a booth that joins finds ten thousand.
     */
    private static final int GAPS_LOOKED_AT = 64;

    /** How far back a fork is looked for at first: it is as old as the machine's last snapshot. */
    private static final long BACK_STEP = 1_024;

    /** Live events of one peer that may wait for the writer; more are dropped, and fetched. */
    private static final int LIVE_WAITING = 1_000;

    /** Bytes of those. */
    private static final long LIVE_WAITING_BYTES = 1024 * 1024;

    /** Who cancels wants it to stop; who forgets that it was cancelled must not lose by it. */
    private static final Duration QUIET_AFTER_CANCEL = Duration.ofSeconds(30);

    private final Shared shared;
    private final Heartbeats heartbeats;
    private final Loop loop;
    private final CatchUpLog log;
    private final Scrubbing scrubbing;
    private final Asks asks = new Asks();

    Fetcher(Shared shared, Heartbeats heartbeats, CatchUpLog log, Scrubbing scrubbing, Loop loop) {
        this.log = log;
        this.scrubbing = scrubbing;
        this.shared = shared;
        this.heartbeats = heartbeats;
        this.loop = loop;
    }

    /** Frees asks that got no page for too long, and asks for what is missing. */
    void tick(Instant now) {
        for (Asks.Pending overdue : asks.overdue(now)) {
            Session session = overdue.session;
            session.link.complain("No page for " + overdue.ask.stream() + " from " + session.link);
            PeerBook book = session.book;
            if (book != null) {
                // twice as long each time, so that one that never answers holds up nobody for long
                int doublings = Math.min(book.silences++, 5);
                book.avoid(
                        overdue.ask.stream(),
                        now.plus(Asks.PAGE_WITHIN.multipliedBy(2L << doublings)));
            }
            cancel(overdue);
        }
        if (asks.size() >= SyncPolicy.ASKS_IN_ALL) {
            return;
        }
        scrubbing.wanting().forEach(stream -> askAgain(stream, now));
        for (SyncPolicy.Gap<Session> gap :
                SyncPolicy.choose(gaps(now), Set.copyOf(asks.streams()), asks.load(), now)) {
            ask(gap, now);
        }
    }

    /** Asks for events of which the own rows are damaged. */
    private void askAgain(StreamId stream, Instant now) {
        Ranges.Interval wanted = scrubbing.wanted(stream, shared.settings.pageSize());
        if (wanted == null || asks.streams().contains(stream)) {
            return;
        }
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book != null
                    && session.theirs.n(stream) >= wanted.to()
                    && !book.isBad(stream, now)) {
                Asks.Pending pending =
                        asks.open(
                                session,
                                stream,
                                wanted.from(),
                                wanted.to(),
                                shared.settings.pageSize(),
                                now);
                pending.mends = true;
                session.link.send(shared.wire.ask(pending.ask, shared.nowMs()));
                return;
            }
        }
    }

    private List<SyncPolicy.Gap<Session>> gaps(Instant now) {
        Holdings holdings = shared.ledger.holdings();
        var gaps = new ArrayList<SyncPolicy.Gap<Session>>();
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book == null
                    || now.isBefore(book.quietUntil)
                    || !(shared.settings.auto() || book.resync != null)) {
                continue;
            }
            Double rtt = book.clock.rttMs(50);
            int found = 0;
            for (Map.Entry<StreamId, Instant> open : session.unproven.entrySet()) {
                if (found == GAPS_LOOKED_AT) {
                    break;
                }
                StreamId stream = open.getKey();
                if (asks.streams().contains(stream)
                        || book.isBad(stream, now)
                        || shared.descriptor(session, stream) == null) {
                    continue;
                }
                Ranges.Interval missing = missing(session, stream, holdings);
                if (missing != null) {
                    found++;
                    gaps.add(
                            new SyncPolicy.Gap<>(
                                    session,
                                    stream,
                                    missing.from(),
                                    missing.to(),
                                    stream.equals(session.node),
                                    open.getValue(),
                                    stream.equals(session.liveStream),
                                    rtt == null ? -1 : rtt));
                }
            }
        }
        return gaps;
    }

    /**
     * What to ask that peer for of a stream; null where there is nothing, or nothing yet. First
     * what it can prove; what it holds beyond a gap itself only where no peer can.
     */
    private Ranges.@Nullable Interval missing(Session session, StreamId stream, Holdings holdings) {
        StreamHead theirs = session.theirs.get(stream);
        if (theirs == null) {
            return null;
        }
        Ranges mine = holdings.held(stream);
        Long back = session.askBackTo.get(stream);
        if (session.differing.contains(stream) && back == null) {
            back = stepBack(session, stream, Math.min(theirs.n(), holdings.n(stream)) + 1);
        }
        if (back != null && theirs.n() >= back) {
            return new Ranges.Interval(back, theirs.n());
        }
        Ranges proven = Ranges.of(1, theirs.n()).minus(mine);
        if (!proven.isEmpty()) {
            return proven.first();
        }
        if (theirs.n() > holdings.n(stream)) {
            if (theirs.equals(session.uncovered.get(stream))) {
                return new Ranges.Interval(holdings.n(stream) + 1, theirs.n());
            }
            cover(session, theirs);
            return null;
        }
        Ranges loose = theirs.loose().minus(mine).minus(provenElsewhere(stream));
        return loose.isEmpty() ? null : loose.first();
    }

    private Ranges provenElsewhere(StreamId stream) {
        long most = 0;
        for (Session session : shared.identified()) {
            most = Math.max(most, session.theirs.n(stream));
        }
        return Ranges.of(1, most);
    }

    /** All that the peer can prove is held, part of it loose: its claim may show that it fits. */
    private void cover(Session session, StreamHead claim) {
        StreamId stream = claim.stream();
        if (session.covering.add(stream)) {
            shared.ledger
                    .cover(claim)
                    .handle((covered, failed) -> failed == null && covered)
                    .thenAccept(
                            covered ->
                                    loop.post(
                                            () -> {
                                                session.covering.remove(stream);
                                                if (!covered) {
                                                    session.uncovered.put(stream, claim);
                                                }
                                                changed(stream, session);
                                            }));
        }
    }

    /** Asks that stream from further back: a page at first, then twice as far each time. */
    private static long stepBack(Session session, StreamId stream, long from) {
        long far = Math.max(BACK_STEP, 2 * (session.theirs.n(stream) - from));
        long back = Math.max(1, from - far);
        session.askBackTo.put(stream, back);
        return back;
    }

    private void ask(SyncPolicy.Gap<Session> gap, Instant now) {
        Session session = gap.peer();
        PeerBook book = session.book;
        if (book == null) {
            return;
        }
        Long missing = session.weMiss(shared.ledger.holdings());
        log.asked(session, book, missing == null ? gap.to() - gap.from() + 1 : missing);
        Asks.Pending pending =
                asks.open(
                        session,
                        gap.stream(),
                        gap.from(),
                        gap.to(),
                        shared.settings.pageSize(),
                        now);
        session.link.send(shared.wire.ask(pending.ask, shared.nowMs()));
    }

    /** Whether a page with that number may come over that link. Any thread. */
    boolean awaits(Session session, long ask) {
        if (asks.find(session, ask) != null) {
            return true;
        }
        if (!asks.wasOpened(ask)) { // others were on their way when their ask ended
            session.link.offend("a page that nobody asked for");
        }
        return false;
    }

    /**
     * A page came; its proof has been checked.
     *
     * @param arrival null for a page without events: the peer has none of those asked for
     */
    void page(Session session, Messages.Pages page, @Nullable Arrival arrival, Instant now) {
        Asks.Pending pending = asks.find(session, page.ask());
        PeerBook book = session.book;
        if (pending == null || book == null) {
            return;
        }
        boolean fits =
                page.stream().equals(pending.ask.stream())
                        && (arrival == null || isNext(page.events(), pending));
        if (!fits || pending.credit == 0) {
            bad(
                    session,
                    page.ask(),
                    fits ? "more than was granted" : "not what was asked for",
                    now);
            return;
        }
        pending.credit--;
        pending.progressAt = now;
        book.silences = 0;
        if (arrival == null) { // it claimed more than it has
            book.bad(pending.ask.stream(), now);
            end(pending);
            return;
        }
        pending.expected = page.events().getLast().seq() + 1;
        if (pending.mends) { // not counted: nothing of it is new
            scrubbing.came(page.stream(), page.events());
            if (page.more()) {
                pending.credit++;
                session.link.send(shared.wire.grant(pending.ask.ask(), shared.nowMs()));
            } else {
                end(pending);
            }
            return;
        }
        pending.unwritten++;
        pending.ended = !page.more();
        Blob sig = page.sig();
        SignedHead signed =
                sig == null ? null : new SignedHead(page.stream(), page.n(), page.root(), sig);
        offer(
                session,
                arrival,
                result -> {
                    if (signed != null && result.rejected() == 0) {
                        heartbeats.signed(session, signed);
                    }
                    written(pending, result);
                });
    }

    private static boolean isNext(List<LedgerEvent> events, Asks.Pending pending) {
        long first = events.getFirst().seq();
        long last = events.getLast().seq();
        return first == pending.expected
                && last <= pending.ask.to()
                && last - first + 1 == events.size();
    }

    private void written(Asks.Pending pending, MergeResult result) {
        Instant now = shared.clock.instant();
        Session session = pending.session;
        PeerBook book = session.book;
        pending.unwritten--;
        pending.progressAt = now;
        boolean open = asks.find(session, pending.ask.ask()) == pending;
        if (open && book != null) {
            if (result.fit() != MergeResult.Fit.FITS) {
                unfit(pending, book, result, now);
            } else if (result.deferred() > 0) { // nothing was written: later, the disk may be full
                book.avoid(pending.ask.stream(), now.plusSeconds(5));
                cancel(pending);
            } else if (!pending.ended) {
                pending.credit++;
                session.link.send(shared.wire.grant(pending.ask.ask(), shared.nowMs()));
            } else if (pending.unwritten == 0) {
                Long back = session.askBackTo.remove(pending.ask.stream());
                if (back != null && session.differing.contains(pending.ask.stream())) {
                    book.bad(
                            pending.ask.stream(),
                            now); // all events are the same: a tree is damaged
                }
                end(pending);
            }
        }
        tick(now);
    }

    /** A page contradicts what is held here. That may be nobody's fault, and is no bad page. */
    private void unfit(Asks.Pending pending, PeerBook book, MergeResult result, Instant now) {
        Session session = pending.session;
        StreamId stream = pending.ask.stream();
        switch (result.fit()) {
            case FORK -> {
                session.askBackTo.remove(stream);
                session.link.complain(
                        "Stream " + stream + " exists in two versions: " + result.why());
                book.bad(stream, now);
                cancel(pending);
            }
            case DIFFERS_BEFORE -> {
                stepBack(session, stream, pending.ask.from());
                cancel(pending);
            }
            case FITS, REFUSED -> bad(session, pending.ask.ask(), result.why(), now);
        }
    }

    /** A page cannot be used: the stream is asked of somebody else. */
    void bad(Session session, long ask, String why, Instant now) {
        session.link.offend("a page that is refused: " + why);
        Asks.Pending pending = asks.find(session, ask);
        PeerBook book = session.book;
        if (pending != null && book != null) {
            book.bad(pending.ask.stream(), now);
            cancel(pending);
        }
    }

    private void cancel(Asks.Pending pending) {
        pending.session.link.send(shared.wire.cancel(pending.ask.ask(), shared.nowMs()));
        end(pending);
    }

    private void end(Asks.Pending pending) {
        asks.close(pending);
        Session session = pending.session;
        PeerBook book = session.book;
        Long missing = session.weMiss(shared.ledger.holdings());
        if (book != null && asks.of(session).isEmpty() && missing != null && missing == 0) {
            log.came(session, book);
        }
    }

    /** Stops asking that peer for half a minute; what came stays. */
    void stop(Session session, Instant now) {
        PeerBook book = session.book;
        if (book != null) {
            book.quietUntil = now.plus(QUIET_AFTER_CANCEL);
        }
        asks.of(session).forEach(this::cancel);
    }

    /** The link is gone: others are asked. */
    void forget(Session session) {
        asks.of(session).forEach(asks::close);
        PeerBook book = session.book;
        if (book != null) {
            log.came(session, book);
        }
    }

    /** An event came live. */
    void live(Session session, Messages.Live live) {
        LedgerEvent event = live.event();
        StreamDescriptor descriptor = shared.descriptor(session, event.stream());
        if (descriptor == null || !event.stream().equals(session.node)) {
            return; // only its writer sends an event live; others are asked for theirs
        }
        session.liveStream = event.stream();
        int bytes = event.payload().length();
        if (session.liveWaiting >= LIVE_WAITING
                || session.liveWaitingBytes + bytes > LIVE_WAITING_BYTES) {
            return; // the writer is behind: a page brings it
        }
        session.liveWaiting++;
        session.liveWaitingBytes += bytes;
        offer(
                session,
                Arrival.live(descriptor, event, live.root()),
                result -> {
                    session.liveWaiting--;
                    session.liveWaitingBytes -= bytes;
                    if (result.rejected() > 0) {
                        session.link.offend("a live event that is refused: " + result.why());
                    }
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
                .merge(arrival.from(book.address.id()))
                .thenAccept(
                        result ->
                                loop.post(
                                        () -> {
                                            count(session, book, events, result);
                                            if (result.merged() > 0) {
                                                changed(arrival.stream(), session);
                                            }
                                            then.accept(result);
                                        }));
    }

    private void changed(StreamId stream, @Nullable Session source) {
        shared.changed(stream, source);
        heartbeats.changed(stream, shared.clock.instant());
    }

    /** Events of that stream were withdrawn: it is another than it was. */
    void cut(StreamId stream) {
        for (Session session : shared.sessions.values()) {
            session.askBackTo.remove(stream);
            session.uncovered.remove(stream);
        }
        for (PeerBook book : shared.books.values()) {
            book.good(stream);
        }
        changed(stream, null);
    }

    private static void count(Session session, PeerBook book, int events, MergeResult result) {
        book.waiting -= events;
        book.received -= result.deferred(); // they come again, and are counted then
        int unusable = result.unusable().size();
        book.merged += result.merged() - unusable;
        book.had += result.had();
        book.rejected += result.rejected() + unusable;
        for (MergeResult.Unusable event : result.unusable()) {
            session.link.complain(
                    "Error merging event "
                            + event.seq()
                            + " of "
                            + book.address.id()
                            + ": "
                            + event.why());
        }
        Session.CatchUp catchUp = session.catchUp;
        if (catchUp != null && !catchUp.ended) {
            catchUp.events += events - result.deferred();
            catchUp.merged += result.merged() - unusable;
            catchUp.skipped += result.had() + result.rejected() + unusable;
        }
    }
}
