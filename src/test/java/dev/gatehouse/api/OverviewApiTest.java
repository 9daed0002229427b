package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

class OverviewApiTest {
    private static final String STATS =
            """
            {"vehicles_in_parking":0,"entries_today":1,"exits_today":1,"revenue_today":0}
            """;

    private static final String CAMERA =
            """
            {"id":1,"name":"Cong A","type":"ENTRY","status":"online",
             "last_heartbeat":"2026-11-22 09:51:48","events_sent":3,"events_failed":0,
             "created_at":"…","updated_at":"…"}
            """;

    private static final String ROW =
            """
            {"id":1,"event_id":"…","source_central":"…","edge_id":null,"plate_id":"29A12345",
             "plate_view":"29A-123.45","entry_time":"…","entry_camera_id":1,
             "entry_camera_name":"Cong A","entry_confidence":0.92,"entry_source":"auto",
             "exit_time":null,"duration":null,"fee":0,"status":"IN","sync_status":"LOCAL",
             "created_at":"…","updated_at":"…"}
            """;

    private final RunningApi api = new RunningApi();

    @BeforeEach
    void twoCameras() {
        api.node.cameraList = List.of(camera(1, true), camera(2, false));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static Camera camera(int id, boolean online) {
        return new Camera(id, "Cong A", "ENTRY", online, FakeNode.MORNING, 3, 0, FakeNode.MORNING);
    }

    private static Visit inside(long id) {
        return new Visit(
                id,
                "central-1_" + id + "_29A12345",
                new CentralId("central-1"),
                null,
                FakeNode.PLATE,
                new Visit.Passage(FakeNode.MORNING, 1, "Cong A", 0.92, "auto"),
                false,
                null,
                true,
                FakeNode.MORNING,
                FakeNode.MORNING);
    }

    @Test
    void theDaysFiguresHaveTheOriginalsShape() {
        var answer = api.get("/api/stats");
        Shape.assertSame("{\"success\":true," + STATS.strip().substring(1), answer.json());
        assertThat(answer.response().body())
                .isEqualTo(
                        "{\"success\":true,\"vehicles_in_parking\":1,\"entries_today\":2,"
                            + "\"exits_today\":3,\"revenue_today\":25000,\"revenue_to_check\":0}");
    }

    @Test
    void theCamerasHaveTheOriginalsShape() {
        var json = api.get("/api/cameras").json();
        Shape.assertSame(
                "{\"success\":true,\"total\":1,\"online\":0,\"offline\":1,\"cameras\":["
                        + CAMERA
                        + "]}",
                json);
        assertThat(json.get("total").asInt()).isEqualTo(2);
        assertThat(json.get("online").asInt()).isEqualTo(1);
        assertThat(json.get("offline").asInt()).isEqualTo(1);
        assertThat(json.at("/cameras/1/status").asString()).isEqualTo("offline");
        assertThat(json.at("/cameras/0/last_heartbeat").asString())
                .as("UTC")
                .isEqualTo("2026-11-22 02:51:48");
    }

    @Test
    void theStatusHasCamerasAndFigures() {
        Shape.assertSame(
                "{\"success\":true,\"cameras\":{\"total\":1,\"online\":0,\"offline\":1,"
                        + "\"cameras\":["
                        + CAMERA
                        + "]},\"parking\":"
                        + STATS
                        + "}",
                api.get("/api/status").json());
    }

    private static long behind(HistoryQuery.@Nullable Place place) {
        return place == null ? 0 : place.id();
    }

    @Test
    void theStateHasEveryCarInside() {
        api.node.find =
                query ->
                        HistoryPage.of(
                                LongStream.range(behind(query.after()), 1_203)
                                        .limit(query.limit() + 1)
                                        .mapToObj(id -> inside(id + 1))
                                        .toList(),
                                query.limit(),
                                new DayStats(1_203, 1, 1, 0));
        var json = api.get("/api/parking/state").json();
        Shape.assertSame(
                "{\"success\":true,\"vehicles_in_parking\":[" + ROW + "],\"stats\":" + STATS + "}",
                json);
        assertThat(json.get("vehicles_in_parking").size()).isEqualTo(1_203);
        assertThat(api.node.asked).allMatch(query -> "IN".equals(query.status()));
    }
}
