package dev.gatehouse.port;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;

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

    /** How many reports since the start were of cars that had been reported already. */
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
     * As {@link #look}, of what a device reads before a barrier: that may be unread. The car is
     * shown at its lane until somebody decides.
     *
     * @param way which way it goes, null where that is not known
     * @throws StoreUnreadableException when the database cannot be read
     */
    Sighting sight(GateEvent.@Nullable Kind way, OpenRequest report);

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

    /**
     * A person lets a car in. The same decision asked again within the lane's window gets the same
     * answer, as in {@link #open}.
     *
     * @param because why, where it is out of the ordinary: written as an incident with the entry,
     *     in one transaction. With {@link Because.Reason#DUPLICATE} the request's {@code shown}
     *     names the visit whose exit was missed: it ends as {@link Review#EXIT_UNKNOWN} and a new
     *     one begins; where it has ended meanwhile the car is simply let in
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<Passed> letIn(OpenRequest request, @Nullable Because because);

    /**
     * A person lets a car out and settles its fee: both are written in one transaction. Asked again
     * within the lane's window it gets the same answer, and nothing is booked twice.
     *
     * @param request its {@code shown} names the visit; where it is null no entry is known, an exit
     *     alone is written, and the settlement is to say why
     * @param settlement of the fee that was shown; where another one is due nothing is written
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<Passed> letOut(OpenRequest request, Settlement settlement);

    /**
     * The fee of an exit that is in the ledger, as a camera reported it, is settled at the barrier.
     * Asked again it books nothing.
     *
     * @param eventId the visit, as the answer to the exit named it
     * @param settlement of the fee that was shown; where another one was charged nothing is written
     * @param edgeId the gate, null where none is named
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<SettleOutcome> settle(
            String eventId, Settlement settlement, @Nullable String edgeId);

    /**
     * A person takes his last act back, within a minute of it: an entry is voided; of an exit the
     * visit is open again, and what was paid for it is booked back.
     *
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<UndoOutcome> undo(UndoRequest request);

    /**
     * Notes what was out of the ordinary at the gate and changes no visit: a car that turned round,
     * say. The same note within some seconds is written once.
     *
     * @param about the car and the gate; {@code shown} names the visit that it is about, null for
     *     none; the plate may be empty
     * @return the row of the visit, or 0; completes after the commit, never exceptionally
     */
    CompletableFuture<ChangeOutcome> noteIncident(OpenRequest about, Because because);

    /**
     * Keeps what a device read of a car about which a person decided under another plate.
     *
     * @param eventId the visit of the car
     * @param report as the device sent it
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<ChangeOutcome> keepReading(String eventId, OpenRequest report);
}
