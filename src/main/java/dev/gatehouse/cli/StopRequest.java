package dev.gatehouse.cli;

import java.util.concurrent.CountDownLatch;

/** Tells whoever runs something that it is to end. Any thread. */
final class StopRequest {
    private final CountDownLatch made = new CountDownLatch(1);

    void make() {
        made.countDown();
    }

    /** Returns when {@link #make} is called. */
    void await() {
        try {
            made.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
