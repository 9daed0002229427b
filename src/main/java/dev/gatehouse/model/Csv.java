package dev.gatehouse.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of comma-separated values as RFC 4180 has them, made for spreadsheets: a text stays the
 * text that it is, and a figure can be summed. Pure functions.
 */
public final class Csv {
    /** What begins a formula, in ASCII and as East Asian input methods write it. */
    private static final String BEGINS_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /** Begins a file, so that spreadsheets read the letters of Vietnamese as they are. */
    public static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Digits, and what stands between those of numbers, dates, times, shares and money. */
    private static final Pattern BETWEEN_LETTERS = Pattern.compile("(?U)[\\d\\s.,:/()%'$€£¥₫-]+");

    /**
     * The letters of what a spreadsheet reads as a number, a date or a truth value: of halves of
     * the day, currencies, and months in English and Vietnamese.
     */
    private static final Pattern LETTERS_OF_FIGURES =
            Pattern.compile(
                    "|[ap]m|vnd|đ|usd|true|false|thg|tháng"
                            + "|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}");

    /** A power of ten such as {@code 29E10}; what is not whole behind its E is none. */
    private static final Pattern POWER = Pattern.compile("\\s*[\\d.,]+\\s*[eE][+-]?\\d+\\s*");

    /** An hour with half of the day, as {@code 12:30 A}; half of all plates have such a letter. */
    private static final Pattern HOUR =
            Pattern.compile("(?:[01]?\\d|2[0-4])(?::\\d\\d)*\\s*[apAP]");

    private Csv() {}

    /** What stands in one cell. */
    public sealed interface Cell {
        /** A text that stays one, whatever it looks like. */
        record Text(String text) implements Cell {}

        /** A number that can be summed. */
        record Figure(long number) implements Cell {}

        /** A date and time that a spreadsheet may read as one. */
        record Moment(String text) implements Cell {}
    }

    /** A text that stays one. */
    public static Cell text(String text) {
        return new Cell.Text(text);
    }

    /** A number. */
    public static Cell figure(long number) {
        return new Cell.Figure(number);
    }

    /** A date and time. */
    public static Cell moment(String text) {
        return new Cell.Moment(text);
    }

    /** A cell with nothing in it. */
    public static Cell empty() {
        return new Cell.Text("");
    }

    /** A line of texts, such as the header. */
    public static String header(List<String> texts) {
        return line(texts.stream().map(Csv::text).toList());
    }

    public static String line(List<Cell> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(Cell cell) {
        return switch (cell) {
            case Cell.Figure(long number) -> Long.toString(number);
            case Cell.Moment(String text) -> quoted(withoutFormula(text));
            case Cell.Text(String text) ->
                    quoted(isLikeFigure(text) ? "=\"" + text + "\"" : withoutFormula(text));
        };
    }

    /**
     * A cell that a spreadsheet would run as a formula gets an apostrophe before it: a plate is
     * what anybody painted on a car.
     */
    private static String withoutFormula(String text) {
        boolean formula = !text.isEmpty() && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }

    /**
     * Whether a spreadsheet would take the text for a number, a date or a truth value, and lose its
     * zeros or its digits. Such a text is written as {@code ="0012345"}, a formula that is nothing
     * but the text: Excel and LibreOffice show the text, and it has no quote to break out of. What
     * begins as a formula is none of these.
     */
    private static boolean isLikeFigure(String text) {
        if (text.isBlank() || BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0) {
            return false;
        }
        String letters = BETWEEN_LETTERS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
        return LETTERS_OF_FIGURES.matcher(letters).matches()
                || POWER.matcher(text).matches()
                || HOUR.matcher(text).matches();
    }

    private static String quoted(String text) {
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
