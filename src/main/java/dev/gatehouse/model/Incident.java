package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * A person did at the gate what is out of the ordinary.
 *
 * @param eventId the visit that it is about, null where it is about none
 * @param dong the fee that is not taken, in đồng; 0 where none is, negative where the exit that it
 *     was excused for is taken back
 * @param edgeId the gate, null where none is named
 * @param plateText a plate as it was read or typed, null where none was
 * @param note the person's own words, null where none were given
 */
public record Incident(
        @Nullable String eventId,
        Because.Reason reason,
        long dong,
        @Nullable String edgeId,
        @Nullable String plateText,
        @Nullable String note,
        String staff)
        implements Fact.OfSite {
    public static final String KIND = "incident";

    @Override
    public String kind() {
        return KIND;
    }
}
