package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/** A part of the car park, as an original told it. */
public record ParkingLot(
        String locationName,
        @Nullable Integer capacity,
        @Nullable String cameraId,
        @Nullable String cameraType,
        @Nullable String edgeId)
        implements Fact.OfSite {
    public static final String KIND = "parking_lot";

    @Override
    public String kind() {
        return KIND;
    }
}
