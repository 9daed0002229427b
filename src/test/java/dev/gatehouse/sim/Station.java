package dev.gatehouse.sim;

/** Whatever runs on a PC and has connections to others, until it dies. */
interface Station {
    /** The number of its PC. */
    int number();

    boolean isAlive();

    /** Whether a frame may leave. */
    boolean mayAct();

    /** Runs it then, if it lives. */
    void later(long nanos, Runnable work);

    /** Runs it now, or as soon as it no longer stands still, if it lives. */
    void run(Runnable work);
}
