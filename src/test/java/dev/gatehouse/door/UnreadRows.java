package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.Stream;

/** Cars whose plate no camera could read: each a visit of its own, never another one's. */
final class UnreadRows {
    private static final String VIEW = "Không đọc được";

    /** What a camera writes where it read nothing; null where it writes nothing either. */
    private record Word(@Nullable String text) {
        @Override
        public String toString() {
            return String.valueOf(text);
        }
    }

    private static final List<Word> WORDS =
            Stream.concat(
                            Stream.of(
                                            "29A1234*",
                                            "CAM03",
                                            "unknown",
                                            "Unknow",
                                            "NO_PLATE",
                                            "null",
                                            "None",
                                            "000000",
                                            "无车牌",
                                            "",
                                            "29A?2345",
                                            "-",
                                            "unlicensed")
                                    .map(Word::new),
                            Stream.of(new Word(null)))
                    .toList();

    private UnreadRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each("a car that no camera could read is a visit of its own", WORDS, in(stage)),
                Row.each(
                        "an unread car that leaves ends no other car's visit",
                        List.of(new Word("unknown"), new Word("无车牌"), new Word(""), new Word(null)),
                        out(stage)),
                Row.each(
                        "no search finds an unread car",
                        List.of("unknown", "CAM03", "NOPLATE", "000000"),
                        search(stage)),
                Row.each(
                        "unread looks at one car are one visit, and a plate that is read then is"
                                + " its",
                        List.of("unknown", "NO_PLATE", "None"),
                        looks(stage)),
                Row.each(
                        "an unread car has the plate that a person gives it",
                        List.of("29A-551.01", "30F-551.02", "59-X5 551.03"),
                        named(stage)),
                Row.each(
                        "an unread exit joins the visit that a person names",
                        List.of("29A-552.01", "30F-552.02", "59-X5 552.03"),
                        joined(stage)),
                new Row("an event without a plate is an unread car", withoutField(stage)));
    }

    private static void unread(JsonNode row, String status) {
        assertThat(row.path("plate_id").stringValue("-")).as("plate_id of " + row).isEmpty();
        assertThat(row.path("plate_view").stringValue("")).isEqualTo(VIEW);
        assertThat(row.path("needs_review").stringValue("")).as("" + row).isEqualTo("UNREAD");
        assertThat(row.path("status").stringValue("")).isEqualTo(status);
    }

    private static Row.CheckOf<Word> in(Stage stage) {
        return word -> {
            long before = stage.booth().stat("vehicles_in_parking");
            Answer answer = stage.booth().read("ENTRY", stage.edge(), word.text()).done("ENTRY");
            unread(stage.booth().row(answer), "IN");
            assertThat(stage.booth().stat("vehicles_in_parking")).isEqualTo(before + 1);
        };
    }

    private static Row.CheckOf<Word> out(Stage stage) {
        return word -> {
            stage.booth().read("ENTRY", stage.edge(), word.text());
            long before = stage.booth().stat("vehicles_in_parking");
            Answer answer = stage.booth().read("EXIT", stage.edge(), word.text());
            unread(stage.booth().row(answer), "OUT");
            assertThat(stage.booth().stat("vehicles_in_parking")).isEqualTo(before);
        };
    }

    private static Row.CheckOf<String> search(Stage stage) {
        return word -> {
            stage.booth().read("ENTRY", stage.edge(), word).done("ENTRY");
            assertThat(stage.booth().rows(word)).isEmpty();
        };
    }

    private static Row.CheckOf<String> looks(Stage stage) {
        return word -> {
            String edge = stage.edge();
            String plate = "30V-100." + (10 + word.length());
            Answer first = stage.booth().read("ENTRY", edge, word).done("ENTRY");
            stage.booth().read("ENTRY", edge, word).repeats(first);
            Answer read = stage.booth().read("ENTRY", edge, plate).done("ENTRY");
            assertThat(read.historyId()).isEqualTo(first.historyId());
            Answer third = stage.booth().read("ENTRY", edge, word).done("ENTRY");
            assertThat(third.historyId()).isEqualTo(first.historyId());
            assertThat(stage.booth().row(plate).path("id").longValue(-1))
                    .isEqualTo(first.historyId());
        };
    }

    private static Row.CheckOf<String> named(Stage stage) {
        return plate -> {
            Answer in = stage.booth().read("ENTRY", stage.edge(), "unknown").done("ENTRY");
            name(stage.booth(), in, plate);
            JsonNode row = stage.booth().row(plate);
            assertThat(row.path("id").longValue(-1)).isEqualTo(in.historyId());
            Answer out = stage.booth().read("EXIT", stage.edge(), plate).done("EXIT");
            assertThat(out.historyId()).isEqualTo(in.historyId());
        };
    }

    private static void name(Client client, Answer seen, String plate) throws Exception {
        Answer answer =
                client.put(
                        Client.HISTORY + "/" + seen.historyId(),
                        Client.object("plate_id", plate, "plate_view", plate));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static Row.CheckOf<String> joined(Stage stage) {
        return plate -> {
            Client gate = stage.gate().client();
            Answer in = gate.read("ENTRY", stage.edge(), plate).done("ENTRY");
            stage.gate().clock().passSeconds(600);
            Answer out = gate.read("EXIT", stage.edge(), "unknown");
            name(gate, out, plate);
            JsonNode row = gate.row(plate);
            assertThat(row.path("status").stringValue("")).as("" + row).isEqualTo("OUT");
            assertThat(row.path("event_id").stringValue("")).isEqualTo(in.text("event_id"));
        };
    }

    private static Row.Check withoutField(Stage stage) {
        return () -> {
            var event =
                    Client.object("type", "ENTRY", "data", Client.object("edge_id", stage.edge()));
            unread(stage.booth().row(stage.booth().post(Client.EVENT, event)), "IN");
        };
    }
}
