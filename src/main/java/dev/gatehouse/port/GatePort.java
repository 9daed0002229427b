package dev.gatehouse.port;

import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** What a booth does at its gate. */
public interface GatePort {
    /**
     * Lets a car in, or out where it is inside. Whether it is inside is decided by the one writer,
     * in the order of the requests.
     *
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<OpenOutcome> open(OpenRequest request);

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
