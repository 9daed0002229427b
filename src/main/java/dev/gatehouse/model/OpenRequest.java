package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * A camera or a person asks a barrier to open.
 *
 * @param plateText the plate as read or typed
 * @param plateView how the sender wants it shown, null to have it formatted here
 * @param edgeId the camera or lane, null where none was named
 * @param cameraId the camera's number, null where unknown
 * @param cameraName the camera's name, null where unknown
 * @param confidence 0 to 1, null where unknown
 * @param source {@code auto} or {@code manual}, null where unknown
 */
public record OpenRequest(
        String plateText,
        @Nullable String plateView,
        @Nullable String edgeId,
        @Nullable Integer cameraId,
        @Nullable String cameraName,
        @Nullable Double confidence,
        @Nullable String source) {}
