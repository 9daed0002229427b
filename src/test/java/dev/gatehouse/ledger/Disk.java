package dev.gatehouse.ledger;

import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Notice;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A PC's disk with one database on it. It outlives the processes that use it, one at a time: what
 * was committed and synced survives a power cut, what was only written survives a kill. How each
 * commit ends is asked of a schedule.
 */
public interface Disk extends AutoCloseable {
    /** How a commit ends. */
    enum Commit {
        /** Written and synced, and reported so. */
        DONE,
        /** Nothing is written, and reported so. */
        REFUSED,
        /** Written and synced, and reported as failed. */
        DONE_BUT_REFUSED,
        /** Written and reported as synced by a disk that lies: a power cut may lose it. */
        NOT_SYNCED,
        /** The process is killed before anything is written. */
        KILLED_BEFORE,
        /** The process is killed behind the commit, before it can tell anybody. */
        KILLED_AFTER
    }

    /** The edition of the program that lacks those kinds of facts; ours where it lacks none. */
    static FoldVersion edition(Set<String> lacks) {
        return lacks.isEmpty() ? FoldVersion.OURS : new FoldVersion(FoldVersion.VERSION - 1, lacks);
    }

    /**
     * Opens the ledger on it, in a process that ends any that had it before. What is derived from
     * the events is derived anew where another edition did it.
     *
     * @param executor where each transaction has its turn
     * @param lacks kinds of facts that the process does not know
     */
    Ledger ledger(
            Ledger.Means means,
            Consumer<List<Notice>> publish,
            Executor executor,
            Set<String> lacks);

    /**
     * How many events the processes from now on pack into one block; as many as on a real disk
     * unless it is said otherwise.
     *
     * @param events a power of two
     */
    void span(int events);

    /** How the commits from now on end; asked once for each, on the thread that commits. */
    void schedule(Supplier<Commit> schedule);

    /** Whether there is no room for more than there is. */
    void full(boolean full);

    /** The process that used it ends where it stands; what it wrote is kept. */
    void kill();

    /** How many commits a power cut could lose. */
    int unsynced();

    /**
     * The power fails.
     *
     * @param survivors of the commits that were not synced, so many of the oldest are kept
     */
    void cutPower(int survivors);

    /** Another disk with what is on this one now. */
    Disk copy();

    /** Another disk of this sort with nothing on it. */
    Disk empty();

    /** Replaces what is on it by what is on another, as who restores a backup does. */
    void restore(Disk other);

    /**
     * Derives everything from the events anew, beside what is there.
     *
     * @return what differs from what is there, null where nothing does
     */
    @Nullable String differsFromAFreshFold(CentralId self, Set<String> lacks);

    /** Nobody needs it any more. */
    @Override
    void close();
}
