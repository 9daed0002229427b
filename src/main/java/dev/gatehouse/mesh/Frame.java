package dev.gatehouse.mesh;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * One message between centrals, as far as the mesh understands it.
 *
 * @param type such as {@code HEARTBEAT} or {@code G_ASK}
 * @param source the {@code source_central} that it names
 * @param timestampMs the sender's wall clock, UTC ms
 * @param eventId the visit that a message of an original names; null where it names none
 * @param data its content; an empty object where there is none
 */
public record Frame(
        String type, String source, long timestampMs, @Nullable String eventId, JsonNode data) {
    public static final String HEARTBEAT = "HEARTBEAT";
    public static final String ERROR = "ERROR";

    /** The first word of an original of the second generation: it names the caller, and no type. */
    public static final String INTRODUCTION = "peer_id";

    /** One that names no visit. */
    public Frame(String type, String source, long timestampMs, JsonNode data) {
        this(type, source, timestampMs, null, data);
    }
}
