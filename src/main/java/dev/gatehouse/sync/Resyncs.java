package dev.gatehouse.sync;

import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncStart;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The manual resyncs: starts them, has them look, and tells how they ended. The sync thread only.
 */
final class Resyncs {
    /** At once: each wants the line and the supervisor's eye. */
    private static final int AT_ONCE = 2;

    /**
     * An original answers within seconds, or its own link is not up; a million rows take longer.
     */
    private static final Duration ORIGINAL_WITHIN = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final Heartbeats heartbeats;
    private final Fetcher fetcher;
    private final Scrubbing scrubbing;
    private final Comparisons comparisons;
    private final Originals originals;
    private final Loop loop;
    private final Runnable changed;

    /**
     * @param changed run when one has ended, before that is told
     */
    Resyncs(
            Shared shared,
            Heartbeats heartbeats,
            Fetcher fetcher,
            Scrubbing scrubbing,
            Comparisons comparisons,
            Originals originals,
            Loop loop,
            Runnable changed) {
        this.shared = shared;
        this.heartbeats = heartbeats;
        this.fetcher = fetcher;
        this.scrubbing = scrubbing;
        this.comparisons = comparisons;
        this.originals = originals;
        this.loop = loop;
        this.changed = changed;
    }

    ResyncStart start(CentralId peer) {
        PeerBook book = shared.books.get(peer);
        if (book == null) {
            return new ResyncStart.UnknownPeer();
        }
        Session session = shared.sessionOf(peer);
        if (session == null && !originals.linked().contains(peer)) {
            return new ResyncStart.Offline();
        }
        if (book.resync != null) {
            return new ResyncStart.AlreadyRunning();
        }
        if (shared.books.values().stream().filter(b -> b.resync != null).count() >= AT_ONCE) {
            return new ResyncStart.TooMany();
        }
        Instant now = shared.clock.instant();
        var resync = new Resync(now, book.merged, scrubbing::lookThroughNow);
        book.resync = resync;
        book.lastResync = null;
        book.tryEverything();
        LOG.info("Resync with {} started by hand", peer);
        if (session == null) {
            originals.resync(peer, now);
            return new ResyncStart.Started(null, null, resync.outcome);
        }
        session.reported = false; // a person wants to read the lines
        heartbeats.compare(session, now, true);
        heartbeats.send(session, now);
        Holdings holdings = shared.ledger.holdings();
        return new ResyncStart.Started(
                session.weMiss(holdings), session.theyMiss(holdings), resync.outcome);
    }

    /** Stops one; gives whether it ran. */
    boolean cancel(CentralId peer) {
        PeerBook book = shared.books.get(peer);
        Resync resync = book == null ? null : book.resync;
        if (book == null || resync == null) {
            return false;
        }
        Instant now = shared.clock.instant();
        Session session = shared.sessionOf(peer);
        if (session != null) {
            fetcher.stop(session, now);
        }
        long merged = book.merged - resync.mergedBefore();
        finish(book, resync, new ResyncOutcome.Cancelled(now, merged));
        return true;
    }

    void tick(Instant now) {
        for (PeerBook book : shared.books.values()) {
            Resync resync = book.resync;
            Session session = resync == null ? null : shared.sessionOf(book.address.id());
            if (resync != null && originals.linked().contains(book.address.id())) {
                compared(book, resync, now);
                continue;
            }
            if (resync == null || session == null || resync.listing) {
                continue;
            }
            Holdings holdings = shared.ledger.holdings();
            Holdings.Summary held = holdings.summary();
            ResyncOutcome outcome =
                    resync.step(
                            new Resync.Look(
                                    now,
                                    session.theirHeartbeatAt,
                                    session.weMiss(holdings),
                                    session.theyMiss(holdings),
                                    shared.identicalAsOf(book.address.id()),
                                    scrubbing.rounds(),
                                    book.merged,
                                    held.events(),
                                    held.top()));
            if (outcome instanceof ResyncOutcome.StillDifferent still) {
                list(book, resync, session, still);
            } else if (outcome != null) {
                finish(book, resync, outcome);
            }
        }
    }

    /** With an original it ends once a comparison that began after it is there. */
    private void compared(PeerBook book, Resync resync, Instant now) {
        Compared compared = book.compared;
        long merged = book.merged - resync.mergedBefore();
        if (compared != null && compared.at().isAfter(shared.clock.wall(resync.startedAt()))) {
            finish(book, resync, new ResyncOutcome.ComparedOnly(now, merged, compared));
        } else if (now.isAfter(resync.startedAt().plus(ORIGINAL_WITHIN))) {
            finish(book, resync, new ResyncOutcome.Failed(now, merged, "NO_ANSWER"));
        }
    }

    /** Finds out which events those are before it ends. */
    private void list(
            PeerBook book, Resync resync, Session session, ResyncOutcome.StillDifferent still) {
        resync.listing = true;
        comparisons
                .start(session, still.at())
                .thenAccept(answer -> loop.post(() -> listed(book, resync, still, answer)));
    }

    private void listed(
            PeerBook book,
            Resync resync,
            ResyncOutcome.StillDifferent still,
            DifferencesAnswer answer) {
        if (book.resync == resync) { // nobody has stopped it
            Differences found =
                    answer instanceof DifferencesAnswer.Compared(Differences all) ? all : null;
            finish(
                    book,
                    resync,
                    new ResyncOutcome.StillDifferent(
                            shared.clock.instant(),
                            still.merged(),
                            still.weMiss(),
                            still.theyMiss(),
                            found));
        }
    }

    /** Those peers alone stay: a resync with another one will hear of it no more. */
    void endWithOthersThan(List<PeerAddress> peers, Instant now) {
        Set<CentralId> staying = peers.stream().map(PeerAddress::id).collect(Collectors.toSet());
        for (PeerBook book : shared.books.values()) {
            if (!staying.contains(book.address.id())) {
                fail(book, "PEER_REMOVED", now);
            }
        }
    }

    /** Ends one that cannot go on. */
    void fail(PeerBook book, String code, Instant now) {
        Resync resync = book.resync;
        if (resync != null) {
            long merged = book.merged - resync.mergedBefore();
            finish(book, resync, new ResyncOutcome.Failed(now, merged, code));
        }
    }

    private void finish(PeerBook book, Resync resync, ResyncOutcome outcome) {
        book.resync = null;
        ResyncOutcome shown = shown(outcome);
        book.lastResync = shown;
        LOG.info("Resync with {} {}", book.address.id(), words(shown));
        changed.run();
        resync.outcome.complete(shown);
    }

    /** The same with the times that people read. */
    private ResyncOutcome shown(ResyncOutcome outcome) {
        Instant at = shared.clock.wall(outcome.at());
        return switch (outcome) {
            case ResyncOutcome.Identical o ->
                    new ResyncOutcome.Identical(
                            at, o.merged(), shared.clock.wall(o.asOf()), o.events(), o.digest());
            case ResyncOutcome.StillDifferent o ->
                    new ResyncOutcome.StillDifferent(
                            at, o.merged(), o.weMiss(), o.theyMiss(), o.differences());
            case ResyncOutcome.ComparedOnly o ->
                    new ResyncOutcome.ComparedOnly(at, o.merged(), o.compared());
            case ResyncOutcome.Cancelled o -> new ResyncOutcome.Cancelled(at, o.merged());
            case ResyncOutcome.Failed o -> new ResyncOutcome.Failed(at, o.merged(), o.code());
        };
    }

    private static String words(ResyncOutcome outcome) {
        return switch (outcome) {
            case ResyncOutcome.Identical o ->
                    "ended: identical, code %s, %s events, %s of them merged now"
                            .formatted(o.digest().code(), o.events(), o.merged());
            case ResyncOutcome.StillDifferent o ->
                    "ended: still different, %s missing here and %s there, %s merged now%s"
                            .formatted(
                                    known(o.weMiss()),
                                    known(o.theyMiss()),
                                    o.merged(),
                                    twice(o.differences()));
            case ResyncOutcome.ComparedOnly o ->
                    "ended: %s rows compared, %s differ, %s merged now"
                            .formatted(o.compared().rows(), o.compared().differ(), o.merged());
            case ResyncOutcome.Cancelled o -> "was cancelled: %s merged".formatted(o.merged());
            case ResyncOutcome.Failed o -> "failed (%s): %s merged".formatted(o.code(), o.merged());
        };
    }

    private static String twice(@Nullable Differences found) {
        return found == null || found.twoFacts() == 0
                ? ""
                : ", %s numbers with two facts".formatted(found.twoFacts());
    }

    private static String known(@Nullable Long events) {
        return events == null ? "?" : events.toString();
    }
}
