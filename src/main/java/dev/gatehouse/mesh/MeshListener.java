package dev.gatehouse.mesh;

import dev.gatehouse.model.StreamId;

/**
 * What happens on the links. For one link: {@code opened}, then {@code identified} and frames in
 * order on that link's thread, then {@code closed}. Must not block for long: the link's next frame
 * waits.
 */
public interface MeshListener {
    /** A socket is open; the first frame goes out now. */
    void opened(Link link);

    /** The peer has said who it is, and may be here; its first heartbeat follows as a frame. */
    void identified(Link link);

    /** A frame came, never before {@code identified}. */
    void frame(Link link, Frame frame);

    /**
     * Whether no two frames of that type are the same, since each bears a number of its own: one
     * with the bytes of another is that other one, sent again. Any thread.
     */
    default boolean comesOnce(String type) {
        return false;
    }

    /** A frame that comes once came again, byte for byte; it is not handed on. */
    default void repeated(Link link) {}

    /**
     * The peer speaks as originals do, and may be here. It may turn out to be a node yet; then it
     * is {@code identified} after all.
     */
    void foundOriginal(Link link);

    /** An original's frame came, never before {@code foundOriginal}. */
    void frameOfOriginal(Link link, Frame frame);

    /** The link is gone. */
    void closed(Link link);

    /**
     * A peer closed the only link to it since it has another to the same node: a copy of this
     * machine, with the same stream in its memory, is linked there. Any thread.
     *
     * @param node what both write
     */
    void copied(StreamId node);
}
