package dev.gatehouse.ledger.check;

/**
 * Tells whether two sets of passages are the same without holding them: their number, and the sum
 * of a well-mixed value of each. The mixing is SplitMix64's (Steele, Lea, Flood 2014); it is meant
 * for damage, not against malice, for which the trees are there.
 */
final class PassageSum {
    private long count;
    private long sum;

    void add(long wallMs, long stream, long seq) {
        count++;
        sum += mix(wallMs + mix(stream + mix(seq)));
    }

    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    boolean sameAs(PassageSum other) {
        return count == other.count && sum == other.sum;
    }
}
