package dev.gatehouse.feed;

import dev.gatehouse.model.Notice;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Hands committed notices to listeners, each on a virtual thread of its own and each with its own
 * bounded queue, in commit order. {@link #publish} never blocks and never runs a listener, so
 * neither the writer nor another listener waits for a slow one. Whoever falls a whole queue behind
 * loses it, and gets a {@link Notice.Gap} in its place before anything newer.
 */
public final class Feed implements AutoCloseable {
    /**
     * Notices that may wait for one listener: half a minute at 300 events a second, far over any
     * rush hour; at about 200 bytes each, a megabyte and a half.
     */
    public static final int QUEUE_LIMIT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /** Stops the notices of one listener. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param listener called on a thread of its own, one notice after the other; what it throws is
     *     logged
     */
    public Subscription subscribe(String name, Consumer<Notice> listener) {
        Subscriber subscriber = new Subscriber(name, listener);
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
        private final Consumer<Notice> listener;
        private final Queue<Notice> queue = new ArrayDeque<>();
        private final Thread thread;
        private long dropped;
        private boolean stopped;

        Subscriber(String name, Consumer<Notice> listener) {
            this.listener = listener;
            this.thread = Thread.ofVirtual().name("feed-" + name).start(this::run);
        }

        synchronized void offer(List<? extends Notice> notices) {
            for (Notice notice : notices) {
                if (queue.size() == QUEUE_LIMIT) { // it reads all anew, so these are no use either
                    dropped += queue.size();
                    queue.clear();
                }
                queue.add(notice);
            }
            notifyAll();
        }

        synchronized void stop() {
            stopped = true;
            notifyAll();
        }

        private synchronized Notice take() throws InterruptedException {
            while (queue.isEmpty() && dropped == 0 && !stopped) {
                wait();
            }
            if (stopped) {
                throw new InterruptedException();
            }
            if (dropped == 0) {
                return queue.remove();
            }
            Notice gap = new Notice.Gap(dropped);
            dropped = 0;
            return gap;
        }

        private void run() {
            while (true) {
                Notice notice;
                try {
                    notice = take();
                } catch (InterruptedException stop) {
                    return;
                }
                try {
                    listener.accept(notice);
                } catch (RuntimeException e) {
                    LOG.error(
                            "Listener {} failed on {}",
                            thread.getName(),
                            notice.getClass().getSimpleName(), // its words would name the car
                            e);
                }
            }
        }
    }
}
