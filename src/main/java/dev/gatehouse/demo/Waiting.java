package dev.gatehouse.demo;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.port.NodePort;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The cars that stand before the barriers of the window's central until the person there decides,
 * one in a lane at most. One for which nobody decides drives on after a while, so that a
 * demonstration that nobody watches goes on as well. One thread.
 */
final class Waiting {
    /** As long as a driver has patience before he sounds his horn. */
    static final Duration PATIENCE = Duration.ofSeconds(25);

    /** The person's decision is looked for so often, which is a read of the database. */
    private static final Duration LOOKS = Duration.ofSeconds(1);

    private final List<Standing> standing = new ArrayList<>();
    private Duration lookedAt = Duration.ZERO;

    private record Standing(Traffic.Move move, Duration until) {}

    /**
     * How the wait of a car ended.
     *
     * @param decided whether somebody let it through
     */
    record End(Traffic.Move move, boolean decided) {}

    /** The car stands there from now on. */
    void add(Traffic.Move move, Duration now) {
        standing.add(new Standing(move, now.plus(PATIENCE)));
    }

    /** Whether a car stands in that lane. */
    boolean isTaken(boolean entering) {
        return standing.stream().anyMatch(each -> each.move().entering() == entering);
    }

    /** Those whose wait has ended; they do not stand there any more. Reads the database. */
    List<End> ended(NodePort node, Duration now) {
        if (standing.isEmpty() || now.minus(lookedAt).compareTo(LOOKS) < 0) {
            return List.of();
        }
        lookedAt = now;
        var ends = new ArrayList<End>();
        for (Iterator<Standing> each = standing.iterator(); each.hasNext(); ) {
            Standing car = each.next();
            boolean decided = isThrough(node, car.move());
            if (decided || car.until().compareTo(now) <= 0) {
                each.remove();
                ends.add(new End(car.move(), decided));
            }
        }
        return ends;
    }

    private static boolean isThrough(NodePort node, Traffic.Move move) {
        GateEvent.Kind way = move.entering() ? GateEvent.Kind.ENTRY : GateEvent.Kind.EXIT;
        return node.gate().look(move.plate(), null, way) instanceof Sighting.Seen seen
                && (seen.inside() != null) == move.entering();
    }
}
