package dev.gatehouse.sync.original;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * One pass over the history of an original, page by page: what to ask for next. An original sends
 * the rows that were written after a moment, the oldest first, but compares its local time with
 * UTC, so that the moment is hours off, nobody can say how many; only the numbers of the rows show
 * whether a page goes on where the last one ended. Pure.
 */
public final class Asking {
    /** No zone is further from UTC. */
    private static final Duration EAST = Duration.ofHours(14);

    private static final Duration WEST = Duration.ofHours(-12);

    /** Half an interval of 26 hours a dozen times: below this the rows of one page lie closer. */
    private static final Duration CLOSE = Duration.ofSeconds(20);

    /** Asks in one pass: of 5,000 rows each, five million rows. */
    private static final int MOST_ASKS = 1_000;

    private final int limit;
    private final boolean wide;
    private @Nullable Long reached;
    private @Nullable Instant reachedCreated;
    private Duration shift;

    /** It is off by this at most, as its answers show: none begins before the moment asked for. */
    private Duration most = EAST;

    private Duration tooLate = WEST;
    private Duration tooEarly = EAST;
    private Instant since;
    private int asks = 1;

    private Asking(
            int limit,
            boolean wide,
            @Nullable Long reached,
            @Nullable Instant reachedCreated,
            Duration shift,
            Instant since) {
        this.limit = limit;
        this.wide = wide;
        this.reached = reached;
        this.reachedCreated = reachedCreated;
        this.shift = shift;
        this.since = since;
    }

    /**
     * Goes over everything that was written since then, whatever is known of it: an exit changes a
     * row that was written before.
     *
     * @param limit rows in one answer at most
     * @param zone the original's, as far as is known
     */
    public static Asking wide(Instant from, int limit, ZoneId zone) {
        return new Asking(limit, true, null, null, offset(zone, from), from.minus(EAST));
    }

    /**
     * Goes on behind the last row that is known.
     *
     * @param known with at least that one
     */
    public static Asking onwards(KnownRows known, int limit, ZoneId zone) {
        Instant created = known.lastCreated();
        if (created == null) {
            throw new IllegalArgumentException("nothing is known to go on from");
        }
        Duration shift = offset(zone, created);
        return new Asking(limit, false, known.lastId(), created, shift, created.minus(shift));
    }

    private static Duration offset(ZoneId zone, Instant at) {
        return Duration.ofSeconds(zone.getRules().getOffset(at).getTotalSeconds());
    }

    /** Whether it goes over rows that are known, too. */
    public boolean isWide() {
        return wide;
    }

    /** The moment to ask for next. */
    public Instant since() {
        return since;
    }

    /**
     * Takes the answer.
     *
     * @return whether {@link #since} is to be asked for next; else all has come
     */
    public boolean goesOn(List<Row> rows) {
        learn(rows);
        long least = Long.MAX_VALUE;
        Row last = null;
        long greatest = Long.MIN_VALUE;
        for (Row row : rows) {
            Long id = row.id();
            if (id != null) {
                least = Math.min(least, id);
                if (id > greatest) {
                    greatest = id;
                    last = row;
                }
            }
        }
        if (++asks > MOST_ASKS) {
            return false;
        }
        Long known = reached;
        if (known == null) {
            return last != null && movesTo(greatest, last);
        }
        if (least > known + 1 && canMove(shift, tooEarly)) { // also where nothing came at all
            tooLate = shift;
            return moves();
        }
        if (last != null && greatest > known) { // rows that were deleted leave holes
            return movesTo(greatest, last);
        }
        if (rows.size() >= limit && canMove(tooLate, shift)) {
            tooEarly = shift;
            return moves();
        }
        return false;
    }

    private void learn(List<Row> rows) {
        for (Row row : rows) {
            Instant created = row.created();
            if (created != null) {
                Duration off = Duration.between(since, created);
                most = off.compareTo(most) < 0 ? off : most;
            }
        }
        most = most.compareTo(WEST) < 0 ? WEST : most; // a clock that was set
    }

    private static boolean canMove(Duration from, Duration to) {
        return to.minus(from).compareTo(CLOSE) > 0;
    }

    private boolean movesTo(long id, Row last) {
        Instant created = last.created();
        if (created == null) {
            return false;
        }
        reached = id;
        reachedCreated = created;
        tooLate = WEST;
        tooEarly = EAST;
        shift = most.compareTo(EAST) < 0 ? most : shift;
        since = created.minus(shift);
        return true;
    }

    private boolean moves() {
        Instant created = reachedCreated;
        if (created == null) {
            return false;
        }
        shift = tooLate.plus(tooEarly).dividedBy(2);
        since = created.minus(shift);
        return true;
    }
}
