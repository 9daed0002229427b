package dev.gatehouse.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.List;

/**
 * What is pushed to pages, in the original's words.
 *
 * @param type {@code history_update} or {@code cameras_update}
 */
record PushJson(String type, Object data) {
    private static final String HISTORY = "history_update";

    /**
     * A car passed.
     *
     * @param cameraType what the camera calls itself, null where it is not known here
     */
    static PushJson passed(GateEvent event, Visit visit, @Nullable String cameraType, ZoneId zone) {
        Visit.Departure out = visit.exit();
        Visit.Passage passage =
                event.kind() == GateEvent.Kind.EXIT && out != null ? out.passage() : visit.entry();
        return new PushJson(
                HISTORY,
                new PassedJson(
                        event.kind().name(),
                        passage.cameraId(),
                        passage.cameraName(),
                        cameraType == null ? event.kind().name() : cameraType,
                        PassJson.of(visit, event.kind(), zone)));
    }

    /**
     * A visit was corrected, or what is listed is not as it was.
     *
     * @param historyId its row, null where many may have changed
     */
    static PushJson updated(@Nullable Long historyId) {
        return new PushJson(HISTORY, new ChangedJson("updated", historyId));
    }

    static PushJson deleted(long historyId) {
        return new PushJson(HISTORY, new ChangedJson("deleted", historyId));
    }

    static PushJson cameras(List<Camera> cameras) {
        return new PushJson("cameras_update", CamerasJson.of(cameras));
    }

    private record PassedJson(
            String eventType,
            @Nullable Integer cameraId,
            @Nullable String cameraName,
            String cameraType,
            @JsonUnwrapped PassJson answer) {}

    private record ChangedJson(String type, @Nullable Long historyId) {}
}
