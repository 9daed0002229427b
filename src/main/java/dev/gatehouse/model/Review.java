package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a person must look at a visit. Its fee is summed apart from the revenue until then. The names
 * go out in the API, and the codes stand in the database: neither may change.
 */
public enum Review {
    /** Nobody has read the plate. */
    UNREAD(1),
    /** The car left, and no entry was known where it left. */
    NO_ENTRY(2),
    /** The exit's clock is behind the entry's. */
    EXIT_BEFORE_ENTRY(3),
    /** A clock that the fee rests on is not to be relied on. */
    CLOCK(4),
    /** The stay is longer than {@link Visit#LONGEST_SECONDS}. */
    STAY(5),
    /** Two lanes saw the car at once: it cannot have been inside between them. */
    SAME_SECOND(6),
    /** The car left unseen: it came in again while it was inside. When it left nobody knows. */
    EXIT_UNKNOWN(7);

    /** Shorter stays are no stays: from the entry's barrier to the exit's takes longer. */
    public static final long SHORTEST_SECONDS = 3;

    private final int code;

    Review(int code) {
        this.code = code;
    }

    /** As it is stored. */
    public int code() {
        return code;
    }

    /**
     * What is odd about a visit; of several the one that explains the others.
     *
     * @return null where nothing is
     */
    static @Nullable Review of(Visit visit) {
        Visit.Departure exit = visit.exit();
        if (visit.plate().isUnread()) {
            return UNREAD;
        }
        if (exit != null && exit.alone()) {
            return NO_ENTRY;
        }
        if (exit != null && exit.missed()) {
            return EXIT_UNKNOWN;
        }
        if (exit != null && exit.seconds() < 0) {
            return EXIT_BEFORE_ENTRY;
        }
        if (visit.entry().doubtful() || (exit != null && exit.passage().doubtful())) {
            return CLOCK;
        }
        if (exit == null) {
            return null;
        }
        return exit.seconds() > Visit.LONGEST_SECONDS
                ? STAY
                : exit.seconds() < SHORTEST_SECONDS ? SAME_SECOND : null;
    }
}
