package dev.gatehouse.sim;

import java.util.ArrayList;
import java.util.List;

/** Makes of a run that fails the least that still does, and tells it. */
final class Shrinker {
    /** Lines of the trace that are told: what leads to a failure is near its end. */
    private static final int LINES = 200;

    private Shrinker() {}

    /** Drops faults, one after the other, as long as the run fails without them. */
    static List<Fault> shrunk(World.Outcome failing) {
        List<Fault> faults = new ArrayList<>(failing.faults());
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Fault fault : List.copyOf(faults)) {
                var fewer = new ArrayList<>(faults);
                fewer.remove(fault);
                if (World.again(failing, fewer).run().failed()) {
                    faults = fewer;
                    smaller = true;
                }
            }
        }
        return faults;
    }

    /** What failed, why, and the one command that shows it again. */
    static String story(World.Outcome failing) {
        World.Outcome least = World.again(failing, shrunk(failing)).told().run();
        List<String> trace = least.trace();
        var story = new StringBuilder();
        story.append("seed ").append(failing.seed()).append(": ").append(failing.failure());
        story.append("\nthe least that fails, ").append(least.faults().size());
        story.append(" of ").append(failing.faults().size()).append(" faults:");
        least.faults().forEach(fault -> story.append("\n    ").append(fault));
        trace.subList(Math.max(0, trace.size() - LINES), trace.size())
                .forEach(line -> story.append('\n').append(line));
        Throwable cause = least.cause();
        if (cause != null) {
            story.append('\n').append(cause);
            for (StackTraceElement frame : cause.getStackTrace()) {
                story.append("\n    at ").append(frame);
            }
        }
        return story.append("\nreplay: mvn -q -Psim -Dargs=")
                .append(
                        failing.site() == World.Site.ORIGINALS
                                ? "\"mixed " + failing.seed() + '"'
                                : failing.seed())
                .append('\n')
                .toString();
    }
}
