package dev.gatehouse.sim;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.OpenOutcome;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be so of the cars that cameras saw: each that drove through a lane is one fact, also
 * where it was told many times, read wrongly, or told to a program that was killed; and every
 * answer names that fact's visit.
 */
final class PassagesAtTheEnd {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A fact that says that a car passed.
     *
     * @param visit the name of the visit
     * @param alone whether it is an exit without a known entry, whose visit is found later
     */
    private record Written(String visit, boolean alone) {}

    private final World world;
    private final Map<String, List<Written>> byTag = new HashMap<>();
    private final Set<String> takenBack = new HashSet<>();

    /** Visits of which something was erased. */
    private final Set<String> erased = new HashSet<>();

    private final Set<Blob> known = new HashSet<>();

    /**
     * @param events all that are held
     */
    PassagesAtTheEnd(World world, Collection<LedgerEvent> events) {
        this.world = world;
        events.forEach(this::take);
    }

    private void take(LedgerEvent event) {
        LedgerEvent whole = event.erased() ? world.checks.whole(event) : event;
        if (whole == null || !known.add(whole.payload())) {
            return; // what was written again under another stream says the same
        }
        switch (whole.kind()) {
            case Fact.Entry.KIND, Fact.Exit.KIND -> {
                JsonNode said = JSON.readTree(whole.payload().bytes());
                String tag = said.path("camera_name").asString("");
                if (event.erased()) {
                    erased.add(said.path("event_id").asString(""));
                }
                byTag.computeIfAbsent(tag, _ -> new ArrayList<>())
                        .add(
                                new Written(
                                        said.path("event_id").asString(""),
                                        said.path("alone").asBoolean(false)));
            }
            case Fact.Voided.KIND -> {
                JsonNode said = JSON.readTree(whole.payload().bytes());
                if (said.path("reason").asString("").equals("camera")) {
                    takenBack.add(said.path("event_id").asString(""));
                }
            }
            default -> {}
        }
    }

    void check() {
        if (world.traffic != null) {
            world.traffic.drives().stream()
                    .filter(drive -> !drive.host.hasLostSince(drive.from))
                    .forEach(this::check);
        }
    }

    private void check(Drive drive) {
        List<Written> all = byTag.getOrDefault(drive.tag(), List.of());
        List<Written> counting =
                all.stream()
                        .filter(one -> !one.alone() || !takenBack.contains(one.visit()))
                        .toList();
        if (all.stream().anyMatch(one -> erased.contains(one.visit()))) {
            return; // what was erased may be told again as new
        }
        if (counting.size() != 1) {
            world.fail(
                    "%s is %d facts: %s, answered %s"
                            .formatted(drive, counting.size(), counting, drive.answers()));
            return;
        }
        boolean alone = all.stream().anyMatch(Written::alone);
        for (OpenOutcome answer : drive.answers()) {
            if (!alone && !counting.getFirst().visit().equals(Drive.named(answer))) {
                world.fail(
                        "%s is %s and was answered %s"
                                .formatted(drive, counting.getFirst(), answer));
            }
        }
    }
}
