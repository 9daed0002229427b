package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class AlarmApiTest {
    private static final String ACKNOWLEDGE = "/api/alarms/acknowledge";
    static final Alarm SKEW =
            new Alarm(
                    7,
                    Alarm.Code.CLOCK_SKEW,
                    "central-2",
                    2,
                    List.of("+17"),
                    "its clock minus ours is 17 s",
                    FakeNode.MORNING,
                    1,
                    null,
                    null,
                    null);

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private void tell() {
        var raised = new AlarmList.Entry(FakeNode.MORNING, AlarmList.What.RAISED, SKEW);
        api.node.alarmList = new AlarmList(List.of(SKEW), List.of(raised, raised));
    }

    @Test
    void aNodeWithoutAlarmsSaysSo() {
        assertThat(api.get("/api/alarms").response().body())
                .isEqualTo("{\"success\":true,\"count\":0,\"alarms\":[],\"journal\":[]}");
    }

    @Test
    void anAlarmSaysWhatSinceWhenAndWhereItsWordsAre() {
        tell();
        var json = api.get("/api/alarms").json();
        assertThat(json.get("alarms").get(0).toString())
                .isEqualTo(
                        "{\"id\":7,\"code\":\"CLOCK_SKEW\",\"severity\":2,\"about\":\"central-2\","
                                + "\"args\":[\"+17\"],\"detail\":\"its clock minus ours is 17 s\","
                                + "\"text_key\":\"alarm.clockSkew\","
                                + "\"action_key\":\"alarm.clockSkew.action\",\"active\":true,"
                                + "\"since\":\"2026-11-22 02:51:48\",\"times\":1,"
                                + "\"cleared_at\":null,\"acknowledged_at\":null,"
                                + "\"acknowledged_by\":null}");
        assertThat(json.get("journal").get(0).get("what").asString()).isEqualTo("raised");
        assertThat(json.get("journal").size()).isEqualTo(2);
        assertThat(api.get("/api/alarms?limit=1").json().get("journal").size()).isEqualTo(1);
    }

    @Test
    void anAlarmIsAcknowledgedUnderANameOrTheCallersAddress() {
        tell();
        assertThat(api.post(ACKNOWLEDGE + "?id=7&by=NV%2012", "").response().body())
                .isEqualTo("{\"success\":true}");
        assertThat(api.post(ACKNOWLEDGE + "?id=7", "").status()).isEqualTo(200);
        assertThat(api.node.acknowledged).containsExactly("7 by NV 12", "7 by 127.0.0.1");
    }

    @Test
    void whatIsNoAlarmCannotBeAcknowledged() {
        tell();
        api.post(ACKNOWLEDGE + "?id=8", "").refusedWith(404, "UNKNOWN_ALARM");
        for (String query : List.of("", "?id=", "?id=x", "?id=0", "?id=-1", "?id=1e3")) {
            assertThat(api.post(ACKNOWLEDGE + query, "").refusedWith(400, "BAD_FIELD"))
                    .startsWith("id:");
        }
        api.post(ACKNOWLEDGE + "?id=7&by=" + "x".repeat(101), "").refusedWith(400, "BAD_FIELD");
        api.get("/api/alarms?limit=-1").refusedWith(400, "BAD_FIELD");
    }
}
