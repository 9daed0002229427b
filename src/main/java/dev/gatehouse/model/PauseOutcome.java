package dev.gatehouse.model;

import java.time.Instant;

/** What came of asking for a pause. */
public sealed interface PauseOutcome {
    /** It holds, until then. */
    record Paused(Instant until) implements PauseOutcome {}

    /** No such peer is configured. */
    record UnknownPeer() implements PauseOutcome {}

    /** It could not be kept for a restart, so it was not begun; the reason names the file. */
    record Unwritten(String why) implements PauseOutcome {}
}
