package dev.gatehouse.demo;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides which car something odd befalls. Each oddity comes several times in a day of the
 * demonstration, whatever the rate of the cars. Pure state, one thread.
 */
final class Oddities {
    private final RandomGenerator random;
    private final Map<Oddity, Duration> due = new EnumMap<>(Oddity.class);

    Oddities(RandomGenerator random) {
        this.random = random;
        for (Oddity each : Oddity.values()) {
            due.put(each, after(Duration.ZERO, each));
        }
    }

    /** Between half and one and a half of what it is in the mean. */
    private Duration after(Duration begun, Oddity oddity) {
        return begun.plusMillis(
                Math.round(oddity.every().toMillis() * (0.5 + random.nextDouble())));
    }

    /**
     * What befalls a car now; nothing in most cases. What was due first comes first.
     *
     * @param begun since the demonstration began
     * @param entering whether the car comes in
     */
    Optional<Oddity> next(Duration begun, boolean entering) {
        Optional<Oddity> next =
                due.entrySet().stream()
                        .filter(each -> each.getKey().entering() == entering)
                        .filter(each -> each.getValue().compareTo(begun) <= 0)
                        .min(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey);
        next.ifPresent(oddity -> due.put(oddity, after(begun, oddity)));
        return next;
    }
}
