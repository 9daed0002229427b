package dev.gatehouse.model;

/** What became of a change to what all centrals share. */
public sealed interface SiteOutcome {
    /** It is on disk, or was so already. */
    record Done() implements SiteOutcome {}

    /**
     * It cannot be meant, or not be kept.
     *
     * @param field the part of the request that is wrong, by its JSON name
     * @param why names what was expected
     */
    record Refused(String field, String why) implements SiteOutcome {}

    /**
     * Nothing was written: the store cannot write, or too many requests wait.
     *
     * @param why what is wrong and what to do
     */
    record Unavailable(String why) implements SiteOutcome {}
}
