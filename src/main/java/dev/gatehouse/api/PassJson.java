package dev.gatehouse.api;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.StayText;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A passage, as the original answers an event and pushes it. {@code event_id} is the camera's own
 * where it gave one; {@code visit_event_id} is that of the history. What does not belong to the
 * action is left out.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PassJson(
        boolean success,
        String action,
        String message,
        String plateId,
        String plateView,
        long historyId,
        @Nullable String entryTime,
        @Nullable String exitTime,
        @Nullable String duration,
        @Nullable Long fee,
        String eventId,
        String visitEventId,
        @Nullable Review needsReview,
        @Nullable Boolean repeated) {
    static PassJson of(
            OpenOutcome.Entered in, @Nullable String told, boolean repeated, ZoneId zone) {
        return entry(in.plate(), in.historyId(), in.at(), told, in.eventId(), in.review(), zone)
                .repeated(repeated);
    }

    static PassJson of(OpenOutcome.Left out, @Nullable String told, boolean repeated, ZoneId zone) {
        Instant entered = out.entered();
        return exit(
                        out.plate(),
                        out.historyId(),
                        entered == null ? null : TimeText.local(entered, zone),
                        TimeText.local(out.at(), zone),
                        out.stay().toSeconds(),
                        out.feeDong(),
                        told,
                        out.eventId(),
                        out.review())
                .repeated(repeated);
    }

    private PassJson repeated(boolean again) {
        return new PassJson(
                success,
                action,
                message,
                plateId,
                plateView,
                historyId,
                entryTime,
                exitTime,
                duration,
                fee,
                eventId,
                visitEventId,
                needsReview,
                again ? true : null);
    }

    /** One end of a visit; as an entry where it has not ended. */
    static PassJson of(Visit visit, GateEvent.Kind way, ZoneId zone) {
        Visit.Departure out = visit.exit();
        return way == GateEvent.Kind.ENTRY || out == null
                ? entry(
                        visit.plate(),
                        visit.id(),
                        visit.entry().at(),
                        null,
                        visit.eventId(),
                        visit.review(),
                        zone)
                : exit(
                        visit.plate(),
                        visit.id(),
                        visit.entryKnown() ? TimeText.local(visit.entry().at(), zone) : null,
                        TimeText.local(out.passage().at(), zone),
                        out.seconds(),
                        out.feeDong(),
                        null,
                        visit.eventId(),
                        visit.review());
    }

    private static PassJson entry(
            Plate plate,
            long historyId,
            Instant at,
            @Nullable String told,
            String eventId,
            @Nullable Review review,
            ZoneId zone) {
        return new PassJson(
                true,
                "ENTRY",
                PlateText.car(plate) + " VÀO bãi",
                PlateText.id(plate),
                PlateText.view(plate),
                historyId,
                TimeText.local(at, zone),
                null,
                null,
                null,
                told == null ? eventId : told,
                eventId,
                review,
                null);
    }

    private static PassJson exit(
            Plate plate,
            long historyId,
            @Nullable String entered,
            String left,
            long seconds,
            long feeDong,
            @Nullable String told,
            String eventId,
            @Nullable Review review) {
        return new PassJson(
                true,
                "EXIT",
                PlateText.car(plate) + " RA bãi",
                PlateText.id(plate),
                PlateText.view(plate),
                historyId,
                entered,
                left,
                StayText.vietnamese(seconds),
                feeDong,
                told == null ? eventId : told,
                eventId,
                review,
                null);
    }
}
