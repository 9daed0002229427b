package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The wrong clock of a booth on trial. */
class ShiftedClockTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> right = new AtomicReference<>(BEGIN);

    private ShiftedClock clock(String text) {
        return ShiftedClock.parse(
                text, right::get, () -> Duration.between(BEGIN, right.get()).toNanos());
    }

    @Test
    void itIsAheadOrBehindByWhatItIsTold() {
        assertThat(clock("PT3H").instant()).isEqualTo(BEGIN.plusSeconds(10_800));
        assertThat(clock("PT-3H").instant()).isEqualTo(BEGIN.minusSeconds(10_800));
        assertThat(clock("PT0S").instant()).isEqualTo(BEGIN);
    }

    @Test
    void itIsSetWhenItsTimeHasCome() {
        ShiftedClock clock = clock("PT-10M@PT30S,PT1M");
        right.set(BEGIN.plusSeconds(29));
        assertThat(clock.instant()).isEqualTo(right.get().plusSeconds(60));
        right.set(BEGIN.plusSeconds(30));
        assertThat(clock.instant()).isEqualTo(right.get().minusSeconds(600));
    }

    @Test
    void beforeItsFirstStepItIsRight() {
        assertThat(clock("PT1H@PT5S").instant()).isEqualTo(BEGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3h", "PT3H@", "PT3H@PT-1S", "P32D", "PT1S,", "@PT1S"})
    void whatIsNoShiftIsRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> clock(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("PT0S,PT-10M@PT30S");
    }
}
