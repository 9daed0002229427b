package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * One stay of one car: a row of {@code history}, in the original's columns.
 *
 * @param id local row number, given once and never reused; 0 where the visit has none yet
 * @param eventId {@code central_ms_plate} of the entry
 * @param sourceCentral where the car came in
 * @param edgeId the camera or lane of the entry, null where none was named
 * @param plate the car
 * @param entry how it came in
 * @param confirmed whether the barrier was reported closed behind it
 * @param exit how it left, null while it is inside
 * @param local whether the entry was made at this central
 * @param createdAt when this row was first written here
 * @param updatedAt when this row was last changed here
 * @param entryKnown whether an entry is in the ledger; otherwise {@code entry} is the exit's
 *     reading
 * @param readings how many different readings of its plate are kept, 1 or more
 */
public record Visit(
        long id,
        String eventId,
        CentralId sourceCentral,
        @Nullable String edgeId,
        Plate plate,
        Passage entry,
        boolean confirmed,
        @Nullable Departure exit,
        boolean local,
        Instant createdAt,
        Instant updatedAt,
        boolean entryKnown,
        int readings) {
    /** Beyond this a wrong clock or a missed exit is likelier than a car that stayed. */
    public static final long LONGEST_SECONDS = Duration.ofDays(30).toSeconds();

    /**
     * One reading of a plate at a gate.
     *
     * @param at when, UTC, by the clock of the central where it happened
     * @param cameraId the camera's number, null where unknown
     * @param cameraName the camera's name, null where unknown
     * @param confidence 0 to 1, null where unknown
     * @param source {@code auto}, {@code manual} or what the camera said, null where unknown
     * @param seenAt the device's own instant of the reading, null where it told none
     * @param doubtful whether the clock behind {@code at} is not to be relied on
     * @param picture the hash of the picture that came with it, null where none did; whether it can
     *     still be had is another matter
     */
    public record Passage(
            Instant at,
            @Nullable Integer cameraId,
            @Nullable String cameraName,
            @Nullable Double confidence,
            @Nullable String source,
            @Nullable Instant seenAt,
            boolean doubtful,
            @Nullable Hash picture) {
        /** A reading without a picture. */
        public Passage(
                Instant at,
                @Nullable Integer cameraId,
                @Nullable String cameraName,
                @Nullable Double confidence,
                @Nullable String source,
                @Nullable Instant seenAt,
                boolean doubtful) {
            this(at, cameraId, cameraName, confidence, source, seenAt, doubtful, null);
        }

        /** A reading of which the device told no instant, by a clock that is right. */
        public Passage(
                Instant at,
                @Nullable Integer cameraId,
                @Nullable String cameraName,
                @Nullable Double confidence,
                @Nullable String source) {
            this(at, cameraId, cameraName, confidence, source, null, false);
        }
    }

    /**
     * The end of a stay.
     *
     * @param passage the reading at the exit
     * @param central where the car left
     * @param edgeId the camera or lane of the exit, null where none was named
     * @param seconds length of the stay as charged
     * @param feeDong fee as charged, in đồng
     * @param alone whether the exit was written while no entry was known there
     * @param missed whether nobody saw the car leave: the passage is that at which it came again
     */
    public record Departure(
            Passage passage,
            CentralId central,
            @Nullable String edgeId,
            long seconds,
            long feeDong,
            boolean alone,
            boolean missed) {
        /** An end that somebody saw. */
        public Departure(
                Passage passage,
                CentralId central,
                @Nullable String edgeId,
                long seconds,
                long feeDong,
                boolean alone) {
            this(passage, central, edgeId, seconds, feeDong, alone, false);
        }

        /** The end of a stay whose entry was known at the exit. */
        public Departure(
                Passage passage,
                CentralId central,
                @Nullable String edgeId,
                long seconds,
                long feeDong) {
            this(passage, central, edgeId, seconds, feeDong, false);
        }
    }

    /** A visit with an entry, of which one reading is kept. */
    public Visit(
            long id,
            String eventId,
            CentralId sourceCentral,
            @Nullable String edgeId,
            Plate plate,
            Passage entry,
            boolean confirmed,
            @Nullable Departure exit,
            boolean local,
            Instant createdAt,
            Instant updatedAt) {
        this(
                id,
                eventId,
                sourceCentral,
                edgeId,
                plate,
                entry,
                confirmed,
                exit,
                local,
                createdAt,
                updatedAt,
                true,
                1);
    }

    public boolean inside() {
        return exit == null;
    }

    /** Why a person must look at this visit; null where nothing is odd. */
    public @Nullable Review review() {
        return Review.of(this);
    }
}
