package dev.gatehouse.sync;

import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks for the payloads of events that came with their hash only, though no erasing known here
 * accounts for it. Whoever has been told everything that a peer holds and still does not know of an
 * erasing asks that peer: it has the payload, or is in the same doubt. Until one has given it, or
 * the erasing has come, nothing is proven to anybody. The sync thread only.
 */
final class Payloads {
    /** Between two walks through all that is wanted of one peer, which may have got some since. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    /** So long nobody could give them: they are lost as far as is known here. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(1);

    private final Shared shared;
    private final Map<Session, Map<StreamId, Walk>> walks = new HashMap<>();
    private @Nullable Instant wantingSince;

    /** Read by any thread, written by the sync's. */
    private volatile long lost;

    /** How far one peer was asked for what is wanted of one stream. */
    private static final class Walk {
        long upTo;
        Instant nextAt = Instant.MIN;
    }

    /** What to ask whom for. */
    record Want(Session peer, StreamId stream, Ranges.Interval numbers) {}

    Payloads(Shared shared) {
        this.shared = shared;
    }

    /** Whether no event is without its payload. */
    boolean complete() {
        return shared.ledger.holdings().withheld().isEmpty();
    }

    /** Events whose payload no peer could give for a while. Any thread. */
    long lost() {
        return lost;
    }

    void tick(Instant now) {
        Map<StreamId, Ranges> withheld = shared.ledger.holdings().withheld();
        if (withheld.isEmpty()) {
            if (wantingSince != null) {
                shared.sessions.values().forEach(session -> session.proofDue = true);
            }
            walks.clear();
            wantingSince = null;
            lost = 0;
            return;
        }
        walks.keySet().retainAll(shared.identified());
        boolean comingIn = shared.identified().stream().anyMatch(session -> !hasTold(session));
        Instant since = comingIn || wantingSince == null ? now : wantingSince;
        wantingSince = since;
        boolean overdue = now.isAfter(since.plus(LOST_AFTER));
        lost = overdue ? withheld.values().stream().mapToLong(Ranges::count).sum() : 0;
    }

    /** Whether everything that it holds is held here, its erasings among it. */
    private boolean hasTold(Session session) {
        Long missing = session.weMiss(shared.ledger.holdings());
        return missing != null && missing == 0;
    }

    /** The next to ask for of that stream; null where nobody is to be asked now. */
    @Nullable Want next(StreamId stream, Ranges withheld, Instant now) {
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book == null
                    || now.isBefore(book.quietUntil)
                    || book.isBad(stream, now)
                    || !hasTold(session)) {
                continue;
            }
            Ranges there = withheld.and(session.theirs.held(stream));
            Ranges.Interval numbers = next(session, stream, there, now);
            if (numbers != null) {
                return new Want(session, stream, numbers);
            }
        }
        return null;
    }

    private Ranges.@Nullable Interval next(
            Session session, StreamId stream, Ranges there, Instant now) {
        Walk walk =
                walks.computeIfAbsent(session, _ -> new HashMap<>())
                        .computeIfAbsent(stream, _ -> new Walk());
        Ranges left = walk.upTo == 0 ? there : there.minus(Ranges.of(1, walk.upTo));
        if (walk.upTo == 0 || left.isEmpty()) { // a new walk
            if (now.isBefore(walk.nextAt) || there.isEmpty()) {
                return null;
            }
            walk.nextAt = now.plus(AGAIN_AFTER);
            left = there;
        }
        Ranges.Interval first = left.first();
        walk.upTo = Math.min(first.to(), first.from() + shared.settings.pageSize() - 1);
        return new Ranges.Interval(first.from(), walk.upTo);
    }
}
