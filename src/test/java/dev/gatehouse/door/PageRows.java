package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.console.history.ExportedVisits;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How the history is read: in pages, by a search, in a file, and by clients that ask oddly. */
final class PageRows {
    private PageRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "pages read by their cursor hold no row twice while cars come",
                        List.of(1, 3, 5),
                        pages(stage)),
                Row.each(
                        "a page over the limit says its limit",
                        List.of(1_001, 5_000, 1_000_000),
                        limit -> {
                            Answer answer = stage.booth().get(Client.HISTORY + "?limit=" + limit);
                            assertThat(answer.number("limit")).isEqualTo(1_000);
                        }),
                Row.each(
                        "a cursor that is none is refused",
                        List.of("x", "-1", "%2700"),
                        cursor ->
                                assertThat(
                                                stage.booth()
                                                        .get(Client.HISTORY + "?after=" + cursor)
                                                        .status())
                                        .isEqualTo(400)),
                Row.each(
                        "a search that is badly encoded is refused",
                        List.of("%", "%0A", "%zz", "%ff", "%00", "29A%"),
                        search ->
                                assertThat(
                                                stage.booth()
                                                        .raw(
                                                                "GET",
                                                                Client.HISTORY
                                                                        + "?search="
                                                                        + search))
                                        .startsWith("HTTP/1.1 400")),
                Row.each(
                        "a search that is well encoded finds its car",
                        List.of("30Y-100.09", "30Y 100.09", "y10009"),
                        search(stage)),
                Row.each(
                        "HEAD is answered as GET is, without the body, or not at all",
                        List.of(Client.HISTORY, "/api/stats", "/api/cameras", "/api/lanes"),
                        head(stage)),
                Row.each(
                        "digits stay text in the exported file",
                        List.of("1234567890", "0012345", "000123"),
                        csvDigits(stage)),
                new Row("the exported file begins with its byte order mark", csvMark(stage)),
                Row.each(
                        "no formula runs in the exported file",
                        List.of("=1+1", "+CMD", "@SUM(A1)"),
                        csvFormula(stage)));
    }

    private static Row.CheckOf<Integer> pages(Stage stage) {
        return limit -> {
            try (GateNode node = stage.node("")) {
                var held = new ArrayList<Long>();
                for (int i = 0; i < 12; i++) {
                    held.add(enter(node, i));
                }
                var read = new ArrayList<Long>();
                String next = "";
                for (int page = 0; page < 40; page++) {
                    Answer answer =
                            node.client()
                                    .get(
                                            Client.HISTORY
                                                    + "?limit="
                                                    + limit
                                                    + (next.isEmpty() ? "" : "&after=" + next));
                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    for (JsonNode row : answer.json().path("history")) {
                        read.add(row.path("id").longValue(-1));
                    }
                    next = URLEncoder.encode(cursor(answer), StandardCharsets.UTF_8);
                    if (next.isEmpty()) {
                        break;
                    }
                    enter(node, 100 + 2 * page);
                    enter(node, 101 + 2 * page);
                }
                assertThat(read).doesNotHaveDuplicates();
                assertThat(read).containsAll(held);
            }
        };
    }

    private static String cursor(Answer answer) {
        assertThat(answer.json().has("next")).as("has next").isTrue();
        JsonNode next = answer.json().path("next");
        return next.isNull() ? "" : next.isString() ? next.stringValue() : next.toString();
    }

    private static long enter(GateNode node, int car) throws Exception {
        node.clock().passSeconds(1);
        return node.client().open("edge", "29A-%05d".formatted(car * 7)).done("ENTRY").historyId();
    }

    private static Row.CheckOf<String> search(Stage stage) {
        return search -> {
            if (stage.booth().rows("30Y10009").isEmpty()) {
                stage.booth().open(stage.edge(), "30Y-100.09").done("ENTRY");
            }
            assertThat(stage.booth().rows(search)).hasSize(1);
            assertThat(stage.booth().rows("")).hasSizeGreaterThanOrEqualTo(1);
        };
    }

    private static Row.CheckOf<String> head(Stage stage) {
        return path -> {
            String answer = stage.booth().raw("HEAD", path);
            if (answer.startsWith("HTTP/1.1 405") || answer.startsWith("HTTP/1.1 404")) {
                return;
            }
            assertThat(answer).startsWith("HTTP/1.1 200");
            String whole = stage.booth().get(path).body();
            int length = whole.getBytes(StandardCharsets.UTF_8).length;
            String head = answer.replaceAll("(?i)content-length", "Content-Length");
            assertThat(head).contains("Content-Type: application/json");
            if (head.contains("Content-Length: ")) { // a long answer would come in chunks
                assertThat(head).contains("Content-Length: " + length + "\r\n");
            }
        };
    }

    private static String exported(Stage stage, String plate) throws Exception {
        try (GateNode node = stage.node("")) {
            node.client().open("edge", "29A-123.45").done("ENTRY");
            node.client().open("edge", "29A-99.999", "plate_view", plate).done("ENTRY");
            node.client().open("edge", plate);
            return ExportedVisits.of(node.node().history(), node.folder().resolve("visits.csv"));
        }
    }

    /** A spreadsheet takes a cell for text where something beside the digits stands in it. */
    private static Row.CheckOf<String> csvDigits(Stage stage) {
        return plate ->
                assertThat(exported(stage, plate))
                        .contains(plate)
                        .doesNotContainPattern("(?m)^\"?" + plate + "\"?,");
    }

    private static Row.Check csvMark(Stage stage) {
        return () -> assertThat(exported(stage, "30Y-200.01")).startsWith("\uFEFF");
    }

    private static Row.CheckOf<String> csvFormula(Stage stage) {
        return view -> assertThat(exported(stage, view)).doesNotContainPattern("(?m)^\"?[+=@]");
    }
}
