package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/** Two booths that do not hear each other, and what both hold once they do. */
final class CutRows {
    private static final Duration HEALED = Duration.ofSeconds(15);

    private static final String OUT_LANE =
            "\"lanes\": [{\"id\": \"out\", \"name\": \"Out\", \"direction\": \"out\","
                    + " \"cameras\": [\"gate-b\"]}]";

    /** Two booths with one time, each the other's peer; neither is started. */
    private record Pair(HandSetClock clock, GateNode a, GateNode b) implements AutoCloseable {
        static Pair of(Stage stage, String sectionsOfB) throws Exception {
            var clock = new HandSetClock();
            GateNode a = stage.idle(clock);
            GateNode b = stage.idle(clock);
            a.configured(peers(b));
            b.configured(peers(a) + (sectionsOfB.isEmpty() ? "" : ", " + sectionsOfB));
            return new Pair(clock, a, b);
        }

        private static String peers(GateNode other) {
            return "\"peer_centrals\": [" + other.asPeer() + "]";
        }

        void linked() throws Exception {
            a.start();
            b.start();
            identical();
        }

        void identical() {
            await().atMost(HEALED)
                    .until(() -> proven(a) && proven(b) && digest(a).equals(digest(b)));
        }

        private static boolean proven(GateNode node) throws Exception {
            return proof(node).path("identical").booleanValue(false);
        }

        private static String digest(GateNode node) throws Exception {
            return proof(node).path("digest").stringValue("");
        }

        private static JsonNode proof(GateNode node) throws Exception {
            return node.client().get("/api/p2p/proof").json();
        }

        @Override
        public void close() {
            a.close();
            b.close();
        }
    }

    private CutRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "an exit without an entry is refused in words and kept as a fact",
                        List.of("37A-100.01", "59-X6 100.02", "80-011-NG-01"),
                        plate -> recorded(stage, plate)),
                Row.each(
                        "a car that came and left during a cut is one closed visit at both booths",
                        List.of("event", "lane", "opening"),
                        way -> cut(stage, way)),
                Row.each(
                        "a race for one plate at two linked booths ends alike at both",
                        List.of("37A-300.01", "37A-300.02", "59-X8 300.03"),
                        plate -> race(stage, plate)),
                new Row(
                        "a booth put back to an old copy has all again from its peer",
                        () -> oldCopy(stage)));
    }

    private static void recorded(Stage stage, String plate) throws Exception {
        Client gate = stage.gate().client();
        Answer answer = gate.read("EXIT", stage.edge(), plate);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("error")).contains("không có record VÀO!");
        isRecorded(answer);
        JsonNode row = gate.row(answer);
        assertThat(row.path("status").stringValue("")).isEqualTo("OUT");
        assertThat(row.path("entry_time").isNull()).as("no entry_time in " + row).isTrue();
        assertThat(row.path("needs_review").stringValue("")).isEqualTo("NO_ENTRY");
    }

    private static void isRecorded(Answer answer) {
        assertThat(answer.json().path("recorded").booleanValue(false)).as(answer.body()).isTrue();
        assertThat(answer.text("event_id")).as(answer.body()).isNotEmpty();
        assertThat(answer.text("needs_review")).as(answer.body()).isEqualTo("NO_ENTRY");
    }

    private static void cut(Stage stage, String way) throws Exception {
        String plate = "37A-200.01";
        try (Pair pair = Pair.of(stage, way.equals("lane") ? OUT_LANE : "")) {
            pair.a().start();
            Answer in = pair.a().client().read("ENTRY", "gate-a", plate).done("ENTRY");
            pair.a().stop();
            pair.b().start();
            pair.clock().pass(Duration.ofHours(2));
            Client b = pair.b().client();
            switch (way) {
                case "lane" -> b.read("ENTRY", "gate-b", plate).done("EXIT");
                case "opening" -> b.open("gate-b", plate, "action", "EXIT");
                default -> isRecorded(b.read("EXIT", "gate-b", plate));
            }
            pair.a().start();
            pair.identical();
            for (GateNode node : List.of(pair.a(), pair.b())) {
                await().atMost(HEALED).untilAsserted(() -> joined(node, plate, in));
            }
        }
    }

    /** Two hours, of which half of one is free, were not asked for when the car left. */
    private static void joined(GateNode node, String plate, Answer in) throws Exception {
        JsonNode row = node.client().row(plate);
        assertThat(row.path("status").stringValue("")).as("" + row).isEqualTo("OUT");
        assertThat(row.path("event_id").stringValue("")).isEqualTo(in.text("event_id"));
        assertThat(row.path("needs_review").stringValue("")).isEqualTo("NO_ENTRY");
        assertThat(row.path("fee").longValue(-1)).as("fee of " + row).isZero();
        assertThat(row.path("fee_due").longValue(-1)).as("" + row).isEqualTo(50_000);
    }

    private static void race(Stage stage, String plate) throws Exception {
        try (Pair pair = Pair.of(stage, "");
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            pair.linked();
            var one = senders.submit(() -> pair.a().client().open("gate-a", plate));
            var other = senders.submit(() -> pair.b().client().open("gate-b", plate));
            assertThat(one.get().status()).isEqualTo(200);
            assertThat(other.get().status()).isEqualTo(200);
            // what a proof says may be older than the events of just now
            await().atMost(HEALED)
                    .untilAsserted(
                            () ->
                                    assertThat(told(pair.b(), plate))
                                            .isEqualTo(told(pair.a(), plate))
                                            .isNotEmpty());
            pair.identical();
            List<String> atA = told(pair.a(), plate);
            assertThat(atA.stream().filter(row -> row.endsWith(" IN"))).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static List<String> told(GateNode node, String plate) throws Exception {
        return node.client().rows(plate).stream()
                .map(
                        row ->
                                row.path("event_id").stringValue("")
                                        + " "
                                        + row.path("status").stringValue(""))
                .sorted()
                .toList();
    }

    private static void oldCopy(Stage stage) throws Exception {
        try (Pair pair = Pair.of(stage, "")) {
            pair.linked();
            enter(pair.a(), 1, 3);
            pair.identical();
            Path copy = stage.folder("old.db");
            pair.a().stop();
            Files.copy(pair.a().database(), copy);
            pair.a().start();
            enter(pair.a(), 4, 6);
            pair.identical();
            pair.a().stop();
            Files.copy(copy, pair.a().database(), StandardCopyOption.REPLACE_EXISTING);
            pair.a().start();
            await().atMost(HEALED).until(() -> pair.a().client().rows("37A400").size() == 6);
            enter(pair.a(), 7, 8);
            await().atMost(HEALED).until(() -> pair.b().client().rows("37A400").size() == 8);
            pair.identical();
        }
    }

    private static void enter(GateNode node, int from, int to) throws Exception {
        for (int car = from; car <= to; car++) {
            node.client().open("gate-a", "37A-400.%02d".formatted(car)).done("ENTRY");
        }
    }
}
