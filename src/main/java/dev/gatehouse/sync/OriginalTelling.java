package dev.gatehouse.sync;

import dev.gatehouse.ledger.query.EntryFate;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.Visit;
import dev.gatehouse.sync.original.FrameWriter;
import dev.gatehouse.sync.original.KnownRows;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Tells originals what they lack of the visits of the window, and compares the rest. The sync
 * thread only, but for the reading.
 */
final class OriginalTelling {
    /** What it was told is looked for in its next answer, so soon. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    /** So often in a row; then with the passes that come anyhow. */
    private static final int LOOKS_AGAIN = 3;

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final OriginalAsking asking;
    private final FrameWriter writer;
    private final Executor workers;
    private final Loop loop;

    OriginalTelling(
            Shared shared, OriginalAsking asking, FrameWriter writer, Executor workers, Loop loop) {
        this.shared = shared;
        this.asking = asking;
        this.writer = writer;
        this.workers = workers;
        this.loop = loop;
    }

    /**
     * Begins to walk over the visits, unless that is under way and no more is asked of it.
     *
     * @param compares whether all that it has is known, as of the beginning of its last pass
     */
    void begin(OriginalPeer peer, boolean compares) {
        if (peer.round != null && !compares) {
            return;
        }
        peer.tellBy = null;
        Instant asOf = compares ? shared.clock.wall(peer.begunAt) : shared.clock.wall();
        Instant from = asOf.minus(shared.settings.originals().window());
        peer.round = new OriginalRound(from, asOf, compares);
        tick(peer);
    }

    /** Goes on where there is room. */
    void tick(OriginalPeer peer) {
        OriginalRound round = peer.round;
        Link link = peer.link();
        if (round == null || round.reading || link == null || link.isBusy()) {
            return;
        }
        if (!round.visitsDone) {
            read(
                    peer,
                    round,
                    () ->
                            shared.ledger
                                    .outlooks()
                                    .since(round.from, round.afterId, FrameWriter.ROWS),
                    visits -> visits(peer, round, visits));
        } else if (!round.others.isEmpty()) {
            var names = new ArrayList<String>();
            while (names.size() < FrameWriter.ROWS && !round.others.isEmpty()) {
                names.add(round.others.removeFirst());
            }
            read(
                    peer,
                    round,
                    () -> shared.ledger.outlooks().of(names),
                    outlooks -> others(peer, round, names, outlooks));
        } else {
            end(peer, round);
        }
    }

    private interface Then<T> {
        void take(T read);
    }

    private <T> void read(
            OriginalPeer peer, OriginalRound round, Supplier<T> reading, Then<T> then) {
        round.reading = true;
        workers.execute(
                () -> {
                    T read;
                    try {
                        read = reading.get();
                    } catch (RuntimeException e) {
                        LOG.warn("{} is not told what it lacks: {}", peer.id, e.toString());
                        loop.post(() -> peer.round = peer.round == round ? null : peer.round);
                        return;
                    }
                    loop.post(
                            () -> {
                                round.reading = false;
                                if (peer.round == round) {
                                    then.take(read);
                                    tick(peer);
                                }
                            });
                });
    }

    private void visits(OriginalPeer peer, OriginalRound round, List<EntryFate.OfVisit> visits) {
        Map<Visit, KnownRows.Need> needs = new LinkedHashMap<>();
        for (EntryFate.OfVisit one : visits) {
            Visit visit = one.visit();
            round.afterId = Math.max(round.afterId, visit.id());
            round.met.add(visit.eventId());
            boolean same = peer.known.has(visit, shared.settings.zone());
            if (round.compares && (same || !isAfter(visit, round.asOf))) {
                round.compared++;
                round.differ += same ? 0 : 1;
            }
            KnownRows.Need need = peer.known.need(visit, one.others());
            if (!need.isNone()) {
                needs.put(visit, need);
            }
        }
        if (visits.isEmpty()) {
            round.visitsDone = true;
            peer.known.names().stream()
                    .filter(name -> !round.met.contains(name))
                    .forEach(round.others::add);
        }
        tell(peer, round, needs);
    }

    /** What happened behind the moment that is compared. */
    private static boolean isAfter(Visit visit, Instant moment) {
        Visit.Departure exit = visit.exit();
        Instant last = exit == null ? visit.entry().at() : exit.passage().at();
        return last.isAfter(moment.minusSeconds(1)) || visit.createdAt().isAfter(moment);
    }

    /** Rows, and behind each frame of them the exits of those visits. */
    private void tell(OriginalPeer peer, OriginalRound round, Map<Visit, KnownRows.Need> needs) {
        Link link = peer.link();
        if (needs.isEmpty() || link == null) {
            return;
        }
        long now = shared.nowMs();
        List<Visit> entries =
                needs.entrySet().stream()
                        .filter(one -> one.getValue().row())
                        .map(Map.Entry::getKey)
                        .toList();
        if (!entries.isEmpty()) {
            for (FrameWriter.Packed packed : writer.rows(entries, now)) {
                link.send(packed.frame());
                packed.visits().forEach(visit -> exits(link, visit, needs.get(visit), now));
            }
        }
        needs.forEach(
                (visit, need) -> {
                    if (!need.row()) {
                        exits(link, visit, need, now);
                    }
                });
        round.told += needs.size();
    }

    private void exits(Link link, Visit visit, KnownRows.@Nullable Need need, long now) {
        Visit.Departure exit = visit.exit();
        if (exit != null && need != null) {
            need.exits().forEach(name -> link.send(writer.exit(name, exit, now)));
        }
    }

    /** What it has beside the visits of the window: no car may be inside there alone. */
    private void others(
            OriginalPeer peer, OriginalRound round, List<String> names, List<EntryFate> outlooks) {
        Link link = peer.link();
        for (int i = 0; i < names.size() && link != null; i++) {
            String name = names.get(i);
            KnownRows.Seen there = peer.known.of(name);
            String frame = there == null || there.out() ? null : exitOf(name, outlooks.get(i));
            if (frame != null) {
                link.send(frame);
                round.told++;
            }
            if (round.compares && there != null) {
                round.compared++;
                round.differ += differs(peer, outlooks.get(i), frame != null) ? 1 : 0;
            }
        }
    }

    private boolean differs(OriginalPeer peer, EntryFate here, boolean told) {
        return switch (here) {
            case EntryFate.OfVisit(Visit visit, _) ->
                    !peer.known.has(visit, shared.settings.zone());
            case EntryFate.Superseded _, EntryFate.Voided _ -> told;
            case EntryFate.Unknown _ -> true;
        };
    }

    /** How a car that is inside there left here; null where it did not. */
    private @Nullable String exitOf(String name, EntryFate here) {
        long now = shared.nowMs();
        return switch (here) {
            case EntryFate.OfVisit(Visit visit, _) -> exitOf(name, visit, now);
            case EntryFate.Superseded(Visit by) -> exitOf(name, by, now);
            case EntryFate.Voided gone -> writer.voided(name, gone.central(), gone.at(), now);
            case EntryFate.Unknown _ -> null;
        };
    }

    private @Nullable String exitOf(String name, Visit visit, long now) {
        Visit.Departure exit = visit.exit();
        return exit == null ? null : writer.exit(name, exit, now);
    }

    private void end(OriginalPeer peer, OriginalRound round) {
        peer.round = null;
        Link link = peer.link();
        if (peer.owed && link != null) {
            peer.owed = false;
            if (round.told == 0) {
                writer.rows(List.of(), shared.nowMs()).forEach(p -> link.send(p.frame()));
            }
        }
        if (round.compares) {
            peer.book.compared = new Compared(round.asOf, round.compared, round.differ);
        }
        if (round.told == 0) {
            peer.lookedAgain = 0;
        } else if (peer.lookedAgain < LOOKS_AGAIN && shared.settings.auto()) {
            LOG.debug("Told {} of {} visits", peer.id, round.told);
            peer.lookedAgain++;
            asking.want(peer, shared.clock.instant().plus(LOOK_AGAIN));
        }
    }
}
