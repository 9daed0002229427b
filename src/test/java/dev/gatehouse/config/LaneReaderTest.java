package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Lane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class LaneReaderTest {
    private static ConfigReader.Result read(String lanes) {
        String json = "{\"this_central\": {\"id\": \"c-1\"}, \"lanes\": " + lanes + "}";
        return ConfigReader.read("f", json.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static List<Lane> lanes(String lanes) {
        return ((ConfigReader.Result.Accepted) read(lanes)).config().lanes();
    }

    @Test
    void aLaneIsReadWithAllThatItSays() {
        assertThat(
                        lanes(
                                """
                                [{"id": "lane-1", "name": "Làn 1", "direction": "in",
                                  "cameras": ["edge-1", 7], "window_seconds": 9},
                                 {"id": "lane-2", "direction": "OUT", "same_ground_as": ["lane-1"],
                                  "cameras": ["Cổng Nam"]}]
                                """))
                .containsExactly(
                        new Lane(
                                "lane-1",
                                "Làn 1",
                                Lane.Direction.IN,
                                List.of("edge-1", "7"),
                                Duration.ofSeconds(9),
                                List.of()),
                        new Lane(
                                "lane-2",
                                "lane-2",
                                Lane.Direction.OUT,
                                List.of("Cổng Nam"),
                                Lane.USUAL_WINDOW,
                                List.of("lane-1")));
    }

    @Test
    void aBoothWithoutLanesIsAsBefore() {
        assertThat(lanes("null")).isEmpty();
        assertThat(lanes("[]")).isEmpty();
    }

    @Test
    void aLaneOfWhichNothingIsReadIsWarnedAbout() {
        var accepted = (ConfigReader.Result.Accepted) read("[{\"id\": \"a\"}]");

        assertThat(accepted.warnings()).singleElement().asString().contains("lanes[0].cameras");
        assertThat(accepted.config().lanes().getFirst().direction()).isEqualTo(Lane.Direction.BOTH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                     | lanes: {}; expected a list
                    [7]                                                    | lanes[0]
                    [{"name": "x"}]                                        | lanes[0].id: missing
                    [{"id": "a_b"}]                                        | lanes[0].id
                    [{"id": "a", "direction": "up"}]                       | expected "in", "out" or "both"
                    [{"id": "a", "window_seconds": 0}]                     | a whole number from 1 to 600
                    [{"id": "a", "cameras": "edge-1"}]                     | lanes[0].cameras
                    [{"id": "a", "cameras": ["e", "e"]}]                   | lanes[0].cameras
                    [{"id": "a", "cameras": [{}]}]                         | lanes[0].cameras
                    [{"id": "a", "camera": []}]                            | no such key, only id, name
                    [{"id": "a"}, {"id": "a"}]                             | "a" twice
                    [{"id": "a", "same_ground_as": ["b"]}]                 | ids of other lanes
                    [{"id": "a", "same_ground_as": ["a"]}]                 | ids of other lanes
                    [{"id":"a","cameras":["e"]},{"id":"b","cameras":["e"]}] | "e" is in lane "a" too
                    """)
    void aSlipIsRefusedWithItsPlaceAndWhatWasExpected(String lanes, String said) {
        assertThat(((ConfigReader.Result.Refused) read(lanes)).problems())
                .anySatisfy(problem -> assertThat(problem).contains(said));
    }
}
