package dev.gatehouse.port;

import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Sighting;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** What a booth does at its gate. */
public interface GatePort {
    /**
     * A person or a sender decides that a car goes in or out. The same plate at the same place
     * within the lane's window, or a report of the same name, is the same decision and gets the
     * same answer.
     *
     * @param way which way; null for out where the car is inside and for in where not, as the one
     *     writer finds it in the order of the requests
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<Passed> open(GateEvent.@Nullable Kind way, OpenRequest request);

    /** As {@link #open(GateEvent.Kind, OpenRequest)}, where no way is named. */
    default CompletableFuture<Passed> open(OpenRequest request) {
        return open(null, request);
    }

    /**
     * A camera reads a car that goes that way. All readings of one passage are one fact, by the
     * device's name for it or by lane, time and likeness of the plate; an exit is written whether
     * its entry is known or not.
     *
     * @param way which way, where the lane lets cars go both
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<Passed> pass(GateEvent.Kind way, OpenRequest request);

    /** How many reports since the start were of passages that had been reported already. */
    long repeats();

    /**
     * What is known of a car before anything opens; writes nothing, reads the database.
     *
     * @param plateText the plate as typed
     * @param plateView how the sender wants it shown, null to have it formatted here
     * @param way which way it goes, null where that is not known: to leave, the one car inside that
     *     differs only in D for Đ is taken for it, as {@link #pass} takes it
     * @throws StoreUnreadableException when the database cannot be read
     */
    Sighting look(String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way);

    /**
     * As {@link #look}, of what a device read: that may be unread.
     *
     * @throws StoreUnreadableException when the database cannot be read
     */
    Sighting sight(String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way);

    /**
     * The barrier closed behind a car: confirms the newest unconfirmed entry of that plate at that
     * gate.
     *
     * @param plateText the plate as read or typed
     * @param edgeId the gate, null for any
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<CloseOutcome> close(String plateText, @Nullable String edgeId);

    /**
     * Corrects the plate of a visit, or how it looks. What was read stays in the ledger.
     *
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<ChangeOutcome> correct(CorrectionRequest request);

    /**
     * Takes a visit out of the history, for good. What was reported stays in the ledger.
     *
     * @param historyId the row of the history
     * @param reason a person's words, null where none were given
     * @param staff who did it, null where nobody is named
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<ChangeOutcome> remove(
            long historyId, @Nullable String reason, @Nullable String staff);
}
