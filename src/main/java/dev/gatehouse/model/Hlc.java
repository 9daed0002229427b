package dev.gatehouse.model;

/**
 * A hybrid logical clock value: milliseconds × 65,536 + a counter, so that one long orders first by
 * time and then by cause. After Kulkarni, Demirbas et al., <em>Logical Physical Clocks</em> (2014).
 *
 * @param value the packed value
 */
public record Hlc(long value) implements Comparable<Hlc> {
    /** Steps of the counter in one millisecond. */
    public static final long PER_MS = 65_536;

    public static final Hlc ZERO = new Hlc(0);

    /** The first value of that millisecond. */
    public static Hlc ofMs(long ms) {
        return new Hlc(Math.multiplyExact(ms, PER_MS));
    }

    /** Milliseconds since 1970 UTC. */
    public long ms() {
        return Math.floorDiv(value, PER_MS);
    }

    public Hlc next() {
        return new Hlc(value + 1);
    }

    public Hlc max(Hlc other) {
        return value >= other.value ? this : other;
    }

    @Override
    public int compareTo(Hlc other) {
        return Long.compare(value, other.value);
    }
}
