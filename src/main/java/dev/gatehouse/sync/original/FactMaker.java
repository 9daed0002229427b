package dev.gatehouse.sync.original;

import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.ledger.codec.VisitName;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.Plate;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes facts of what originals tell. Only of what is told alike live and in rows, so that it does
 * not matter who took a fact in, when, or how it came: which camera read a plate and at which gate
 * is told in one of them only, and left out. Pure.
 */
public final class FactMaker {
    /**
     * An exit's own name is made while it is written, so their times lie this close; between an
     * entry and its exit a car park is.
     */
    private static final Duration OWN_NAME = Duration.ofSeconds(5);

    private static final Pattern STAY = Pattern.compile("(\\d{1,9}) giờ (\\d{1,9}) phút");

    private final ZoneId zone;

    /**
     * @param zone in which the originals' local times are
     */
    public FactMaker(ZoneId zone) {
        this.zone = zone;
    }

    /** What a row comes to. */
    public sealed interface OfRow {
        /** Facts in the order in which they happened; at least one. */
        record Facts(List<Happened> facts) implements OfRow {
            public Facts {
                facts = List.copyOf(facts);
            }
        }

        /**
         * Nothing.
         *
         * @param why names no car
         */
        record Unusable(String why) implements OfRow {}
    }

    /** Something that an original told cannot be used; the message names the field, no car. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /**
     * @param sender whose row it is
     */
    public OfRow of(Row row, CentralId sender) {
        try {
            return new OfRow.Facts(facts(row, sender));
        } catch (UnusableException e) {
            return new OfRow.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private List<Happened> facts(Row row, CentralId sender) throws UnusableException {
        String name = row.eventId();
        if (name == null) {
            throw new UnusableException("a row without event_id");
        }
        String source = row.source();
        if (source != null && !CentralId.isValid(source)) {
            throw new UnusableException("source_central: no central's id");
        }
        CentralId central = source == null ? sender : new CentralId(source);
        String entered = row.entryTime();
        var facts = new ArrayList<Happened>();
        boolean ofExit = row.out() && isOfExit(row);
        Row.Seen seen = row.seen();
        if (seen != null) {
            facts.add(new Happened(central, located(name, row.plateId(), seen)));
        } else if (!ofExit) {
            facts.add(new Happened(central, entry(name, row.plateId(), entered)));
        }
        if (row.out()) {
            // of a row nobody can say where the car left; its holder knows as much as any
            facts.add(
                    new Happened(
                            sender,
                            exit(name, row.plateId(), row.exitTime(), row.fee(), row.duration())));
        }
        if (seen == null && !ofExit && central.equals(sender)) {
            correction(row, name).ifPresent(fixed -> facts.add(new Happened(sender, fixed)));
        }
        return facts;
    }

    /** As the camera told it live. */
    private Located located(String name, @Nullable String plate, Row.Seen seen)
            throws UnusableException {
        String where = seen.where();
        String at = seen.at();
        if (plate == null
                || where == null
                || TimeText.instantOrNull(at, zone) == null
                || at == null) {
            throw new UnusableException("is_anomaly: expected a plate, a location and its time");
        }
        return new Located(name, plate, where, at, true);
    }

    /** Whether the row goes by the name of its exit, as those of the second generation may. */
    private boolean isOfExit(Row row) {
        Instant entered = TimeText.instantOrNull(row.entryTime(), zone);
        Instant left = TimeText.instantOrNull(row.exitTime(), zone);
        String name = row.eventId();
        return name != null
                && entered != null
                && left != null
                && left.isAfter(entered.plus(OWN_NAME.multipliedBy(2)))
                && isNear(name, left);
    }

    private static boolean isNear(String name, Instant time) {
        Duration apart = Duration.between(Instant.ofEpochMilli(VisitName.ms(name)), time);
        return apart.abs().compareTo(OWN_NAME) <= 0;
    }

    /**
     * @param told the plate as it is there now, which counts only where the name has none
     */
    Fact.Entry entry(String name, @Nullable String told, @Nullable String entryTime)
            throws UnusableException {
        if (entryTime == null || TimeText.instantOrNull(entryTime, zone) == null) {
            throw new UnusableException("entry_time: expected YYYY-MM-DD HH:MM:SS");
        }
        String named = VisitName.plate(name);
        return new Fact.Entry(
                name,
                named == null ? plate("plate_id", told) : shown(named),
                null,
                Fact.Reading.NONE,
                entryTime);
    }

    /**
     * @param name the visit that it ends, or its own; null where none is told
     * @param told the plate as it is there now, which counts only where there is no name
     */
    Fact.Exit exit(
            @Nullable String name,
            @Nullable String told,
            @Nullable String exitTime,
            long fee,
            @Nullable String duration)
            throws UnusableException {
        Instant left = TimeText.instantOrNull(exitTime, zone);
        if (exitTime == null || left == null) {
            throw new UnusableException("exit_time: expected YYYY-MM-DD HH:MM:SS");
        }
        if (name == null && told == null) {
            throw new UnusableException("an exit with neither event_id nor plate_id");
        }
        return new Fact.Exit(
                name,
                name == null ? plate("plate_id", told) : plateOfExit(name, left),
                null,
                Fact.Reading.NONE,
                fee,
                seconds(duration, name, left),
                exitTime);
    }

    /** An exit that goes by its own name ends the visit of the car that is in that name. */
    private static @Nullable Plate plateOfExit(String name, Instant left) {
        String named = isNear(name, left) ? VisitName.plate(name) : null;
        return named == null ? null : shown(named);
    }

    /** As it was charged; where that is not told, since the moment that is in the name. */
    private static long seconds(@Nullable String duration, @Nullable String name, Instant left) {
        Matcher stay = STAY.matcher(duration == null ? "" : duration);
        if (stay.matches()) {
            return Long.parseLong(stay.group(1)) * 3_600 + Long.parseLong(stay.group(2)) * 60;
        }
        long ms = name == null ? 0 : VisitName.ms(name);
        return ms == 0 ? 0 : Math.max(0, left.getEpochSecond() - ms / 1_000);
    }

    /** The entry's plate is the one in its name; another one in the row is a correction. */
    private static Optional<Fact> correction(Row row, String name) {
        String named = VisitName.plate(name);
        String now = row.plateId();
        String updated = row.updatedAt();
        if (named == null
                || now == null
                || TimeText.instantOrNull(updated, ZoneOffset.UTC) == null
                || !(Plates.recorded(now, row.plateView()) instanceof Reading.Read(Plate plate))
                || isSame(named, plate.canonical())) {
            return Optional.empty();
        }
        return Optional.of(
                new Fact.Correction(name, plate.canonical(), plate.view(), null, null, updated));
    }

    /**
     * @param name the visit
     */
    public static @Nullable Fact correction(String name, Said.Corrected said) {
        return Plates.recorded(said.plate(), said.view()) instanceof Reading.Read(Plate plate)
                ? new Fact.Correction(
                        name, plate.canonical(), plate.view(), null, null, said.updatedAt())
                : null;
    }

    /** Whether an original may take both for one plate: it knows no Đ. */
    static boolean isSame(String one, String other) {
        return Plates.comparisonKey(one).equals(Plates.comparisonKey(other));
    }

    private static Plate plate(String field, @Nullable String text) throws UnusableException {
        if (text == null || !(Plates.recorded(text, null) instanceof Reading.Read(Plate plate))) {
            throw new UnusableException(field + ": no plate");
        }
        return shown(plate.canonical());
    }

    /** As plates of that form are written: how the original shows it is told in one way only. */
    private static Plate shown(String canonical) {
        return Plates.recorded(canonical, null) instanceof Reading.Read(Plate plate)
                        && plate.canonical().equals(canonical)
                ? plate
                : new Plate(canonical, canonical);
    }
}
