package dev.gatehouse.importer;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lists that lie beside an original's database. */
public final class OriginalLists {
    /** Fees, staff and passes, by the names of their files. */
    public static final List<String> FILES =
            List.of("parking_fees.json", "staff.json", "subscriptions.json");

    /** The lists of a large site take 100 KB. */
    private static final long MOST_BYTES = 10_000_000;

    private static final int HOUR = 60;

    private OriginalLists() {}

    /**
     * What is there.
     *
     * @param facts by the file that they are from
     * @param skipped why a file gave none, by its name; one that is not there is not among them
     */
    public record Found(Map<String, Fact.OfSite> facts, Map<String, String> skipped) {}

    /**
     * @param folder where the database lies
     */
    public static Found read(Path folder) {
        var facts = new TreeMap<String, Fact.OfSite>();
        var skipped = new TreeMap<String, String>();
        for (String name : FILES) {
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                continue;
            }
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new IllegalArgumentException("it is over 10 MB");
                }
                facts.put(name, fact(name, JsonMapper.shared().readTree(Files.readAllBytes(file))));
            } catch (IOException e) {
                skipped.put(name, "it cannot be read: " + e.getMessage());
            } catch (JacksonException e) {
                skipped.put(name, "it is no JSON: " + e.getOriginalMessage());
            } catch (IllegalArgumentException e) {
                skipped.put(name, String.valueOf(e.getMessage()));
            }
        }
        return new Found(facts, skipped);
    }

    private static Fact.OfSite fact(String name, JsonNode json) {
        return switch (name) {
            case "parking_fees.json" -> fees(json);
            case "staff.json" -> staff(list(json, "staff"));
            default -> passes(list(json, "subscriptions"));
        };
    }

    private static Fact.Fees fees(JsonNode json) {
        JsonNode in = json.has("fees") ? json.get("fees") : json;
        JsonNode free = in.path("fee_base");
        JsonNode perHour = in.path("fee_per_hour");
        if (!free.isNumber() || !perHour.isNumber()) {
            throw new IllegalArgumentException("fee_base or fee_per_hour is no number");
        }
        double minutes = free.doubleValue() * HOUR;
        if (minutes != Math.rint(minutes) || perHour.doubleValue() != perHour.longValue()) {
            throw new IllegalArgumentException(
                    "fee_base is no whole number of minutes, or fee_per_hour none of đồng");
        }
        return new Fact.Fees(new FeeRules((int) minutes, perHour.longValue()));
    }

    /** The list itself, or an object with it. */
    private static JsonNode list(JsonNode json, String key) {
        JsonNode list = json.isArray() ? json : json.path(key);
        if (!list.isArray()) {
            throw new IllegalArgumentException("it is no list");
        }
        return list;
    }

    private static Fact.Staff staff(JsonNode list) {
        var members = new ArrayList<Fact.Member>();
        for (JsonNode one : list) {
            members.add(
                    new Fact.Member(
                            id(one, members.size()),
                            needed(one, "name"),
                            text(one, "position"),
                            text(one, "phone"),
                            text(one, "shift"),
                            text(one, "status")));
        }
        return new Fact.Staff(members);
    }

    private static Fact.Passes passes(JsonNode list) {
        var passes = new ArrayList<Fact.Pass>();
        for (JsonNode one : list) {
            passes.add(
                    new Fact.Pass(
                            id(one, passes.size()),
                            needed(one, "plate_number"),
                            text(one, "owner_name"),
                            text(one, "type"),
                            text(one, "status"),
                            text(one, "start_date"),
                            text(one, "end_date"),
                            text(one, "phone"),
                            text(one, "note")));
        }
        return new Fact.Passes(passes);
    }

    private static long id(JsonNode one, int before) {
        JsonNode id = one.path("id");
        return id.isIntegralNumber() ? id.longValue() : before + 1L;
    }

    private static String needed(JsonNode one, String field) {
        String text = text(one, field);
        if (text == null) {
            throw new IllegalArgumentException("an entry has no " + field);
        }
        return text;
    }

    private static @Nullable String text(JsonNode one, String field) {
        String text = one.path(field).asString("");
        return text.isBlank() ? null : text;
    }
}
