package dev.gatehouse.field;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * One thing that was measured, as it is kept.
 *
 * @param part what: {@code missed}, {@code wire}, …
 * @param system of whom
 * @param size rows, or nodes
 * @param disk {@code as it is} or {@code slowed}
 * @param unit of the values
 * @param values one of each run
 * @param bare what the bare batch took for as many rows just before each run; empty where that is
 *     no measure
 * @param why no values are there, or what is to be known of them
 */
record Figure(
        String part,
        String system,
        int size,
        String disk,
        String unit,
        List<Double> values,
        List<Double> bare,
        @Nullable String why) {
    static final String AS_IT_IS = "as it is";
    static final String SLOWED = "slowed";

    /** Two of one key are the same thing, measured again. */
    String key() {
        return part + "|" + system + "|" + size + "|" + disk;
    }

    boolean isMeasured() {
        return !values.isEmpty();
    }

    double median() {
        return median(values);
    }

    /** How many times as long as the bare batch, median by median. */
    double ratio() {
        return median(values) / median(bare);
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[half]
                : Arrays.stream(sorted, half - 1, half + 1).average().orElseThrow();
    }
}
