package dev.gatehouse.api;

import dev.gatehouse.model.Camera;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** The cameras of this booth, as they stand inside other answers. */
record CamerasJson(int total, int online, int offline, List<CameraJson> cameras) {
    static CamerasJson of(List<Camera> cameras) {
        int online = (int) cameras.stream().filter(Camera::online).count();
        return new CamerasJson(
                cameras.size(),
                online,
                cameras.size() - online,
                cameras.stream().map(CameraJson::of).toList());
    }

    /** The same as an answer of their own. */
    record AnswerJson(
            boolean success, int total, int online, int offline, List<CameraJson> cameras) {
        static AnswerJson of(List<Camera> cameras) {
            CamerasJson of = CamerasJson.of(cameras);
            return new AnswerJson(true, of.total(), of.online(), of.offline(), of.cameras());
        }
    }

    /**
     * A row of the original's {@code cameras}; its times are UTC text.
     *
     * @param clockOffsetMs the camera's clock minus this node's; null where that is not known
     */
    record CameraJson(
            int id,
            String name,
            String type,
            String status,
            String lastHeartbeat,
            long eventsSent,
            long eventsFailed,
            String createdAt,
            String updatedAt,
            @Nullable Long clockOffsetMs) {
        static CameraJson of(Camera camera) {
            return new CameraJson(
                    camera.id(),
                    camera.name(),
                    camera.type(),
                    camera.online() ? "online" : "offline",
                    TimeText.utc(camera.lastHeartbeat()),
                    camera.sent(),
                    camera.failed(),
                    TimeText.utc(camera.created()),
                    TimeText.utc(camera.lastHeartbeat()),
                    ms(camera.clockOffset()));
        }

        private static @Nullable Long ms(@Nullable Duration offset) {
            return offset == null ? null : Long.valueOf(offset.toMillis());
        }
    }
}
