package dev.gatehouse.cli;

import dev.gatehouse.model.Progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How far a command has come, on the error output: one line that is written over on a terminal, a
 * line now and then elsewhere.
 */
final class ProgressLine implements Progress {
    /** A person's eye on a terminal; a log's patience elsewhere. */
    private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final boolean shown;
    private final boolean terminal;
    private final long begin = System.nanoTime();
    private long last = begin;
    private boolean open;

    /**
     * @param asked whether {@code --progress} was given
     * @param terminal whether a person looks at it as it is written
     */
    ProgressLine(PrintWriter err, boolean asked, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.shown = asked || terminal;
    }

    @Override
    public synchronized void at(String what, long done, long total) {
        long now = System.nanoTime();
        boolean end = done >= total;
        if (!shown || (!end && now - last < (terminal ? TERMINAL_NANOS : LOG_NANOS))) {
            return;
        }
        last = now;
        double seconds = Math.max((now - begin) / SECOND_NANOS, 0.001);
        String line =
                String.format(
                        Locale.ROOT,
                        "%,d of %,d %s, %d %%, %,.0f/s",
                        done,
                        total,
                        what,
                        total == 0 ? 100 : 100 * done / total,
                        done / seconds);
        if (terminal) {
            err.printf(Locale.ROOT, "\r%-60s", line);
            open = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Leaves the line, so that what follows stands on one of its own. */
    synchronized void end() {
        if (open) {
            err.println();
            err.flush();
            open = false;
        }
    }
}
