package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a camera reads of cars that pass: one car is one visit, two cars are two. */
final class ReadRows {
    private record Shot(String plate, double confidence) {}

    /** The reads of one car, its right plate, and a search that finds each of them. */
    private record Car(String canonical, String search, List<Shot> shots) {
        Car(String canonical, String search, Shot... shots) {
            this(canonical, search, List.of(shots));
        }

        @Override
        public String toString() {
            return canonical;
        }
    }

    private static final List<Car> CARS =
            List.of(
                    new Car(
                            "51F67890",
                            "51F6789",
                            new Shot("51F-678.90", 0.91),
                            new Shot("51F-678.9O", 0.62),
                            new Shot("51F-67890", 0.95),
                            new Shot("51F-6789", 0.44)),
                    new Car(
                            "59X123456",
                            "59X1",
                            new Shot("59-X1 234.56", 0.90),
                            new Shot("59-X1 Z34.56", 0.51),
                            new Shot("59X123456", 0.88),
                            new Shot("59X12345", 0.40)),
                    new Car(
                            "30K55123",
                            "30K5",
                            new Shot("30K-5S1.23", 0.41),
                            new Shot("30K-551.23", 0.97),
                            new Shot("30K-55I.23", 0.60),
                            new Shot("30K-551.23", 0.93)));

    private ReadRows() {}

    static List<Row> of(Stage stage) {
        return List.of(
                Row.each("one passing car read four times is one visit", CARS, one(stage)),
                Row.each(
                        "reads that come at once over several connections are one visit",
                        List.of("30E-100.01", "59-X2 100.02", "TC-33-86"),
                        atOnce(stage)),
                Row.each(
                        "a second car right behind the first is a visit of its own",
                        List.of(
                                List.of("30F-111.11", "30G-999.22"),
                                List.of("30A-111.15", "30A-111.17"),
                                List.of("99A-000.01", "29B-123.46", "51D-777.00")),
                        tailgating(stage)),
                Row.each(
                        "a car that stands in the lane for a minute is one visit",
                        List.of(
                                List.of("30M-246.80"),
                                List.of("30M-357.91", "30M-357.9I"),
                                List.of("59-X3 246.80", "59-X3 246.8O", "59X324680")),
                        standing(stage)),
                Row.each(
                        "a car that differs in one letter counts once the first one has gone",
                        List.of(
                                List.of("30A-333.33", "30A-333.38"),
                                List.of("30E-500.55", "30F-500.55"),
                                List.of("29C-123.45", "29C-123.4S")),
                        laterAlike(stage)),
                Row.each(
                        "a car read three times on its way out leaves once",
                        List.of(
                                List.of("30N-100.11", "30N-100.11", "30N-100.11"),
                                List.of("30N-100.22", "30N10022", "30N-100.2Z"),
                                List.of("30N-108.33", "30N-1O8.33", "30N-10833")),
                        leaving(stage)));
    }

    private static Row.CheckOf<Car> one(Stage stage) {
        return car -> {
            Client booth = stage.booth();
            String in = stage.edge();
            Answer first = null;
            for (Shot shot : car.shots()) {
                Answer answer = booth.read("ENTRY", in, shot.plate(), shot.confidence());
                if (first == null) {
                    first = answer.done("ENTRY");
                } else {
                    answer.repeats(first);
                }
            }
            JsonNode row = booth.row(car.search());
            assertThat(row.path("plate_id").stringValue("")).isEqualTo(car.canonical());
            assertThat(row.path("readings").longValue(-1))
                    .as("readings of " + row)
                    .isBetween(2L, 4L);
            booth.read("EXIT", stage.edge(), car.canonical()).done("EXIT");
            assertThat(booth.row(car.search()).path("status").stringValue("")).isEqualTo("OUT");
        };
    }

    private static Row.CheckOf<String> atOnce(Stage stage) {
        return plate -> {
            Client booth = stage.booth();
            String in = stage.edge();
            var answers = new ArrayList<Answer>();
            try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
                var asked = new ArrayList<Future<Answer>>();
                for (int i = 0; i < 8; i++) {
                    asked.add(senders.submit(() -> booth.read("ENTRY", in, plate)));
                }
                for (Future<Answer> answer : asked) {
                    answers.add(answer.get().done("ENTRY"));
                }
            }
            assertThat(answers.stream().map(Answer::historyId).distinct()).hasSize(1);
            assertThat(answers.stream().filter(answer -> !answer.repeated())).hasSize(1);
            booth.row(plate);
        };
    }

    private static Row.CheckOf<List<String>> tailgating(Stage stage) {
        return plates -> {
            Client booth = stage.booth();
            String in = stage.edge();
            for (String plate : plates) {
                Answer answer = booth.read("ENTRY", in, plate).done("ENTRY");
                assertThat(answer.repeated()).as(answer.body()).isFalse();
            }
            for (String plate : plates) {
                assertThat(booth.row(plate).path("status").stringValue("")).isEqualTo("IN");
            }
        };
    }

    private static Row.CheckOf<List<String>> standing(Stage stage) {
        return plates -> {
            GateNode gate = stage.gate();
            String in = stage.edge();
            Answer first = gate.client().read("ENTRY", in, plates.getFirst()).done("ENTRY");
            for (int i = 1; i <= 32; i++) {
                gate.clock().pass(Duration.ofMillis(1_900));
                String plate = plates.get(i % plates.size());
                gate.client().read("ENTRY", in, plate, 0.8).repeats(first);
            }
            gate.client().row(plates.getFirst());
        };
    }

    private static Row.CheckOf<List<String>> laterAlike(Stage stage) {
        return plates -> {
            GateNode gate = stage.gate();
            String in = stage.edge();
            Answer first = gate.client().read("ENTRY", in, plates.get(0)).done("ENTRY");
            gate.clock().passSeconds(25);
            Answer second = gate.client().read("ENTRY", in, plates.get(1)).done("ENTRY");
            assertThat(second.repeated()).as(second.body()).isFalse();
            assertThat(second.historyId()).isNotEqualTo(first.historyId());
        };
    }

    private static Row.CheckOf<List<String>> leaving(Stage stage) {
        return plates -> {
            GateNode gate = stage.gate();
            gate.client().read("ENTRY", stage.edge(), plates.getFirst()).done("ENTRY");
            gate.clock().passSeconds(3_600);
            String out = stage.edge();
            Answer first = gate.client().read("EXIT", out, plates.getFirst()).done("EXIT");
            for (String plate : plates.subList(1, plates.size())) {
                Answer again = gate.client().read("EXIT", out, plate, 0.5).repeats(first);
                assertThat(again.number("fee")).isEqualTo(first.number("fee"));
            }
            JsonNode row = gate.client().row(plates.getFirst());
            assertThat(row.path("status").stringValue("")).isEqualTo("OUT");
        };
    }
}
