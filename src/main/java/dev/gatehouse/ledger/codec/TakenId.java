package dev.gatehouse.ledger.codec;

import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * The names of facts taken in from originals: from what they say alone, so that two nodes that took
 * one in have one fact. Pure functions.
 */
public final class TakenId {
    private TakenId() {}

    /**
     * @return null where facts of that kind are not taken in
     */
    public static @Nullable EventId of(Fact fact) {
        return switch (fact) {
            case Fact.Entry entry -> hash("E|" + entry.eventId());
            case Fact.Exit exit -> {
                Plate plate = exit.plate();
                String named = exit.eventId();
                String whose = named != null ? named : plate == null ? "" : plate.canonical();
                yield hash("X|" + whose + "|" + exit.localTime() + "|" + exit.feeDong());
            }
            case Fact.Correction fixed ->
                    hash("C|" + fixed.eventId() + "|" + fixed.plateId() + "|" + fixed.updatedAt());
            case Fact.Voided voided -> hash("V|" + voided.eventId());
            case Located seen ->
                    hash(
                            "L|"
                                    + or(seen.eventId())
                                    + "|"
                                    + seen.plateId()
                                    + "|"
                                    + seen.location()
                                    + "|"
                                    + seen.localTime()
                                    + "|"
                                    + seen.anomaly());
            case ParkingLot lot ->
                    hash(
                            "P|"
                                    + lot.locationName()
                                    + "|"
                                    + or(lot.capacity())
                                    + "|"
                                    + or(lot.cameraId())
                                    + "|"
                                    + or(lot.cameraType())
                                    + "|"
                                    + or(lot.edgeId()));
            case Fact.EntryConfirmed _, Fact.Reread _, ExitUndone _, Fact.OfSite _ -> null;
        };
    }

    private static String or(@Nullable Object known) {
        return known == null ? "" : known.toString();
    }

    private static EventId hash(String text) {
        return EventId.of(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes());
    }
}
