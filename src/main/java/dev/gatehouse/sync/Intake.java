package dev.gatehouse.sync;

import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** Hands what comes from peers to the ledger, and counts it. The sync thread only. */
final class Intake {
    /** Live events of one peer that may wait for the writer; more are dropped, and fetched. */
    private static final int LIVE_WAITING = 1_000;

    /** Bytes of those. */
    private static final long LIVE_WAITING_BYTES = 1024 * 1024;

    private final Shared shared;
    private final Proofs proofs;
    private final Loop loop;
    private final Consumer<Arrival> merged;

    /**
     * @param merged gets what brought something new, after the commit
     */
    Intake(Shared shared, Proofs proofs, Loop loop, Consumer<Arrival> merged) {
        this.shared = shared;
        this.proofs = proofs;
        this.loop = loop;
        this.merged = merged;
    }

    /** An event came live. */
    void live(Session session, Messages.Live live) {
        LedgerEvent event = live.event();
        StreamDescriptor descriptor = shared.descriptor(session, event.stream());
        if (descriptor == null || !event.stream().equals(session.node)) {
            return; // only its writer sends an event live; others are asked for theirs
        }
        session.liveStream = event.stream();
        int bytes = event.payload().length();
        if (session.liveWaiting >= LIVE_WAITING
                || session.liveWaitingBytes + bytes > LIVE_WAITING_BYTES) {
            return; // the writer is behind: a page brings it
        }
        session.liveWaiting++;
        session.liveWaitingBytes += bytes;
        offer(
                session,
                Arrival.live(descriptor, event, live.root()),
                result -> {
                    session.liveWaiting--;
                    session.liveWaitingBytes -= bytes;
                    if (result.rejected() > 0) {
                        session.link.offend("a live event that is refused: " + result.why());
                    }
                });
    }

    /**
     * @param then gets what became of it, after the commit
     */
    void offer(Session session, Arrival arrival, Consumer<MergeResult> then) {
        PeerBook book = session.book;
        if (book == null) {
            return;
        }
        int events = arrival.size();
        book.received += events;
        book.waiting += events;
        shared.ledger
                .merge(arrival.from(book.address.id()))
                .thenAccept(
                        result ->
                                loop.post(
                                        () -> {
                                            count(session, book, events, result);
                                            try {
                                                if (result.merged() > 0) {
                                                    changed(arrival.stream(), session);
                                                    merged.accept(arrival);
                                                }
                                            } finally { // or its ask would be open for ever
                                                then.accept(result);
                                            }
                                        }));
    }

    /** Another part of a stream is held here now. */
    void changed(StreamId stream, @Nullable Session source) {
        shared.changed(stream, source);
        proofs.changed(stream, shared.clock.instant());
    }

    private static void count(Session session, PeerBook book, int events, MergeResult result) {
        book.waiting -= events;
        book.received -= result.deferred(); // they come again, and are counted then
        int unusable = result.unusable().size();
        book.merged += result.merged() - unusable;
        book.had += result.had();
        book.rejected += result.rejected() + unusable;
        for (MergeResult.Unusable event : result.unusable()) {
            session.link.complain(
                    "Error merging event "
                            + event.seq()
                            + " of "
                            + book.address.id()
                            + ": "
                            + event.why());
        }
        Session.CatchUp catchUp = session.catchUp;
        if (catchUp != null && !catchUp.ended) {
            catchUp.events += events - result.deferred();
            catchUp.merged += result.merged() - unusable;
            catchUp.skipped += result.had() + result.rejected() + unusable;
        }
    }
}
