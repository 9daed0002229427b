package dev.gatehouse.console.keys;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps a key from doing what nobody can have meant: a finger that bounces, and what has been on
 * the screen for shorter than a person needs to see it. FX thread only.
 */
public final class KeyGuard {
    /** A key that is struck again within this is one stroke. */
    private static final Duration BOUNCE = Duration.ofMillis(300);

    /** Nobody sees what is new and presses a key for it sooner than this. */
    private static final Duration SEEN = Duration.ofMillis(300);

    private final InstantSource clock;
    private @Nullable Object shown;
    private Instant shownAt = Instant.MIN;
    private Instant pressedAt = Instant.MIN;

    public KeyGuard(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * That is on the screen from now on.
     *
     * @param deed what the key would do; null where it would do nothing
     */
    public void shows(@Nullable Object deed) {
        if (deed == null || !deed.equals(shown)) {
            shown = deed;
            shownAt = clock.instant();
        }
    }

    /** What was on the screen was hidden meanwhile, so that it is new. */
    public void forget() {
        shown = null;
    }

    /** Whether a key came too soon to be meant; takes note of it where not. */
    public boolean isTooSoon() {
        Instant now = clock.instant();
        if (isWithin(pressedAt, BOUNCE, now) || isWithin(shownAt, SEEN, now)) {
            return true;
        }
        pressedAt = now;
        return false;
    }

    /** A clock that was set back makes nothing too soon. */
    private static boolean isWithin(Instant since, Duration time, Instant now) {
        return !now.isBefore(since) && !since.equals(Instant.MIN) && now.isBefore(since.plus(time));
    }
}
