package dev.gatehouse.sync;

import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Finds out, for a person who asks, which events this node and a peer do not both hold: compares
 * what both claim, goes down the trees that differ, and has the peer show its version of the events
 * that are listed. One comparison with each peer at a time, one ask at a time. The sync thread
 * only; reading is done by a worker.
 */
final class Comparisons {
    /** Nobody looks at a bar for longer; what was found until then is shown. */
    private static final Duration WITHIN = Duration.ofSeconds(20);

    /** A peer that is up tells what it holds within a heartbeat; two of them are allowed. */
    private static final Duration MAP_WITHIN = Duration.ofSeconds(10);

    /** An answer takes some milliseconds to read and to send. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final Heartbeats heartbeats;
    private final Fetcher fetcher;
    private final Inspector inspector;
    private final Supplier<List<AlteredRows.Altered>> altered;
    private final Executor workers;
    private final Loop loop;
    private final Map<Session, Run> running = new LinkedHashMap<>();
    private long lastAsk;

    /**
     * @param altered rows that this disk did not hold as they were written
     */
    Comparisons(
            Shared shared,
            Heartbeats heartbeats,
            Fetcher fetcher,
            Supplier<List<AlteredRows.Altered>> altered,
            Executor workers,
            Loop loop) {
        this.shared = shared;
        this.heartbeats = heartbeats;
        this.fetcher = fetcher;
        this.inspector = shared.ledger.inspector();
        this.altered = altered;
        this.workers = workers;
        this.loop = loop;
    }

    /** One comparison under way. */
    private static final class Run {
        final Session session;
        final Instant startedAt;
        final CompletableFuture<DifferencesAnswer> answer = new CompletableFuture<>();
        final Map<StreamId, Map<Long, Differences.Side>> shown = new HashMap<>();
        final Queue<Want> wanted = new ArrayDeque<>();
        final Comparison found;
        Instant at;
        boolean begun;
        boolean ended;

        /** Whether a worker has what was found in its hands. */
        boolean aside;

        /** Whether the peer's events are being looked at: all hashes are compared. */
        boolean looking;

        /** What was asked for, null while nothing is. */
        Comparison.@Nullable Span asked;

        long ask;
        Instant askedAt;

        Run(Session session, Comparison found, Instant now) {
            this.session = session;
            this.found = found;
            this.startedAt = now;
            this.at = now;
            this.askedAt = now;
        }
    }

    private record Want(StreamId stream, Ranges.Interval numbers) {}

    /** Compares with that peer; who asks while one is under way gets the same answer. */
    CompletableFuture<DifferencesAnswer> start(Session session, Instant now) {
        Run before = running.get(session);
        if (before != null) {
            return before.answer;
        }
        var run = new Run(session, new Comparison(shared.ledger), now);
        running.put(session, run);
        if (!session.mapComplete()) {
            heartbeats.compare(session, now, true);
        }
        tick(run, now);
        return run.answer;
    }

    /** The link is gone. */
    void forget(Session session) {
        Run run = running.get(session);
        if (run != null) {
            end(run, new DifferencesAnswer.Offline());
        }
    }

    void tick(Instant now) {
        List.copyOf(running.values()).forEach(run -> tick(run, now));
    }

    private void tick(Run run, Instant now) {
        if (run.aside) {
            return;
        }
        if (!run.begun && run.session.mapComplete()) {
            begin(run, now);
        } else if (!run.begun && now.isAfter(run.startedAt.plus(MAP_WITHIN))) {
            end(run, new DifferencesAnswer.NoAnswer());
        } else if (run.begun && now.isAfter(run.startedAt.plus(WITHIN))) {
            run.found.incomplete();
            tell(run);
        } else if (run.asked != null && now.isAfter(run.askedAt.plus(ANSWER_WITHIN))) {
            run.session.link.complain("No hashes from " + run.session.link);
            forgetAsk(run);
            run.found.incomplete();
            look(run);
        }
    }

    private void begin(Run run, Instant now) {
        run.begun = true;
        run.at = now;
        List<StreamHead> theirs = run.session.theirs.all();
        List<StreamHead> mine = shared.ledger.holdings().all();
        boolean telling = run.session.caps.contains(Wire.CAP_HASHES);
        aside(run, () -> run.found.heads(mine, theirs, telling), () -> ask(run));
    }

    /**
     * Has a worker do something and goes on when it is done; meanwhile nothing else is done for
     * that comparison.
     */
    private void aside(Run run, Runnable work, Runnable then) {
        run.aside = true;
        workers.execute(
                () -> {
                    try {
                        work.run();
                    } catch (StoreException e) {
                        LOG.debug("Cannot compare with {} now", run.session.link, e);
                        run.found.incomplete();
                    } catch (RuntimeException e) { // else it would seem to go on for ever
                        LOG.error("Comparing with {} failed", run.session.link, e);
                        run.found.incomplete();
                    }
                    loop.post(
                            () -> {
                                run.aside = false;
                                if (!run.ended) {
                                    then.run();
                                }
                            });
                });
    }

    private void ask(Run run) {
        Comparison.Span span = run.found.next();
        if (span == null) {
            look(run);
            return;
        }
        run.asked = span;
        run.ask = ++lastAsk;
        run.askedAt = shared.clock.instant();
        run.session.link.send(
                shared.wire.ask(
                        new Messages.AskHashes(
                                run.ask, span.stream(), span.level(), span.first(), span.last()),
                        shared.nowMs()));
    }

    /** Hashes came. */
    void received(Session session, Messages.Hashes hashes) {
        Run run = running.get(session);
        Comparison.Span span = run == null ? null : run.asked;
        if (run == null || span == null || run.ask != hashes.ask()) {
            if (session.overdueHashes == hashes.ask()) {
                session.overdueHashes = 0;
            } else {
                session.link.offend("hashes that nobody asked for");
            }
            return;
        }
        run.asked = null;
        if (hashes.hashes().isEmpty()) { // it does not hold them any more
            run.found.giveUp(span.stream());
            ask(run);
            return;
        }
        aside(run, () -> compare(run, span, hashes.hashes()), () -> ask(run));
    }

    /** Its answer may be on its way, once. */
    private static void forgetAsk(Run run) {
        if (run.asked != null) {
            run.session.overdueHashes = run.ask;
            run.asked = null;
        }
    }

    private static void compare(Run run, Comparison.Span span, List<Hash> there) {
        try {
            run.found.compare(span, there);
        } catch (IllegalArgumentException e) {
            run.session.link.offend("hashes that are refused: " + e.getMessage());
            run.found.giveUp(span.stream());
        }
    }

    // ---- what the peer holds

    /** Has the peer show what is listed. */
    private void look(Run run) {
        if (run.looking) {
            return;
        }
        run.looking = true;
        Map<StreamId, Ranges> numbers = new LinkedHashMap<>();
        for (Comparison.Conflict conflict : run.found.conflicts()) {
            numbers.merge(
                    conflict.stream(), Ranges.of(conflict.seq(), conflict.seq()), Ranges::plus);
        }
        run.found
                .listedThere()
                .forEach((stream, some) -> numbers.merge(stream, some, Ranges::plus));
        numbers.forEach(
                (stream, some) ->
                        some.intervals().forEach(each -> run.wanted.add(new Want(stream, each))));
        lookOn(run);
    }

    private void lookOn(Run run) {
        Want want = run.wanted.poll();
        while (want != null && shared.descriptor(run.session, want.stream()) == null) {
            want = run.wanted.poll();
        }
        if (want == null) {
            tell(run);
            return;
        }
        fetcher.show(
                run.session,
                want.stream(),
                want.numbers(),
                new Asks.Looker() {
                    @Override
                    public void came(List<LedgerEvent> events) {
                        events.forEach(
                                event ->
                                        run.shown
                                                .computeIfAbsent(
                                                        event.stream(), _ -> new HashMap<>())
                                                .put(event.seq(), inspector.side(event)));
                    }

                    @Override
                    public void ended() {
                        if (!run.ended) {
                            loop.post(() -> lookOn(run));
                        }
                    }
                },
                shared.clock.instant());
    }

    // ---- the answer

    private void tell(Run run) {
        forgetAsk(run);
        running.remove(run.session);
        if (run.ended) {
            return;
        }
        run.ended = true;
        List<AlteredRows.Altered> wrong = altered.get();
        workers.execute(
                () -> {
                    DifferencesAnswer answer;
                    try {
                        answer = new DifferencesAnswer.Compared(differences(run, wrong));
                    } catch (RuntimeException e) { // who asked must not wait for ever
                        LOG.error("Comparing with {} failed", run.session.link, e);
                        answer = new DifferencesAnswer.NoAnswer();
                    }
                    run.answer.complete(answer);
                });
    }

    private void end(Run run, DifferencesAnswer answer) {
        running.remove(run.session);
        if (!run.ended) {
            run.ended = true;
            run.answer.complete(answer);
        }
    }

    private Differences differences(Run run, List<AlteredRows.Altered> wrong) {
        Comparison found = run.found;
        var listed = new ArrayList<Differences.One>();
        wrong.reversed().forEach(row -> listed.add(one(run, row)));
        for (Comparison.Conflict conflict : found.conflicts()) {
            Differences.Side there = shown(run, conflict.stream(), conflict.seq());
            if (there != null && !there.hash().equals(conflict.there())) {
                there = null; // another one than its tree says
            }
            listed.add(
                    one(run, Differences.Kind.TWO_FACTS, conflict.stream(), conflict.seq(), there));
        }
        list(run, found.listedThere(), Differences.Kind.THERE_ONLY, listed);
        list(run, found.listedHere(), Differences.Kind.HERE_ONLY, listed);
        return new Differences(
                shared.clock.wall(run.at),
                found.hereOnly(),
                found.thereOnly(),
                found.twoFacts(),
                found.complete(),
                listed);
    }

    private void list(
            Run run,
            Map<StreamId, Ranges> numbers,
            Differences.Kind kind,
            List<Differences.One> listed) {
        numbers.forEach(
                (stream, some) -> {
                    for (Ranges.Interval each : some.intervals()) {
                        for (long seq = each.from(); seq <= each.to(); seq++) {
                            listed.add(one(run, kind, stream, seq, shown(run, stream, seq)));
                        }
                    }
                });
    }

    private static Differences.@Nullable Side shown(Run run, StreamId stream, long seq) {
        return run.shown.getOrDefault(stream, Map.of()).get(seq);
    }

    private Differences.One one(Run run, AlteredRows.Altered altered) {
        StreamId stream = altered.row().stream();
        StreamDescriptor whose = shared.descriptor(run.session, stream);
        return new Differences.One(
                altered.restored() ? Differences.Kind.RESTORED : Differences.Kind.ALTERED,
                whose == null ? null : whose.central(),
                stream,
                altered.row().seq(),
                altered.found(),
                altered.right());
    }

    private Differences.One one(
            Run run,
            Differences.Kind kind,
            StreamId stream,
            long seq,
            Differences.@Nullable Side there) {
        StreamDescriptor whose = shared.descriptor(run.session, stream);
        Differences.Side here =
                kind == Differences.Kind.THERE_ONLY ? null : inspector.held(stream, seq);
        return new Differences.One(
                kind,
                whose == null ? null : whose.central(),
                stream,
                seq,
                here,
                kind == Differences.Kind.HERE_ONLY ? null : there);
    }
}
