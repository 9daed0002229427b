package dev.gatehouse.console.gate;

import dev.gatehouse.model.Sighting;

/** How far the booth is with one car. */
sealed interface Step {
    /** No car. */
    record Ready() implements Step {}

    /** The node is asked about it. */
    record Looking() implements Step {}

    /**
     * It is not inside and its plate has none of the known forms: a person must say it is right.
     */
    record Unusual(Sighting.Seen seen) implements Step {}

    /** What will happen is shown; the primary key does it. */
    record Offered(Sighting.Seen seen) implements Step {}

    /** It is being written; nothing opens before that is done. */
    record Writing(Sighting.Seen seen) implements Step {}
}
