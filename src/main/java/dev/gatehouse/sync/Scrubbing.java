package dev.gatehouse.sync;

import dev.gatehouse.ledger.check.Scrub;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * Knows whether what is on disk can be relied on. Everything is looked through at the start, every
 * few minutes, and at once where somebody else has written to the database; what is damaged is
 * wanted from the peers. As long as that is not done nothing is proven to anybody. The sync loop
 * only; reading is done by a worker.
 */
final class Scrubbing {
    /** Between two looks for foreign writes; a proof waits for the next one. */
    private static final Duration BEAT = Duration.ofMillis(100);

    /**
     * Between two steps of a round that nothing waits for: 5,000 events a second are some 2 % of a
     * core, and a million of them are looked through in three minutes.
     */
    private static final Duration STEP_EVERY = Duration.ofMillis(200);

    /** Of a round that somebody waits for, before the next look for foreign writes. */
    private static final int STEPS_AT_ONCE = 8;

    /** Between two rounds. */
    private static final Duration ROUND_EVERY = Duration.ofMinutes(5);

    /** Damaged events of one stream that are mended; who lost more restores a backup. */
    private static final int MENDED_AT_ONCE = 8_192;

    /** What cannot be mended is tried again after this: a peer that has it may be back. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final Executor workers;
    private final Loop loop;
    private final Scrub scrub;
    private final Map<StreamId, TreeMap<Long, @Nullable LedgerEvent>> damaged = new TreeMap<>();

    /** From whom events of a damaged stream came again. */
    private final Map<StreamId, Set<PeerBook>> senders = new HashMap<>();

    /** Not before then is a stream tried again that could not be mended with what came. */
    private final Map<StreamId, Instant> mendFrom = new HashMap<>();

    private final AlteredRows altered;
    private Instant nextBeat = Instant.MIN;
    private Instant nextStep = Instant.MIN;
    private Instant nextRound = Instant.MIN;
    private Instant lookedAt = Instant.MIN;
    private boolean looking;
    private boolean inRound;

    /** Whether a round is to begin anew, since somebody waits for it. */
    private boolean wanted;

    /** Whether somebody waits for the round that is under way. */
    private boolean hurried;

    /** Read by any thread, written by the loop. */
    private volatile long damagedEvents;

    private boolean clean;
    private boolean sound;
    private @Nullable Long foreignWrites;
    private long rounds;

    /** Read by any thread, written by the loop. */
    private volatile long mended;

    Scrubbing(Shared shared, Executor workers, Loop loop) {
        this.shared = shared;
        this.workers = workers;
        this.loop = loop;
        this.scrub = shared.ledger.scrub();
        this.altered = new AlteredRows(shared.ledger.inspector());
    }

    /**
     * Whether what is on disk was right at that moment: everything was looked through since the
     * last doubt, nothing was wrong, and nobody else has written since.
     */
    boolean soundAt(Instant moment) {
        return sound && !lookedAt.isBefore(moment);
    }

    /** Rounds that ended. */
    long rounds() {
        return rounds;
    }

    /** Events that are known to be damaged. Any thread. */
    long damaged() {
        return damagedEvents;
    }

    /** What damaged rows said, and what they should say. */
    List<AlteredRows.Altered> altered() {
        return altered.all();
    }

    private void count() {
        damagedEvents = damaged.values().stream().mapToLong(Map::size).sum();
    }

    /** Events that came back from a peer since the start. Any thread. */
    long mended() {
        return mended;
    }

    /** Looks through everything from the beginning, without a pause; what was proven stays. */
    void lookThrough() {
        scrub.restart();
        inRound = true;
        clean = true;
        hurried |= wanted;
        wanted = false;
        nextStep = Instant.MIN;
        nextBeat = Instant.MIN;
    }

    /**
     * The same as fast as the disk allows: somebody waits for it.
     *
     * @return rounds that ended before
     */
    long lookThroughNow() {
        wanted = true; // a worker may be looking now
        nextBeat = Instant.MIN;
        return rounds;
    }

    void tick(Instant now) {
        if (looking || now.isBefore(nextBeat)) {
            return;
        }
        if (wanted || (!inRound && !now.isBefore(nextRound))) {
            lookThrough();
        }
        nextBeat = now.plus(BEAT);
        boolean step = inRound && !now.isBefore(nextStep);
        if (step) {
            nextStep = sound && !hurried ? now.plus(STEP_EVERY) : now;
        }
        look(now, step ? hurried ? STEPS_AT_ONCE : 1 : 0);
    }

    private record Seen(
            Instant at,
            long foreignWrites,
            Scrub.@Nullable Step step,
            Map<AlteredRows.Row, Differences.@Nullable Side> altered) {}

    private void look(Instant now, int steps) {
        looking = true;
        workers.execute(
                () -> {
                    Seen seen = null;
                    try {
                        long foreign = shared.ledger.foreignWrites();
                        Scrub.Step step = steps == 0 ? null : steps(steps);
                        seen =
                                new Seen(
                                        now,
                                        foreign,
                                        step,
                                        step == null ? Map.of() : altered.read(step));
                    } catch (StoreException e) {
                        LOG.debug("Cannot look at the database now", e);
                    } catch (RuntimeException e) { // else it would seem to look for ever
                        LOG.error("Looking through the ledger failed", e);
                    }
                    Seen done = seen;
                    loop.post(() -> seen(done));
                });
    }

    /** As one. */
    private Scrub.Step steps(int most) {
        Scrub.Step step = scrub.step();
        var damage = new ArrayList<>(step.damage());
        int events = step.events();
        for (int i = 1; i < most && !step.ended(); i++) {
            step = scrub.step();
            damage.addAll(step.damage());
            events += step.events();
        }
        return new Scrub.Step(damage, events, step.ended());
    }

    private void seen(@Nullable Seen seen) {
        looking = false;
        if (seen == null) {
            return;
        }
        Long before = foreignWrites;
        foreignWrites = seen.foreignWrites();
        if (before != null && before != seen.foreignWrites()) {
            LOG.warn("Somebody else wrote to the database: looking through all of it");
            doubt();
            lookThrough();
            return;
        }
        lookedAt = seen.at();
        proveWhatWaits();
        Scrub.Step step = seen.step();
        if (step == null || !inRound) {
            return;
        }
        found(step.damage());
        altered.found(seen.altered());
        if (wanted) {
            return; // what was looked at belongs to the round before
        }
        if (step.ended()) {
            roundEnded();
        } else if (!sound || hurried) {
            nextBeat = Instant.MIN; // nothing can be proven before it is done
        }
    }

    private void roundEnded() {
        inRound = false;
        hurried = false;
        rounds++;
        Instant now = shared.clock.instant();
        nextRound = now.plus(clean ? ROUND_EVERY : AGAIN_AFTER);
        if (!clean) {
            List.copyOf(damaged.keySet()).forEach(this::mendWithWhatCame);
            return;
        }
        damaged.clear();
        senders.clear();
        mendFrom.clear();
        count();
        if (!sound) {
            sound = true;
            proveWhatWaits();
        }
    }

    private void proveWhatWaits() {
        for (Session session : shared.sessions.values()) {
            session.proofDue |= sound && session.okd != session.theirHeartbeat;
        }
    }

    private void found(List<Scrub.Damage> damage) {
        if (damage.isEmpty()) {
            return;
        }
        doubt();
        clean = false;
        Map<StreamId, List<Long>> anew = new TreeMap<>();
        for (Scrub.Damage one : damage) {
            switch (one) {
                case Scrub.Damage.Event(StreamId stream, long seq) -> {
                    var events = damaged.computeIfAbsent(stream, _ -> new TreeMap<>());
                    if (events.size() <= MENDED_AT_ONCE && !events.containsKey(seq)) {
                        events.put(seq, null);
                        anew.computeIfAbsent(stream, _ -> new ArrayList<>()).add(seq);
                    }
                }
                case Scrub.Damage.Tree(StreamId stream, long n) -> {
                    LOG.error(
                            "The tree over {} events of stream {} is damaged on this disk: it is"
                                    + " built anew",
                            n,
                            stream);
                    mend(stream, List.of());
                }
            }
        }
        count();
        anew.forEach( // a line for all that a step found: thousands would push all else out
                (stream, seqs) ->
                        LOG.error(
                                "Events {} of stream {} are damaged on this disk: fetched from a"
                                        + " peer once all was looked through, where they are no"
                                        + " more than {}",
                                Ranges.of(seqs.stream().mapToLong(Long::longValue)),
                                stream,
                                MENDED_AT_ONCE));
    }

    private void doubt() {
        if (sound) {
            sound = false;
            shared.sessions.values().forEach(Session::forgetProofs);
            shared.books.values().forEach(book -> book.identicalAsOf = null);
        }
    }

    /**
     * The streams of which events are to be fetched again now. None while a round is under way: how
     * much of a stream is damaged, and so whether it can be mended, is only known at its end.
     */
    List<StreamId> wanting(Instant now) {
        if (inRound) {
            return List.of();
        }
        return damaged.entrySet().stream()
                .filter(entry -> entry.getValue().size() <= MENDED_AT_ONCE)
                .map(Map.Entry::getKey)
                .filter(stream -> !now.isBefore(mendFrom.getOrDefault(stream, Instant.MIN)))
                .toList();
    }

    /** The next events of that stream to fetch again; null where all came. */
    Ranges.@Nullable Interval wanted(StreamId stream, int most) {
        var events = damaged.get(stream);
        if (events == null) {
            return null;
        }
        long from = 0;
        long to = 0;
        for (var event : events.entrySet()) {
            if (event.getValue() == null && from == 0) {
                from = event.getKey();
                to = from;
            } else if (event.getValue() == null
                    && event.getKey() == to + 1
                    && to - from + 1 < most) {
                to++;
            } else if (from > 0) {
                break;
            }
        }
        return from == 0 ? null : new Ranges.Interval(from, to);
    }

    /** Events came again, from that peer. */
    void came(PeerBook from, StreamId stream, List<LedgerEvent> events) {
        var wanted = damaged.get(stream);
        if (wanted == null) {
            return;
        }
        senders.computeIfAbsent(stream, _ -> new HashSet<>()).add(from);
        for (LedgerEvent event : events) {
            if (wanted.containsKey(event.seq())) {
                wanted.put(event.seq(), event);
            }
        }
        if (!inRound) {
            mendWithWhatCame(stream);
        }
    }

    /**
     * Where all came. In a round more of the stream may yet be found damaged, and it would fail.
     */
    private void mendWithWhatCame(StreamId stream) {
        var events = damaged.getOrDefault(stream, new TreeMap<>());
        if (!events.isEmpty() && events.values().stream().allMatch(Objects::nonNull)) {
            mend(stream, new ArrayList<>(events.values()));
        }
    }

    private void mend(StreamId stream, List<LedgerEvent> events) {
        shared.ledger
                .mend(stream, events)
                .handle((done, failed) -> failed == null && done)
                .thenAccept(
                        done ->
                                loop.post(
                                        () -> {
                                            if (done) {
                                                mended(stream, events);
                                            } else {
                                                notMended(stream);
                                            }
                                        }));
    }

    private void mended(StreamId stream, List<LedgerEvent> events) {
        if (damaged.remove(stream) == null && !events.isEmpty()) {
            return; // twice: a round ended while the first was under way
        }
        senders.remove(stream);
        mendFrom.remove(stream);
        count();
        mended = mended + events.size();
        altered.restored(events);
        LOG.warn("Stream {} is whole again: {} damaged events replaced", stream, events.size());
        shared.sessions
                .values()
                .forEach(
                        session -> {
                            session.differing.remove(stream);
                            session.proofDue = true;
                        });
        if (damaged.isEmpty() && !inRound) {
            lookThrough();
        }
    }

    private void notMended(StreamId stream) {
        LOG.error("Stream {} cannot be mended with what came; trying again later", stream);
        Instant now = shared.clock.instant();
        mendFrom.put(stream, now.plus(AGAIN_AFTER));
        Set<PeerBook> sent = senders.remove(stream);
        if (sent != null) { // theirs is another version: the next time others are asked
            sent.forEach(book -> book.bad(stream, now));
        }
        var events = damaged.get(stream);
        if (events != null) {
            events.replaceAll((_, _) -> null);
        }
    }
}
