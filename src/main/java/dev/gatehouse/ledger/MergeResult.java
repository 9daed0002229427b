package dev.gatehouse.ledger;

import java.util.List;

/**
 * What became of events that came from a peer. The first four add up to what was offered.
 *
 * @param merged new, and written
 * @param had here already
 * @param rejected refused: they do not fit what is held of their stream
 * @param deferred left alone because earlier ones are still missing; they come again in a page
 * @param conflict why events were rejected, empty where none were
 * @param unusable of those merged: part of the ledger, held and relayed, but in no visit
 */
public record MergeResult(
        int merged, int had, int rejected, int deferred, String conflict, List<Unusable> unusable) {
    /**
     * An event of a known kind whose content makes no sense.
     *
     * @param seq its number in its stream
     * @param why which field, and what was expected; never what names a car
     */
    public record Unusable(long seq, String why) {}

    MergeResult(int merged, int had, int rejected, int deferred, String conflict) {
        this(merged, had, rejected, deferred, conflict, List.of());
    }

    static MergeResult refused(int events, String why) {
        return new MergeResult(0, 0, events, 0, why);
    }
}
