package dev.gatehouse.config;

import dev.gatehouse.model.Lane;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code lanes}: the ways through this booth's gate, and the devices that look at each. */
final class LaneReader {
    private static final String LANES = "lanes";

    /** A booth serves one to four lanes. */
    private static final int MOST_LANES = 16;

    /** A lane has a camera at either end, an edge computer and a reader or two. */
    private static final int MOST_CAMERAS = 16;

    /** The API takes names of devices of so many characters too. */
    private static final int MOST_LETTERS = 100;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,40}");

    private final Problems problems;
    private final List<Lane> lanes = new ArrayList<>();

    /** Where each lane stands in the file. */
    private final Map<String, String> paths = new HashMap<>();

    LaneReader(Problems problems) {
        this.problems = problems;
    }

    /** Only lanes that could be read; the others have a line of their own. */
    List<Lane> read(@Nullable JsonNode list) {
        if (list == null || list.isNull()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST_LANES) {
            problems.add(LANES, list, "a list [ … ] of at most " + MOST_LANES + " lanes");
            return List.of();
        }
        for (int i = 0; i < list.size(); i++) {
            String path = LANES + "[" + i + "]";
            Lane lane =
                    lane(
                            new Section(
                                    Objects.requireNonNull(list.get(i)), path, problems, Map.of()));
            if (lane != null && paths.putIfAbsent(lane.id(), path) != null) {
                problems.addText(
                        path + ".id", "\"" + lane.id() + "\" twice", "each lane only once");
            } else if (lane != null) {
                lanes.add(lane);
            }
        }
        checkTogether();
        return lanes;
    }

    private static @Nullable Lane lane(Section in) {
        String id =
                in.required(
                        "id",
                        "1 to 40 letters, digits and dashes",
                        text -> ID.matcher(text).matches() ? text : null);
        String name =
                in.text("name", "1 to " + MOST_LETTERS + " characters", LaneReader::name, () -> id);
        Lane.Direction direction =
                in.text(
                        "direction",
                        "\"in\", \"out\" or \"both\"",
                        LaneReader::direction,
                        () -> Lane.Direction.BOTH);
        List<String> cameras = in.texts("cameras", MOST_CAMERAS, MOST_LETTERS);
        int window = in.integer("window_seconds", 1, 600, (int) Lane.USUAL_WINDOW.toSeconds());
        List<String> sameGround = in.texts("same_ground_as", MOST_LANES, MOST_LETTERS);
        in.refuseUnknown();
        return id == null || name == null || direction == null
                ? null
                : new Lane(id, name, direction, cameras, Duration.ofSeconds(window), sameGround);
    }

    private static @Nullable String name(String text) {
        String name = text.strip();
        boolean shows = name.codePoints().noneMatch(Character::isISOControl);
        return shows && !name.isEmpty() && name.length() <= MOST_LETTERS ? name : null;
    }

    private static Lane.@Nullable Direction direction(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "in" -> Lane.Direction.IN;
            case "out" -> Lane.Direction.OUT;
            case "both" -> Lane.Direction.BOTH;
            default -> null;
        };
    }

    /** A device that stands in two lanes would let each of its cars through both. */
    private void checkTogether() {
        Map<String, String> laneOf = new HashMap<>();
        Set<String> ids = new HashSet<>();
        lanes.forEach(lane -> ids.add(lane.id()));
        for (Lane lane : lanes) {
            String path = paths.getOrDefault(lane.id(), LANES);
            if (lane.cameras().isEmpty()) {
                problems.warn(path + ".cameras", "no device: nothing is read in this lane");
            }
            for (String camera : lane.cameras()) {
                String other = laneOf.putIfAbsent(camera, lane.id());
                if (other != null) {
                    problems.addText(
                            path + ".cameras",
                            "\"" + camera + "\" is in lane \"" + other + "\" too",
                            "each device in one lane; name lanes that see the same cars in"
                                    + " same_ground_as");
                }
            }
            for (String other : lane.sameGround()) {
                if (!ids.contains(other) || other.equals(lane.id())) {
                    problems.addText(
                            path + ".same_ground_as", "\"" + other + "\"", "ids of other lanes");
                }
            }
        }
    }
}
