package dev.gatehouse.mesh;

import tools.jackson.databind.JsonNode;

/**
 * One message between centrals, as far as the mesh understands it.
 *
 * @param type such as {@code HEARTBEAT} or {@code G_ASK}
 * @param source the {@code source_central} that it names
 * @param timestampMs the sender's wall clock, UTC ms
 * @param data its content; an empty object where there is none
 */
public record Frame(String type, String source, long timestampMs, JsonNode data) {
    public static final String HEARTBEAT = "HEARTBEAT";
    public static final String ERROR = "ERROR";
}
