package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a sender decides: told again it is answered again, and nothing is done twice. */
final class DecisionRows {
    private DecisionRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "an opening sent three times lets one car in",
                        List.of(
                                List.of("30A-222.33", "30A-222.33", "30A-222.33"),
                                List.of("30A22244", "30a-222.44", "30A 222.44"),
                                List.of("29-B1 222.55", "29B122255", "29-B1.222.55")),
                        sentAgain(stage)),
                Row.each(
                        "cars that differ in one digit are let in one by one",
                        List.of("TEST00%d", "29A-880.0%d", "59-X4 880.0%d"),
                        tenCars(stage)),
                Row.each(
                        "an action that is said is obeyed",
                        List.of("EXIT", "exit", "Exit"),
                        obeyed(stage)),
                Row.each(
                        "letting in a car that is inside is refused",
                        List.of("ENTRY", "entry", "Entry"),
                        inside(stage)),
                Row.each(
                        "another gate decides anew, and a stay of a second or two is marked",
                        List.of(0, 1, 2),
                        seconds -> otherGate(stage, seconds, "SAME_SECOND")),
                Row.each(
                        "a stay of some seconds is not marked",
                        List.of(4, 10, 60),
                        seconds -> otherGate(stage, seconds, "")),
                Row.each(
                        "an opening after the window lets the car out",
                        List.of(21, 60, 600),
                        afterTheWindow(stage)),
                Row.each(
                        "an answer that was lost is given again",
                        List.of("opening", "entry", "exit"),
                        lost(stage)),
                new Row("the same event_id has the same answer after a restart", restart(stage)),
                Row.each(
                        "the same event_id is one event, whatever else is in it",
                        List.of("ENTRY", "DETECTION", "EXIT"),
                        sameId(stage)),
                Row.each(
                        "what can never be accepted gets the same refusal each time",
                        List.of("29\u0416-123.45", "AB", "9A".repeat(30)),
                        neverAccepted(stage)));
    }

    private static Row.CheckOf<List<String>> sentAgain(Stage stage) {
        return plates -> {
            String edge = stage.edge();
            Answer first = stage.booth().open(edge, plates.getFirst()).done("ENTRY");
            for (String plate : plates.subList(1, plates.size())) {
                stage.booth().open(edge, plate).isAgain(first);
            }
            assertThat(stage.booth().row(plates.getFirst()).path("status").stringValue(""))
                    .isEqualTo("IN");
        };
    }

    private static Row.CheckOf<String> tenCars(Stage stage) {
        return pattern -> {
            String edge = stage.edge();
            var visits = new ArrayList<Long>();
            for (int i : IntStream.rangeClosed(0, 9).toArray()) {
                Answer answer = stage.booth().open(edge, pattern.formatted(i)).done("ENTRY");
                assertThat(answer.repeated()).as(answer.body()).isFalse();
                visits.add(answer.historyId());
            }
            assertThat(visits).doesNotHaveDuplicates();
        };
    }

    private static Row.CheckOf<String> obeyed(Stage stage) {
        return action -> {
            String edge = stage.edge();
            String plate = "30P-10%03d".formatted(Math.floorMod(action.hashCode(), 1_000));
            Answer in = stage.booth().open(edge, plate, "action", "ENTRY").done("ENTRY");
            Answer out = stage.booth().open(edge, plate, "action", action).done("EXIT");
            assertThat(out.historyId()).isEqualTo(in.historyId());
            stage.booth().open(edge, plate, "action", action).repeats(out);
        };
    }

    private static Row.CheckOf<String> inside(Stage stage) {
        return action -> {
            String plate = "30P-20%03d".formatted(Math.floorMod(action.hashCode(), 1_000));
            stage.booth().open(stage.edge(), plate).done("ENTRY");
            stage.booth()
                    .open(stage.edge(), plate, "action", action)
                    .refused(400, "ALREADY_INSIDE");
            assertThat(stage.booth().row(plate).path("status").stringValue("")).isEqualTo("IN");
        };
    }

    private static void otherGate(Stage stage, int seconds, String mark) throws Exception {
        GateNode gate = stage.gate();
        String plate = "30P-300.%02d".formatted(seconds);
        Answer in = gate.client().open(stage.edge(), plate).done("ENTRY");
        gate.clock().passSeconds(seconds);
        Answer out = gate.client().open(stage.edge(), plate).done("EXIT");
        assertThat(out.historyId()).isEqualTo(in.historyId());
        assertThat(gate.client().row(plate).path("needs_review").stringValue("")).isEqualTo(mark);
        assertThat(gate.client().row(plate).has("needs_review")).as("has needs_review").isTrue();
    }

    private static Row.CheckOf<Integer> afterTheWindow(Stage stage) {
        return seconds -> {
            GateNode gate = stage.gate();
            String edge = stage.edge();
            String plate = "30P-40%03d".formatted(seconds);
            gate.client().open(edge, plate).done("ENTRY");
            gate.clock().passSeconds(seconds);
            Answer out = gate.client().open(edge, plate).done("EXIT");
            assertThat(out.repeated()).as(out.body()).isFalse();
        };
    }

    private static Row.CheckOf<String> lost(Stage stage) {
        return kind -> {
            Client booth = stage.booth();
            String edge = stage.edge();
            String plate = "30P50" + (100 + kind.length());
            boolean exit = kind.equals("exit");
            if (exit) {
                booth.open(stage.edge(), plate).done("ENTRY");
            }
            boolean opening = kind.equals("opening");
            String path = opening ? Client.OPEN : Client.EVENT;
            String body =
                    Client.json(
                            opening
                                    ? Client.object("edge_id", edge, "plate_id", plate)
                                    : Client.reading(exit ? "EXIT" : "ENTRY", edge, plate, 0.9));
            sendAndLeave(booth, path, body);
            await().until(
                            () ->
                                    booth.rows(plate).stream()
                                            .anyMatch(
                                                    row ->
                                                            row.path("status")
                                                                    .stringValue("")
                                                                    .equals(exit ? "OUT" : "IN")));
            Answer again = booth.post(path, body).done(exit ? "EXIT" : "ENTRY");
            assertThat(again.repeated()).as("repeated in " + again.body()).isTrue();
            booth.row(plate);
        };
    }

    private static void sendAndLeave(Client booth, String path, String body) throws Exception {
        try (Socket socket = booth.socket()) {
            String request =
                    "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(path, body.length(), body);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
        }
    }

    private static Row.Check restart(Stage stage) {
        return () -> {
            try (GateNode node = stage.node("")) {
                var in = event("ENTRY", "id-in", "30P-600.01");
                var out = event("EXIT", "id-out", "30P-600.01");
                var open =
                        Client.object(
                                "edge_id", "e-9", "plate_id", "30P-600.02", "event_id", "id-open");
                Answer entered = node.client().post(Client.EVENT, in).done("ENTRY");
                node.clock().passSeconds(600);
                Answer left = node.client().post(Client.EVENT, out).done("EXIT");
                Answer opened = node.client().post(Client.OPEN, open).done("ENTRY");
                node.restart();
                node.clock().passSeconds(600);
                node.client().post(Client.EVENT, in).isAgain(entered);
                node.client().post(Client.EVENT, out).isAgain(left);
                node.client().post(Client.OPEN, open).isAgain(opened);
                assertThat(node.client().rows()).hasSize(2);
            }
        };
    }

    private static Map<String, @Nullable Object> event(String type, String id, String plate) {
        return Client.object(
                "type",
                type,
                "event_id",
                id,
                "data",
                Client.object("plate_text", plate, "edge_id", "e-" + type));
    }

    private static Row.CheckOf<String> sameId(Stage stage) {
        return type -> {
            GateNode gate = stage.gate();
            String plate = "30P-70" + type.length() + ".11";
            if (type.equals("EXIT")) {
                gate.client().read("ENTRY", stage.edge(), plate).done("ENTRY");
                gate.clock().passSeconds(300);
            }
            Map<String, @Nullable Object> event = event(type, "same-" + type, plate);
            Answer first = gate.client().post(Client.EVENT, event);
            assertThat(first.status()).as(first.body()).isEqualTo(200);
            gate.clock().passSeconds(120);
            gate.client().post(Client.EVENT, event).isAgain(first);
            event.put("camera_name", "Cong B");
            gate.client().post(Client.EVENT, event).isAgain(first);
            gate.client().row(plate);
        };
    }

    private static Row.CheckOf<String> neverAccepted(Stage stage) {
        return plate -> {
            var event = event("ENTRY", "never-" + plate.length(), plate);
            Answer first = stage.booth().post(Client.EVENT, event);
            assertThat(first.status()).as(first.body()).isEqualTo(400);
            Answer again = stage.booth().post(Client.EVENT, event);
            assertThat(again).isEqualTo(first);
        };
    }
}
