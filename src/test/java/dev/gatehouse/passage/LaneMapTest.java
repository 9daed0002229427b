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
}
