package dev.gatehouse.sync;

import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Asks for what is missing and hands what comes to the ledger. The sync thread only. */
final class Fetcher {
    /** Who cancels wants it to stop; who forgets that it was cancelled must not lose by it. */
    private static final Duration QUIET_AFTER_CANCEL = Duration.ofSeconds(30);

    private final Shared shared;
    private final Proofs proofs;
    private final CatchUpLog log;
    private final Intake intake;
    private final Missing missing;
    private final Scrubbing scrubbing;
    private final Payloads payloads;
    private final Asks asks = new Asks();
    private final NowLane nowLane;

    Fetcher(
            Shared shared,
            Proofs proofs,
            CatchUpLog log,
            Intake intake,
            Missing missing,
            Scrubbing scrubbing,
            Payloads payloads) {
        this.shared = shared;
        this.proofs = proofs;
        this.log = log;
        this.intake = intake;
        this.missing = missing;
        this.scrubbing = scrubbing;
        this.payloads = payloads;
        this.nowLane = new NowLane(shared, log, intake, asks, this::tick);
    }

    /** Frees asks that got no page for too long, and asks for what is missing. */
    void tick(Instant now) {
        for (Asks.Pending overdue : asks.overdue(now)) {
            Session session = overdue.session;
            session.link.complain(
                    (overdue.drips() ? "Hardly any events of " : "No page for ")
                            + overdue.ask.stream()
                            + " from "
                            + session.link);
            PeerBook book = session.book;
            if (book != null && overdue.drips()) {
                book.bad(overdue.ask.stream(), now);
            } else if (book != null) {
                // twice as long each time, so that one that never answers holds up nobody for long;
                // and not for ever, or what only such peers hold would wait for minutes
                int doublings = Math.min(book.silences++, 2);
                book.avoid(
                        overdue.ask.stream(),
                        now.plus(Asks.PAGE_WITHIN.multipliedBy(2L << doublings)));
            }
            cancel(overdue);
        }
        nowLane.tick(now);
        if (asks.size() >= SyncPolicy.ASKS_IN_ALL) {
            return;
        }
        scrubbing.wanting(now).forEach(stream -> askAgain(stream, now));
        for (SyncPolicy.Want<Session> want :
                SyncPolicy.choose(missing.gaps(now), asks.asked(), now)) {
            ask(want, now);
        }
        shared.ledger
                .holdings()
                .withheld()
                .forEach((stream, numbers) -> askForPayloads(stream, numbers, now));
    }

    /**
     * A peer has told more: what is missing is asked for at once, where all that it holds is known.
     */
    void told(Session session, Instant now) {
        if (session.mapComplete() && !session.unproven.isEmpty()) {
            tick(now);
        }
    }

    /** Their events are held, so they are no catch-up and only counted as had. */
    private void askForPayloads(StreamId stream, Ranges numbers, Instant now) {
        if (asks.isAsked(stream) || asks.size() >= SyncPolicy.ASKS_IN_ALL) {
            return;
        }
        Payloads.Want want = payloads.next(stream, numbers, now);
        if (want != null) {
            int rows = shared.settings.pageSize();
            Asks.Pending pending = asks.open(want.peer(), stream, want.numbers(), rows, now);
            want.peer().link.send(shared.wire.ask(pending.ask, shared.nowMs()));
        }
    }

    /** Asks for events of which the own rows are damaged. */
    private void askAgain(StreamId stream, Instant now) {
        Ranges.Interval wanted = scrubbing.wanted(stream, shared.settings.pageSize());
        if (wanted == null || asks.isAsked(stream)) {
            return;
        }
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book != null
                    && session.theirs.n(stream) >= wanted.to()
                    && !book.isBad(stream, now)) {
                Asks.Pending pending =
                        asks.open(session, stream, wanted, shared.settings.pageSize(), now);
                pending.mends = true;
                session.link.send(shared.wire.ask(pending.ask, shared.nowMs()));
                return;
            }
        }
    }

    private void ask(SyncPolicy.Want<Session> want, Instant now) {
        Session session = want.peer();
        PeerBook book = session.book;
        if (book == null) {
            return;
        }
        Long all = session.weMiss(shared.ledger.holdings());
        log.asked(session, book, all == null ? want.numbers().count() : all);
        Asks.Pending pending =
                asks.open(session, want.stream(), want.numbers(), shared.settings.pageSize(), now);
        session.link.send(shared.wire.ask(pending.ask, shared.nowMs()));
    }

    /** Whether a page with that number may come over that link. Any thread. */
    boolean awaits(Session session, long ask) {
        if (NowLane.isFor(session, ask) || asks.find(session, ask) != null) {
            return true;
        }
        if (!asks.wasOpened(ask)) { // others were on their way when their ask ended
            session.link.offend("a page that nobody asked for");
        }
        return false;
    }

    /** A page came after its ask was given up: the peer is slow, and does answer. */
    void late(Session session) {
        PeerBook book = session.book;
        if (book != null) {
            book.answers();
        }
    }

    /**
     * A page came; its proof has been checked.
     *
     * @param arrival null for a page without events: the peer has none of those asked for
     */
    void page(Session session, Messages.Pages page, @Nullable Arrival arrival, Instant now) {
        if (NowLane.isFor(session, page.ask())) {
            nowLane.page(session, page, arrival, now);
            return;
        }
        Asks.Pending pending = asks.find(session, page.ask());
        PeerBook book = session.book;
        if (pending == null || book == null) {
            return;
        }
        boolean fits = page.stream().equals(pending.ask.stream());
        if (fits && page.no() > pending.pages + 1 && page.no() <= pending.granted) {
            pending.ahead.put(page.no(), new Asks.Came(page, arrival)); // one was overtaken
            return;
        }
        fits &= arrival == null || isNext(page.events(), pending);
        if (!fits || pending.pages == pending.granted) {
            bad(
                    session,
                    page.ask(),
                    fits ? "more than was granted" : "not what was asked for",
                    now);
            return;
        }
        pending.pages++;
        pending.came(now);
        book.silences = 0;
        next(pending, book, new Asks.Came(page, arrival), now);
        Asks.Came overtaker = pending.ahead.remove(pending.pages + 1);
        if (overtaker != null) {
            page(session, overtaker.page(), overtaker.arrival(), now);
        }
    }

    private void next(Asks.Pending pending, PeerBook book, Asks.Came came, Instant now) {
        Session session = pending.session;
        Messages.Pages page = came.page();
        Arrival arrival = came.arrival();
        if (pending.looker != null) {
            look(pending, pending.looker, page);
            return;
        }
        if (arrival == null) { // it claimed more than it has
            book.bad(pending.ask.stream(), now);
            end(pending);
            return;
        }
        pending.expected = page.events().getLast().seq() + 1;
        if (pending.mends) { // not counted: nothing of it is new
            scrubbing.came(book, page.stream(), page.events());
            if (page.more()) {
                session.link.send(shared.wire.grant(pending.grant(), shared.nowMs()));
            } else {
                end(pending);
            }
            return;
        }
        pending.unwritten++;
        session.pagesWaiting++;
        pending.ended = !page.more();
        Blob sig = page.sig();
        SignedHead signed =
                sig == null ? null : new SignedHead(page.stream(), page.n(), page.root(), sig);
        intake.offer(
                session,
                arrival,
                result -> {
                    session.pagesWaiting--;
                    if (signed != null && result.rejected() == 0) {
                        proofs.signed(session, signed);
                    }
                    written(pending, result);
                });
    }

    /** Asks for events that somebody only wants to look at. */
    void show(
            Session session,
            StreamId stream,
            Ranges.Interval numbers,
            Asks.Looker looker,
            Instant now) {
        Asks.Pending pending = asks.open(session, stream, numbers, shared.settings.pageSize(), now);
        pending.looker = looker;
        session.link.send(shared.wire.ask(pending.ask, shared.nowMs()));
    }

    private void look(Asks.Pending pending, Asks.Looker looker, Messages.Pages page) {
        looker.came(page.events());
        if (page.more() && !page.events().isEmpty()) {
            pending.expected = page.events().getLast().seq() + 1;
            pending.session.link.send(shared.wire.grant(pending.grant(), shared.nowMs()));
        } else {
            end(pending);
        }
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
        asks.written(pending);
        pending.progressAt = now;
        boolean open = asks.find(session, pending.ask.ask()) == pending;
        if (open && book != null) {
            if (result.fit() != MergeResult.Fit.FITS) {
                unfit(pending, book, result, now);
            } else if (result.deferred() > 0) { // nothing was written: later, the disk may be full
                book.avoid(pending.ask.stream(), now.plusSeconds(5));
                cancel(pending);
            } else if (!pending.ended) {
                session.link.send(shared.wire.grant(pending.grant(), shared.nowMs()));
            } else if (pending.unwritten == 0) {
                askedBack(pending, book, now);
                end(pending);
            }
        }
        tick(now);
    }

    /** All of an ask from further back came and was as here: what differs lies behind it. */
    private void askedBack(Asks.Pending pending, PeerBook book, Instant now) {
        Session session = pending.session;
        StreamId stream = pending.ask.stream();
        if (session.askBackTo.remove(stream) == null) {
            return;
        }
        if (pending.expected <= session.theirs.n(stream)) {
            session.askBackTo.put(stream, pending.expected);
        } else if (session.differing.contains(stream)) {
            book.bad(stream, now); // all events are the same: a tree is damaged
        }
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
                Missing.stepBack(session, stream, pending.ask.from());
                cancel(pending);
            }
            case FITS, REFUSED -> bad(session, pending.ask.ask(), result.why(), now);
        }
    }

    /** A page cannot be used: the stream is asked of somebody else. */
    void bad(Session session, long ask, String why, Instant now) {
        if (NowLane.isFor(session, ask)) {
            nowLane.bad(session, why);
            return;
        }
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
        if (pending.looker != null) {
            pending.looker.ended();
        }
        Session session = pending.session;
        PeerBook book = session.book;
        Long all = session.weMiss(shared.ledger.holdings());
        if (book != null && asks.of(session).isEmpty() && all != null && all == 0) {
            log.came(session, book);
        }
    }

    /** Stops asking that peer for half a minute; what came stays. */
    void stop(Session session, Instant now) {
        PeerBook book = session.book;
        if (book != null) {
            book.quietUntil = now.plus(QUIET_AFTER_CANCEL);
        }
        nowLane.stop(session);
        asks.of(session).forEach(this::cancel);
    }

    /** The link is gone: others are asked. */
    void forget(Session session) {
        nowLane.forget(session);
        asks.of(session).forEach(asks::close);
        PeerBook book = session.book;
        if (book != null) {
            log.came(session, book);
        }
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
        intake.changed(stream, null);
    }
}
