package dev.gatehouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class CsvTest {
    private static String text(String text) {
        return Csv.line(List.of(Csv.text(text)));
    }

    @Test
    void cellsAreQuotedWhereTheyWouldBreakTheLine() {
        assertThat(Csv.header(List.of("a", "", "b,c", "d\"e", "f\ng")))
                .isEqualTo("a,,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\uFF1D1+1", "=\"1\""})
    void whatASpreadsheetWouldRunIsMadeText(String painted) {
        assertThat(text(painted).replace("\"", "")).startsWith("'" + painted.charAt(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "29A-123.45", "51F12345", "30E-123.45", "51D-678.90", "29B1-234.56", "30A",
                        "TĐ1-234",
                "central-1", "central-1_1795341108000_29A12345", "edge 1", "T12", "", "Cổng 1",
                        "x1E5"
            })
    void aTextThatIsOnlyATextStaysAsItIs(String plate) {
        assertThat(text(plate)).isEqualTo(plate + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234567890", "0012345", "000123", "1", "1E5", "29E10", "29e+10", "12-11", "1/2",
                "12.11.2026", "12:30", "12:30 A", "12:30 PM", "5 %", "(123)", "1 000", "1.5", ".5",
                "$5", "25.000 đ", "TRUE", "false", "11 DEC", "SEPT2", "MARCH1", "4 thg 5", "٣٤"
            })
    void aTextThatLooksLikeAFigureIsWrittenAsAFormulaThatIsTheText(String plate) {
        assertThat(text(plate)).isEqualTo("\"=\"\"" + plate + "\"\"\"\r\n");
    }

    @Test
    void figuresAndMomentsStayWhatTheyAre() {
        assertThat(
                        Csv.line(
                                List.of(
                                        Csv.figure(25_000),
                                        Csv.figure(-60),
                                        Csv.moment("2026-11-22 09:51:48"),
                                        Csv.empty(),
                                        Csv.text("0012345"))))
                .isEqualTo("25000,-60,2026-11-22 09:51:48,,\"=\"\"0012345\"\"\"\r\n");
    }

    @Test
    void whatIsNotADateAndTimeDoesNotRunInThatCellEither() {
        assertThat(Csv.line(List.of(Csv.moment("=1+1")))).isEqualTo("'=1+1\r\n");
    }
}
