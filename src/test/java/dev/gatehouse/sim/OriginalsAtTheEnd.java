package dev.gatehouse.sim;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be so at originals and of them, once nothing is cut any more: every visit and exit of
 * theirs is at the nodes, and all that their own code can hold is at them.
 */
final class OriginalsAtTheEnd {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static final ZoneId ZONE = SimProcess.ZONE;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What originals say among themselves and one of them does not understand. */
    private static final Set<String> AMONG_THEMSELVES =
            Set.of("HISTORY_UPDATE", "HISTORY_DELETE", "LOCATION_UPDATE", "PARKING_LOT_CONFIG");

    private final Map<String, Visit> visits = new HashMap<>();

    /** From each entry to the visit that superseded it. */
    private final Map<String, String> superseded = new HashMap<>();

    private final Set<String> voided = new HashSet<>();
    private final Set<String> entered = new HashSet<>();
    private final Set<String> exits = new HashSet<>();

    /** What the ledger says of each name, for whoever looks for a fault. */
    private final Map<String, List<String>> told = new HashMap<>();

    OriginalsAtTheEnd(Host host, Ledger ledger) {
        var events = Contents.of(host, ledger);
        for (LedgerEvent event : events.values()) {
            if (!event.erased()) {
                note(event);
            }
        }
        List<Visit> page;
        int offset = 0;
        do {
            page =
                    ledger.history(
                                    new HistoryQuery(
                                            HistoryQuery.MAX_LIMIT, offset, false, null, null))
                            .visits();
            page.forEach(visit -> visits.put(visit.eventId(), visit));
            offset += page.size();
        } while (page.size() == HistoryQuery.MAX_LIMIT);
        for (Irregularity.Kind kind :
                List.of(Irregularity.Kind.SUPERSEDED, Irregularity.Kind.VOIDED)) {
            for (Irregularity one : ledger.irregular(kind, HistoryQuery.MAX_LIMIT, 0)) {
                LedgerEvent event =
                        events.get(
                                new Contents.Number(one.passage().stream(), one.passage().seq()));
                String name =
                        event == null
                                ? ""
                                : text(JSON.readTree(event.payload().bytes()), "event_id");
                if (kind == Irregularity.Kind.VOIDED) {
                    voided.add(name);
                } else {
                    superseded.put(name, String.valueOf(one.eventId()));
                }
            }
        }
    }

    private void note(LedgerEvent event) {
        JsonNode said = JSON.readTree(event.payload().bytes());
        told.computeIfAbsent(text(said, "event_id"), _ -> new ArrayList<>())
                .add(event.kind() + " " + event.src() + " " + said);
        switch (event.kind()) {
            case "entry" -> entered.add(text(said, "event_id"));
            case "void" -> voided.add(text(said, "event_id"));
            case "exit" -> {
                String when = text(said, "exit_time");
                if (when.isEmpty()) { // made here, by its clock
                    when = TIME.format(Instant.ofEpochMilli(event.wallMs()).atZone(ZONE));
                }
                String fee = said.path("fee").asString("");
                exits.add(text(said, "event_id") + " " + when + " " + fee);
                exits.add(text(said, "plate_id") + " " + when + " " + fee);
            }
            default -> {}
        }
    }

    private static String text(JsonNode in, String field) {
        return in.path(field).asString("");
    }

    /** What is not as it must be; empty where all is. */
    List<String> faults(SimOriginal original) {
        var faults = new ArrayList<String>();
        Map<String, ObjectNode> rows = new HashMap<>();
        for (ObjectNode row : original.central().rows()) {
            String name = text(row, "event_id");
            if (!name.isEmpty()) { // a row without a name is nobody's but its own
                rows.put(name, row);
                if (row.path("is_anomaly").asInt(0) != 0 && !entered.contains(name)) {
                    continue; // a camera among the places saw it: that begins no visit
                }
                isAtTheNodes(original, name, row, faults);
                isInsideHere(original, name, row, faults);
            }
        }
        for (Visit visit : visits.values()) {
            isAtTheOriginal(original, visit, rows.get(visit.eventId()), faults);
        }
        for (String complaint : original.central().complaints()) {
            if (isOurs(complaint)) {
                faults.add(original + " does not understand " + complaint);
            }
        }
        return faults;
    }

    private void isAtTheNodes(
            SimOriginal original, String name, ObjectNode row, List<String> faults) {
        if (!entered.contains(name) && !voided.contains(name)) {
            faults.add("nobody has the entry " + name + " of " + original);
        }
        boolean madeThere =
                text(row, "status").equals("OUT") && !text(row, "exit_source").equals("p2p_sync");
        if (madeThere && !isKnown(name, row) && !voided.contains(name)) {
            faults.add("nobody has the exit of " + original + " in " + row + ": " + told.get(name));
        }
    }

    private void isInsideHere(
            SimOriginal original, String name, ObjectNode row, List<String> faults) {
        if (!text(row, "status").equals("IN")) {
            return;
        }
        Visit visit = visits.get(superseded.getOrDefault(name, name));
        if (visit == null || !visit.inside()) {
            faults.add(
                    "%s has %s inside, which is %s here"
                            .formatted(original, name, visit == null ? "no visit" : "outside"));
        }
    }

    private void isAtTheOriginal(
            SimOriginal original, Visit visit, @Nullable ObjectNode row, List<String> faults) {
        if (row == null) {
            faults.add(original + " lacks " + visit.eventId());
            return;
        }
        Visit.Departure exit = visit.exit();
        boolean out = text(row, "status").equals("OUT");
        if (exit == null) {
            if (out) {
                faults.add(original + " has " + visit.eventId() + " outside, which is inside here");
            }
            return;
        }
        String left = TIME.format(exit.passage().at().atZone(ZONE));
        boolean same =
                left.equals(text(row, "exit_time")) && exit.feeDong() == row.path("fee").asLong(-1);
        // the first exit that it hears of stays; here the earliest does
        if (!out || (!same && !isKnown(visit.eventId(), row))) {
            faults.add(
                    "%s has %s with %s, here it left %s for %d"
                            .formatted(original, visit.eventId(), row, left, exit.feeDong()));
        }
    }

    /** Whether the exit in that row is in the ledger, whatever came of it. */
    private boolean isKnown(String name, ObjectNode row) {
        String exit = " " + text(row, "exit_time") + " " + row.path("fee").asString("");
        return exits.contains(name + exit)
                || exits.contains(text(row, "plate_id") + exit)
                || superseded.entrySet().stream()
                        .anyMatch(
                                one ->
                                        one.getValue().equals(name)
                                                && exits.contains(one.getKey() + exit));
    }

    private static boolean isOurs(String complaint) {
        boolean identification = complaint.contains("{\"peer_id\":\"original-");
        return !identification
                && AMONG_THEMSELVES.stream()
                        .noneMatch(
                                type ->
                                        complaint.contains("{\"type\":\"" + type)
                                                && complaint.contains(
                                                        "\"source_central\":\"original-"));
    }
}
