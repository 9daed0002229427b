package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The device's own time beside the node's: kept always, believed where it is known to be right. */
final class DeviceClockRows {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** How a device writes an instant. */
    private record Style(String name, Function<Instant, Object> write, boolean inData) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Style> STYLES =
            List.of(
                    new Style("seconds", Instant::getEpochSecond, false),
                    new Style("milliseconds", Instant::toEpochMilli, false),
                    new Style("ISO", Instant::toString, false),
                    new Style(
                            "ISO with offset",
                            at -> at.atZone(ZONE).toOffsetDateTime() + "",
                            false),
                    new Style("local text", at -> LOCAL.format(at.atZone(ZONE)), false),
                    new Style("seconds in data", Instant::getEpochSecond, true),
                    new Style("ISO in data", Instant::toString, true));

    private DeviceClockRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "a device's own time is kept beside the arrival, however it is written",
                        STYLES,
                        style -> kept(stage, style)),
                Row.each(
                        "a device whose clock is unknown and tells late is marked",
                        List.of(2, 60, 240),
                        minutes -> unknown(stage, minutes)),
                Row.each(
                        "a device whose clock is right is believed when it tells late",
                        List.of(2, 60, 240),
                        minutes -> believed(stage, minutes)),
                Row.each(
                        "a device whose clock is wrong is not believed",
                        List.of(-7_200, 20, 600),
                        seconds -> wrong(stage, seconds)),
                Row.each(
                        "a late entry by a right clock is paid from its own time",
                        List.of(31, 120, 240),
                        minutes -> paid(stage, minutes)));
    }

    private static Map<String, @Nullable Object> event(
            String type, int camera, String plate, @Nullable Object timestamp, boolean inData) {
        var data = Client.object("plate_text", plate);
        var event = Client.object("type", type, "camera_id", camera, "data", data);
        (inData ? data : event).put("timestamp", timestamp);
        return event;
    }

    private static Instant now(GateNode gate) {
        return gate.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static void beats(GateNode gate, int camera, long secondsOff) throws Exception {
        for (int i = 0; i < 4; i++) {
            gate.client()
                    .post(
                            Client.HEARTBEAT,
                            Client.object(
                                    "camera_id",
                                    camera,
                                    "timestamp",
                                    gate.clock().instant().plusSeconds(secondsOff).toEpochMilli()));
            gate.clock().passSeconds(10);
        }
    }

    private static Instant entered(JsonNode row) {
        String text = row.path("entry_time").stringValue("");
        return LOCAL.withZone(ZONE).parse(text, Instant::from);
    }

    private static void kept(Stage stage, Style style) throws Exception {
        GateNode gate = stage.gate();
        int number = 500 + STYLES.indexOf(style);
        String plate = "34A-" + number + ".01";
        Instant seen = now(gate).minusSeconds(4 * 3_600);
        Object written = style.write().apply(seen);
        var event = event("ENTRY", number, plate, written, style.inData());
        gate.client().post(Client.EVENT, event).done("ENTRY");
        String told = gate.client().row(plate).path("seen_at").stringValue("");
        assertThat(told).as("seen_at").isNotEmpty();
        String instant = told.replace(' ', 'T') + (told.endsWith("Z") ? "" : "Z");
        assertThat(Instant.parse(instant)).isEqualTo(seen);
    }

    private static void unknown(Stage stage, int minutes) throws Exception {
        GateNode gate = stage.gate();
        String plate = "34A-520.%02d".formatted(minutes % 97);
        Instant arrived = now(gate);
        Object told = arrived.minusSeconds(minutes * 60L).toEpochMilli();
        gate.client().post(Client.EVENT, event("ENTRY", 520 + minutes, plate, told, false));
        JsonNode row = gate.client().row(plate);
        assertThat(row.path("needs_review").stringValue("")).as("" + row).isEqualTo("CLOCK");
        assertThat(entered(row)).isBetween(arrived, arrived.plusSeconds(10));
    }

    private static void believed(Stage stage, int minutes) throws Exception {
        GateNode gate = stage.gate();
        int camera = 1_000 + minutes;
        String plate = "34A-530.%02d".formatted(minutes % 97);
        beats(gate, camera, 0);
        Instant seen = now(gate).minusSeconds(minutes * 60L);
        gate.client()
                .post(Client.EVENT, event("ENTRY", camera, plate, seen.toEpochMilli(), false))
                .done("ENTRY");
        JsonNode row = gate.client().row(plate);
        assertThat(entered(row)).as("entry_time of " + row).isEqualTo(seen);
        assertThat(row.path("needs_review").stringValue("none")).isEqualTo("none");
    }

    private static void wrong(Stage stage, int seconds) throws Exception {
        GateNode gate = stage.gate();
        int camera = 9_000 + seconds;
        String plate = "34A-540.%02d".formatted(Math.floorMod(seconds, 97));
        beats(gate, camera, seconds);
        Instant arrived = now(gate);
        Object told = arrived.minusSeconds(3_600).toEpochMilli();
        gate.client().post(Client.EVENT, event("ENTRY", camera, plate, told, false)).done("ENTRY");
        JsonNode row = gate.client().row(plate);
        assertThat(entered(row)).isBetween(arrived, arrived.plusSeconds(10));
        assertThat(row.path("needs_review").stringValue("")).as("" + row).isEqualTo("CLOCK");
    }

    /** Thirty minutes are free; each hour begun after them costs 25,000. */
    private static void paid(Stage stage, int minutes) throws Exception {
        GateNode gate = stage.gate();
        int camera = 2_000 + minutes;
        String plate = "34A-550.%02d".formatted(minutes % 97);
        beats(gate, camera, 0);
        Object told = now(gate).minus(Duration.ofMinutes(minutes)).toEpochMilli();
        gate.client().post(Client.EVENT, event("ENTRY", camera, plate, told, false)).done("ENTRY");
        Answer out = gate.client().read("EXIT", stage.edge(), plate).done("EXIT");
        assertThat(out.number("fee")).as(out.body()).isEqualTo((minutes - 30 + 59) / 60 * 25_000L);
    }
}
