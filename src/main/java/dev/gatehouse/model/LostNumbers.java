package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Events that are known to have been written, since later ones of their streams are held, and that
 * no central in reach holds: their booth lost its disk, or is away. They block nothing but the
 * proof of their own stream, and are asked for again as soon as a peer has them.
 *
 * @param events how many
 * @param listed the streams that they are of, at most {@link #LISTED}
 */
public record LostNumbers(long events, List<OfStream> listed) {
    /** Streams that are listed; each is a start of a booth that did not end well. */
    public static final int LISTED = 100;

    /** None are. */
    public static final LostNumbers NONE = new LostNumbers(0, List.of());

    /**
     * Those of one stream.
     *
     * @param central whose stream it is; null where nobody has said so
     * @param count how many
     * @param numbers theirs, at most the {@link StreamHead#CLAIMED} lowest intervals
     */
    public record OfStream(
            @Nullable CentralId central, StreamId stream, long count, Ranges numbers) {}

    public LostNumbers {
        listed = List.copyOf(listed);
    }
}
