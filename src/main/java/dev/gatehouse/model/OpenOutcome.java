package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** What became of an {@link OpenRequest}. In the first two cases the fact is on disk. */
public sealed interface OpenOutcome {
    /**
     * The car is let in.
     *
     * @param eventId names the visit from now on
     * @param historyId its local row number
     * @param review why a person must look at it, null where nothing is odd
     */
    record Entered(String eventId, long historyId, Plate plate, Instant at, @Nullable Review review)
            implements OpenOutcome {
        /** An entry with which nothing is odd. */
        public Entered(String eventId, long historyId, Plate plate, Instant at) {
            this(eventId, historyId, plate, at, null);
        }
    }

    /**
     * The car is let out.
     *
     * @param eventId names the visit that ended
     * @param historyId its local row number
     * @param entered when it came in, null where no entry is known
     * @param feeDong fee in đồng
     * @param review why a person must look at it, null where nothing is odd
     */
    record Left(
            String eventId,
            long historyId,
            Plate plate,
            @Nullable Instant entered,
            Instant at,
            Duration stay,
            long feeDong,
            @Nullable Review review)
            implements OpenOutcome {
        /** An exit with which nothing is odd. */
        public Left(
                String eventId,
                long historyId,
                Plate plate,
                @Nullable Instant entered,
                Instant at,
                Duration stay,
                long feeDong) {
            this(eventId, historyId, plate, entered, at, stay, feeDong, null);
        }
    }

    /**
     * The car is to come in, and it is inside; nothing was written.
     *
     * @param since when it came in
     * @param eventId names that visit
     */
    record AlreadyInside(Plate plate, Instant since, String eventId) implements OpenOutcome {}

    /** The visit that was shown to the asking person is not open any more; nothing was written. */
    record NotInside(Plate plate) implements OpenOutcome {}

    /**
     * The fee is another than the one that was shown to the asking person; nothing was written.
     *
     * @param feeDong the fee now, in đồng
     * @param shownDong what was shown, in đồng
     */
    record FeeChanged(Plate plate, long feeDong, long shownDong) implements OpenOutcome {}

    /**
     * The sender decided on a way that cars do not go through that lane; nothing was written.
     *
     * @param lane the lane's id
     */
    record AgainstLane(String lane, Lane.Direction direction) implements OpenOutcome {}

    /**
     * The request cannot be meant.
     *
     * @param field the part of the request that is wrong, by its JSON name
     * @param why names the value and what was expected
     */
    record Refused(String field, String why) implements OpenOutcome {}

    /**
     * Nothing was written: the store cannot write, or too many requests wait.
     *
     * @param why what is wrong and what to do
     */
    record Unavailable(String why) implements OpenOutcome {}
}
