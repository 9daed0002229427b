package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Says in the log what was made of a device's strange fields, once a minute for each of them: a
 * camera that is set up wrongly sends the same with every car. Any thread.
 */
final class FieldNotes {
    private static final Logger LOG = LoggerFactory.getLogger(FieldNotes.class);
    private static final long BETWEEN_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;

    /** When each was last told; the names are those that are read here, some 20. */
    private final Map<String, Long> told = new ConcurrentHashMap<>();

    /**
     * @param nanos a clock that only goes on
     */
    FieldNotes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param field its path, as it stands in the code and not in the request
     * @param got what came, shown
     * @param taken what it was taken for, null where it was left out
     */
    void taken(String field, String got, @Nullable Object taken) {
        if (isDue(field)) {
            LOG.warn(
                    "{} came as {} and was {}; the car counts. Check the device",
                    field,
                    got,
                    taken == null ? "left out" : "taken as " + taken);
        }
    }

    /**
     * @param kind of what was passed over, as it stands in the code
     */
    void passedOver(String kind, String what) {
        if (isDue(kind)) {
            LOG.info("Passed over and not kept: {}", what);
        }
    }

    private boolean isDue(String key) {
        long now = nanos.getAsLong();
        Long before = told.putIfAbsent(key, now);
        return before == null || now - before >= BETWEEN_NANOS && told.replace(key, before, now);
    }
}
