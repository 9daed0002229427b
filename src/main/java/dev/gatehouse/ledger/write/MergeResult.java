package dev.gatehouse.ledger.write;

import java.util.List;

/**
 * What became of events that came from a peer. The first four add up to what was offered.
 *
 * @param merged new, and written
 * @param had here already, or given up by their writer
 * @param rejected refused: they do not fit what is held of their stream
 * @param deferred left alone because nothing can be written now, or what is held under one of their
 *     numbers is damaged; they come again
 * @param fit how they fit
 * @param why events were rejected, empty where none were
 * @param unusable of those merged: part of the ledger, held and relayed, but in no visit
 */
public record MergeResult(
        int merged,
        int had,
        int rejected,
        int deferred,
        Fit fit,
        String why,
        List<Unusable> unusable) {
    /** How events fit what is held of their stream. */
    public enum Fit {
        /** The events continue or repeat what is held, or lie beyond it. */
        FITS,
        /** An event is another under the same number: the stream exists in two versions. */
        FORK,
        /** What the peer holds before them is not what is held here. */
        DIFFERS_BEFORE,
        /** The events cannot be used. */
        REFUSED
    }

    /**
     * An event of a known kind whose content makes no sense.
     *
     * @param seq its number in its stream
     * @param why which field, and what was expected; never what names a car
     */
    public record Unusable(long seq, String why) {}

    public static MergeResult deferred(int events) {
        return new MergeResult(0, 0, 0, events, Fit.FITS, "", List.of());
    }

    static MergeResult rejected(int had, int rejected, Fit fit, String why) {
        return new MergeResult(0, had, rejected, 0, fit, why, List.of());
    }
}
