package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Letters and figures as cameras write them. */
final class PlateRows {
    /** A camera's number as it is sent. */
    private record Sent(@Nullable Object value) {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    private record Written(String plate, String canonical) {
        @Override
        public String toString() {
            return plate;
        }
    }

    private PlateRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each(
                        "a letter that looks like another one is that one",
                        List.of(
                                new Written("29\u0410-777.77", "29A77777"),
                                new Written("29\u0412-456.77", "29B45677"),
                                new Written("29\u0391-777.78", "29A77778"),
                                new Written("30\u039A-777.79", "30K77779"),
                                new Written("51\u0421-777.80", "51C77780"),
                                new Written(
                                        "\uFF13\uFF10\uFF25\uFF0D\uFF17\uFF17\uFF17.\uFF18\uFF11",
                                        "30E77781")),
                        folded(stage)),
                Row.each(
                        "a car leaves under a plate that only looks like the one it came with",
                        List.of(
                                List.of("29\u0412-456.78", "29B-456.78"),
                                List.of("51H-456.79", "51\u041D-456.79"),
                                List.of("30\u0415-456.80", "30\u0395-456.80")),
                        leaves(stage)),
                Row.each(
                        "a letter that looks like none is refused by its name",
                        List.of("\u0416", "\u042F", "\u03A9", "\u6F22"),
                        refusedByName(stage)),
                Row.each(
                        "a plate on two lines is one plate",
                        List.of(
                                new Written("29-B1\n123.45", "29B112345"),
                                new Written("29-B1\t123.46", "29B112346"),
                                new Written("29-B1\r\n123.47", "29B112347"),
                                new Written("51F\n123.48", "51F12348")),
                        folded(stage)),
                Row.each("a strange confidence costs no car its record", strange(), figure(stage)),
                Row.each(
                        "a strange camera number costs no car its record",
                        List.of(
                                new Sent("1"),
                                new Sent("7"),
                                new Sent(3.0),
                                new Sent("AA:BB:CC"),
                                new Sent(null)),
                        camera(stage)),
                Row.each(
                        "a strange confidence does not keep the barrier shut",
                        List.of(93, "0.93", -1),
                        opening(stage)));
    }

    private static Row.CheckOf<Written> folded(Stage stage) {
        return written -> {
            Answer answer = stage.booth().read("ENTRY", stage.edge(), written.plate());
            assertThat(answer.done("ENTRY").text("plate_id")).isEqualTo(written.canonical());
        };
    }

    private static Row.CheckOf<List<String>> leaves(Stage stage) {
        return plates -> {
            Answer in = stage.booth().read("ENTRY", stage.edge(), plates.get(0)).done("ENTRY");
            Answer out = stage.booth().read("EXIT", stage.edge(), plates.get(1)).done("EXIT");
            assertThat(out.historyId()).isEqualTo(in.historyId());
        };
    }

    private static Row.CheckOf<String> refusedByName(Stage stage) {
        return letter -> {
            String plate = "29" + letter + "-123.49";
            for (Answer answer :
                    List.of(
                            stage.booth().read("ENTRY", stage.edge(), plate),
                            stage.booth().open(stage.edge(), plate))) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(400);
                assertThat(answer.text("error")).contains(letter);
            }
        };
    }

    /** A confidence as it is sent, and as it is kept: below 0 for whatever a fraction is. */
    private record Figure(@Nullable Object sent, double kept) {
        @Override
        public String toString() {
            return String.valueOf(sent);
        }
    }

    private static List<Figure> strange() {
        return List.of(
                new Figure(93, 0.93),
                new Figure("0.93", 0.93),
                new Figure(1.000_000_1, 1),
                new Figure(-1, -1),
                new Figure("95.5", 0.955),
                new Figure("high", -1),
                new Figure(null, -1),
                new Figure(9_999, -1));
    }

    private static Row.CheckOf<Figure> figure(Stage stage) {
        int[] number = {0};
        return figure -> {
            number[0]++;
            String plate = "30U-900.%02d".formatted(number[0]);
            var event = Client.reading("ENTRY", stage.edge(), plate, 0);
            event.put(
                    "data",
                    Client.object(
                            "plate_text",
                            plate,
                            "edge_id",
                            stage.edge(),
                            "confidence",
                            figure.sent()));
            stage.booth().post(Client.EVENT, event).done("ENTRY");
            var kept = stage.booth().row(plate).path("entry_confidence");
            if (figure.kept() >= 0) {
                assertThat(kept.doubleValue(-1)).isEqualTo(figure.kept());
            } else if (!kept.isNull()) {
                assertThat(kept.doubleValue(-1)).isBetween(0.0, 1.0);
            }
        };
    }

    private static Row.CheckOf<Sent> camera(Stage stage) {
        int[] number = {0};
        return camera -> {
            number[0]++;
            String plate = "30U-910.%02d".formatted(number[0]);
            var event = Client.reading("ENTRY", stage.edge(), plate, 0.9);
            event.put("camera_id", camera.value());
            stage.booth().post(Client.EVENT, event).done("ENTRY");
            if ("1".equals(camera.value())) {
                var row = stage.booth().row(plate);
                assertThat(row.path("entry_camera_id").longValue(-1)).isEqualTo(1);
            }
        };
    }

    private static Row.CheckOf<Object> opening(Stage stage) {
        return figure -> {
            String plate = "30U-92" + Math.floorMod(figure.hashCode(), 1_000);
            stage.booth().open(stage.edge(), plate, "confidence", figure).done("ENTRY");
        };
    }
}
