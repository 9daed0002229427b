package dev.gatehouse.plate;

import java.util.HashMap;
import java.util.Map;

/**
 * How far two plates are apart when a camera misreads: look-alikes cost less than other letters. It
 * is the optimal string alignment distance (Damerau 1964; Boytsov, "Indexing methods for
 * approximate dictionary searching", 2011, section 2) with weights. Like that one it is symmetric
 * but no metric: a swapped pair is not edited again, and a letter may be near two that are far
 * apart. Pure functions.
 */
public final class PlateDistance {
    /** What a missing or an extra character costs, in tenths. */
    private static final int GAP = 8;

    /** What two neighbours that changed places cost, in tenths. */
    private static final int SWAP = 6;

    /** What any other wrong character costs, in tenths. */
    private static final int OTHER = 10;

    /** Beyond this is only Đ among the characters of a plate. */
    private static final int ASCII = 128;

    private static final Map<Integer, Integer> ALIKE = alike();

    /** What each ASCII character costs instead of each other. */
    private static final byte[] COSTS = costs();

    private PlateDistance() {}

    /**
     * The distance in tenths of one wrong character; 0 for the same plate.
     *
     * @param a a canonical plate of at most {@link Plates#MAX_LENGTH} characters
     * @param b as {@code a}
     * @throws IllegalArgumentException for a longer text, which would cost its length squared
     */
    public static int tenths(String a, String b) {
        check(a);
        check(b);
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j * GAP;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] spare = before;
            before = above;
            above = row;
            row = spare;
            row[0] = i * GAP;
            for (int j = 1; j <= b.length(); j++) {
                int wrong = above[j - 1] + substitution(a.charAt(i - 1), b.charAt(j - 1));
                row[j] = Math.min(wrong, Math.min(above[j], row[j - 1]) + GAP);
                if (isSwap(a, i, b, j)) {
                    row[j] = Math.min(row[j], before[j - 2] + SWAP);
                }
            }
        }
        return row[b.length()];
    }

    /** As {@link #tenths}, in wrong characters. */
    public static double between(String a, String b) {
        return tenths(a, b) / 10.0;
    }

    private static boolean isSwap(String a, int i, String b, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }

    private static int substitution(char a, char b) {
        return a < ASCII && b < ASCII ? COSTS[a * ASCII + b] : cost(a, b);
    }

    private static int cost(char a, char b) {
        return a == b ? 0 : ALIKE.getOrDefault(pair(a, b), OTHER);
    }

    private static byte[] costs() {
        byte[] costs = new byte[ASCII * ASCII];
        for (char a = 0; a < ASCII; a++) {
            for (char b = 0; b < ASCII; b++) {
                costs[a * ASCII + b] = (byte) cost(a, b);
            }
        }
        return costs;
    }

    private static void check(String plate) {
        if (plate.length() > Plates.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a plate of "
                            + plate.length()
                            + " characters; expected a canonical one, at most "
                            + Plates.MAX_LENGTH);
        }
    }

    private static Map<Integer, Integer> alike() {
        var costs = new HashMap<Integer, Integer>();
        put(costs, 1, "DĐ");
        put(costs, 2, "0O", "1I", "2Z", "8B", "5S");
        put(costs, 3, "0D", "0Q", "6G");
        put(costs, 4, "38", "3B", "CG", "EF", "HK", "MN", "UV", "VY", "4A", "7T");
        return Map.copyOf(costs);
    }

    private static void put(Map<Integer, Integer> costs, int tenths, String... pairs) {
        for (String pair : pairs) {
            costs.put(pair(pair.charAt(0), pair.charAt(1)), tenths);
        }
    }

    /** Both characters in one number, the same in either order. */
    private static int pair(char a, char b) {
        return Math.min(a, b) << Character.SIZE | Math.max(a, b);
    }
}
