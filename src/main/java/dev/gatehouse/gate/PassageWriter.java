package dev.gatehouse.gate;

import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Visit;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.tariff.Charge;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes passages as facts, and says what came of them. Runs in the ledger's writer, within its
 * transaction.
 */
final class PassageWriter {
    /** Why a correction was made that no person made. */
    private static final String BY_CAMERA = "camera";

    /**
     * So long a car may stand at the exit with its barrier open, or before a second one, and be
     * read again, when no other passage of it is known since.
     */
    private static final Duration STANDS_AT_EXIT = Duration.ofMinutes(10);

    /** A report of one passage that comes twice tells instants as near as this. */
    private static final Duration SAME_INSTANT = Duration.ofSeconds(20);

    private final SiteBook site;
    private final GateClocks clocks;

    PassageWriter(SiteBook site, GateClocks clocks) {
        this.site = site;
        this.clocks = clocks;
    }

    /**
     * Writes a passage that nobody reported before.
     *
     * @param way which way; null for whichever fits
     * @param plate null where none was read
     * @param decision whether a person or a sender decided it, rather than a camera read it
     */
    OpenOutcome write(
            DecisionContext desk,
            GateEvent.@Nullable Kind way,
            @Nullable Plate plate,
            boolean decision,
            OpenRequest request) {
        Fact.Reading reading = clocks.reading(request, desk.now());
        if (plate == null) {
            return way == GateEvent.Kind.EXIT
                    ? leaveAlone(desk, null, request, reading)
                    : letIn(desk, null, request, reading);
        }
        Visit inside = desk.openVisit(plate).orElse(null);
        boolean leaves = way == null ? inside != null : way == GateEvent.Kind.EXIT;
        return leaves
                ? exit(desk, plate, inside, decision, request, reading)
                : entry(desk, plate, inside, request, reading);
    }

    /**
     * Lets a car in on a person's word.
     *
     * @param plate null where none was read
     * @param because why, where it is out of the ordinary
     */
    OpenOutcome letIn(
            DecisionContext desk,
            @Nullable Plate plate,
            OpenRequest request,
            @Nullable Because because) {
        Fact.Reading reading = clocks.reading(request, desk.now());
        Visit inside = plate == null ? null : desk.openVisit(plate).orElse(null);
        if (inside != null
                && because != null
                && because.reason() == Because.Reason.DUPLICATE
                && inside.eventId().equals(request.shown())) {
            miss(desk, inside, reading);
            inside = null;
        }
        OpenOutcome outcome =
                plate == null
                        ? letIn(desk, null, request, reading)
                        : entry(desk, plate, inside, request, reading);
        if (because != null && outcome instanceof OpenOutcome.Entered in) {
            desk.append(
                    Till.incident(in.eventId(), because, 0, request.edgeId(), request.plateText()));
        }
        return outcome;
    }

    /** Ends the visit of a car that left unseen; the stay was at most as long as this says. */
    private static void miss(DecisionContext desk, Visit inside, Fact.Reading reading) {
        Instant noticed = GateClocks.passed(reading, desk.now());
        var unseen =
                new Fact.Reading(
                        null, null, null, reading.source(), null, null, reading.clockDoubtful());
        long seconds = Duration.between(inside.entry().at(), noticed).toSeconds();
        desk.append(
                inside.plate(),
                _ ->
                        new Fact.Exit(
                                inside.eventId(),
                                inside.plate(),
                                null,
                                unseen,
                                0,
                                seconds,
                                null,
                                false,
                                true));
    }

    /**
     * Lets a car out on a person's word, and books how its fee is settled.
     *
     * @param plate what the request names; the visit that was shown says more
     */
    OpenOutcome letOut(
            DecisionContext desk, Plate plate, OpenRequest request, Settlement settlement) {
        Fact.Reading reading = clocks.reading(request, desk.now());
        String shown = request.shown();
        Visit inside =
                shown == null
                        ? desk.openVisit(plate).orElse(null)
                        : desk.visit(shown).filter(Visit::inside).orElse(null);
        if (shown != null && inside == null) {
            return new OpenOutcome.NotInside(plate);
        }
        long fee =
                inside == null
                        ? 0
                        : site.charge(desk, inside, GateClocks.passed(reading, desk.now()))
                                .feeDong();
        if (fee != settlement.dueDong()) {
            Plate car = inside == null ? plate : inside.plate();
            return new OpenOutcome.FeeChanged(car, fee, settlement.dueDong());
        }
        if (inside == null && !(settlement instanceof Settlement.Excused)) {
            return new OpenOutcome.Refused(
                    "shown", "no entry is known: expected a reason for letting the car out");
        }
        OpenOutcome outcome =
                inside == null
                        ? leaveUnknown(desk, plate, request, reading)
                        : letOut(desk, inside, inside.plate(), request, reading);
        if (outcome instanceof OpenOutcome.Left out) {
            Till.book(desk, out.eventId(), settlement, request.edgeId(), request.plateText());
        }
        return outcome;
    }

    private static OpenOutcome leaveUnknown(
            DecisionContext desk, Plate plate, OpenRequest request, Fact.Reading reading) {
        Visit last = desk.lastVisit(plate).orElse(null);
        return last != null && leavesStill(desk, last, reading)
                ? left(last)
                : leaveAlone(desk, plate.isUnread() ? null : plate, request, reading);
    }

    /**
     * What came of an attempt that the store said it had not kept, where it did keep it; null
     * otherwise.
     *
     * @param attempt what it would have come to; null where there was none
     */
    static @Nullable OpenOutcome whereKept(DecisionContext desk, @Nullable OpenOutcome attempt) {
        Visit visit = attempt == null ? null : visit(desk, attempt);
        if (visit == null) {
            return null;
        }
        return attempt instanceof OpenOutcome.Left
                ? leftBy(desk, visit) ? left(visit) : null
                : visit.entryKnown() ? entered(visit) : null;
    }

    /** The visit that an outcome wrote or ended, as it is now; null where there is none. */
    private static @Nullable Visit visit(DecisionContext desk, OpenOutcome outcome) {
        String name =
                switch (outcome) {
                    case OpenOutcome.Entered in -> in.eventId();
                    case OpenOutcome.Left out -> out.eventId();
                    case OpenOutcome.AlreadyInside _,
                            OpenOutcome.NotInside _,
                            OpenOutcome.AgainstLane _,
                            OpenOutcome.FeeChanged _,
                            OpenOutcome.Refused _,
                            OpenOutcome.Unavailable _ ->
                            null;
                };
        return name == null ? null : desk.visit(name).orElse(null);
    }

    private static boolean leftBy(DecisionContext desk, Visit visit) {
        Visit.Departure exit = visit.exit();
        return exit != null && exit.central().equals(desk.central());
    }

    private OpenOutcome entry(
            DecisionContext desk,
            Plate plate,
            @Nullable Visit inside,
            OpenRequest request,
            Fact.Reading reading) {
        // only a device that tells instants can be known to tell of a visit once more
        Visit told =
                inside == null && reading.seen() != null
                        ? desk.lastVisit(plate).orElse(null)
                        : inside;
        if (told != null
                && told.entryKnown()
                && isToldAgain(told.entry().seenAt(), reading)
                && !isBehindExit(told, reading)) {
            return entered(told);
        }
        return inside == null
                ? letIn(desk, plate, request, reading)
                : new OpenOutcome.AlreadyInside(plate, inside.entry().at(), inside.eventId());
    }

    /** Whether a device that held its reports back tells of that passage once more. */
    private static boolean isToldAgain(@Nullable Instant known, Fact.Reading reading) {
        Fact.Seen seen = reading.seen();
        return known != null
                && seen != null
                && Duration.between(known, Instant.ofEpochMilli(seen.ms()))
                                .abs()
                                .compareTo(SAME_INSTANT)
                        <= 0;
    }

    /** Whether the car turned: it was seen to leave, and then this. */
    private static boolean isBehindExit(Visit visit, Fact.Reading reading) {
        Visit.Departure exit = visit.exit();
        Fact.Seen seen = reading.seen();
        if (exit == null || seen == null) {
            return false;
        }
        Instant left = exit.passage().seenAt();
        return Instant.ofEpochMilli(seen.ms()).isAfter(left == null ? exit.passage().at() : left);
    }

    private OpenOutcome exit(
            DecisionContext desk,
            Plate plate,
            @Nullable Visit inside,
            boolean decision,
            OpenRequest request,
            Fact.Reading reading) {
        String shown = request.shown();
        if (shown != null) {
            return inside != null && inside.eventId().equals(shown)
                    ? letOut(desk, inside, plate, request, reading)
                    : new OpenOutcome.NotInside(plate);
        }
        if (inside != null) {
            return letOut(desk, inside, plate, request, reading);
        }
        Visit alike = decision ? null : onlyAlike(plate, desk::openVisit);
        if (alike != null) {
            return letOut(desk, alike, alike.plate(), request, reading);
        }
        Visit last = desk.lastVisit(plate).orElse(null);
        if (last == null || !leavesStill(desk, last, reading)) {
            return leaveAlone(desk, plate, request, reading);
        }
        if (!isAtExitOf(last, request) && last.entryKnown()) {
            desk.append(
                    plate,
                    _ -> new Fact.Exit(last.eventId(), plate, request.edgeId(), reading, 0, 0));
        }
        return left(last);
    }

    /** Whether a car has just left here, and is read once more before it drives away. */
    private static boolean leavesStill(DecisionContext desk, Visit last, Fact.Reading reading) {
        Visit.Departure exit = last.exit();
        if (exit == null || !exit.central().equals(desk.central())) {
            return false;
        }
        Duration since =
                Duration.between(exit.passage().at(), GateClocks.passed(reading, desk.now()));
        return isToldAgain(exit.passage().seenAt(), reading)
                || (!since.isNegative() && since.compareTo(STANDS_AT_EXIT) <= 0);
    }

    private static boolean isAtExitOf(Visit last, OpenRequest request) {
        Visit.Departure exit = last.exit();
        if (exit == null) {
            return false;
        }
        return request.edgeId() != null || exit.edgeId() != null
                ? String.valueOf(request.edgeId()).equals(exit.edgeId())
                : String.valueOf(request.cameraId())
                        .equals(String.valueOf(exit.passage().cameraId()));
    }

    /**
     * The one car inside that a camera would read so: it came as Đ and is seen to leave as D. None
     * where there are two. At an entry it may be another car, so there it is only named.
     */
    static @Nullable Visit onlyAlike(Plate plate, Function<Plate, Optional<Visit>> inside) {
        List<Visit> alike =
                Plates.alike(plate.canonical()).stream()
                        .map(spelling -> inside.apply(new Plate(spelling, spelling)))
                        .flatMap(Optional::stream)
                        .toList();
        return alike.size() == 1 ? alike.getFirst() : null;
    }

    private static OpenOutcome letIn(
            DecisionContext desk,
            @Nullable Plate plate,
            OpenRequest request,
            Fact.Reading reading) {
        Visit visit =
                desk.append(
                        plate == null ? Plate.UNREAD : plate,
                        hlc -> {
                            Plate as =
                                    plate == null ? Plate.unread(desk.central(), hlc.ms()) : plate;
                            return new Fact.Entry(
                                    name(desk, hlc.ms(), as), as, request.edgeId(), reading);
                        });
        return entered(visit);
    }

    private static String name(DecisionContext desk, long ms, Plate plate) {
        return desk.central() + "_" + ms + "_" + plate.canonical();
    }

    private OpenOutcome letOut(
            DecisionContext desk,
            Visit inside,
            Plate plate,
            OpenRequest request,
            Fact.Reading reading) {
        Charge charge = site.charge(desk, inside, GateClocks.passed(reading, desk.now()));
        Visit visit =
                desk.append(
                        plate,
                        _ ->
                                new Fact.Exit(
                                        inside.eventId(),
                                        plate,
                                        request.edgeId(),
                                        reading,
                                        charge.feeDong(),
                                        charge.seconds()));
        return left(visit, plate);
    }

    private static OpenOutcome leaveAlone(
            DecisionContext desk,
            @Nullable Plate plate,
            OpenRequest request,
            Fact.Reading reading) {
        Visit visit =
                desk.append(
                        plate == null ? Plate.UNREAD : plate,
                        hlc -> {
                            Plate as =
                                    plate == null ? Plate.unread(desk.central(), hlc.ms()) : plate;
                            return Fact.Exit.alone(
                                    name(desk, hlc.ms(), as), as, request.edgeId(), reading);
                        });
        return left(visit);
    }

    static OpenOutcome.Entered entered(Visit visit) {
        return new OpenOutcome.Entered(
                visit.eventId(), visit.id(), visit.plate(), visit.entry().at(), visit.review());
    }

    static OpenOutcome.Left left(Visit visit) {
        return left(visit, visit.plate());
    }

    /**
     * @param plate as it is shown: as it was read at the exit
     */
    private static OpenOutcome.Left left(Visit visit, Plate plate) {
        Visit.Departure exit = visit.exit();
        if (exit == null) {
            throw new IllegalStateException("the exit of " + visit.eventId() + " ends no visit");
        }
        return new OpenOutcome.Left(
                visit.eventId(),
                visit.id(),
                plate,
                visit.entryKnown() ? visit.entry().at() : null,
                exit.passage().at(),
                Duration.ofSeconds(visit.entryKnown() ? exit.seconds() : 0),
                exit.feeDong(),
                visit.review());
    }

    /**
     * Keeps another reading of a car that has been reported.
     *
     * @param better the plate, where it was read better than before
     * @return what came of the passage, where the better plate changes it; otherwise {@code first}
     */
    OpenOutcome again(
            DecisionContext desk, OpenOutcome first, @Nullable Plate better, OpenRequest request) {
        Visit visit = visit(desk, first);
        if (visit == null) {
            return first; // voided meanwhile, or joined with its entry
        }
        Fact.Reading reading = clocks.reading(request, desk.now());
        desk.amend(
                List.of(visit.plate()),
                new Fact.Reread(visit.eventId(), request.plateText().strip(), reading));
        return better == null ? first : better(desk, first, visit, better, request, reading);
    }

    private OpenOutcome better(
            DecisionContext desk,
            OpenOutcome first,
            Visit visit,
            Plate better,
            OpenRequest request,
            Fact.Reading reading) {
        Visit.Departure exit = visit.exit();
        Visit inside = desk.openVisit(better).orElse(null);
        if (exit == null) {
            return inside == null ? entered(corrected(desk, visit, better)) : first;
        }
        if (visit.entryKnown()) {
            return first; // the plate that was read first is that of a car which was inside
        }
        if (inside == null) {
            return left(corrected(desk, visit, better));
        }
        desk.amend(List.of(visit.plate()), new Fact.Voided(visit.eventId(), BY_CAMERA, null));
        return letOut(desk, inside, better, request, reading);
    }

    private static Visit corrected(DecisionContext desk, Visit visit, Plate better) {
        var correction =
                new Fact.Correction(
                        visit.eventId(), better.canonical(), better.view(), BY_CAMERA, null, null);
        return desk.amend(List.of(visit.plate(), better), correction).orElse(visit);
    }
}
