package dev.gatehouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StayTextTest {
    @ParameterizedTest(name = "{0} s is {1}")
    @CsvSource({
        "0, 0 giờ 0 phút",
        "59, 0 giờ 0 phút",
        "60, 0 giờ 1 phút",
        "3599, 0 giờ 59 phút",
        "3600, 1 giờ 0 phút",
        "11753, 3 giờ 15 phút",
        "360000, 100 giờ 0 phút",
        "-1, 0 giờ 0 phút"
    })
    void hoursAndMinutesAreBothCutDown(long seconds, String words) {
        assertThat(StayText.vietnamese(seconds)).isEqualTo(words);
    }
}
