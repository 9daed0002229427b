package dev.gatehouse.plate;

import java.util.random.RandomGenerator;

/** What a camera takes a character for. */
public final class LookAlikes {
    private static final String PAIRS = "0O 1I 2Z 8B 5S 0D 6G 38 HK MN UV 4A 7T";

    private LookAlikes() {}

    /** A character that looks like that one, or that one. */
    public static String of(char c, RandomGenerator random) {
        for (String pair : PAIRS.split(" ", -1)) {
            int at = pair.indexOf(c);
            if (at >= 0 && random.nextBoolean()) {
                return pair.substring(1 - at, 2 - at);
            }
        }
        return String.valueOf(c);
    }
}
