package dev.gatehouse.api;

import dev.gatehouse.model.Review;
import dev.gatehouse.model.StayText;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;

/** A row of the original's {@code history}, all its columns, in its order. */
record RowJson(
        long id,
        String eventId,
        String sourceCentral,
        @Nullable String edgeId,
        String plateId,
        String plateView,
        @Nullable String entryTime,
        @Nullable Integer entryCameraId,
        @Nullable String entryCameraName,
        @Nullable Double entryConfidence,
        @Nullable String entrySource,
        @Nullable String exitTime,
        @Nullable Integer exitCameraId,
        @Nullable String exitCameraName,
        @Nullable Double exitConfidence,
        @Nullable String exitSource,
        @Nullable String duration,
        long fee,
        String status,
        String syncStatus,
        String createdAt,
        String updatedAt,
        @Nullable Review needsReview,
        @Nullable String seenAt,
        @Nullable String exitSeenAt,
        int readings,
        @Nullable Long feeDue) {
    static RowJson of(Visit visit, ZoneId zone) {
        return of(visit, null, zone);
    }

    /**
     * @param dueDong what the tariff says of a visit that was charged without it, null for others
     */
    static RowJson of(Visit visit, @Nullable Long dueDong, ZoneId zone) {
        Visit.Passage entry = visit.entry();
        Visit.@Nullable Departure out = visit.exit();
        Visit.@Nullable Passage exit = out == null ? null : out.passage();
        Visit.@Nullable Departure seen = out == null || out.missed() ? null : out;
        return new RowJson(
                visit.id(),
                visit.eventId(),
                visit.sourceCentral().value(),
                visit.edgeId(),
                PlateText.id(visit.plate()),
                PlateText.view(visit.plate()),
                visit.entryKnown() ? TimeText.local(entry.at(), zone) : null,
                visit.entryKnown() ? entry.cameraId() : null,
                visit.entryKnown() ? entry.cameraName() : null,
                visit.entryKnown() ? entry.confidence() : null,
                visit.entryKnown() ? entry.source() : null,
                seen == null ? null : TimeText.local(seen.passage().at(), zone),
                exit == null ? null : exit.cameraId(),
                exit == null ? null : exit.cameraName(),
                exit == null ? null : exit.confidence(),
                exit == null ? null : exit.source(),
                seen == null ? null : StayText.vietnamese(seen.seconds()),
                out == null ? 0 : out.feeDong(),
                out == null ? "IN" : "OUT",
                visit.local() ? "LOCAL" : "SYNCED",
                TimeText.utc(visit.createdAt()),
                TimeText.utc(visit.updatedAt()),
                visit.review(),
                seenAt(entry),
                exit == null ? null : seenAt(exit),
                visit.readings(),
                dueDong);
    }

    private static @Nullable String seenAt(Visit.Passage passage) {
        return passage.seenAt() == null ? null : passage.seenAt().toString();
    }
}
