package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What stays cost: caps, passes that are renewed, and free minutes used again. */
final class FeeRows {
    /** A stay as an ISO duration, what it costs, and its mark. */
    private record Stay(String lasts, long fee, String mark) {}

    private static final List<Stay> STAYS =
            List.of(
                    new Stay("PT12H", 150_000, ""),
                    new Stay("PT23H59M", 150_000, ""),
                    new Stay("PT24H10S", 175_000, ""),
                    new Stay("PT71H59M", 450_000, ""),
                    new Stay("PT74H9M", 525_000, ""),
                    new Stay("P31DT23H59M", 4_800_000, "STAY"),
                    new Stay("P40DT1H", 6_025_000, "STAY"));

    /** A pass after its renewal, and what the stay over the end of the month then costs. */
    private record Renewed(String from, String to, long fee) {}

    /** Minutes inside, outside and inside again, and what the second stay costs. */
    private record Again(int first, int between, int second, long fee) {}

    private static final List<Again> AGAIN =
            List.of(
                    new Again(20, 2, 20, 25_000),
                    new Again(29, 10, 29, 25_000),
                    new Again(10, 5, 10, 0),
                    new Again(20, 90, 20, 0));

    private FeeRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "a cap a day holds, and a stay over thirty days is marked",
                        STAYS,
                        stay -> capped(stage, stay, true)),
                Row.each(
                        "a cap that is put by the API holds as one in the file",
                        List.of(STAYS.get(0), STAYS.get(2), STAYS.get(4)),
                        stay -> capped(stage, stay, false)),
                Row.each(
                        "a pass renewed while the car is inside covers what it covered",
                        List.of(
                                new Renewed("2030-12-01", "2030-12-31", 0),
                                new Renewed("2030-11-01", "2030-12-31", 0),
                                new Renewed("2030-11-01", "2030-11-30", 50_000),
                                new Renewed("2030-12-02", "2030-12-31", 50_000)),
                        renewed -> renewed(stage, renewed)),
                Row.each(
                        "free minutes used again within the site's minutes count once",
                        AGAIN,
                        again -> again(stage, again, true)),
                Row.each(
                        "free minutes are free each time where no such minutes are set",
                        List.of(
                                new Again(20, 2, 20, 0),
                                new Again(29, 1, 29, 0),
                                new Again(5, 1, 5, 0)),
                        again -> again(stage, again, false)));
    }

    private static void capped(Stage stage, Stay stay, boolean inFile) throws Exception {
        String tariff = inFile ? "\"tariff\": {\"cap_per_day\": 150000}" : "";
        try (GateNode node = stage.node(tariff)) {
            if (!inFile) {
                putFees(node, "fee_cap_per_day", 150_000);
            }
            node.client().open("edge-1", "36A-100.01").done("ENTRY");
            node.clock().pass(Duration.parse(stay.lasts()));
            Answer out = node.client().open("edge-2", "36A-100.01").done("EXIT");
            assertThat(out.number("fee")).as(out.body()).isEqualTo(stay.fee());
            JsonNode row = node.client().row("36A-100.01");
            assertThat(row.has("needs_review")).as("has needs_review").isTrue();
            assertThat(row.path("needs_review").stringValue("")).isEqualTo(stay.mark());
        }
    }

    private static void putFees(GateNode node, String name, long value) throws Exception {
        var fees = Client.object("fee_base", 0.5, "fee_per_hour", 25_000, name, value);
        Answer answer = node.client().put("/api/parking/fees", Client.object("fees", fees));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode kept = node.client().get("/api/parking/fees").json().path("fees").path(name);
        assertThat(kept.longValue(-1)).as(name).isEqualTo(value);
    }

    /** In at 22:00 of the last day of November, out at 02:10. */
    private static void renewed(Stage stage, Renewed renewed) throws Exception {
        var clock = new HandSetClock();
        clock.set(Instant.parse("2030-11-30T14:30:00Z"));
        try (GateNode node = stage.idle(clock).configured("").start()) {
            pass(node, "2030-11-01", "2030-11-30");
            clock.pass(Duration.ofMinutes(30));
            node.client().open("edge-1", "36A-200.01").done("ENTRY");
            clock.pass(Duration.ofHours(1));
            pass(node, renewed.from(), renewed.to());
            clock.pass(Duration.ofMinutes(190));
            Answer out = node.client().open("edge-2", "36A-200.01").done("EXIT");
            assertThat(out.number("fee")).as(out.body()).isEqualTo(renewed.fee());
        }
    }

    private static void pass(GateNode node, String from, String to) throws Exception {
        Map<String, @Nullable Object> pass =
                Client.object(
                        "id",
                        1,
                        "plate_number",
                        "36A-200.01",
                        "type",
                        "monthly",
                        "status",
                        "active",
                        "start_date",
                        from,
                        "end_date",
                        to);
        Answer answer =
                node.client()
                        .put("/api/subscriptions", Client.object("subscriptions", List.of(pass)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void again(Stage stage, Again again, boolean counted) throws Exception {
        String tariff =
                counted && again.first() == 29 ? "\"tariff\": {\"same_stay_minutes\": 60}" : "";
        try (GateNode node = stage.node(tariff)) {
            if (counted && tariff.isEmpty()) {
                putFees(node, "same_stay_minutes", 60);
            }
            Answer first = stay(node, again.first());
            assertThat(first.number("fee")).as(first.body()).isZero();
            node.clock().pass(Duration.ofMinutes(again.between()));
            Answer second = stay(node, again.second());
            assertThat(second.number("fee")).as(second.body()).isEqualTo(again.fee());
        }
    }

    private static Answer stay(GateNode node, int minutes) throws Exception {
        node.client().open("edge-1", "36A-300.01").done("ENTRY");
        node.clock().pass(Duration.ofMinutes(minutes));
        return node.client().open("edge-2", "36A-300.01").done("EXIT");
    }
}
