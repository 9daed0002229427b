package dev.gatehouse.model;

/** What became of a correction or a void. In the first the history is as it was asked to be. */
public sealed interface ChangeOutcome {
    /** It is on disk, or was so already. */
    record Done(long historyId) implements ChangeOutcome {}

    /** No visit has that row. */
    record NotFound(long historyId) implements ChangeOutcome {}

    /**
     * The request cannot be meant.
     *
     * @param field the part of the request that is wrong, by its JSON name
     * @param why names the value and what was expected
     */
    record Refused(String field, String why) implements ChangeOutcome {}

    /**
     * Nothing was written: the store cannot write, or too many requests wait.
     *
     * @param why what is wrong and what to do
     */
    record Unavailable(String why) implements ChangeOutcome {}
}
