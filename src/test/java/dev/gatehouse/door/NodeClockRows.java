package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The node's own clock: flat, set back, or in the night in which the hour changes. */
final class NodeClockRows {
    private static final Duration ALARM = Duration.ofSeconds(6);

    /** A site that changes its hour, and a stay there by its wall clock. */
    private record Night(String zone, String in, String out, long hours) {}

    private NodeClockRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "a stay begun by a clock without a battery is marked and not summed",
                        List.of(
                                "2000-01-01T00:00:00Z",
                                "1970-01-01T00:00:10Z",
                                "2019-06-01T08:00:00Z"),
                        day -> flat(stage, Instant.parse(day))),
                Row.each(
                        "a clock that cannot be right is an alarm at once",
                        List.of(
                                "2000-01-01T00:00:00Z",
                                "2010-01-01T00:00:00Z",
                                "2020-02-29T00:00:00Z"),
                        day -> alarm(stage, Instant.parse(day))),
                Row.each(
                        "a clock far behind the newest event is an alarm at once",
                        List.of(2, 30, 400),
                        days -> behind(stage, Duration.ofDays(days))),
                Row.each(
                        "an exit before its entry is marked and not summed",
                        List.of(10, 60, 120),
                        minutes -> setBack(stage, Duration.ofMinutes(minutes))),
                Row.each(
                        "the night in which the hour changes costs what the stay lasted",
                        List.of(
                                new Night(
                                        "Europe/Berlin", "2030-03-31T01:00", "2030-03-31T04:00", 2),
                                new Night(
                                        "Europe/Berlin", "2030-10-27T01:00", "2030-10-27T04:00", 4),
                                new Night(
                                        "America/New_York",
                                        "2030-11-03T00:30",
                                        "2030-11-03T03:30",
                                        4)),
                        night -> dst(stage, night)));
    }

    private static void flat(Stage stage, Instant wrong) throws Exception {
        var clock = new HandSetClock();
        clock.set(wrong);
        try (GateNode node = stage.idle(clock).configured("").start()) {
            node.client().open("edge-1", "35A-100.01").done("ENTRY");
            clock.correct();
            clock.passSeconds(60);
            node.client().open("edge-2", "35A-100.01").done("EXIT");
            JsonNode row = node.client().row("35A-100.01");
            assertThat(row.path("needs_review").stringValue("")).as("" + row).isNotEmpty();
            notSummed(node, row.path("fee").longValue(-1));
        }
    }

    private static void notSummed(GateNode node, long fee) throws Exception {
        assertThat(node.client().stat("revenue_today")).as("revenue_today").isZero();
        assertThat(node.client().stat("revenue_to_check")).isEqualTo(fee);
    }

    private static void alarm(Stage stage, Instant wrong) throws Exception {
        var clock = new HandSetClock();
        clock.set(wrong);
        try (GateNode node = stage.idle(clock).configured("").start()) {
            clockAlarm(node);
        }
    }

    private static void clockAlarm(GateNode node) {
        await().atMost(ALARM)
                .untilAsserted(() -> assertThat(codes(node)).anyMatch(c -> c.contains("CLOCK")));
    }

    private static List<String> codes(GateNode node) throws Exception {
        JsonNode alarms = node.client().get("/api/alarms").json().path("alarms");
        Stream<JsonNode> each = StreamSupport.stream(alarms.spliterator(), false);
        return each.map(alarm -> alarm.path("code").stringValue("")).toList();
    }

    private static void behind(Stage stage, Duration by) throws Exception {
        try (GateNode node = stage.node("")) {
            node.client().open("edge-1", "35A-200.01").done("ENTRY");
            node.stop();
            node.clock().set(node.clock().instant().minus(by));
            node.start();
            clockAlarm(node);
        }
    }

    private static void setBack(Stage stage, Duration by) throws Exception {
        try (GateNode node = stage.node("")) {
            node.client().open("edge-1", "35A-300.01").done("ENTRY");
            node.clock().passSeconds(60);
            node.clock().set(node.clock().instant().minus(by));
            Answer out = node.client().open("edge-2", "35A-300.01").done("EXIT");
            assertThat(out.number("fee")).isZero();
            JsonNode row = node.client().row("35A-300.01");
            assertThat(row.path("needs_review").stringValue(""))
                    .as("" + row)
                    .isEqualTo("EXIT_BEFORE_ENTRY");
            notSummed(node, 0);
        }
    }

    private static void dst(Stage stage, Night night) throws Exception {
        var clock = new HandSetClock();
        ZonedDateTime in = LocalDateTime.parse(night.in()).atZone(ZoneId.of(night.zone()));
        ZonedDateTime out = LocalDateTime.parse(night.out()).atZone(ZoneId.of(night.zone()));
        clock.set(in.toInstant());
        String site =
                "\"site\": {\"time_zone\": \"%s\"}, \"tariff\": {\"free_minutes\": 0}"
                        .formatted(night.zone());
        try (GateNode node = stage.idle(clock).configured(site).start()) {
            node.client().open("edge-1", "35A-400.01").done("ENTRY");
            // some seconds early: the requests take time too, and an hour begun is charged
            clock.pass(Duration.between(clock.instant(), out.toInstant()).minusSeconds(5));
            Answer left = node.client().open("edge-2", "35A-400.01").done("EXIT");
            assertThat(left.number("fee")).isEqualTo(night.hours() * 25_000);
        }
    }
}
