package dev.gatehouse.model;

/** What became of a {@link Settlement} of an exit that is in the ledger. */
public sealed interface SettleOutcome {
    /**
     * It is on disk; a fee of 0 in cash leaves nothing to write.
     *
     * @param eventId names the visit
     * @param feeDong what was settled, in đồng
     * @param changeDong what the driver gets back of what he gave, in đồng
     */
    record Settled(String eventId, Plate plate, long feeDong, long changeDong)
            implements SettleOutcome {}

    /** The fee of that exit was settled before; nothing was written. */
    record AlreadySettled() implements SettleOutcome {}

    /** No car left under that name, or its exit was taken back; nothing was written. */
    record NotFound() implements SettleOutcome {}

    /**
     * The exit was charged another fee than the one that was shown; nothing was written.
     *
     * @param feeDong what it was charged, in đồng
     * @param shownDong what was shown, in đồng
     */
    record FeeChanged(Plate plate, long feeDong, long shownDong) implements SettleOutcome {}

    /**
     * The request cannot be meant; nothing was written.
     *
     * @param field the part of the request that is wrong
     * @param why names the value and what was expected
     */
    record Refused(String field, String why) implements SettleOutcome {}

    /**
     * Nothing was written: the store cannot write, or too many requests wait.
     *
     * @param why what is wrong and what to do
     */
    record Unavailable(String why) implements SettleOutcome {}
}
