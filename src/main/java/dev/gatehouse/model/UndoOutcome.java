package dev.gatehouse.model;

/** What became of an {@link UndoRequest}. */
public sealed interface UndoOutcome {
    /**
     * The act is taken back, on disk.
     *
     * @param dongBack what is to be given back to the driver, in đồng; 0 where he paid nothing
     */
    record Undone(Plate plate, GateEvent.Kind way, long dongBack) implements UndoOutcome {}

    /**
     * Nothing was written: the act is too long ago, another booth's, or the car was seen since. A
     * correction or a void in the history is the way then.
     */
    record TooLate(Plate plate) implements UndoOutcome {}

    /** No such act is known, or it is taken back already; nothing was written. */
    record NotFound() implements UndoOutcome {}

    /**
     * Nothing was written: the store cannot write, or too many requests wait.
     *
     * @param why what is wrong and what to do
     */
    record Unavailable(String why) implements UndoOutcome {}
}
