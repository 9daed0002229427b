package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.store.StoreException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Why nothing can be written, and when it is to be tried again: on a quiet booth the next request
 * may be hours away, and until then nobody would know that the disk is well again. Any thread.
 */
final class WriteTrouble {
    /** Between two tries: each writes a row and waits for the disk. */
    private static final Duration TRY_EVERY = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private @Nullable StoreException why;
    private boolean wanted;
    private long triedNanos;

    WriteTrouble(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Why the last write failed; null while writing works. */
    synchronized @Nullable StoreException why() {
        return why;
    }

    /** A write failed. */
    synchronized void began(StoreException reason) {
        why = reason;
        triedNanos = nanos.getAsLong();
    }

    /** A write worked. */
    synchronized void ended() {
        why = null;
    }

    /** Somebody looks: whether that is a reason to try again, which is then {@link #takeTry}. */
    synchronized boolean wantTry() {
        long now = nanos.getAsLong();
        if (why == null || now - triedNanos <= TRY_EVERY.toNanos()) {
            return false;
        }
        triedNanos = now;
        wanted = true;
        return true;
    }

    /** Whether it is to be tried now. */
    synchronized boolean takeTry() {
        boolean now = wanted && why != null;
        wanted = false;
        return now;
    }
}
