package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A camera reports a car, or a person or a sender asks a barrier to open.
 *
 * @param plateText the plate as read or typed; empty where none was read
 * @param plateView how the sender wants it shown, null to have it formatted here
 * @param edgeId the camera or lane, null where none was named
 * @param cameraId the camera's number, null where unknown
 * @param cameraName the camera's name, null where unknown
 * @param confidence 0 to 1, null where unknown
 * @param source {@code auto} or {@code manual}, null where unknown
 * @param told the sender's own name of the report, null where it gave none
 * @param seenAt when the device saw the car, by its own clock; null where it told no instant
 * @param shown the name of the visit that the asking person sees; null for who sees none
 * @param picture the hash of the picture that came with it and was kept; null where none did
 */
public record OpenRequest(
        String plateText,
        @Nullable String plateView,
        @Nullable String edgeId,
        @Nullable Integer cameraId,
        @Nullable String cameraName,
        @Nullable Double confidence,
        @Nullable String source,
        @Nullable String told,
        @Nullable Instant seenAt,
        @Nullable String shown,
        @Nullable Hash picture) {
    /** A report without a picture. */
    public OpenRequest(
            String plateText,
            @Nullable String plateView,
            @Nullable String edgeId,
            @Nullable Integer cameraId,
            @Nullable String cameraName,
            @Nullable Double confidence,
            @Nullable String source,
            @Nullable String told,
            @Nullable Instant seenAt,
            @Nullable String shown) {
        this(
                plateText,
                plateView,
                edgeId,
                cameraId,
                cameraName,
                confidence,
                source,
                told,
                seenAt,
                shown,
                null);
    }

    /** A report without a name and an instant of its own. */
    public OpenRequest(
            String plateText,
            @Nullable String plateView,
            @Nullable String edgeId,
            @Nullable Integer cameraId,
            @Nullable String cameraName,
            @Nullable Double confidence,
            @Nullable String source) {
        this(
                plateText,
                plateView,
                edgeId,
                cameraId,
                cameraName,
                confidence,
                source,
                null,
                null,
                null);
    }
}
