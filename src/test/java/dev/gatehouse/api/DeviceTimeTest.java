package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;

class DeviceTimeTest {
    private static final ZoneId SITE = ZoneId.of("Asia/Ho_Chi_Minh");

    @ParameterizedTest
    @CsvSource({
        "1795315908, 2026-11-22T02:51:48Z",
        "1795315908.25, 2026-11-22T02:51:48.250Z",
        "1795315908250, 2026-11-22T02:51:48.250Z",
        "1795315908250.5, 2026-11-22T02:51:48.250500Z",
        "1795315908250500, 2026-11-22T02:51:48.250500Z",
        "1795315908250500001, 2026-11-22T02:51:48.250500001Z",
        "1.795315908E9, 2026-11-22T02:51:48Z",
        "946684800, 2000-01-01T00:00:00Z",
        "4102444800000, 2100-01-01T00:00:00Z",
        "2026-11-22T02:51:48Z, 2026-11-22T02:51:48Z",
        "2026-11-22t02:51:48.5z, 2026-11-22T02:51:48.500Z",
        "2026-11-22T09:51:48+07:00, 2026-11-22T02:51:48Z",
        "2026-11-22T09:51:48.123+0700, 2026-11-22T02:51:48.123Z",
        "2026-11-22 09:51:48 +07, 2026-11-22T02:51:48Z",
        "2026-11-22 09:51:48, 2026-11-22T02:51:48Z",
        "2026-11-22T09:51:48, 2026-11-22T02:51:48Z",
        "' 2026/11/22 9:51:48.7 ', 2026-11-22T02:51:48.700Z",
        "2026-11-22 09:51, 2026-11-22T02:51:00Z",
        "2027-03-01 00:00:00, 2027-02-28T17:00:00Z",
    })
    void everyFormThatDevicesWriteIsReadToItsInstant(String said, Instant expected) {
        assertThat(DeviceTime.parse(said, SITE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "12",
                "1e999999999",
                "NaN",
                "99999999999999999999999999",
                "soon",
                "09:51:48",
                "2026-11-22",
                "2026-13-01 00:00:00",
                "2026-02-30 00:00:00",
                "2026-11-22 25:00:00",
                "1970-01-01T00:00:09Z",
                "1999-12-31 23:59:59",
                "2101-01-02 00:00:00",
                "0000-00-00 00:00:00",
                "2026-11-22T09:51:48+99:99",
                "２０２６-11-22 09:51:48",
            })
    void whatIsNoTimeOfThisCenturyIsNone(String said) {
        assertThat(DeviceTime.parse(said, SITE)).isNull();
    }

    @Test
    void nothingSaidIsNoTime() {
        assertThat(DeviceTime.parse(null, SITE)).isNull();
    }
}
