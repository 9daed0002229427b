package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * One passage through one gate, as the live table shows it.
 *
 * @param stream the stream that holds it
 * @param seq its number in that stream, from 1
 * @param kind which way
 * @param at when, by the clock of the central where it happened
 * @param central where it happened
 * @param edge the camera or lane that reported it, empty where none was named
 * @param plate whose passage
 * @param feeDong the fee charged at an exit, in đồng; 0 for an entry
 * @param stay how long the car was inside; null for an entry, and where no entry is known
 * @param local whether it was made here, rather than merged from a peer
 * @param takenBack whether a person took it back since, so that it never was
 */
public record GateEvent(
        StreamId stream,
        long seq,
        Kind kind,
        Instant at,
        CentralId central,
        String edge,
        Plate plate,
        long feeDong,
        @Nullable Duration stay,
        boolean local,
        boolean takenBack) {
    /** A passage that nobody took back. */
    public GateEvent(
            StreamId stream,
            long seq,
            Kind kind,
            Instant at,
            CentralId central,
            String edge,
            Plate plate,
            long feeDong,
            @Nullable Duration stay,
            boolean local) {
        this(stream, seq, kind, at, central, edge, plate, feeDong, stay, local, false);
    }

    /** This passage, taken back by a person. */
    public GateEvent back() {
        return new GateEvent(
                stream, seq, kind, at, central, edge, plate, feeDong, stay, local, true);
    }

    /** Which way a car went. */
    public enum Kind {
        ENTRY,
        EXIT
    }
}
