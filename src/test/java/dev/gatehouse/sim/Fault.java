package dev.gatehouse.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Something that goes wrong.
 *
 * @param atMs when
 * @param forMs how long, where it lasts
 * @param a the host concerned, from 1
 * @param b another, where two are
 * @param amount how much, in what the kind says
 */
record Fault(Kind kind, long atMs, long forMs, int a, int b, long amount) {
    /** What. */
    enum Kind {
        /** The cable is out: both are told, and nothing goes through. */
        CUT,
        /** Frames from a to b stand still. */
        ONE_WAY,
        /** The connection is forgotten without a word. */
        HALF_OPEN,
        /** The connection ends at b, and a hears nothing of it. */
        ONE_SIDED_END,
        /** Up to {@code amount} ms more, and some kB a second. */
        SLOW,
        /** Cut again and again, every {@code amount} ms. */
        FLAP,
        /** Host a and all others are apart. */
        ALONE,
        /** The process is killed. */
        KILL,
        /** It is killed at one of its next {@code amount} commits, before or behind it. */
        KILL_AT_COMMIT,
        /** It is killed while it sends one of its next {@code amount} frames. */
        KILL_AT_SEND,
        /** It ends in good order. */
        STOP,
        /** It stands still. */
        PAUSE,
        /** The PC goes off, and on again. */
        POWER_CUT,
        /** The disk says that it has written what it has not; then the power fails. */
        LYING_DISK,
        /** Every commit fails. */
        DISK_FAILS,
        /** One of the next {@code amount} commits is done and said to have failed. */
        DONE_BUT_REFUSED,
        /** There is no room. */
        DISK_FULL,
        /** A commit takes up to {@code amount} ms. */
        DISK_SLOW,
        /** Backed up now, put back at the end of the time. */
        RESTORE,
        /** The disk is replaced by an empty one. */
        REINSTALL,
        /**
         * The virtual machine is put back to where it was when its process began, and where {@code
         * amount} is 1 nobody is there for a time to tell it.
         */
        SNAPSHOT,
        /**
         * The virtual machine as it was when its process began runs a second time, beside the first
         * and for good; where {@code amount} is 1 its cable is out at first.
         */
        CLONE,
        /** An older version of the program runs, which does not know some kinds of facts. */
        OLDER,
        /** The wall clock is set by {@code amount} ms. */
        CLOCK_SET,
        /** The clock runs {@code amount} parts in a million too fast. */
        CLOCK_DRIFTS,
        /** The same car at a and b within {@code amount} ms. */
        TWO_GATES,
        /** So many cars at once at a. */
        RUSH,
        /** Some frames from a to b come again, up to {@code amount} ms later. */
        REPEATS,
        /** Some frames from a to b come up to {@code amount} ms later, behind the next ones. */
        OVERTAKES,
        /** Some events that a tells b live are others than those that it holds. */
        FORGES;

        /** As people read it. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** What may befall the frames of one way; drawn apart, and in one run of three. */
    private static final Kind[] OF_FRAMES = {Kind.REPEATS, Kind.OVERTAKES, Kind.FORGES};

    /**
     * All others. They are drawn as they were before there were those of frames: a seed without
     * these is the run that it was.
     */
    private static final Kind[] OTHERS =
            Arrays.stream(Kind.values())
                    .filter(kind -> !List.of(OF_FRAMES).contains(kind))
                    .toArray(Kind[]::new);

    /** What goes wrong in one run, in order of time. */
    static List<Fault> plan(SplittableRandom random, int hosts, long activeMs) {
        return plan(random, hosts, activeMs, OTHERS);
    }

    /** The same and what befalls frames besides. */
    static List<Fault> withFrames(List<Fault> others, long seed, int hosts, long activeMs) {
        var random = new SplittableRandom(~seed);
        if (random.nextInt(3) != 0) {
            return others;
        }
        return inOrder(
                Stream.concat(others.stream(), plan(random, hosts, activeMs, OF_FRAMES).stream()));
    }

    /** Those of them that do not befall frames. */
    static List<Fault> withoutFrames(List<Fault> faults) {
        return faults.stream().filter(f -> List.of(OTHERS).contains(f.kind())).toList();
    }

    private static List<Fault> inOrder(Stream<Fault> faults) {
        return faults.sorted(Comparator.comparingLong(Fault::atMs)).toList();
    }

    /** The same, of some kinds only. */
    static List<Fault> plan(SplittableRandom random, int hosts, long activeMs, Kind... kinds) {
        var faults = new ArrayList<Fault>();
        int count = random.nextInt(9);
        for (int i = 0; i < count; i++) {
            Kind kind = kinds[random.nextInt(kinds.length)];
            int a = 1 + random.nextInt(hosts);
            int b = 1 + (a + random.nextInt(hosts - 1)) % hosts;
            long at = random.nextLong(activeMs);
            long lasts = 200 + random.nextLong(random.nextBoolean() ? 3_000 : 40_000);
            faults.add(new Fault(kind, at, lasts, a, b, amount(kind, random)));
        }
        return inOrder(faults.stream());
    }

    private static long amount(Kind kind, SplittableRandom random) {
        return switch (kind) {
            case SLOW -> 20 + random.nextLong(2_000);
            case FLAP -> 300 + random.nextLong(5_000);
            case KILL_AT_COMMIT, DONE_BUT_REFUSED -> 1 + random.nextLong(6);
            case KILL_AT_SEND -> 1 + random.nextLong(40);
            case DISK_SLOW -> 50 + random.nextLong(1_500);
            case CLOCK_SET -> {
                long far = random.nextBoolean() ? 10_000 : 4 * 3_600_000L;
                yield random.nextLong(2 * far) - far;
            }
            case CLOCK_DRIFTS -> random.nextLong(2_000) - 1_000;
            case TWO_GATES -> random.nextBoolean() ? 0 : random.nextLong(100);
            case SNAPSHOT, CLONE -> random.nextLong(2);
            case RUSH -> 5 + random.nextLong(60);
            case REPEATS, OVERTAKES -> 1 + random.nextLong(random.nextBoolean() ? 20 : 2_000);
            default -> 0;
        };
    }

    /** From its kind, its times in ms, its two hosts and its amount, with spaces between. */
    static Fault parse(String text) {
        String[] parts = text.split(" ", -1);
        return new Fault(
                Kind.valueOf(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Long.parseLong(parts[5]));
    }

    long endMs() {
        return atMs + forMs;
    }

    @Override
    public String toString() {
        return "%s at %d ms for %d ms, hosts %d and %d, %d"
                .formatted(kind, atMs, forMs, a, b, amount);
    }
}
