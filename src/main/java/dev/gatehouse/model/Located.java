package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * Where an original's camera saw a car inside the car park; it opens and ends no visit.
 *
 * @param plateId the plate as it was read
 * @param localTime {@code YYYY-MM-DD HH:MM:SS} in the site's zone, the original's text
 * @param anomaly whether the original took it for one
 */
public record Located(
        @Nullable String eventId,
        String plateId,
        String location,
        String localTime,
        boolean anomaly)
        implements Fact.OfSite {
    public static final String KIND = "location";

    @Override
    public String kind() {
        return KIND;
    }
}
