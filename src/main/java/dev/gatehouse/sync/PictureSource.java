package dev.gatehouse.sync;

import dev.gatehouse.model.Hash;

import org.jspecify.annotations.Nullable;

/** Where the pictures of this node lie. Any thread; may block for the reading of a file. */
public interface PictureSource {
    /** The bytes with that hash, not to be changed; null where they are not here. */
    byte @Nullable [] here(Hash hash);
}
