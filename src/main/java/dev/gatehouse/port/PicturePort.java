package dev.gatehouse.port;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.PictureOutcome;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** Pictures of cars, by the hash that the fact of the passage names. Any thread. */
public interface PicturePort {
    /**
     * Takes a picture in; the file is written later, so that no car waits for it. Does not block.
     *
     * @param bytes of a JPEG or PNG, not to be changed afterwards
     */
    PictureOutcome keep(byte[] bytes);

    /**
     * The bytes of a picture that is on this PC, checked against the hash; not to be changed.
     * Blocks for the reading of a file.
     *
     * @return null where it is not here, or damaged
     */
    byte @Nullable [] here(Hash hash);

    /**
     * Looks for a picture here, and otherwise at the central that wrote of it.
     *
     * @param writtenAt the central of the passage whose picture it is
     * @return completes within about a second, never exceptionally, on any thread
     */
    CompletableFuture<PictureAnswer> find(Hash hash, CentralId writtenAt);
}
