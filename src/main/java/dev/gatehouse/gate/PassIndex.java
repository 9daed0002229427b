package dev.gatehouse.gate;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Plate;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.tariff.Covered;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The passes of a site by their plates. Immutable. */
final class PassIndex {
    private static final String ENDED = "inactive";

    /** Where a pass has no first or last day. */
    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Object mark;
    private final List<Fact.Pass> all;
    private final Map<String, List<Fact.Pass>> byPlate;

    /**
     * @param mark of the list that they are
     */
    PassIndex(Object mark, List<Fact.Pass> passes) {
        this.mark = mark;
        this.all = passes;
        this.byPlate =
                passes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        pass -> Plates.searchKey(pass.plateNumber())));
    }

    Object mark() {
        return mark;
    }

    List<Fact.Pass> all() {
        return all;
    }

    /** Those of a car; the original's lists cannot tell Đ from D. */
    List<Fact.Pass> of(Plate plate) {
        return byPlate.getOrDefault(Plates.comparisonKey(plate.canonical()), List.of());
    }

    static boolean isInForce(Fact.Pass pass, LocalDate day) {
        LocalDate first = date(pass.startDate());
        LocalDate last = date(pass.endDate());
        return !ENDED.equals(pass.status())
                && (first == null || !day.isBefore(first))
                && (last == null || !day.isAfter(last));
    }

    /**
     * The times that those of a car pay for: whole days of the site. A pass with a day that nobody
     * can read pays for nothing: a person must look at it.
     */
    List<Covered> covered(Plate plate, ZoneId zone) {
        return of(plate).stream()
                .filter(pass -> !ENDED.equals(pass.status()))
                .filter(pass -> isReadable(pass.startDate()) && isReadable(pass.endDate()))
                .map(pass -> covered(pass, zone))
                .toList();
    }

    private static Covered covered(Fact.Pass pass, ZoneId zone) {
        LocalDate first = date(pass.startDate());
        LocalDate last = date(pass.endDate());
        return new Covered(
                first == null ? Instant.EPOCH : first.atStartOfDay(zone).toInstant(),
                last == null ? EVER : last.plusDays(1).atStartOfDay(zone).toInstant());
    }

    private static boolean isReadable(@Nullable String text) {
        return text == null || date(text) != null;
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException noDay) { // taken over as it was written
            return null;
        }
    }
}
