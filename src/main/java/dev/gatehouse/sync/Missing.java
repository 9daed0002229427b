package dev.gatehouse.sync;

import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What each peer holds that this node does not. The sync thread only. */
final class Missing {
    /**
     * Claims of one peer that are looked at when choosing what to ask for: eight asks are under way
     * at most, and a booth that joins finds ten thousand.
     */
    private static final int LOOKED_AT = 64;

    /** With more claims than that, which are the newest is found out this often. */
    private static final Duration SORT_EVERY = Duration.ofSeconds(1);

    /** How far back a fork is looked for at first: it is as old as the machine's last snapshot. */
    private static final long BACK_STEP = 1_024;

    private final Shared shared;
    private final Intake intake;
    private final Loop loop;

    Missing(Shared shared, Intake intake, Loop loop) {
        this.shared = shared;
        this.intake = intake;
        this.loop = loop;
    }

    /** All that could be asked for now. */
    List<SyncPolicy.Gap<Session>> gaps(Instant now) {
        var gaps = new ArrayList<SyncPolicy.Gap<Session>>();
        if (shared.identified().stream().anyMatch(session -> NowLane.goesFirst(session, now))) {
            return gaps;
        }
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book != null
                    && !now.isBefore(book.quietUntil)
                    && (shared.settings.auto() || book.resync != null)) {
                add(gaps, session, book, now);
            }
        }
        return gaps;
    }

    private void add(
            List<SyncPolicy.Gap<Session>> gaps, Session session, PeerBook book, Instant now) {
        Holdings holdings = shared.ledger.holdings();
        Double rtt = book.clock.rttMs(50);
        int found = 0;
        for (StreamId stream : newest(session, now)) {
            if (found == LOOKED_AT) {
                break;
            }
            Instant noticedAt = session.unproven.get(stream);
            StreamDescriptor descriptor = shared.descriptor(session, stream);
            if (noticedAt == null || book.isBad(stream, now) || descriptor == null) {
                continue;
            }
            Ranges missing = of(session, stream, holdings);
            if (!missing.isEmpty()) {
                found++;
                gaps.add(
                        new SyncPolicy.Gap<>(
                                session,
                                stream,
                                missing,
                                descriptor.startedMs(),
                                stream.equals(session.node),
                                noticedAt,
                                isLive(stream),
                                rtt == null ? -1 : rtt));
            }
        }
    }

    /** The streams that are looked at first, where there are many: those begun last. */
    private Collection<StreamId> newest(Session session, Instant now) {
        if (session.unproven.size() <= LOOKED_AT) {
            return session.unproven.keySet();
        }
        Instant last = session.newestAt;
        if (last == null
                || now.isAfter(last.plus(SORT_EVERY))
                || session.newest.stream().noneMatch(session.unproven::containsKey)) {
            session.newestAt = now;
            session.newest =
                    session.unproven.keySet().stream()
                            .sorted(Comparator.comparingLong(stream -> -startedMs(session, stream)))
                            .limit(8 * LOOKED_AT)
                            .toList();
        }
        return session.newest;
    }

    private long startedMs(Session session, StreamId stream) {
        StreamDescriptor descriptor = shared.descriptor(session, stream);
        return descriptor == null ? 0 : descriptor.startedMs();
    }

    /** Whether events of that stream come from its writer as they are made. */
    private boolean isLive(StreamId stream) {
        return shared.identified().stream().anyMatch(s -> stream.equals(s.liveStream));
    }

    /**
     * What to ask that peer for of a stream; none where there is nothing, or nothing yet. First
     * what it can prove; what it holds beyond a gap itself only where no peer can.
     */
    private Ranges of(Session session, StreamId stream, Holdings holdings) {
        StreamHead theirs = session.theirs.get(stream);
        if (theirs == null) {
            return Ranges.EMPTY;
        }
        Ranges mine = holdings.held(stream);
        Long back = session.askBackTo.get(stream);
        if (session.differing.contains(stream) && back == null) {
            back = stepBack(session, stream, Math.min(theirs.n(), holdings.n(stream)) + 1);
        }
        if (back != null && theirs.n() >= back) {
            return Ranges.of(back, theirs.n());
        }
        Ranges proven = Ranges.of(1, theirs.n()).minus(mine);
        if (!proven.isEmpty()) {
            return proven;
        }
        if (theirs.n() > holdings.n(stream)) {
            if (theirs.equals(session.uncovered.get(stream))) {
                return Ranges.of(holdings.n(stream) + 1, theirs.n());
            }
            cover(session, theirs);
            return Ranges.EMPTY;
        }
        return theirs.loose().minus(mine).minus(provenElsewhere(stream));
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
                                                intake.changed(stream, session);
                                            }));
        }
    }

    /** Asks that stream from further back: a page at first, then twice as far each time. */
    static long stepBack(Session session, StreamId stream, long from) {
        long far = Math.max(BACK_STEP, 2 * (session.theirs.n(stream) - from));
        long back = Math.max(1, from - far);
        session.askBackTo.put(stream, back);
        return back;
    }
}
