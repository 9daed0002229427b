package dev.gatehouse.field;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what is seen from outside only. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** So long between two looks: what it adds to a figure at most. */
    private static final Duration EACH = Duration.ofMillis(1);

    /** The same where a figure is of milliseconds. */
    static final Duration CLOSELY = Duration.ofNanos(20_000);

    private Waiting() {}

    static void until(Condition there) throws Exception {
        until(there, EACH);
    }

    /** With so long between two looks. */
    static void until(Condition there, Duration each) throws Exception {
        long begin = System.nanoTime();
        while (!there.holds()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new InVain("in vain for " + PATIENCE.toMinutes() + " minutes");
            }
            LockSupport.parkNanos(each.toNanos());
        }
    }

    /** Something that comes true. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** What was waited for does not come. */
    static final class InVain extends Exception {
        private static final long serialVersionUID = 1;

        InVain(String message) {
            super(message);
        }

        @Override
        public String toString() {
            return "none: " + getMessage();
        }
    }
}
