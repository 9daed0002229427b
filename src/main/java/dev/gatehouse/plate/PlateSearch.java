package dev.gatehouse.plate;

import java.util.Comparator;
import java.util.List;

/** Which plate a person may mean by what was typed. Pure functions. */
public final class PlateSearch {
    /** What is further from every plate than this, in tenths, is none of them. */
    private static final int FARTHEST_TENTHS = 16;

    /** A hand or a camera that errs means one of so many; more are read by nobody. */
    private static final int MOST_NEAR = 5;

    /** With fewer characters every other plate is near. */
    private static final int FEWEST_NEAR = 5;

    private PlateSearch() {}

    /** Whether nothing but digits was typed: people read the end of a plate aloud. */
    public static boolean isTail(String key) {
        return key.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * The plates that begin as was typed; where there are none, those that are near, nearest first.
     * Of two that are as near the earlier one of the list comes first.
     *
     * @param key of {@link Plates#searchKey}
     * @param plates canonical, in the order in which they are to be offered
     * @param most plates that begin so
     */
    public static List<String> like(String key, List<String> plates, int most) {
        List<String> begin =
                plates.stream()
                        .filter(plate -> Plates.comparisonKey(plate).startsWith(key))
                        .limit(most)
                        .toList();
        if (!begin.isEmpty() || key.length() < FEWEST_NEAR || key.length() > Plates.MAX_LENGTH) {
            return begin;
        }
        record Near(String plate, int tenths) {}
        return plates.stream()
                .map(plate -> new Near(plate, tenths(key, plate)))
                .filter(near -> near.tenths() <= FARTHEST_TENTHS)
                .sorted(Comparator.comparingInt(Near::tenths))
                .limit(MOST_NEAR)
                .map(Near::plate)
                .toList();
    }

    private static int tenths(String key, String plate) {
        return PlateDistance.tenths(key, Plates.comparisonKey(plate));
    }
}
