package dev.gatehouse.sim;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** One car that drives through one lane once, and what its camera was answered. */
final class Drive {
    final int number;
    final String plate;
    final Host host;
    final GateEvent.Kind way;

    /** When the camera read it first. */
    final long from;

    private final List<OpenOutcome> answers = new ArrayList<>();
    private long answeredFrom = Long.MAX_VALUE;
    private int waiting;

    Drive(int number, String plate, Host host, GateEvent.Kind way, long from) {
        this.number = number;
        this.plate = plate;
        this.host = host;
        this.way = way;
        this.from = from;
    }

    /**
     * Tells in a fact whose it is. It is the name of the camera, which decides nothing where the
     * edge is known.
     */
    String tag() {
        return "drive " + number;
    }

    /** There is one more report of it that the camera must bring to its end. */
    void expect() {
        waiting++;
    }

    /** One of its reports has come to its end. */
    void bring() {
        waiting--;
    }

    /** Whether its camera still has something to tell of it. */
    boolean isWaiting() {
        return waiting > 0;
    }

    /**
     * The camera got an answer.
     *
     * @param sent when the report left
     */
    void answered(long sent, OpenOutcome outcome) {
        answeredFrom = Math.min(answeredFrom, sent);
        answers.add(outcome);
    }

    /** Whether it was first reported, and answered, within so much before now. */
    boolean isKnownSince(long now, long within) {
        return answeredFrom <= now && now - answeredFrom <= within;
    }

    List<OpenOutcome> answers() {
        return answers;
    }

    /** The visit that an answer names; null where it names none. */
    static @Nullable String named(OpenOutcome outcome) {
        return switch (outcome) {
            case OpenOutcome.Entered in -> in.eventId();
            case OpenOutcome.Left out -> out.eventId();
            case OpenOutcome.AlreadyInside inside -> inside.eventId();
            case OpenOutcome.NotInside _,
                    OpenOutcome.AgainstLane _,
                    OpenOutcome.FeeChanged _,
                    OpenOutcome.Refused _,
                    OpenOutcome.Unavailable _ ->
                    null;
        };
    }

    @Override
    public String toString() {
        return tag() + " of " + plate + ", " + way + " at " + host;
    }
}
