package dev.gatehouse.ledger;

/**
 * What became of events that came from a peer. The first four add up to what was offered.
 *
 * @param merged new, and written
 * @param had here already
 * @param rejected refused: they do not fit what is held of their stream
 * @param deferred left alone because earlier ones are still missing; they come again in a page
 * @param conflict why events were rejected, empty where none were
 */
public record MergeResult(int merged, int had, int rejected, int deferred, String conflict) {
    static MergeResult refused(int events, String why) {
        return new MergeResult(0, 0, events, 0, why);
    }
}
