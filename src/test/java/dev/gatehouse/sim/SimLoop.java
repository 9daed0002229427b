package dev.gatehouse.sim;

import dev.gatehouse.mesh.Loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop without a thread: its work is done at its time, in order. */
final class SimLoop implements Loop {
    private final SimProcess process;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean closed;

    SimLoop(SimProcess process) {
        this.process = process;
    }

    @Override
    public boolean post(Runnable work) {
        if (closed) {
            return false;
        }
        waiting.add(work);
        process.later(process.someNanos(200_000), this::drain);
        return true;
    }

    private void drain() {
        for (Runnable work = waiting.poll(); work != null && !closed; work = waiting.poll()) {
            process.guard(work);
        }
    }

    /** What was posted before goes first, as on a thread; then this, at once. */
    @Override
    public void hand(Runnable work) {
        drain();
        if (!closed) {
            process.guard(work);
        }
    }

    @Override
    public void every(Duration pause, Runnable work) {
        process.later(
                process.someNanos(1_000_000),
                () -> {
                    if (!closed) {
                        hand(work);
                        process.later(pause.toNanos(), () -> every(pause, work));
                    }
                });
    }

    @Override
    public void close() {
        closed = true;
    }
}
