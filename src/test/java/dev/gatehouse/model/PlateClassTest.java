package dev.gatehouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlateClassTest {
    @ParameterizedTest
    @CsvSource({
        "29A12345, CAR",
        "29A1234, CAR",
        "29AB12345, MOTORBIKE",
        "29MĐ101353, MOTORBIKE",
        "TC3386, MILITARY",
        "80011NG01, FOREIGN",
        "80NG1234, FOREIGN",
        "T2912345, TEMPORARY",
        "29LD12345, OTHER",
        "29A112345, OTHER",
        "ABC, OTHER"
    })
    void whatThePlateAloneTellsIsSaid(String canonical, PlateClass expected) {
        assertThat(PlateClass.of(new Plate(canonical, canonical))).isEqualTo(expected);
    }

    @Test
    void ofAnUnreadCarNothingIsTold() {
        assertThat(PlateClass.of(Plate.UNREAD)).isEqualTo(PlateClass.OTHER);
    }
}
