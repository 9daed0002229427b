package dev.gatehouse.console.fx;

/** Waits once for some time; a new wait takes the place of the one before. FX thread only. */
public interface Delay {
    /** Has {@code then} run when the time is over. */
    void start(Runnable then);

    /** Has nothing run. */
    void cancel();
}
