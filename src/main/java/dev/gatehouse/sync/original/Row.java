package dev.gatehouse.sync.original;

import dev.gatehouse.ledger.codec.TimeText;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * A row of an original's {@code history} as it came; what is missing or of another shape is null.
 *
 * @param id its number there, which means nothing elsewhere
 * @param eventId the visit
 * @param source the central where it began; null where that is the sender
 * @param entryTime local text
 * @param exitTime local text
 * @param fee in đồng, 0 where none is told
 * @param out whether it says that the car has left
 * @param createdAt UTC text
 * @param updatedAt UTC text
 * @param seen where a camera among the places saw the car, of which nobody saw it come in: then the
 *     row begins no visit
 */
public record Row(
        @Nullable Long id,
        @Nullable String eventId,
        @Nullable String source,
        @Nullable String plateId,
        @Nullable String plateView,
        @Nullable String entryTime,
        @Nullable String exitTime,
        @Nullable String duration,
        long fee,
        boolean out,
        @Nullable String createdAt,
        @Nullable String updatedAt,
        @Nullable Seen seen) {
    /**
     * @param at local text
     */
    public record Seen(@Nullable String where, @Nullable String at) {}

    /** Reads one, whatever it is. */
    public static Row read(JsonNode in) {
        JsonNode id = in.path("id");
        return new Row(
                id.isIntegralNumber() && id.canConvertToLong() ? id.longValue() : null,
                text(in, "event_id"),
                text(in, "source_central"),
                text(in, "plate_id"),
                text(in, "plate_view"),
                text(in, "entry_time"),
                text(in, "exit_time"),
                text(in, "duration"),
                whole(in.path("fee")),
                "OUT".equals(text(in, "status")),
                text(in, "created_at"),
                text(in, "updated_at"),
                whole(in.path("is_anomaly")) == 0
                        ? null
                        : new Seen(text(in, "last_location"), text(in, "last_location_time")));
    }

    /** When it was first written there; null where it does not say. */
    @Nullable Instant created() {
        return TimeText.instantOrNull(createdAt, ZoneOffset.UTC);
    }

    static @Nullable String text(JsonNode in, String field) {
        String text = in.path(field).asString("");
        return text.isBlank() ? null : text;
    }

    /** Of a number, or of a text that is one; fees have no cents. */
    static long whole(JsonNode number) {
        if (number.isNumber()) {
            return Math.round(number.doubleValue());
        }
        try {
            return number.isString() ? Math.round(Double.parseDouble(number.stringValue())) : 0;
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
