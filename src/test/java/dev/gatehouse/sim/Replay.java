package dev.gatehouse.sim;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongFunction;

/** Runs seeds from the command line: one with its story, or many with a table. */
public final class Replay {
    private static final String MIXED = "mixed";
    static final String CAMERAS = "cameras";

    private Replay() {}

    /**
     * How the run of that seed fails; null where it does not. Nothing befalls the frames of one way
     * unless it is named: a seed that was recorded is the run that it was.
     *
     * @param faults those that happen, as {@link Fault#parse} reads them; or the kinds that may be
     *     in it, all where none is named; or {@code mixed}, where there are to be originals too; or
     *     {@code cameras}, where cameras see the cars
     */
    public static @Nullable String failure(long seed, String... faults) {
        try {
            return world(seed, faults).run().failure();
        } finally {
            SimLog.remove();
        }
    }

    static World world(long seed, String... faults) {
        if (faults.length == 0) {
            return World.recorded(World.Site.DECIDED, seed);
        }
        if (faults[0].equals(MIXED)) {
            return World.recorded(World.Site.ORIGINALS, seed);
        }
        if (faults[0].equals(CAMERAS)) {
            return World.recorded(World.Site.CAMERAS, seed);
        }
        if (faults[0].contains(" ")) {
            return new World(seed, Arrays.stream(faults).map(Fault::parse).toList());
        }
        return World.aimed(
                seed, Arrays.stream(faults).map(Fault.Kind::valueOf).toArray(Fault.Kind[]::new));
    }

    private static World mixed(long seed) {
        return World.at(World.Site.ORIGINALS, seed);
    }

    /**
     * Runs what it is told to.
     *
     * @param args one seed to replay it, and any word after it to be told all of it; or the first,
     *     the last and the folder of the results, where what was run before is not run again;
     *     before that {@code mixed} where there are to be originals too
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        boolean mixed = args.length > 0 && args[0].equals(MIXED);
        run(
                mixed ? Replay::mixed : World::of,
                mixed ? Arrays.copyOfRange(args, 1, args.length) : args);
    }

    private static void run(LongFunction<World> world, String... args)
            throws IOException, InterruptedException {
        PrintStream out = System.out;
        if (args.length == 2) {
            world.apply(Long.parseLong(args[0])).told().run().trace().forEach(out::println);
            return;
        }
        if (args.length == 1) {
            World.Outcome outcome = world.apply(Long.parseLong(args[0])).run();
            out.println(
                    outcome.failed()
                            ? Shrinker.story(outcome)
                            : "seed %s: nothing failed in %.1f virtual minutes, %d events"
                                    .formatted(
                                            args[0],
                                            outcome.virtualMs() / 60_000.0,
                                            outcome.events()));
            return;
        }
        new LongRun(world, Path.of(args[2]), out)
                .run(Long.parseLong(args[0]), Long.parseLong(args[1]));
    }
}
