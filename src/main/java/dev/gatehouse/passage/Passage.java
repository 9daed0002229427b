package dev.gatehouse.passage;

import dev.gatehouse.model.GateEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One car in one lane, from its first report to its last. What it was read as is guarded by its
 * {@link PassageBook}; its outcome completes on whatever thread writes it.
 *
 * @param <T> what came of it
 */
public final class Passage<T> {
    /** Different readings of one plate that are kept; more say nothing new. */
    static final int MOST_TEXTS = 8;

    private final Read first;

    /** Readings that differ from the first; most cars have none. */
    private Set<String> otherTexts = Set.of();

    private Read last;
    private Read best;
    private GateEvent.@Nullable Kind way;
    private boolean alone;
    private boolean closed;
    private boolean gone;

    /** What showed that the car is somewhere else; null where a person said so. */
    private @Nullable Read elsewhere;

    private boolean recalled;
    private CompletableFuture<T> outcome = new CompletableFuture<>();
    private @Nullable T tried;

    Passage(Read first) {
        this.first = first;
        this.last = first;
        this.best = first;
        this.way = first.way();
    }

    Read first() {
        return first;
    }

    Read last() {
        return last;
    }

    /** The report whose plate counts. */
    Read best() {
        return best;
    }

    /** Which way the car goes; null until that is known. */
    GateEvent.@Nullable Kind way() {
        return way;
    }

    /** Whether the car left and no entry of it was known. */
    boolean isAlone() {
        return alone;
    }

    /** Whether the barrier closed behind the car. */
    boolean isClosed() {
        return closed;
    }

    /** Whether the car was reported somewhere else, or going another way, since. */
    boolean isGone() {
        return gone;
    }

    /** Whether the car was somewhere else before that. */
    boolean isGoneBefore(Read read) {
        return gone && (elsewhere == null || !read.since(elsewhere).isNegative());
    }

    /** Whether it is of before this start, and nothing was reported of it since. */
    boolean isRecalled() {
        return recalled;
    }

    void recall() {
        recalled = true;
    }

    void settle(GateEvent.Kind went, boolean withoutEntry) {
        way = went;
        alone = withoutEntry;
    }

    void close() {
        closed = true;
    }

    /** The car is somewhere else, as that report tells. */
    void leave(Read by) {
        if (!gone) {
            gone = true;
            elsewhere = by;
        }
    }

    /** What is reported of the car from now on counts anew. */
    void leave() {
        gone = true;
        elsewhere = null;
    }

    /** What came of it; a better reading may replace it. */
    synchronized CompletableFuture<T> outcome() {
        return outcome;
    }

    synchronized void outcome(CompletableFuture<T> next) {
        outcome = next;
    }

    /** What the last attempt to write it would have come to; null before the first. */
    synchronized @Nullable T tried() {
        return tried;
    }

    synchronized void tried(T what) {
        tried = what;
    }

    /**
     * Takes another report of this car.
     *
     * @return what it adds
     */
    Claim.Addition take(Read read) {
        recalled = false;
        if (read.since(last).compareTo(Duration.ZERO) > 0) {
            last = read;
        }
        if (read.decision()) {
            return Claim.Addition.NOTHING;
        }
        boolean fresh = keep(read.text());
        if (isBetter(read)) {
            boolean samePlate = read.plate() != null && read.plate().equals(best.plate());
            best = read;
            if (!samePlate) {
                return Claim.Addition.BETTER_PLATE;
            }
        }
        return fresh ? Claim.Addition.OTHER_TEXT : Claim.Addition.NOTHING;
    }

    /** Whether that reading is a new one, and there is room for it. */
    private boolean keep(String text) {
        if (text.equals(first.text()) || otherTexts.size() >= MOST_TEXTS - 1) {
            return false;
        }
        if (otherTexts.isEmpty()) {
            otherTexts = new HashSet<>();
        }
        return otherTexts.add(text);
    }

    private boolean isBetter(Read read) {
        if (read.plate() == null || best.decision()) {
            return false; // who decides has seen the car
        }
        if (best.plate() == null || read.certainty() > best.certainty()) {
            return true;
        }
        return read.certainty() == best.certainty() && read.usual() && !best.usual();
    }
}
