package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * What an event of the ledger says, once its payload is understood. Every fact of a car names its
 * plate, by which it is folded, and the visit that it belongs to.
 */
public sealed interface Fact {
    /** The visit: {@code central_ms_plate} of its entry. */
    String eventId();

    Plate plate();

    /** The camera or lane, null where none was named. */
    @Nullable String edgeId();

    /** The kind under which it stands in the ledger. */
    String kind();

    /**
     * The camera's own words about a reading.
     *
     * @param cameraId the camera's number
     * @param cameraName the camera's name
     * @param confidence 0 to 1
     * @param source {@code auto}, {@code manual} or what the camera said
     */
    record Reading(
            @Nullable Integer cameraId,
            @Nullable String cameraName,
            @Nullable Double confidence,
            @Nullable String source) {
        public static final Reading NONE = new Reading(null, null, null, null);
    }

    /** A car came in. */
    record Entry(String eventId, Plate plate, @Nullable String edgeId, Reading reading)
            implements Fact {
        public static final String KIND = "entry";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** The barrier closed behind it. */
    record EntryConfirmed(String eventId, Plate plate, @Nullable String edgeId) implements Fact {
        public static final String KIND = "confirmed";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * A car left.
     *
     * @param feeDong what it was charged, in đồng
     * @param seconds the stay as charged
     */
    record Exit(
            String eventId,
            Plate plate,
            @Nullable String edgeId,
            Reading reading,
            long feeDong,
            long seconds)
            implements Fact {
        public static final String KIND = "exit";

        @Override
        public String kind() {
            return KIND;
        }
    }
}
