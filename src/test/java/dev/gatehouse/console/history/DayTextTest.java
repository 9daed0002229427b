package dev.gatehouse.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

class DayTextTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 5);

    @ParameterizedTest
    @CsvSource({
        "5/3, 2026-03-04T17:00:00Z, 2026-03-05T17:00:00Z",
        "05-03-2026, 2026-03-04T17:00:00Z, 2026-03-05T17:00:00Z",
        "22/11, 2025-11-21T17:00:00Z, 2025-11-22T17:00:00Z", // the last such day
        "22/11/2026, 2026-11-21T17:00:00Z, 2026-11-22T17:00:00Z",
        "5/3 14:30, 2026-03-05T07:30:00Z, 2026-03-05T07:31:00Z",
        "5/3 7h05, 2026-03-05T00:05:00Z, 2026-03-05T00:06:00Z"
    })
    void aDayOrAMinuteHasAFirstMomentAndOneBehindIt(String typed, Instant begin, Instant end) {
        assertThat(DayText.begin(typed, TODAY, ZONE)).isEqualTo(begin);
        assertThat(DayText.end(typed, TODAY, ZONE)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "31/02", "5", "5/13", "5/3 25:00", "hôm nay", "5/3/26", "29/02"})
    void whatIsNoDayIsNone(String typed) {
        assertThat(DayText.begin(typed, TODAY, ZONE)).isNull();
        assertThat(DayText.end(typed, TODAY, ZONE)).isNull();
    }

    @Test
    void aLeapDayOfLastYearIsFoundByItsYear() {
        assertThat(DayText.begin("29/02/2024", TODAY, ZONE)).isNotNull();
    }
}
