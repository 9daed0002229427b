package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Bodies as devices send them: what is taken counts the car, what is not says what would be. */
final class BodyRows {
    private static final String BOUNDARY = "----door";

    /** A body that is not plain JSON, and how it is announced. */
    private record Odd(String name, String type, byte[] bytes, String encoding) {
        Odd(String name, String type, String text) {
            this(name, type, text.getBytes(UTF_8), "");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A picture of so many bytes inside a body for that path. */
    private record Picture(String path, int bytes) {}

    private BodyRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "a body that is no JSON is taken or told what is taken",
                        List.of(
                                multipart("30X-100.01"),
                                new Odd(
                                        "form",
                                        "application/x-www-form-urlencoded",
                                        "json=" + event("30X-100.02")),
                                new Odd(
                                        "XML",
                                        "application/xml",
                                        "<Event><plate>1</plate></Event>"),
                                new Odd("XML as text", "text/plain", "<?xml version='1.0'?><E/>"),
                                zipped("30X-100.03")),
                        odd(stage)),
                Row.each(
                        "a body with filling behind its JSON counts",
                        List.of("\0", "\0\0\0", "\r\n\0", " \n"),
                        filling(stage)),
                Row.each(
                        "a body without a length counts",
                        List.of("30X-300.01", "30X-300.02", "30X-300.03"),
                        plate -> {
                            byte[] bytes = event(plate).getBytes(UTF_8);
                            var body =
                                    BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(bytes));
                            stage.booth().send("POST", Client.EVENT, body).done("ENTRY");
                        }),
                Row.each(
                        "a large picture costs no car its record",
                        List.of(
                                new Picture(Client.EVENT, 1_200_000),
                                new Picture(Client.OPEN, 2_500_000),
                                new Picture(Client.DETECTION, 1_200_000),
                                new Picture(Client.EVENT, 5_000_000)),
                        picture(stage)),
                Row.each(
                        "a body that is too large for its path is refused with a limit",
                        List.of("/api/parking/fees", "/api/staff", "/api/subscriptions"),
                        path -> {
                            Answer answer =
                                    stage.booth()
                                            .put(path, Client.object("x", "x".repeat(1_200_000)));
                            assertThat(answer.status()).isEqualTo(413);
                            assertThat(answer.text("error")).contains("MB");
                        }));
    }

    private static String event(String plate) {
        return Client.json(Client.reading("ENTRY", "body-" + plate, plate, 0.9));
    }

    private static Odd multipart(String plate) {
        String text =
                """
                --%1$s\r
                Content-Disposition: form-data; name="json"\r
                Content-Type: application/json\r
                \r
                %2$s\r
                --%1$s--\r
                """
                        .formatted(BOUNDARY, event(plate));
        return new Odd("multipart", "multipart/form-data; boundary=" + BOUNDARY, text);
    }

    private static Odd zipped(String plate) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(event(plate).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Odd("gzip", "application/json", bytes.toByteArray(), "gzip");
    }

    private static Row.CheckOf<Odd> odd(Stage stage) {
        return odd -> {
            String[] headers =
                    odd.encoding().isEmpty()
                            ? new String[] {"Content-Type", odd.type()}
                            : new String[] {
                                "Content-Type", odd.type(), "Content-Encoding", odd.encoding()
                            };
            Answer answer =
                    stage.booth()
                            .send(
                                    "POST",
                                    Client.EVENT,
                                    BodyPublishers.ofByteArray(odd.bytes()),
                                    headers);
            if (answer.status() != 200) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(415);
                assertThat(answer.text("error")).contains("JSON");
            }
        };
    }

    private static Row.CheckOf<String> filling(Stage stage) {
        int[] number = {0};
        return filling -> {
            number[0]++;
            String plate = "30X-200.%02d".formatted(number[0]);
            stage.booth().post(Client.EVENT, event(plate) + filling).done("ENTRY");
        };
    }

    private static Row.CheckOf<Picture> picture(Stage stage) {
        int[] number = {0};
        return picture -> {
            number[0]++;
            String plate = "30X-400.%02d".formatted(number[0]);
            String base64 = "A".repeat(picture.bytes() / 3 * 4);
            Map<String, @Nullable Object> body =
                    picture.path().equals(Client.EVENT)
                            ? Client.reading("ENTRY", stage.edge(), plate, 0.9)
                            : Client.object("edge_id", stage.edge(), "plate_id", plate);
            body.put("image", base64);
            Answer answer = stage.booth().post(picture.path(), body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            int rows = picture.path().equals(Client.DETECTION) ? 0 : 1;
            assertThat(stage.booth().rows(plate)).hasSize(rows);
        };
    }
}
