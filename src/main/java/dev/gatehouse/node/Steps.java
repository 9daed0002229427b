package dev.gatehouse.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What was opened, to be closed in reverse, with the time that each step took. One thread. */
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private record Step(String name, AutoCloseable part) {}

    private final Deque<Step> opened = new ArrayDeque<>();
    private final List<String> times = new ArrayList<>();

    /** Opens one part. */
    interface Opening<T, E extends Exception> {
        T open() throws E;
    }

    <T, E extends Exception> T open(String name, Opening<T, E> opening) throws E {
        long begin = System.nanoTime();
        T part = opening.open();
        if (part instanceof AutoCloseable closeable) {
            opened.push(new Step(name, closeable));
        }
        times.add(name + " " + millisSince(begin) + " ms");
        return part;
    }

    /** One line with the time of each step. */
    String times() {
        return String.join(", ", times);
    }

    /** Closes every part, the last opened first; one that fails does not keep the others open. */
    void close() {
        while (!opened.isEmpty()) {
            Step step = opened.pop();
            long begin = System.nanoTime();
            try {
                step.part().close();
                LOG.info("Closed {} in {} ms", step.name(), millisSince(begin));
            } catch (Exception e) {
                LOG.error("Could not close {}", step.name(), e);
            }
        }
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
