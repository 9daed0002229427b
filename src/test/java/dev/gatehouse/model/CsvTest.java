package dev.gatehouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class CsvTest {
    @Test
    void cellsAreQuotedWhereTheyWouldBreakTheLine() {
        assertThat(Csv.line(List.of("a", "", "b,c", "d\"e", "f\ng")))
                .isEqualTo("a,,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\uFF1D1+1"})
    void whatASpreadsheetWouldRunIsMadeText(String painted) {
        assertThat(Csv.line(List.of(painted))).startsWith("'" + painted.charAt(0));
    }

    @Test
    void aMinusWithinIsNoFormula() {
        assertThat(Csv.line(List.of("29A-123.45"))).isEqualTo("29A-123.45\r\n");
    }
}
