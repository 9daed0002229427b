package dev.gatehouse.sync;

import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Knows which events nobody in reach holds. The sync thread only. */
final class Losses {
    /** Looking through 55,000 streams takes some milliseconds, and nobody waits for it. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Shared shared;
    private Instant next = Instant.MIN;
    private LostNumbers last = LostNumbers.NONE;

    Losses(Shared shared) {
        this.shared = shared;
    }

    /** As of two seconds ago at most. */
    LostNumbers lost(Instant now) {
        if (!now.isBefore(next)) {
            next = now.plus(EVERY);
            last = look();
        }
        return last;
    }

    /**
     * As long as any link is new, or there is none, nobody can say, and what was known before
     * stays.
     */
    private LostNumbers look() {
        List<Session> reached = List.copyOf(shared.identified());
        boolean known = !reached.isEmpty() && reached.stream().allMatch(Session::mapComplete);
        Holdings holdings = shared.ledger.holdings();
        long events = 0;
        var listed = new ArrayList<LostNumbers.OfStream>();
        for (StreamHead head : known ? holdings.all() : List.<StreamHead>of()) {
            Ranges lost = head.loose().isEmpty() ? Ranges.EMPTY : lost(head, reached);
            if (!lost.isEmpty()) {
                events += lost.count();
                if (listed.size() < LostNumbers.LISTED) {
                    StreamDescriptor whose = holdings.descriptor(head.stream());
                    listed.add(
                            new LostNumbers.OfStream(
                                    whose == null ? null : whose.central(),
                                    head.stream(),
                                    lost.count(),
                                    lost.lowest(StreamHead.CLAIMED)));
                }
            }
        }
        return known ? new LostNumbers(events, listed) : last;
    }

    private static Ranges lost(StreamHead head, List<Session> reached) {
        Ranges lost = Ranges.of(head.n() + 1, head.loose().last()).minus(head.loose());
        for (Session session : reached) {
            StreamHead claim = session.theirs.get(head.stream());
            if (claim != null) {
                lost = lost.minus(claim.held()).and(claim.told());
            }
        }
        return lost;
    }
}
