package dev.gatehouse.sim;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Runs seeds: one with its trace, or a range with what failed. */
public final class Replay {
    private Replay() {}

    /**
     * @param args a seed to replay it, or the first and the last of a range
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        long from = Long.parseLong(args[0]);
        if (args.length == 1) {
            tell(from, out);
            return;
        }
        long to = Long.parseLong(args[1]);
        long begin = System.nanoTime();
        int failures = 0;
        for (long seed = from; seed <= to; seed++) {
            World.Outcome outcome = World.of(seed).run();
            if (outcome.failure() != null) {
                failures++;
                out.println(seed + ": " + outcome.failure());
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf("%d runs, %d failed, %.1f s%n", to - from + 1, failures, seconds);
    }

    private static void tell(long seed, PrintStream out) {
        World.Outcome outcome = World.of(seed).run();
        out.println("seed " + seed + ": " + outcome.failure());
        if (outcome.failure() == null) {
            return;
        }
        List<Fault> faults = shrunk(outcome);
        World.Outcome least = new World(seed, faults).told().run();
        least.trace().forEach(out::println);
        if (least.cause() != null) {
            least.cause().printStackTrace(out);
        }
        out.println("left of the faults, " + faults.size() + " of " + outcome.faults().size());
        faults.forEach(out::println);
        out.println(least.failure());
    }

    /** Drops faults, one after the other, as long as the run fails. */
    static List<Fault> shrunk(World.Outcome failing) {
        List<Fault> faults = new ArrayList<>(failing.faults());
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Fault fault : List.copyOf(faults)) {
                var fewer = new ArrayList<>(faults);
                fewer.remove(fault);
                if (new World(failing.seed(), fewer).run().failure() != null) {
                    faults = fewer;
                    smaller = true;
                }
            }
        }
        return faults;
    }
}
