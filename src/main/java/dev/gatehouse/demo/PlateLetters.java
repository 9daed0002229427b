package dev.gatehouse.demo;

import java.util.Map;
import java.util.Objects;

/** The letters of a plate as strokes, since no font need be there. */
final class PlateLetters {
    /** A letter is so many units wide and high. */
    private static final double WIDE = 4;

    private static final double HIGH = 6;

    /** Room of a letter, with what stands free beside it. */
    private static final double PITCH = 6;

    /** What stands for a letter that has no strokes. */
    private static final char UNKNOWN = '?';

    /** Points as column and row, joined by a stroke; a new line begins behind a bar. */
    private static final Map<Character, String> STROKES =
            Map.ofEntries(
                    Map.entry('0', "10 30 41 45 36 16 05 01 10"),
                    Map.entry('1', "01 20 26"),
                    Map.entry('2', "01 10 30 41 42 06 46"),
                    Map.entry('3', "00 40 23 33 44 45 36 16 05"),
                    Map.entry('4', "36 30 04 44"),
                    Map.entry('5', "40 00 03 33 44 45 36 16 05"),
                    Map.entry('6', "30 10 01 05 16 36 45 44 33 03"),
                    Map.entry('7', "00 40 16"),
                    Map.entry('8', "10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33"),
                    Map.entry('9', "43 13 02 01 10 30 41 45 36 16"),
                    Map.entry('A', "06 20 46|14 34"),
                    Map.entry('B', "00 06 36 45 44 33 03|00 30 41 42 33"),
                    Map.entry('C', "41 30 10 01 05 16 36 45"),
                    Map.entry('D', "00 06 26 44 42 20 00"),
                    Map.entry('Đ', "00 06 26 44 42 20 00|03 23"),
                    Map.entry('E', "40 00 06 46|03 33"),
                    Map.entry('F', "40 00 06|03 33"),
                    Map.entry('G', "41 30 10 01 05 16 36 45 43 23"),
                    Map.entry('H', "00 06|40 46|03 43"),
                    Map.entry('I', "20 26"),
                    Map.entry('J', "40 45 36 16 05"),
                    Map.entry('K', "00 06|40 03 46"),
                    Map.entry('L', "00 06 46"),
                    Map.entry('M', "06 00 23 40 46"),
                    Map.entry('N', "06 00 46 40"),
                    Map.entry('O', "10 30 41 45 36 16 05 01 10"),
                    Map.entry('P', "06 00 30 41 42 33 03"),
                    Map.entry('Q', "10 30 41 45 36 16 05 01 10|34 46"),
                    Map.entry('R', "06 00 30 41 42 33 03|23 46"),
                    Map.entry('S', "41 30 10 01 02 13 33 44 45 36 16 05"),
                    Map.entry('T', "00 40|20 26"),
                    Map.entry('U', "00 05 16 36 45 40"),
                    Map.entry('V', "00 26 40"),
                    Map.entry('W', "00 16 23 36 40"),
                    Map.entry('X', "00 46|40 06"),
                    Map.entry('Y', "00 23 40|23 26"),
                    Map.entry('Z', "00 40 06 46"),
                    Map.entry('-', "13 33"),
                    Map.entry('.', "26 26"),
                    Map.entry(UNKNOWN, "01 10 30 41 42 23 24|26 26"));

    private PlateLetters() {}

    /** Whether it can be drawn. */
    static boolean has(char letter) {
        return STROKES.containsKey(letter);
    }

    /** Writes a text into a box, as large as it fits. */
    static void write(
            Canvas canvas, String text, double x0, double y0, double x1, double y1, int colour) {
        double units = text.length() * PITCH - (PITCH - WIDE);
        double across = Math.min((x1 - x0) / units, (y1 - y0) / HIGH);
        double high = Math.min((y1 - y0) / HIGH, across * 1.7);
        double left = (x0 + x1 - units * across) / 2;
        double top = (y0 + y1 - HIGH * high) / 2;
        for (int i = 0; i < text.length(); i++) {
            char letter = has(text.charAt(i)) ? text.charAt(i) : UNKNOWN;
            for (String line : Objects.requireNonNull(STROKES.get(letter)).split("\\|", -1)) {
                line(canvas, line, left + i * PITCH * across, top, across, high, colour);
            }
        }
    }

    private static void line(
            Canvas canvas,
            String points,
            double left,
            double top,
            double across,
            double high,
            int colour) {
        double radius = Math.min(across, high) * 0.55;
        for (int i = 3; i + 1 < points.length(); i += 3) {
            canvas.stroke(
                    left + across * (points.charAt(i - 3) - '0'),
                    top + high * (points.charAt(i - 2) - '0'),
                    left + across * (points.charAt(i) - '0'),
                    top + high * (points.charAt(i + 1) - '0'),
                    radius,
                    colour);
        }
    }
}
