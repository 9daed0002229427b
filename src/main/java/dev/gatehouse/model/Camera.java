package dev.gatehouse.model;

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
 */
public record Camera(
        int id,
        String name,
        String type,
        boolean online,
        Instant lastHeartbeat,
        long sent,
        long failed,
        Instant created) {
    /** What a camera says of itself; the fields are those of {@link Camera}. */
    public record Word(int id, String name, String type, long sent, long failed) {}
}
