package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** Lanes that are configured: their direction, their window, and the ground that they look at. */
final class LaneRows {
    private LaneRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "an exit lane never writes an entry, whatever it reads",
                        List.of("ENTRY", "DETECTION", "EXIT"),
                        exitLane(stage)),
                Row.each(
                        "a camera number is of a lane as a name is",
                        List.of(101, 102),
                        cameraNumber(stage)),
                Row.each(
                        "an exit lane refuses to let a car in",
                        List.of("ENTRY", "entry", "Entry"),
                        refusesEntry(stage)),
                Row.each(
                        "a car inside that an exit lane reads as an entry goes out",
                        List.of("ENTRY", "DETECTION", "EXIT"),
                        goesOut(stage)),
                Row.each(
                        "an entry lane never writes an exit, whatever it reads",
                        List.of("ENTRY", "DETECTION", "EXIT"),
                        entryLane(stage)),
                Row.each(
                        "an entry lane refuses to let a car out",
                        List.of("EXIT", "exit", ""),
                        refusesExit(stage)),
                Row.each("the window of a lane is its own", List.of(2, 4, 6, 19), ownWindow(stage)),
                Row.each(
                        "two lanes that look at the same ground see one car",
                        List.of("30T-500.01", "30T-500.02", "59-X7 500.03"),
                        sameGround(stage)));
    }

    private static Row.CheckOf<String> exitLane(Stage stage) {
        return type -> {
            GateNode node = stage.laned();
            String plate = "30T-10" + type.length() + ".11";
            Answer answer = node.client().read(type, "out-1", plate).done("EXIT");
            assertThat(answer.number("fee")).as(answer.body()).isZero();
            assertThat(answer.text("needs_review")).as(answer.body()).isEqualTo("NO_ENTRY");
            JsonNode row = node.client().row(plate);
            assertThat(row.path("status").stringValue("")).as("" + row).isEqualTo("OUT");
            assertThat(row.path("entry_time").isNull()).as("no entry_time in " + row).isTrue();
            assertThat(row.path("needs_review").stringValue("")).isEqualTo("NO_ENTRY");
            node.clock().passSeconds(60);
        };
    }

    private static Row.CheckOf<Integer> cameraNumber(Stage stage) {
        return camera -> {
            GateNode node = stage.laned();
            boolean in = camera == 101;
            var event =
                    Client.object(
                            "type",
                            in ? "EXIT" : "ENTRY",
                            "camera_id",
                            camera,
                            "data",
                            Client.object("plate_text", "30T-200." + camera % 100));
            node.client().post(Client.EVENT, event).done(in ? "ENTRY" : "EXIT");
            node.clock().passSeconds(60);
        };
    }

    private static Row.CheckOf<String> refusesEntry(Stage stage) {
        return action -> {
            GateNode node = stage.laned();
            String plate = "30T-300.%02d".formatted(Math.floorMod(action.hashCode(), 90));
            node.client().open("out-1", plate, "action", action).refused(400, "LANE_DIRECTION");
            assertThat(node.client().rows(plate)).isEmpty();
        };
    }

    private static Row.CheckOf<String> goesOut(Stage stage) {
        return type -> {
            GateNode node = stage.laned();
            String plate = "30T-40" + type.length() + ".11";
            Answer in = node.client().read("ENTRY", "in-1", plate).done("ENTRY");
            node.clock().passSeconds(60);
            Answer out = node.client().read(type, "out-1", plate).done("EXIT");
            assertThat(out.historyId()).isEqualTo(in.historyId());
            assertThat(node.client().row(plate).path("needs_review").isNull()).isTrue();
            node.clock().passSeconds(60);
        };
    }

    private static Row.CheckOf<String> entryLane(Stage stage) {
        return type -> {
            GateNode node = stage.laned();
            String plate = "30T-60" + type.length() + ".11";
            node.client().read(type, "in-1", plate).done("ENTRY");
            assertThat(node.client().row(plate).path("status").stringValue("")).isEqualTo("IN");
            node.clock().passSeconds(60);
        };
    }

    private static Row.CheckOf<String> refusesExit(Stage stage) {
        return action -> {
            GateNode node = stage.laned();
            String plate = "30T-700.%02d".formatted(Math.floorMod(action.hashCode(), 90));
            node.client().open("in-1", plate).done("ENTRY");
            node.clock().passSeconds(60);
            Answer answer =
                    action.isEmpty()
                            ? node.client().open("in-2", plate)
                            : node.client().open("in-1", plate, "action", action);
            answer.refused(400, action.isEmpty() ? "ALREADY_INSIDE" : "LANE_DIRECTION");
            assertThat(node.client().row(plate).path("status").stringValue("")).isEqualTo("IN");
        };
    }

    private static Row.CheckOf<Integer> ownWindow(Stage stage) {
        return seconds -> {
            GateNode node = stage.laned();
            String plate = "30T-800.%02d".formatted(seconds);
            Answer first = node.client().open("short-1", plate).done("ENTRY");
            node.clock().passSeconds(seconds);
            Answer second = node.client().open("short-1", plate);
            if (seconds < 5) {
                second.isAgain(first);
            } else {
                second.done("EXIT");
            }
        };
    }

    private static Row.CheckOf<String> sameGround(Stage stage) {
        return plate -> {
            GateNode node = stage.laned();
            Answer first = node.client().read("ENTRY", "ground-a", plate).done("ENTRY");
            node.client().read("ENTRY", "ground-b", plate).repeats(first);
            node.client().row(plate);
            node.clock().passSeconds(60);
        };
    }
}
