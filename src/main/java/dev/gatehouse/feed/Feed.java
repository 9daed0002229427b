package dev.gatehouse.feed;

import dev.gatehouse.model.Notice;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands committed notices to listeners, one after the other to each, on the executor that it is
 * given, and each with its own bounded queue, in commit order. {@link #publish} never blocks and
 * never runs a listener, so neither the writer nor another listener waits for a slow one. Whoever
 * falls a whole queue behind loses it, and gets a {@link Notice.Gap} in its place before anything
 * newer.
 */
public final class Feed implements AutoCloseable {
    /**
     * Notices that may wait for one listener: half a minute at 300 events a second, far over any
     * rush hour; at about 200 bytes each, a megabyte and a half.
     */
    public static final int QUEUE_LIMIT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final Executor executor;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /** Each listener that has something to do is on a virtual thread. */
    public Feed() {
        this(task -> Thread.ofVirtual().name("feed").start(task));
    }

    /**
     * @param executor runs the listeners; a listener that waits holds up those that share its
     *     thread
     */
    public Feed(Executor executor) {
        this.executor = executor;
    }

    /** Stops the notices of one listener. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param listener called with one notice after the other, never from {@link #publish}; what it
     *     throws is logged
     */
    public Subscription subscribe(String name, Consumer<Notice> listener) {
        Subscriber subscriber = new Subscriber(name, listener, executor);
        subscribers.add(subscriber);
        return () -> {
            subscribers.remove(subscriber);
            subscriber.stop();
        };
    }

    /** Called by the writer after each commit, in commit order; any thread, but one at a time. */
    public void publish(List<? extends Notice> notices) {
        for (Subscriber subscriber : subscribers) {
            subscriber.offer(notices);
        }
    }

    @Override
    public void close() {
        subscribers.forEach(Subscriber::stop);
        subscribers.clear();
    }

    private static final class Subscriber {
        private final String name;
        private final Consumer<Notice> listener;
        private final Executor executor;
        private final Queue<Notice> queue = new ArrayDeque<>();
        private long dropped;
        private boolean running;
        private boolean stopped;

        Subscriber(String name, Consumer<Notice> listener, Executor executor) {
            this.name = name;
            this.listener = listener;
            this.executor = executor;
        }

        synchronized void offer(List<? extends Notice> notices) {
            for (Notice notice : notices) {
                if (queue.size() == QUEUE_LIMIT) { // it reads all anew, so these are no use either
                    dropped += queue.size();
                    queue.clear();
                }
                queue.add(notice);
            }
            if (!running && !stopped) {
                running = true;
                executor.execute(this::run);
            }
        }

        synchronized void stop() {
            stopped = true;
            queue.clear();
        }

        /** The next notice; null, and the end of this run, where there is none. */
        private synchronized @Nullable Notice take() {
            if (stopped || (queue.isEmpty() && dropped == 0)) {
                running = false;
                return null;
            }
            if (dropped == 0) {
                return queue.remove();
            }
            Notice gap = new Notice.Gap(dropped);
            dropped = 0;
            return gap;
        }

        private void run() {
            for (Notice notice = take(); notice != null; notice = take()) {
                try {
                    listener.accept(notice);
                } catch (Throwable e) { // an Error too: nothing would ever come again
                    LOG.error(
                            "Listener {} failed on {}",
                            name,
                            notice.getClass().getSimpleName(), // its words would name the car
                            e);
                }
            }
        }
    }
}
