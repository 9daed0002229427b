package dev.gatehouse.console.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlateTypingTest {
    @ParameterizedTest
    @ValueSource(strings = {"30Ạ", "Á", "â", "ơ", "Ư", "Ê", "A\u0301", "ồ", "ß", "Я"})
    void aMarkedLetterIsSeenHoweverItIsWritten(String typed) {
        assertThat(PlateTyping.isMarked(typed)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"29A-123.45", "29-MĐ1 013.53", "đ", "\u00D0", "", "12345"})
    void whatAPlateCanHoldIsNot(String typed) {
        assertThat(PlateTyping.isMarked(typed)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"29a-123.45, 29A-123.45", "29-mđ1 013.53, 29-MĐ1 013.53", "30g#5*6!, 30G56"})
    void capitalsAndPunctuationOfPlatesAreKept(String typed, String kept) {
        assertThat(PlateTyping.kept(typed)).isEqualTo(kept);
    }
}
