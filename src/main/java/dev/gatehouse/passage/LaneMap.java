package dev.gatehouse.passage;

import dev.gatehouse.model.Lane;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which lane a device looks at. Immutable. */
public final class LaneMap {
    private final Map<String, LaneSpot> byDevice;
    private final Map<String, LaneSpot> byLane;

    /**
     * @param lanes those of the configuration; with none, each device is a lane of its own
     */
    public LaneMap(List<Lane> lanes) {
        Map<String, Set<String>> sameGround = new HashMap<>();
        for (Lane lane : lanes) { // who looks at another's ground is looked at by it
            for (String other : lane.sameGround()) {
                sameGround
                        .computeIfAbsent(lane.id(), _ -> new HashSet<>())
                        .add(LaneSpot.keyOf(other));
                sameGround
                        .computeIfAbsent(other, _ -> new HashSet<>())
                        .add(LaneSpot.keyOf(lane.id()));
            }
        }
        Map<String, LaneSpot> spots = new HashMap<>();
        Map<String, LaneSpot> ids = new HashMap<>();
        for (Lane lane : lanes) {
            var spot =
                    new LaneSpot(
                            LaneSpot.keyOf(lane.id()),
                            lane.direction(),
                            lane.window(),
                            sameGround.getOrDefault(lane.id(), Set.of()),
                            true);
            lane.cameras().forEach(camera -> spots.putIfAbsent(camera, spot));
            ids.putIfAbsent(lane.id(), spot);
        }
        this.byDevice = Map.copyOf(spots);
        this.byLane = Map.copyOf(ids);
    }

    /**
     * The lane of a report, by the first of its names that a lane has.
     *
     * @param edgeId the edge computer's name, or the lane's own id, which a person's act at it
     *     bears; null where none was told
     * @param cameraId the camera's number, null where none was told
     * @param cameraName the camera's name, null where none was told
     */
    public LaneSpot of(
            @Nullable String edgeId, @Nullable Integer cameraId, @Nullable String cameraName) {
        String number = cameraId == null ? null : cameraId.toString();
        for (String name : new @Nullable String[] {edgeId, number, cameraName}) {
            LaneSpot spot = name == null ? null : byDevice.get(name);
            if (spot != null) {
                return spot;
            }
        }
        LaneSpot own = edgeId == null ? null : byLane.get(edgeId);
        if (own != null) {
            return own;
        }
        String device =
                edgeId != null
                        ? "edge " + edgeId
                        : number != null
                                ? "camera " + number
                                : cameraName != null ? "device " + cameraName : "";
        return new LaneSpot(device, Lane.Direction.BOTH, Lane.USUAL_WINDOW, Set.of(), false);
    }
}
