package dev.gatehouse.console.gate;

import java.util.Locale;

/** Which characters of a plate differ from what was read or typed. Pure functions. */
final class PlateMarks {
    private PlateMarks() {}

    /** Whether both are the same but for punctuation and case. */
    static boolean areAlike(String a, String b) {
        return letters(a).equals(letters(b));
    }

    /** Whether a plate has that text in it, as where its end or its beginning was typed. */
    static boolean isPart(String text, String plate) {
        return letters(plate).contains(letters(text));
    }

    private static String letters(String text) {
        var kept = new StringBuilder(text.length());
        text.toUpperCase(Locale.ROOT)
                .chars()
                .filter(Character::isLetterOrDigit)
                .forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    /**
     * Of each character of {@code shown}, whether it has no like one in {@code other}. By the
     * longest common subsequence; punctuation never differs.
     */
    static boolean[] differing(String shown, String other) {
        String a = shown.toUpperCase(Locale.ROOT);
        String b = letters(other);
        int[][] common = new int[a.length() + 1][b.length() + 1];
        for (int i = a.length() - 1; i >= 0; i--) {
            for (int j = b.length() - 1; j >= 0; j--) {
                common[i][j] =
                        a.charAt(i) == b.charAt(j)
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        var differs = new boolean[a.length()];
        int j = 0;
        for (int i = 0; i < a.length(); i++) {
            if (!Character.isLetterOrDigit(a.charAt(i))) {
                continue;
            }
            while (j < b.length()
                    && a.charAt(i) != b.charAt(j)
                    && common[i][j + 1] >= common[i + 1][j]) {
                j++;
            }
            if (j < b.length() && a.charAt(i) == b.charAt(j)) {
                j++;
            } else {
                differs[i] = true;
            }
        }
        return differs;
    }
}
