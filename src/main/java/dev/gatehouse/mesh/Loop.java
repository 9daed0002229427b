package dev.gatehouse.mesh;

import java.time.Duration;

/**
 * One thread's worth of work: what it is given runs one after the other, in order. What is decided
 * on one loop needs no lock.
 */
public interface Loop extends AutoCloseable {
    /**
     * Runs it soon.
     *
     * @return false where the loop is closed
     */
    boolean post(Runnable work);

    /**
     * Runs it and returns when it is done, so that whoever brings work cannot bring more than is
     * done. Never called on the loop itself.
     */
    void hand(Runnable work);

    /** Runs it now and then again, each time so long after it ended, until closed. */
    void every(Duration pause, Runnable work);

    /** Nothing more begins; what is under way is waited for, a second at most. */
    @Override
    void close();
}
