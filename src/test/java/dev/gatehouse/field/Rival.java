package dev.gatehouse.field;

import java.util.List;

/**
 * Two ends that come to hold the same, by whatever system: a sender, which is given rows, and a
 * receiver, which is away meanwhile. One caller at a time.
 */
interface Rival extends AutoCloseable {
    /** Both ends run and are linked when it returns. */
    void open() throws Exception;

    /** Cuts the line. */
    void part() throws Exception;

    /** Gives the sender rows; they are on its disk, and it has nothing left to do for them. */
    void write(Rows rows) throws Exception;

    /**
     * Puts the line back.
     *
     * @return milliseconds since the first connection on it was accepted until the receiver had
     *     committed all that was written so far
     */
    double join() throws Exception;

    /**
     * Gives the sender one of those rows while both are linked.
     *
     * @return milliseconds from its answer until the receiver had committed that row; negative
     *     where that was sooner
     */
    double live(Rows rows, int number) throws Exception;

    /** Bytes that have passed the line so far, either way. */
    long bytes();

    /** Rows that the receiver has committed, counted one by one. */
    long held() throws Exception;

    /** The sender's process, and the receiver's. */
    List<ProcessHandle> ends();
}
