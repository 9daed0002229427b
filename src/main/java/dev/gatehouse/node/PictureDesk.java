package dev.gatehouse.node;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.PictureOutcome;
import dev.gatehouse.picture.PictureStore;
import dev.gatehouse.port.PicturePort;
import dev.gatehouse.sync.SyncManager;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;

/**
 * The pictures for the outer world. Any thread.
 *
 * @param self this central
 */
record PictureDesk(CentralId self, PictureStore store, SyncManager sync) implements PicturePort {
    private static final Logger LOG = LoggerFactory.getLogger(PictureDesk.class);

    @Override
    public PictureOutcome keep(byte[] bytes) {
        return store.keep(bytes);
    }

    @Override
    public byte @Nullable [] here(Hash hash) {
        return store.here(hash);
    }

    @Override
    public CompletableFuture<PictureAnswer> find(Hash hash, CentralId writtenAt) {
        var answer = new CompletableFuture<PictureAnswer>();
        aside(() -> look(hash, writtenAt, answer));
        return answer.exceptionally(
                e -> {
                    LOG.error("A picture could not be looked for", e);
                    return new PictureAnswer.Away(writtenAt);
                });
    }

    /** Neither the caller nor the sync waits. */
    private static void aside(Runnable task) {
        Thread.ofVirtual().name("picture").start(task);
    }

    private void look(Hash hash, CentralId writtenAt, CompletableFuture<PictureAnswer> answer) {
        try {
            byte[] bytes = store.here(hash);
            if (bytes != null) {
                answer.complete(found(bytes));
            } else if (writtenAt.equals(self)) {
                answer.complete(new PictureAnswer.Nowhere());
            } else {
                sync.picture(hash, writtenAt)
                        .thenAcceptAsync(came -> took(came, answer), PictureDesk::aside);
            }
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** What a peer sent is kept here too, so that the next look is local. */
    private void took(PictureAnswer came, CompletableFuture<PictureAnswer> answer) {
        if (came instanceof PictureAnswer.Found found) {
            store.keep(found.bytes());
        }
        answer.complete(came);
    }

    private static PictureAnswer found(byte[] bytes) {
        PictureKind kind = PictureKind.of(bytes);
        return kind == null
                ? new PictureAnswer.Nowhere()
                : new PictureAnswer.Found(bytes, kind.mediaType());
    }
}
