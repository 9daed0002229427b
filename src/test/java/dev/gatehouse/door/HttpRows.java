package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;

/** Clients that speak HTTP in the ways that small devices do. */
final class HttpRows {
    /** How a client sends a body: its head, and what it does to the body. */
    private record Way(String name, String head, boolean chunked) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Way> WAYS =
            List.of(
                    new Way("HTTP/1.0", "POST %s HTTP/1.0\r\n", false),
                    new Way("a small letter", "POST %s HTTP/1.1\r\nhost: a\r\n", false),
                    new Way("chunks", "POST %s HTTP/1.1\r\nHost: a\r\n", true),
                    new Way(
                            "expecting",
                            "POST %s HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n",
                            false),
                    new Way(
                            "expecting in chunks",
                            "POST %s HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n",
                            true));

    private HttpRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each("a device is understood however it sends its body", WAYS, sent(stage)),
                Row.each(
                        "requests sent one behind the other are answered one after the other",
                        List.of(2, 3, 8),
                        pipelined(stage)));
    }

    private static String body(String plate) {
        return Client.json(Client.object("edge_id", "http-" + plate, "plate_id", plate));
    }

    private static String request(String head, String body, boolean chunked, boolean last) {
        String close = last ? "Connection: close\r\n" : "";
        int length = body.getBytes(UTF_8).length;
        return chunked
                ? head
                        + close
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + String.format(Locale.ROOT, "%x\r\n%s\r\n0\r\n\r\n", length, body)
                : head + close + "Content-Length: " + length + "\r\n\r\n" + body;
    }

    private static Row.CheckOf<Way> sent(Stage stage) {
        return way -> {
            String plate = "30Z-1" + (1_000 + WAYS.indexOf(way));
            String head = way.head().formatted(Client.OPEN);
            String answer = stage.booth().raw(request(head, body(plate), way.chunked(), true));
            assertThat(answer).contains(" 200 ", "\"ENTRY\"");
            stage.booth().row(plate);
        };
    }

    private static Row.CheckOf<Integer> pipelined(Stage stage) {
        return count -> {
            var requests = new StringBuilder();
            for (int i = 0; i < count; i++) {
                requests.append(
                        request(
                                "POST " + Client.OPEN + " HTTP/1.1\r\nHost: a\r\n",
                                body("30Z-2%02d.%02d".formatted(count, i)),
                                false,
                                i == count - 1));
            }
            String answers = stage.booth().raw(requests.toString());
            assertThat(answers.split("HTTP/1\\.1 200 ", -1)).as(answers).hasSize(count + 1);
        };
    }
}
