package dev.gatehouse.console.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.console.text.Language;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Sighting;

import org.junit.jupiter.api.Test;

class FeeWordsTest {
    private static final FeeRules RULES = new FeeRules(30, 25_000, 150_000, 15);

    private static String words(long hours, long covered, long days, long freeUsed) {
        var due = new Sighting.Due(0, 0, hours, covered, RULES, false, days, freeUsed);
        return FeeWords.of(due, new Words(Language.VI));
    }

    @Test
    void aStayByHoursIsItsFreeMinutesAndItsHours() {
        assertThat(words(0, 0, 0, 0)).isEqualTo("miễn phí 30 phút đầu");
        assertThat(words(3, 0, 0, 0)).isEqualTo("miễn phí 30 phút + 3 giờ × 25.000");
    }

    @Test
    void daysAtTheLimitAreToldBeforeTheHoursOfTheLastDay() {
        assertThat(words(3, 0, 3, 0))
                .isEqualTo("miễn phí 30 phút + 3 ngày × 150.000 (mức tối đa) + 3 giờ × 25.000");
        assertThat(words(0, 0, 1, 0)).isEqualTo("miễn phí 30 phút + 1 ngày × 150.000 (mức tối đa)");
        assertThat(
                        FeeWords.of(
                                new Sighting.Due(0, 0, 0, 0, RULES, false, 1, 0),
                                new Words(Language.EN)))
                .isEqualTo("free 30 min + 1 day × 150,000 (limit)");
    }

    @Test
    void whatAPassCoversIsToldFirst() {
        assertThat(words(0, 7_500, 0, 0)).isEqualTo("Vé tháng – miễn phí");
        assertThat(words(2, 7_500, 1, 0))
                .isEqualTo(
                        "vé tháng 2 giờ 5 phút + 1 ngày × 150.000 (mức tối đa)"
                                + " + 2 giờ × 25.000");
    }

    @Test
    void freeMinutesThatTheStayBeforeUsedAreToldSo() {
        assertThat(words(1, 0, 0, 1_200))
                .isEqualTo(
                        "miễn phí 10 phút + 1 giờ × 25.000; phút miễn phí đã dùng ở lượt ngay"
                                + " trước");
    }
}
