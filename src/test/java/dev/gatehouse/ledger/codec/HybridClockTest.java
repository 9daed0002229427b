package dev.gatehouse.ledger.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Hlc;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class HybridClockTest {
    private static final long NOON = 1_795_323_600_000L;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private static Hlc at(long ms) {
        return Hlc.ofMs(ms);
    }

    @Property
    void itNeverGoesBackwards(
            @ForAll @LongRange(min = 0, max = 2 * NOON) long last,
            @ForAll @LongRange(min = 0, max = 2 * NOON) long wall,
            @ForAll @LongRange(min = 0, max = 2 * NOON) long after) {
        Hlc next = HybridClock.next(at(last), wall, at(after));

        assertThat(next).isGreaterThan(at(last));
        assertThat(next).isGreaterThan(at(after));
        assertThat(next).isGreaterThanOrEqualTo(at(wall));
        assertThat(HybridClock.adopt(at(last), wall, at(after))).isGreaterThanOrEqualTo(at(last));
    }

    @Test
    void itFollowsTheWallClockWhileThatRuns() {
        assertThat(HybridClock.next(at(NOON), NOON + 5, Hlc.ZERO)).isEqualTo(at(NOON + 5));
    }

    @Test
    void itCountsWhileTheWallClockStandsOrStepsBack() {
        Hlc last = at(NOON);
        for (int i = 1; i <= 3; i++) {
            last = HybridClock.next(last, NOON - 10 * MINUTE, Hlc.ZERO);
            assertThat(last).isEqualTo(new Hlc(at(NOON).value() + i));
        }
    }

    @Test
    void anothersClockIsAdoptedUpToAMinuteAhead() {
        assertThat(HybridClock.adopt(at(NOON), NOON, at(NOON + MINUTE)))
                .isEqualTo(at(NOON + MINUTE));
        assertThat(HybridClock.adopt(at(NOON), NOON, at(NOON + MINUTE).next())).isEqualTo(at(NOON));
        assertThat(HybridClock.adopt(at(NOON), NOON, at(NOON + 180 * MINUTE))).isEqualTo(at(NOON));
        assertThat(HybridClock.adopt(at(NOON), NOON, at(NOON - MINUTE))).isEqualTo(at(NOON));
    }

    @Test
    void afterAStartItGoesOnFromItsLastValueButAtMostAMinuteAhead() {
        assertThat(HybridClock.start(Hlc.ZERO, NOON)).isEqualTo(at(NOON));
        assertThat(HybridClock.start(at(NOON - MINUTE), NOON)).isEqualTo(at(NOON));
        assertThat(HybridClock.start(at(NOON + 7), NOON)).isEqualTo(at(NOON + 7));
        assertThat(HybridClock.start(at(NOON + 180 * MINUTE), NOON)).isEqualTo(at(NOON + MINUTE));
    }
}
