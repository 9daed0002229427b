package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

class SteadyClockTest {
    private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");

    private Instant wall = T;
    private long nanos = 42;
    private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

    private void pass(Duration real) {
        nanos += real.toNanos();
        wall = wall.plus(real);
    }

    @Test
    void aWallClockSetBackTenMinutesDoesNotStopIt() {
        pass(Duration.ofSeconds(5));
        wall = wall.minus(Duration.ofMinutes(10));
        pass(Duration.ofSeconds(5));
        assertThat(clock.instant()).isEqualTo(T.plusSeconds(10));
        assertThat(clock.wall(clock.instant())).isEqualTo(wall);
        assertThat(clock.shift()).isEqualTo(Duration.ofMinutes(-10));
    }

    @Test
    void ordinaryDriftDoesNotMoveTheTimesThatAreShown() {
        pass(Duration.ofHours(1));
        Instant shown = clock.wall(T);
        nanos += TimeUnit.MILLISECONDS.toNanos(20);
        assertThat(clock.wall(T)).isEqualTo(shown);
    }
}
