package dev.gatehouse.sim;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** What happens when; a time of its own that jumps from one task to the next. */
final class Timeline {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;

    private record Task(long at, long order, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now;
    private long order;

    /** Nanoseconds since the beginning. */
    long now() {
        return now;
    }

    /** Runs it then; of two at the same moment the one that was asked for first. */
    void in(long nanos, Runnable work) {
        tasks.add(new Task(now + Math.max(0, nanos), order++, work));
    }

    /** Lets time pass until then, or until nothing more is to be seen. */
    void runUntil(long end, BooleanSupplier enough) {
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task next = tasks.remove();
            now = next.at();
            next.work().run();
            if (enough.getAsBoolean()) {
                return;
            }
        }
        now = Math.max(now, end);
    }

    /** How many things have been asked for so far. */
    long tasks() {
        return order;
    }
}
