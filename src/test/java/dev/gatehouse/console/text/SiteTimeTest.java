package dev.gatehouse.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;

/** A time says as much as is needed to know which is meant. */
class SiteTimeTest {
    private final SiteTime time = new SiteTime(ZoneId.of("Asia/Ho_Chi_Minh"));

    private String at(String at, String now) {
        return time.of(Instant.parse(at), Instant.parse(now));
    }

    @Test
    void todayIsAClockAndAnotherDayOfTheYearADayAndAMinute() {
        assertThat(at("2026-11-22T07:32:07Z", "2026-11-22T08:00:00Z")).isEqualTo("14:32:07");
        assertThat(at("2026-11-21T07:32:07Z", "2026-11-22T08:00:00Z")).isEqualTo("21/11 14:32");
        assertThat(at("2026-01-02T07:32:07Z", "2026-11-22T08:00:00Z")).isEqualTo("02/01 14:32");
    }

    @Test
    void anotherYearIsSaidExceptWhereTheDayIsNear() {
        assertThat(at("2025-12-30T07:32:07Z", "2026-11-22T08:00:00Z"))
                .isEqualTo("30/12/2025 14:32");
        assertThat(
                        time.inColumn(
                                Instant.parse("2025-12-30T07:32:07Z"),
                                Instant.parse("2026-11-22T08:00:00Z")))
                .isEqualTo("30/12/2025");
        assertThat(at("2025-11-22T07:32:07Z", "2026-11-22T08:00:00Z"))
                .isEqualTo("22/11/2025 14:32");
        assertThat(at("2025-12-31T07:32:07Z", "2026-01-01T08:00:00Z")).isEqualTo("31/12 14:32");
        assertThat(at("2027-01-01T07:32:07Z", "2026-12-31T08:00:00Z")).isEqualTo("01/01 14:32");
    }
}
