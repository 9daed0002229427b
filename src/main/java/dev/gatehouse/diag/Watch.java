package dev.gatehouse.diag;

import dev.gatehouse.model.AlarmList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Looks at the node once a second and keeps its alarms. */
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Supplier<NodeFacts> facts;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final AlarmBook book;
    private final Rejections rejections = new Rejections();
    private final ScheduledExecutorService timer;

    /**
     * @param facts what is to be looked at; called on this watch's thread
     * @param wall for the times that people read
     * @param nanos a steady clock, as {@link System#nanoTime}
     */
    public Watch(Supplier<NodeFacts> facts, InstantSource wall, LongSupplier nanos) {
        this.facts = facts;
        this.wall = wall;
        this.nanos = nanos;
        this.book = new AlarmBook(nanos.getAsLong());
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("watch").daemon().factory());
    }

    /** Begins to look. */
    public void start() {
        timer.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    /** Looks once. This watch's thread, or that of a test which has not started it. */
    void look() {
        try {
            NodeFacts now = facts.get();
            long at = nanos.getAsLong();
            List<Condition> wrong = new ArrayList<>(Rules.wrong(now));
            wrong.addAll(rejections.look(now.mesh(), at));
            book.look(wrong, at, wall.instant());
        } catch (Throwable e) { // an Error too: it must not end the watch
            LOG.error("The watch failed once", e);
        }
    }

    /** The latest alarms. Any thread. */
    public AlarmList alarms() {
        return book.list();
    }

    /**
     * Somebody knows. Any thread.
     *
     * @return whether such an alarm is open
     */
    public boolean acknowledge(long id, String by) {
        return book.acknowledge(id, by, wall.instant());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
