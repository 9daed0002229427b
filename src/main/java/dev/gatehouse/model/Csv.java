package dev.gatehouse.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of comma-separated values as RFC 4180 has them. A cell that a spreadsheet would run as a
 * formula gets an apostrophe before it: a plate is what anybody painted on a car. Pure functions.
 */
public final class Csv {
    /** What begins a formula, in ASCII and as East Asian input methods write it. */
    private static final String BEGINS_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /** Begins a file, so that spreadsheets read the letters of Vietnamese as they are. */
    public static final char BYTE_ORDER_MARK = '\uFEFF';

    private Csv() {}

    public static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
