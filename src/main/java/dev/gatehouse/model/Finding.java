package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Something in a database that is not as it must be. Its words name no plate; {@link #eventId} and
 * {@link #plate} do.
 *
 * @param kind of what
 * @param stream where, null where it is in none
 * @param seq the event's number there, 0 where it is about none
 * @param eventId the visit, null where it is about none
 * @param plate the car, null where it is about none
 * @param text what is wrong
 */
public record Finding(
        Kind kind,
        @Nullable StreamId stream,
        long seq,
        @Nullable String eventId,
        @Nullable String plate,
        String text) {

    /** What can be wrong. */
    public enum Kind {
        /** SQLite's own structures. */
        DATABASE,
        /** Whose a stream is. */
        STREAM,
        /** An event's row and its leaf. */
        EVENT,
        /** A number without its event. */
        SEQUENCE,
        /** A stored node of a Merkle tree. */
        NODE,
        /** The stored root of a stream. */
        ROOT,
        /** What the writer of a stream has signed. */
        SIGNATURE,
        /** The facts of each car. */
        FACT,
        /** The cars that a search looks at. */
        CAR,
        /** What is listed beside the visits. */
        REMARK,
        /** The visits. */
        VISIT,
        /** The row numbers given to visits. */
        NUMBER,
        /** The projections as a whole. */
        PROJECTIONS
    }

    /** About the database as a whole. */
    public static Finding of(Kind kind, String text) {
        return new Finding(kind, null, 0, null, null, text);
    }

    /** About a place in a stream. */
    public static Finding at(Kind kind, StreamId stream, long seq, String text) {
        return new Finding(kind, stream, seq, null, null, text);
    }

    /** About a visit. */
    public static Finding visit(String eventId, String plate, String text) {
        return new Finding(Kind.VISIT, null, 0, eventId, plate, text);
    }

    /**
     * One line for people.
     *
     * @param plates whether it may name the car
     */
    public String line(boolean plates) {
        var line = new StringBuilder(kind.name().toLowerCase(Locale.ROOT)).append(':');
        if (stream != null) {
            line.append(" stream ").append(stream);
        }
        if (seq > 0) {
            line.append(" seq ").append(seq);
        }
        if (eventId != null) {
            line.append(" event_id ").append(plates ? eventId : withoutPlate(eventId));
        }
        if (plates && plate != null) {
            line.append(" plate ").append(plate);
        }
        return line.append(": ").append(text).toString();
    }

    /** The central and the milliseconds; what follows them is the plate. */
    private static String withoutPlate(String eventId) {
        int first = eventId.indexOf('_');
        int second = first < 0 ? -1 : eventId.indexOf('_', first + 1);
        return (second < 0 ? "" : eventId.substring(0, second + 1)) + "…";
    }
}
