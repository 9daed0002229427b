package dev.gatehouse.sync;

import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Counts for each peer what of it does not count, as the history stands now: while events are still
 * on their way much looks like a conflict that is none. The sync loop only; reading is done by a
 * worker.
 */
final class Conflicts {
    /** Some thousand rows at most, read only where events came. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final Executor workers;
    private final Loop loop;
    private final Inspector inspector;
    private Instant next = Instant.MIN;
    private boolean reading;

    /** What was held when they were last counted. */
    private @Nullable Hash countedAt;

    private Map<CentralId, Long> counts = Map.of();

    Conflicts(Shared shared, Executor workers, Loop loop) {
        this.shared = shared;
        this.workers = workers;
        this.loop = loop;
        this.inspector = shared.ledger.inspector();
    }

    void tick(Instant now) {
        if (reading || now.isBefore(next)) {
            return;
        }
        next = now.plus(EVERY);
        Hash held = shared.ledger.holdings().top();
        if (!held.equals(countedAt)) {
            reading = true;
            workers.execute(() -> count(held));
        } else {
            show(); // a peer may be new
        }
    }

    private void count(Hash held) {
        Map<CentralId, Long> counted = null;
        try {
            counted = inspector.conflicts();
        } catch (StoreException e) {
            LOG.debug("Cannot count the conflicts now", e);
        } catch (RuntimeException e) { // else it would seem to read for ever
            LOG.error("Counting the conflicts failed", e);
        }
        Map<CentralId, Long> done = counted;
        loop.post(
                () -> {
                    reading = false;
                    if (done != null) {
                        counts = done;
                        countedAt = held;
                        show();
                    }
                });
    }

    private void show() {
        shared.books.forEach((id, book) -> book.conflicts = counts.getOrDefault(id, 0L));
    }
}
