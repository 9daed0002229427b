package dev.gatehouse.passage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Lane;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class LaneMapTest {
    private static final Lane IN =
            new Lane(
                    "in",
                    "Làn vào",
                    Lane.Direction.IN,
                    List.of("edge-1", "7"),
                    Duration.ofSeconds(9),
                    List.of());
    private static final Lane OUT =
            new Lane(
                    "out",
                    "Làn ra",
                    Lane.Direction.OUT,
                    List.of("Cổng Nam"),
                    Duration.ofSeconds(20),
                    List.of("in"));

    private final LaneMap lanes = new LaneMap(List.of(IN, OUT));

    @Test
    void aDeviceIsFoundByItsEdgeItsNumberOrItsName() {
        assertThat(lanes.of("edge-1", null, null).direction()).isEqualTo(Lane.Direction.IN);
        assertThat(lanes.of("elsewhere", 7, null).direction()).isEqualTo(Lane.Direction.IN);
        assertThat(lanes.of(null, 1, "Cổng Nam").direction()).isEqualTo(Lane.Direction.OUT);
        assertThat(lanes.of("edge-1", null, null).window()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aDeviceThatNoLaneNamesIsALaneOfItsOwnBothWays() {
        LaneSpot spot = lanes.of("edge-9", 3, null);

        assertThat(spot.configured()).isFalse();
        assertThat(spot.direction()).isEqualTo(Lane.Direction.BOTH);
        assertThat(spot.window()).isEqualTo(Lane.USUAL_WINDOW);
        assertThat(lanes.of("edge-8", 3, null).key()).isNotEqualTo(spot.key());
        assertThat(lanes.of(null, 3, null).key()).isNotEqualTo(lanes.of("3", null, null).key());
    }

    @Test
    void lanesThatSeeTheSameGroundKnowItOfEachOther() {
        LaneSpot in = lanes.of("edge-1", null, null);
        LaneSpot out = lanes.of(null, null, "Cổng Nam");

        assertThat(in.sameGround()).containsExactly(out.key());
        assertThat(out.sameGround()).containsExactly(in.key());
    }

    @Test
    void aLaneIsFoundByItsOwnIdWhereNoDeviceIsCalledSo() {
        LaneSpot out = lanes.of("out", null, null);

        assertThat(out.key()).isEqualTo(lanes.of(null, null, "Cổng Nam").key());
        assertThat(out.configured()).isTrue();
        assertThat(lanes.of(null, null, "out").configured()).isFalse();
        Lane named = new Lane("7", "Làn 7", Lane.Direction.OUT, List.of(), IN.window(), List.of());
        assertThat(new LaneMap(List.of(named, IN)).of("7", null, null).direction())
                .as("the device of that number goes before the lane of that id")
                .isEqualTo(Lane.Direction.IN);
    }
}
