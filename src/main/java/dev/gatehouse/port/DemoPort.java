package dev.gatehouse.port;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.CentralId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The levers of a demonstration: what can befall a central, done to one of several that run in this
 * process. Never there in a real booth. Any thread; nothing here blocks.
 */
public interface DemoPort {
    /**
     * One central of the demonstration at this moment.
     *
     * @param id its name
     * @param state whether it runs
     * @param cut whether its network cable is out
     * @param ahead its clock minus the right time
     * @param shown whether the window is on it; then it cannot be stopped
     * @param alarms its own that last, the worst first; none while it is stopped
     * @param altered the last row that was altered in its database; null where none was
     */
    record Central(
            CentralId id,
            State state,
            boolean cut,
            Duration ahead,
            boolean shown,
            List<Alarm> alarms,
            @Nullable Altered altered) {
        public Central {
            alarms = List.copyOf(alarms);
        }
    }

    /** Whether a central runs. */
    enum State {
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED
    }

    /**
     * An event of which one byte was altered in one central's database, behind its back.
     *
     * @param writer the central that had written it
     * @param seq its number there
     * @param mended whether the row is again what was written
     */
    record Altered(CentralId writer, long seq, boolean mended) {}

    /** What became of a lever that was pulled. */
    enum Outcome {
        DONE,
        /** Something is being done to that central. */
        BUSY,
        /** The window is on that central. */
        SHOWN,
        /** No event is there yet. */
        NOTHING_THERE,
        /** It went wrong; the log says why. */
        FAILED
    }

    /** All of them, in the order of their numbers. */
    List<Central> centrals();

    /**
     * Pulls a central's network cable out, or puts it in again.
     *
     * @return completes once it is done, never exceptionally; so do the others
     */
    CompletableFuture<Outcome> cut(CentralId central, boolean out);

    /** Starts a central or stops it, in order, as a PC that is shut down. */
    CompletableFuture<Outcome> run(CentralId central, boolean running);

    /** Sets a central's clock so far from the right time, while it runs or not. */
    CompletableFuture<Outcome> setClock(CentralId central, Duration ahead);

    /** Alters one byte of one event in a central's database, as somebody with a tool would. */
    CompletableFuture<Outcome> alter(CentralId central);
}
