package dev.gatehouse.gate;

import dev.gatehouse.ledger.query.PassList;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Plate;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.tariff.Covered;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The passes of a site by their plates: those of the newest list, and the times that they and their
 * versions in the lists before pay for. Immutable.
 */
final class PassIndex {
    private static final String ENDED = "inactive";

    private final Object mark;
    private final List<Fact.Pass> all;
    private final Map<String, List<Fact.Pass>> byPlate;
    private final Map<String, PassLines> lines = new HashMap<>();

    /**
     * @param mark of the newest list
     * @param lists oldest first
     * @param zone the site's, in which a pass has its first and last day
     */
    PassIndex(Object mark, List<PassList> lists, ZoneId zone) {
        this.mark = mark;
        this.all = lists.isEmpty() ? List.of() : lists.getLast().passes();
        this.byPlate = byPlate(all);
        for (PassList list : lists) {
            Map<String, List<Fact.Pass>> given = byPlate(list.passes());
            given.keySet().forEach(key -> lines.computeIfAbsent(key, _ -> new PassLines(zone)));
            lines.forEach(
                    (key, known) ->
                            known.replace(given.getOrDefault(key, List.of()), list.written()));
        }
    }

    private static Map<String, List<Fact.Pass>> byPlate(List<Fact.Pass> passes) {
        return passes.stream()
                .collect(Collectors.groupingBy(pass -> Plates.searchKey(pass.plateNumber())));
    }

    Object mark() {
        return mark;
    }

    List<Fact.Pass> all() {
        return all;
    }

    /** The pass of a car that is in force at a moment, null where there is none. */
    Fact.@Nullable Pass of(Plate plate, Instant now, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(now, zone);
        String key = key(plate);
        return byPlate.getOrDefault(key, List.of()).stream()
                .filter(pass -> isInForce(pass, day))
                .findFirst()
                .orElseGet(() -> lines.containsKey(key) ? lines.get(key).at(now) : null);
    }

    /**
     * Where no pass of a car is in force: the one that blocks it, or else the one that ended last
     * and not too long ago.
     *
     * @param since what ended before that day is forgotten
     */
    Fact.@Nullable Pass lapsed(Plate plate, LocalDate since) {
        List<Fact.Pass> given = byPlate.getOrDefault(key(plate), List.of());
        return given.stream()
                .filter(Fact.Pass::blocks)
                .findFirst()
                .orElseGet(() -> endedLast(given, since));
    }

    private static Fact.@Nullable Pass endedLast(List<Fact.Pass> given, LocalDate since) {
        Fact.Pass last = null;
        LocalDate latest = since;
        for (Fact.Pass pass : given) {
            LocalDate end = date(pass.endDate());
            if (end != null && !end.isBefore(latest)) {
                last = pass;
                latest = end;
            }
        }
        return last;
    }

    /** The times that the passes of a car pay for. */
    List<Covered> covered(Plate plate) {
        PassLines known = lines.get(key(plate));
        return known == null ? List.of() : known.covered();
    }

    /** The original's lists cannot tell Đ from D. */
    private static String key(Plate plate) {
        return Plates.comparisonKey(plate.canonical());
    }

    private static boolean isInForce(Fact.Pass pass, LocalDate day) {
        LocalDate first = date(pass.startDate());
        LocalDate last = date(pass.endDate());
        return !ENDED.equals(pass.status())
                && !pass.blocks()
                && (first == null || !day.isBefore(first))
                && (last == null || !day.isAfter(last));
    }

    /**
     * Whether a pass pays for anything. One with a day that nobody can read pays for nothing: a
     * person must look at it.
     */
    static boolean pays(Fact.Pass pass) {
        return !ENDED.equals(pass.status())
                && !pass.blocks()
                && isReadable(pass.startDate())
                && isReadable(pass.endDate());
    }

    private static boolean isReadable(@Nullable String text) {
        return text == null || date(text) != null;
    }

    /** A day of a list, null where there is none or nobody can read it. */
    static @Nullable LocalDate date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            return day.getYear() > 0 && day.getYear() < 10_000 ? day : null;
        } catch (DateTimeParseException noDay) { // taken over as it was written
            return null;
        }
    }
}
