package dev.gatehouse.importer;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.Plate;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a row of the original's {@code history} comes to. */
public sealed interface OriginalRow {
    /**
     * Facts, in the order in which they happened.
     *
     * @param central where they happened
     */
    record Facts(CentralId central, List<Fact> facts) implements OriginalRow {}

    /**
     * Nothing.
     *
     * @param why one of a few sentences, by which rows are counted; names no car
     */
    record Skipped(String why) implements OriginalRow {}

    /**
     * Reads a row.
     *
     * @param column gives the text of a column; null where it is null or not there
     * @param self the central whose file it is: the row is its own where it names no other
     * @param zone in which its local times are
     * @param told whether its corrections are told one by one
     */
    static OriginalRow of(
            Function<String, @Nullable String> column, CentralId self, ZoneId zone, boolean told) {
        return new Reader(column, self, zone).read(told);
    }

    /**
     * Reads a row of {@code history_changes} that corrected a plate, joined with its row of the
     * history.
     */
    static OriginalRow change(
            Function<String, @Nullable String> column, CentralId self, ZoneId zone) {
        return new Reader(column, self, zone).readChange();
    }

    /**
     * Reads a visit that was deleted.
     *
     * @param data its row as it was then, in JSON; null where that is not told
     */
    static OriginalRow deleted(@Nullable String data, CentralId self, ZoneId zone) {
        try {
            JsonNode row = data == null ? null : JsonMapper.shared().readTree(data);
            if (row != null && row.isObject()) {
                return new Reader(name -> column(row, name), self, zone).readDeleted();
            }
        } catch (JacksonException notJson) {
            return new Skipped("its row is no JSON");
        }
        return new Skipped("its row is not told");
    }

    private static @Nullable String column(JsonNode row, String name) {
        JsonNode value = row.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString("") : null;
    }

    /** One row. */
    final class Reader {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                        .withResolverStyle(ResolverStyle.STRICT);

        private static final Pattern STAY = Pattern.compile("(\\d{1,9}) giờ (\\d{1,9}) phút");

        private final Function<String, @Nullable String> column;
        private final CentralId self;
        private final ZoneId zone;

        private Reader(Function<String, @Nullable String> column, CentralId self, ZoneId zone) {
            this.column = column;
            this.self = self;
            this.zone = zone;
        }

        private @Nullable String text(String name) {
            String value = column.apply(name);
            return value == null || value.isBlank() ? null : value;
        }

        private OriginalRow readChange() {
            if (!(read(true) instanceof Facts(CentralId _, List<Fact> visit))
                    || !(visit.getFirst() instanceof Fact.Entry entry)) {
                return new Skipped("its visit was not taken");
            }
            String plate = text("new_plate_id");
            LocalDateTime changed = time("changed_at");
            if (plate == null
                    || changed == null
                    || !(Plates.recorded(plate, text("new_plate_view"))
                            instanceof Reading.Read read)) {
                return new Skipped("its new plate is none, or its changed_at has another form");
            }
            String by = text("changed_by");
            return new Facts(
                    self,
                    List.of(
                            new Fact.Correction(
                                    entry.eventId(),
                                    read.plate().canonical(),
                                    read.plate().view(),
                                    null,
                                    "system".equals(by) ? null : by,
                                    TIME.format(
                                            changed.atZone(zone)
                                                    .withZoneSameInstant(ZoneOffset.UTC)))));
        }

        private OriginalRow readDeleted() {
            if (!(read(true) instanceof Facts(CentralId central, List<Fact> visit))
                    || !(visit.getFirst() instanceof Fact.Entry entry)) {
                return new Skipped("its visit was not taken");
            }
            var facts = new ArrayList<>(visit);
            facts.add(new Fact.Voided(entry.eventId(), null, null));
            return new Facts(central, List.copyOf(facts));
        }

        private OriginalRow read(boolean told) {
            String source = text("source_central");
            if (source != null && !CentralId.isValid(source)) {
                return new Skipped("its source_central can be no central's id");
            }
            CentralId central = source == null ? self : new CentralId(source);
            String plateId = text("plate_id");
            if (plateId == null
                    || !(Plates.recorded(plateId, text("plate_view"))
                            instanceof Reading.Read read)) {
                return new Skipped("its plate is none");
            }
            Plate plate = read.plate();
            LocalDateTime entered = time("entry_time");
            if (entered == null) {
                return new Skipped("it has no entry_time, or another form of it");
            }
            String name = text("event_id");
            // old rows have none; made of what they say, it is the same at every import
            String eventId =
                    name != null
                            ? name
                            : central
                                    + "_"
                                    + entered.atZone(zone).toInstant().toEpochMilli()
                                    + "_"
                                    + plate.canonical();
            var facts = new ArrayList<Fact>();
            Located seen = located(name, plateId);
            boolean noVisit = whole("is_anomaly") != 0;
            if (!noVisit) {
                facts.add(
                        new Fact.Entry(
                                eventId,
                                plate,
                                text("edge_id"),
                                reading("entry"),
                                TIME.format(entered)));
            } else if (seen == null) {
                return new Skipped(
                        "its car was seen at no place, or its last_location_time has another form");
            }
            if (seen != null) {
                facts.add(seen);
            }
            if ("OUT".equals(text("status"))) {
                LocalDateTime left = time("exit_time");
                if (left == null) {
                    return new Skipped(
                            "it is OUT without an exit_time, or with another form of it");
                }
                facts.add(exit(eventId, entered, left));
            }
            if (!told && !noVisit) {
                addCorrection(eventId, plate, central, facts);
            }
            return new Facts(central, List.copyOf(facts));
        }

        /**
         * Where a camera last saw the car; of an anomaly that is all there is: no gate saw it come.
         * Null where none did.
         */
        private @Nullable Located located(@Nullable String name, String plateId) {
            String where = text("last_location");
            LocalDateTime at = time("last_location_time");
            return where == null || at == null
                    ? null
                    : new Located(name, plateId, where, TIME.format(at), whole("is_anomaly") != 0);
        }

        private Fact.Exit exit(String eventId, LocalDateTime entered, LocalDateTime left) {
            return new Fact.Exit(
                    eventId,
                    null,
                    null,
                    reading("exit"),
                    whole("fee"),
                    seconds(entered, left),
                    TIME.format(left));
        }

        /** The entry's plate is the one in its name; another one in the row is a correction. */
        private void addCorrection(
                String eventId, Plate plate, CentralId central, List<Fact> facts) {
            String updated = text("updated_at");
            String[] parts = eventId.split("_", 3);
            boolean named = parts.length == 3 && !parts[2].isEmpty();
            if (named
                    && updated != null
                    && central.equals(self)
                    && Plates.recorded(parts[2], null) instanceof Reading.Read was
                    && !was.plate().canonical().equals(plate.canonical())) {
                facts.add(
                        new Fact.Correction(
                                eventId, plate.canonical(), plate.view(), null, null, updated));
            }
        }

        private Fact.Reading reading(String end) {
            String camera = text(end + "_camera_id");
            String confidence = text(end + "_confidence");
            return new Fact.Reading(
                    number(camera, Integer::valueOf),
                    text(end + "_camera_name"),
                    number(confidence, Double::valueOf),
                    text(end + "_source"));
        }

        private static <T extends Number> @Nullable T number(
                @Nullable String text, Function<String, T> parse) {
            try {
                return text == null ? null : parse.apply(text);
            } catch (NumberFormatException none) { // a camera's words, of which nothing depends
                return null;
            }
        }

        private long whole(String name) {
            Double number = number(text(name), Double::valueOf);
            return number == null ? 0 : Math.round(number);
        }

        /** As it was charged; where that is not said, by the clock. */
        private long seconds(LocalDateTime entered, LocalDateTime left) {
            String told = text("duration");
            Matcher stay = STAY.matcher(told == null ? "" : told);
            return stay.matches()
                    ? Long.parseLong(stay.group(1)) * 3_600 + Long.parseLong(stay.group(2)) * 60
                    : Duration.between(entered.atZone(zone), left.atZone(zone)).toSeconds();
        }

        private @Nullable LocalDateTime time(String name) {
            String text = text(name);
            try {
                return text == null ? null : LocalDateTime.parse(text, TIME);
            } catch (DateTimeParseException none) {
                return null;
            }
        }
    }
}
