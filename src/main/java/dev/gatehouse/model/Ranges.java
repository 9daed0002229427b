package dev.gatehouse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A set of event numbers, kept as intervals: what is held of a stream, claimed of it or missing.
 * Immutable. Every operation costs as much as there are intervals, however many numbers they hold.
 */
public final class Ranges {
    /** No number at all. */
    public static final Ranges EMPTY = new Ranges(new long[0]);

    /**
     * Numbers in a row.
     *
     * @param from the first, at least 0
     * @param to the last, at least {@code from}
     */
    public record Interval(long from, long to) {
        /**
         * @throws IllegalArgumentException when there is no number in it, or one below 0
         */
        public Interval {
            if (from < 0 || to < from || to == Long.MAX_VALUE) {
                throw new IllegalArgumentException("interval " + from + " to " + to);
            }
        }

        /** How many numbers. */
        public long count() {
            return to - from + 1;
        }
    }

    /**
     * Where the set begins and ends, in turn and ascending: the first number in it, the first that
     * is not, and so on. No two are equal, so a set has one form only.
     */
    private final long[] edges;

    private Ranges(long[] edges) {
        this.edges = edges;
    }

    /**
     * The set of some numbers, at least one.
     *
     * @param numbers ascending, none twice
     * @throws IllegalArgumentException when there are none
     */
    public static Ranges ofAscending(long... numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("no numbers");
        }
        long first = numbers[0];
        long last = numbers[numbers.length - 1];
        if (last - first + 1 == numbers.length) {
            return of(first, last);
        }
        var intervals = new ArrayList<Interval>();
        for (long number : numbers) {
            intervals.add(new Interval(number, number));
        }
        return of(intervals);
    }

    /**
     * The numbers from one to another; none where {@code to} is below {@code from}.
     *
     * @throws IllegalArgumentException when there is one below 0
     */
    public static Ranges of(long from, long to) {
        if (to < from) {
            return EMPTY;
        }
        var interval = new Interval(from, to);
        return new Ranges(new long[] {interval.from(), interval.to() + 1});
    }

    /**
     * All of them, in whatever order they come and however they overlap; in the time that sorting
     * them takes.
     */
    public static Ranges of(Collection<Interval> intervals) {
        Interval[] sorted = intervals.toArray(Interval[]::new);
        Arrays.sort(sorted, Comparator.comparingLong(Interval::from));
        long[] edges = new long[2 * sorted.length];
        int size = 0;
        for (Interval interval : sorted) {
            if (size > 0 && interval.from() <= edges[size - 1]) {
                edges[size - 1] = Math.max(edges[size - 1], interval.to() + 1);
            } else {
                edges[size++] = interval.from();
                edges[size++] = interval.to() + 1;
            }
        }
        return size == 0 ? EMPTY : new Ranges(Arrays.copyOf(edges, size));
    }

    /** Single numbers, likewise. */
    public static Ranges of(LongStream numbers) {
        return of(numbers.mapToObj(number -> new Interval(number, number)).toList());
    }

    private interface Rule {
        boolean in(boolean a, boolean b);
    }

    /** Walks over the edges of both; the rule says what belongs to the result between two. */
    private static Ranges combine(Ranges a, Ranges b, Rule rule) {
        long[] out = new long[a.edges.length + b.edges.length];
        int size = 0;
        int i = 0;
        int j = 0;
        boolean in = false;
        while (i < a.edges.length || j < b.edges.length) {
            long nextA = i < a.edges.length ? a.edges[i] : Long.MAX_VALUE;
            long nextB = j < b.edges.length ? b.edges[j] : Long.MAX_VALUE;
            i += nextA <= nextB ? 1 : 0;
            j += nextB <= nextA ? 1 : 0;
            if (rule.in(i % 2 == 1, j % 2 == 1) != in) {
                in = !in;
                out[size++] = Math.min(nextA, nextB);
            }
        }
        return size == 0 ? EMPTY : new Ranges(Arrays.copyOf(out, size));
    }

    /** What is in either. */
    public Ranges plus(Ranges other) {
        return other.isEmpty() ? this : combine(this, other, (a, b) -> a || b);
    }

    public Ranges plus(long number) {
        return plus(of(number, number));
    }

    /** What is in this and not in the other. */
    public Ranges minus(Ranges other) {
        return other.isEmpty() ? this : combine(this, other, (a, b) -> a && !b);
    }

    /** What is in both. */
    public Ranges and(Ranges other) {
        return combine(this, other, (a, b) -> a && b);
    }

    public boolean isEmpty() {
        return edges.length == 0;
    }

    /** How many edges are at {@code number} or below; odd where the number is in the set. */
    private int edgesUpTo(long number) {
        int at = Arrays.binarySearch(edges, number);
        return at >= 0 ? at + 1 : -at - 1;
    }

    public boolean contains(long number) {
        return edgesUpTo(number) % 2 == 1;
    }

    /** Whether all numbers from one to another are in it. */
    public boolean containsAll(long from, long to) {
        int at = edgesUpTo(from);
        return at % 2 == 1 && edges[at] > to;
    }

    /** Whether any number from one to another is in it. */
    public boolean intersects(long from, long to) {
        int at = edgesUpTo(from);
        return at % 2 == 1 || (at < edges.length && edges[at] <= to);
    }

    /** How many numbers. */
    public long count() {
        long count = 0;
        for (int i = 0; i < edges.length; i += 2) {
            count += edges[i + 1] - edges[i];
        }
        return count;
    }

    /** How many intervals. */
    public int size() {
        return edges.length / 2;
    }

    /** The intervals, ascending; no two touch. */
    public List<Interval> intervals() {
        var intervals = new ArrayList<Interval>(size());
        for (int i = 0; i < edges.length; i += 2) {
            intervals.add(new Interval(edges[i], edges[i + 1] - 1));
        }
        return intervals;
    }

    /**
     * The lowest interval.
     *
     * @throws IllegalStateException when there is none
     */
    public Interval first() {
        if (isEmpty()) {
            throw new IllegalStateException("no numbers");
        }
        return new Interval(edges[0], edges[1] - 1);
    }

    /**
     * The greatest number.
     *
     * @throws IllegalStateException when there is none
     */
    public long last() {
        if (isEmpty()) {
            throw new IllegalStateException("no numbers");
        }
        return edges[edges.length - 1] - 1;
    }

    /** The lowest intervals, at most so many. */
    public Ranges lowest(int intervals) {
        return size() <= intervals ? this : new Ranges(Arrays.copyOf(edges, 2 * intervals));
    }

    /**
     * Some intervals side by side.
     *
     * @param first the first of them, from 0
     * @param intervals how many, at most
     */
    public Ranges slice(int first, int intervals) {
        int from = 2 * Math.min(first, size());
        int to = Math.min(edges.length, from + 2 * intervals);
        return from == to ? EMPTY : new Ranges(Arrays.copyOfRange(edges, from, to));
    }

    /**
     * As {@link #toString} writes it.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static Ranges parse(String text) {
        var all = new ArrayList<Interval>();
        for (String part : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            int dash = part.indexOf('-');
            long from = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
            all.add(new Interval(from, dash < 0 ? from : Long.parseLong(part.substring(dash + 1))));
        }
        return of(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ranges ranges && Arrays.equals(edges, ranges.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    /** Such as {@code 3,7-12}; empty where there is no number. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Interval interval : intervals()) {
            text.append(text.isEmpty() ? "" : ",").append(interval.from());
            if (interval.to() > interval.from()) {
                text.append('-').append(interval.to());
            }
        }
        return text.toString();
    }
}
