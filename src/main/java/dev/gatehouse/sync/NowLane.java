package dev.gatehouse.sync;

import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.MergeResult;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Consumer;

/**
 * Asks a peer first for what tells how the car park stands now, so that a booth that was away knows
 * the cars inside within a second, however much it missed. The sync thread only.
 */
final class NowLane {
    /**
     * With no more than this missing the streams are asked for at once: two pages are there as
     * soon. With more the peer decides, which knows how many cars are inside.
     */
    static final long MISSING_FROM = 2_048;

    /**
     * As long as the others wait for its next page, since what they asked for meanwhile would come
     * twice.
     */
    static final Duration HEAD_START = Duration.ofSeconds(2);

    /** As long as they wait whatever it brings; where it is slow it goes on beside them then. */
    static final Duration LONGEST_START = Duration.ofSeconds(5);

    /**
     * What it must bring on average for them to wait on: a line of 300 kbit/s does. What a peer may
     * send is bounded, so none makes them wait for longer than three minutes.
     */
    static final long LEAST_PER_SECOND = 200;

    /** Events that a peer may send: twice what one of this version chooses. */
    private static final long EVENTS = 32_768;

    /** An ask under way. */
    static final class Ask {
        final long number;
        final Instant askedAt;
        private int pages;
        private int granted = Asks.CREDIT;
        private int unwritten;
        private long events;
        private boolean ended;
        private Instant progressAt;

        Ask(long number, Instant now) {
            this.number = number;
            this.askedAt = now;
            this.progressAt = now;
        }

        void progressed(Instant now) {
            progressAt = now;
        }

        void came(int more, Instant now) {
            events += more;
            progressed(now);
        }

        boolean goesFirst(Instant now) {
            Duration open = Duration.between(askedAt, now);
            return now.isBefore(progressAt.plus(HEAD_START))
                    && (open.compareTo(LONGEST_START) < 0
                            || events >= LEAST_PER_SECOND * open.toSeconds());
        }
    }

    private final Shared shared;
    private final CatchUpLog log;
    private final Intake intake;
    private final Asks asks;
    private final Consumer<Instant> ended;

    /** What the last peer held that was asked: another one would mostly send the same again. */
    private long askedOf;

    /**
     * @param ended called when all of one ask came: those that waited for it may be made
     */
    NowLane(Shared shared, CatchUpLog log, Intake intake, Asks asks, Consumer<Instant> ended) {
        this.shared = shared;
        this.log = log;
        this.intake = intake;
        this.asks = asks;
        this.ended = ended;
    }

    void tick(Instant now) {
        boolean idle = true;
        for (Session session : shared.identified()) {
            Ask under = session.now;
            if (under != null) {
                idle = false;
                if (under.unwritten == 0
                        && now.isAfter(under.progressAt.plus(Asks.patience(session.book)))) {
                    cancel(session, under);
                }
            }
        }
        if (idle) {
            shared.identified().stream()
                    .filter(session -> mayBeAsked(session, now))
                    .max(Comparator.comparingLong(session -> session.theirEvents))
                    .ifPresent(session -> ask(session, now));
        }
    }

    private boolean mayBeAsked(Session session, Instant now) {
        PeerBook book = session.book;
        return book != null
                && !session.nowAsked
                && session.caps.contains(Wire.CAP_NOW)
                && !now.isBefore(book.quietUntil)
                && (shared.settings.auto() || book.resync != null)
                && session.theirEvents - askedOf > MISSING_FROM
                && missing(session) > MISSING_FROM;
    }

    /** A peer that holds so many more has as many that are missing: that needs no comparison. */
    private long missing(Session session) {
        Long missing = session.weMiss(shared.ledger.holdings());
        long more = session.theirEvents - shared.ledger.holdings().events();
        return Math.max(missing == null ? 0 : missing, more);
    }

    private void ask(Session session, Instant now) {
        PeerBook book = session.book;
        if (book == null) {
            return;
        }
        Long missing = session.weMiss(shared.ledger.holdings());
        log.asked(session, book, missing == null ? session.theirEvents : missing);
        askedOf = session.theirEvents;
        var ask = new Ask(asks.nextNumber(), now);
        session.now = ask;
        session.nowAsked = true;
        session.link.send(
                shared.wire.ask(
                        new Messages.AskNow(
                                ask.number,
                                shared.settings.pageSize(),
                                Asks.PAGE_BYTES,
                                Asks.CREDIT,
                                missing(session)),
                        shared.nowMs()));
    }

    /** Whether the streams wait, so that the present comes first. */
    static boolean goesFirst(Session session, Instant now) {
        Ask under = session.now;
        return under != null && under.goesFirst(now);
    }

    /** Whether a page is for that lane. Any thread. */
    static boolean isFor(Session session, long ask) {
        Ask under = session.now;
        return under != null && under.number == ask;
    }

    /**
     * A page came; its proof has been checked.
     *
     * @param arrival null for one without events
     */
    void page(Session session, Messages.Pages page, @Nullable Arrival arrival, Instant now) {
        Ask under = session.now;
        if (under == null) {
            return;
        }
        under.came(page.events().size(), now);
        boolean granted = under.pages < under.granted;
        if (!granted || under.events > EVENTS) {
            bad(session, granted ? "more than a present holds" : "more than was granted");
            return;
        }
        under.pages++;
        under.ended |= !page.more(); // what it overtook comes with its stream
        if (arrival == null) {
            goOn(session, under);
            return;
        }
        under.unwritten++;
        session.pagesWaiting++;
        intake.offer(
                session,
                arrival,
                result -> {
                    session.pagesWaiting--;
                    under.unwritten--;
                    under.progressed(shared.clock.instant());
                    if (session.now == under) {
                        written(session, under, result);
                    }
                });
    }

    private void written(Session session, Ask under, MergeResult result) {
        if (result.fit() == MergeResult.Fit.REFUSED) {
            bad(session, result.why());
        } else if (result.deferred() > 0) { // the disk is full: all comes later, by its streams
            cancel(session, under);
        } else { // a stream that differs is looked into when its own turn comes
            goOn(session, under);
        }
    }

    private void goOn(Session session, Ask under) {
        if (!under.ended) {
            under.granted++;
            var grant = new Messages.Grant(under.number, under.granted);
            session.link.send(shared.wire.grant(grant, shared.nowMs()));
        } else if (under.unwritten == 0) {
            session.now = null;
            if (under.events == 0) {
                askedOf = 0; // it declined: that says nothing of what others would do
            }
            ended.accept(shared.clock.instant());
        }
    }

    /** A page cannot be used: there is no other one to ask for this. */
    void bad(Session session, String why) {
        session.link.offend("a page that is refused: " + why);
        stop(session);
    }

    /** Asks for no more of it. */
    void stop(Session session) {
        Ask under = session.now;
        if (under != null) {
            cancel(session, under);
        }
    }

    /** The link is gone: another peer may be asked. */
    void forget(Session session) {
        if (session.now != null) {
            session.now = null;
            askedOf = 0;
        }
    }

    private void cancel(Session session, Ask under) {
        askedOf = 0;
        session.now = null;
        session.link.send(shared.wire.cancel(under.number, shared.nowMs()));
    }
}
