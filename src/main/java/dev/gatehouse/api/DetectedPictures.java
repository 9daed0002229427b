package dev.gatehouse.api;

import dev.gatehouse.model.Hash;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which picture came with the detection of a car, until the barrier opens for it: a detection
 * itself writes nothing. Any thread.
 */
final class DetectedPictures {
    /** A car that stands before the barrier for longer is detected again. */
    private static final long KEPT_NANOS = Duration.ofMinutes(2).toNanos();

    /** Cars of ten lanes, with five before each; the eldest goes. */
    private static final int MOST = 50;

    private final LongSupplier nanos;

    private record Detected(Hash picture, long at) {}

    private final Map<String, Detected> byPlate =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Detected> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * @param nanos a clock that only goes on
     */
    DetectedPictures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param picture null where none came
     */
    synchronized void detected(String plate, @Nullable Hash picture) {
        if (picture != null) {
            byPlate.put(key(plate), new Detected(picture, nanos.getAsLong()));
        }
    }

    /** The picture of that car, given once; null where there is none. */
    synchronized @Nullable Hash of(String plate) {
        Detected detected = byPlate.remove(key(plate));
        return detected == null || nanos.getAsLong() - detected.at() > KEPT_NANOS
                ? null
                : detected.picture();
    }

    /** The letters and digits of a plate: a sender writes it with its dots or without. */
    private static String key(String plate) {
        var key = new StringBuilder();
        plate.codePoints().filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
        return key.toString().toUpperCase(Locale.ROOT);
    }
}
