package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A camera of this booth, by its own last word.
 *
 * @param id its number
 * @param name its name
 * @param type {@code ENTRY}, {@code EXIT} or what it calls itself
 * @param online whether it was heard lately
 * @param lastHeartbeat when it was heard last
 * @param sent events that it says it sent
 * @param failed events that it says it could not send
 * @param created when it was first heard
 * @param clockOffset its clock minus this node's; null where that is not known at present
 */
public record Camera(
        int id,
        String name,
        String type,
        boolean online,
        Instant lastHeartbeat,
        long sent,
        long failed,
        Instant created,
        @Nullable Duration clockOffset) {
    /** One of whose clock nothing is known. */
    public Camera(
            int id,
            String name,
            String type,
            boolean online,
            Instant lastHeartbeat,
            long sent,
            long failed,
            Instant created) {
        this(id, name, type, online, lastHeartbeat, sent, failed, created, null);
    }

    /**
     * What a camera says of itself; the fields are those of {@link Camera}.
     *
     * @param time what its clock showed; null where it does not tell
     */
    public record Word(
            int id, String name, String type, long sent, long failed, @Nullable Instant time) {
        /** Of one that does not tell its time. */
        public Word(int id, String name, String type, long sent, long failed) {
            this(id, name, type, sent, failed, null);
        }
    }
}
