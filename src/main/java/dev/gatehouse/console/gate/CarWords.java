package dev.gatehouse.console.gate;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PlateClass;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of a car before a barrier, in the language of the window. FX thread only. */
final class CarWords {
    private static final int NAMED = 3;

    /** From so many hundredths on a reading is as good as certain, and below it a person looks. */
    private static final long SURE_PERCENT = 90;

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;

    CarWords(LiveNode live, Words words, SiteTime time) {
        this.live = live;
        this.words = words;
        this.time = time;
    }

    /**
     * The words of a card; each is empty where there is nothing to say.
     *
     * @param prompt what the card is about
     * @param pass its pass, or that it has none
     * @param about where it came from, when, and how surely it was read
     * @param why how the fee came about
     * @param warning what a person should look at
     * @param action what Enter does
     * @param alarming whether something is out of the ordinary
     */
    record Said(
            String prompt,
            String plate,
            String pass,
            String about,
            String fee,
            String why,
            String warning,
            String action,
            boolean alarming) {}

    Instant now() {
        return live.now();
    }

    Said of(LaneWork work) {
        return switch (work.step()) {
            case Step.Ready _ -> quiet(words.get("gate.card.waiting"));
            case Step.Looking _ -> quiet(words.get("gate.card.looking"));
            case Step.Shown(Car car) -> car(car, work, "");
            case Step.Menu menu -> menu(menu, work);
            case Step.Undoing(Act act) -> undoing(act);
            case Step.Writing(Car car) ->
                    car == null
                            ? quiet(words.get("gate.card.writing"))
                            : car(car, work, words.get("gate.card.writing"));
        };
    }

    private static Said quiet(String prompt) {
        return new Said(prompt, "", "", "", "", "", "", "", false);
    }

    private Said undoing(Act act) {
        boolean entry = act.way() == GateEvent.Kind.ENTRY;
        return new Said(
                words.get("gate.card.undo"),
                words.plate(act.plate()),
                "",
                words.get(
                        entry ? "gate.card.undoEntry" : "gate.card.undoExit",
                        time.of(act.at(), live.now())),
                act.dong() > 0 ? words.dong(act.dong()) : "",
                act.dong() > 0 ? words.get("gate.card.undoMoney") : "",
                "",
                words.get(entry ? "gate.card.doUndoEntry" : "gate.card.doUndoExit"),
                true);
    }

    private Said menu(Step.Menu menu, LaneWork work) {
        Said car = car(menu.car(), work, "");
        Choice chosen = menu.chosen();
        boolean exceptions = menu.choices().contains(Choice.CANCEL);
        return new Said(
                exceptions ? words.get("gate.card.exceptions") : prompt(menu),
                car.plate(),
                "",
                menu.choices().equals(Choice.INSIDE) ? car.about() : "",
                car.fee(),
                "",
                warning(menu, work.stage().need()),
                chosen == null ? "" : words.get(chosen.key()),
                true);
    }

    private String warning(Step.Menu menu, LaneStage.Need need) {
        if (need == LaneStage.Need.CHOICE) {
            return words.get("gate.need.choice");
        }
        if (menu.choices().equals(Choice.UNUSUAL)) {
            return words.get("gate.card.unusualMore");
        }
        return menu.choices().equals(Choice.STOPPED) ? words.get("gate.card.blockedMore") : "";
    }

    private String prompt(Step.Menu menu) {
        if (menu.choices().equals(Choice.UNUSUAL)) {
            return words.get("gate.card.unusual");
        }
        if (menu.choices().equals(Choice.WHY_FREE)) {
            return words.get("gate.card.whyFree");
        }
        return prompt(menu.car());
    }

    private Said car(Car car, LaneWork work, String instead) {
        boolean leaves =
                (car.task() == Task.LET_OUT || car.task() == Task.PAY || car.task() == Task.DONE)
                        && car.way() == GateEvent.Kind.EXIT
                        && car.due() != null;
        Sighting.Due due = car.due();
        return new Said(
                instead.isEmpty() ? prompt(car) : instead,
                car.plate().isUnread() ? "" : words.plate(car.plate()),
                classAndPass(car),
                about(car),
                leaves && due != null ? words.dong(due.feeDong()) : "",
                leaves && due != null ? FeeWords.of(due, words) : "",
                warning(car, work),
                action(car, work),
                isAlarming(car));
    }

    private static boolean isAlarming(Car car) {
        return switch (car.task()) {
            case LET_IN, LET_OUT, PAY, DONE -> false;
            case ALREADY_INSIDE, NO_ENTRY, UNREAD, BLOCKED, AGAINST_LANE, NOT_WRITTEN -> true;
        };
    }

    private String prompt(Car car) {
        boolean exit = car.way() == GateEvent.Kind.EXIT;
        return words.get(
                switch (car.task()) {
                    case LET_IN -> "gate.card.entry";
                    case LET_OUT, PAY -> "gate.card.exit";
                    case DONE -> exit ? "gate.card.left" : "gate.card.entered";
                    case ALREADY_INSIDE -> "gate.card.alreadyInside";
                    case NO_ENTRY ->
                            car.near().isEmpty() ? "gate.card.noEntry" : "gate.card.isItThis";
                    case UNREAD -> "gate.card.unread";
                    case BLOCKED -> "gate.card.blocked";
                    case AGAINST_LANE -> "gate.card.againstLane";
                    case NOT_WRITTEN -> "gate.card.notWritten";
                });
    }

    private String about(Car car) {
        List<String> parts = new ArrayList<>();
        Visit visit = car.visit();
        Sighting.Due due = car.due();
        boolean leaves = car.way() == GateEvent.Kind.EXIT;
        if (visit != null && visit.entryKnown() && car.task() != Task.DONE) {
            parts.add(
                    words.get(
                            "gate.card.stay",
                            visit.sourceCentral(),
                            time.of(visit.entry().at(), live.now()),
                            words.stay(stay(visit, due))));
        } else if (visit != null && leaves && due != null) {
            parts.add(words.stay(Duration.ofSeconds(Math.max(0, due.seconds()))));
        } else if (car.task() == Task.LET_IN) {
            parts.add(words.get("gate.card.notInside"));
        }
        String read = read(car);
        if (!read.isEmpty()) {
            parts.add(read);
        }
        return String.join(" · ", parts);
    }

    private Duration stay(Visit visit, Sighting.@Nullable Due due) {
        return due == null
                ? Duration.between(visit.entry().at(), live.now())
                : Duration.ofSeconds(Math.max(0, due.seconds()));
    }

    /** How surely a device read the car, and what it read instead. */
    private String read(Car car) {
        LaneCard card = car.card();
        if (card == null || car.plate().isUnread()) {
            return "";
        }
        Double confidence = card.report().confidence();
        Long percent = confidence == null ? null : (Long) Math.round(confidence * 100);
        String other = car.readAs();
        if (other != null) {
            return percent == null
                    ? words.get("gate.card.readAs", other)
                    : words.get("gate.card.readAsSurely", other, percent);
        }
        return percent == null
                ? words.get("gate.card.byCamera")
                : words.get(
                        percent >= SURE_PERCENT ? "gate.card.read" : "gate.card.readUnsurely",
                        percent);
    }

    /** What kind of vehicle the plate is made for, and the pass; each where it is known. */
    private String classAndPass(Car car) {
        String vehicle =
                switch (PlateClass.of(car.plate())) {
                    case CAR -> words.get("gate.class.car");
                    case MOTORBIKE -> words.get("gate.class.motorbike");
                    case MILITARY -> words.get("gate.class.military");
                    case FOREIGN -> words.get("gate.class.foreign");
                    case TEMPORARY -> words.get("gate.class.temporary");
                    case OTHER -> "";
                };
        return Stream.of(vehicle, pass(car))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    private String pass(Car car) {
        Fact.Pass pass = car.pass();
        Fact.Pass lapsed = car.lapsed();
        if (car.isBlocked()) {
            return "";
        }
        if (pass != null) {
            return pass.endDate() == null
                    ? words.get("gate.card.passForEver")
                    : until(pass.endDate());
        }
        if (lapsed != null && lapsed.endDate() != null) {
            return words.get("gate.card.passEnded", day(lapsed.endDate()));
        }
        return switch (car.task()) {
            case LET_IN, LET_OUT, PAY, DONE -> words.get("gate.card.casual");
            default -> "";
        };
    }

    private static String day(String date) {
        try {
            return SiteTime.day(LocalDate.parse(date));
        } catch (DateTimeParseException noDay) { // taken over as it was written
            return date;
        }
    }

    /** A day as it was taken over, which may be none. */
    private String until(String endDate) {
        try {
            LocalDate last = LocalDate.parse(endDate);
            long left = ChronoUnit.DAYS.between(time.day(live.now()), last);
            return words.get("gate.card.pass", SiteTime.day(last), left);
        } catch (DateTimeParseException noDay) {
            return words.get("gate.card.passUnread", endDate);
        }
    }

    private String warning(Car car, LaneWork work) {
        String asked =
                switch (work.stage().need()) {
                    case NOTHING -> "";
                    case MONEY -> words.get("gate.need.money");
                    case MORE_MONEY -> words.get("gate.need.moreMoney", words.dong(car.feeDong()));
                    case CHOICE -> words.get("gate.need.exception");
                    case CAR -> words.get("gate.need.car");
                    case PLATE -> words.get("gate.need.plate");
                };
        if (!asked.isEmpty()) {
            return asked;
        }
        return switch (car.task()) {
            case LET_OUT, PAY -> doubt(car);
            case LET_IN -> unheard();
            case ALREADY_INSIDE -> "";
            case NO_ENTRY -> {
                if (car.near().isEmpty()) {
                    yield noEntry();
                }
                // the picture of the car that is chosen needs the room
                yield work.nearChosen() == null ? words.get("gate.card.isItThisMore") : "";
            }
            case UNREAD -> words.get("gate.card.unreadMore");
            case BLOCKED -> words.get("gate.card.blockedMore");
            case AGAINST_LANE -> words.get("gate.card.againstLaneMore");
            case NOT_WRITTEN -> words.get("gate.card.notWrittenMore");
            case DONE -> "";
        };
    }

    private String doubt(Car car) {
        Visit visit = car.visit();
        Sighting.Due due = car.due();
        if (visit == null || due == null) {
            return "";
        }
        boolean doubtful =
                due.needsReview()
                        || ClockDoubt.changesFee(due, visit.sourceCentral(), live.status());
        return doubtful ? words.get("gate.card.review") : "";
    }

    private String noEntry() {
        String unheard = unheard();
        return unheard.isEmpty() ? words.get("gate.card.noEntryMore") : unheard;
    }

    /** Peers whose entries may be missing here, which is why a car may seem not to be inside. */
    private String unheard() {
        String names = unreached();
        return names.isEmpty() ? "" : words.get("gate.card.unheard", names);
    }

    /** The names of the peers that are not connected; empty where all are. */
    String unreached() {
        MeshStatus status = live.status();
        if (status == null) {
            return "";
        }
        List<String> names =
                status.peers().stream()
                        .filter(p -> !p.connected())
                        .map(p -> p.id().value())
                        .toList();
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + ", …" : first;
    }

    private String action(Car car, LaneWork work) {
        return switch (car.task()) {
            case LET_IN ->
                    words.get(car.isUnusual() ? "gate.card.acceptUnusual" : "gate.card.letIn");
            case LET_OUT, PAY -> exitAction(car, work.stage().cash());
            case DONE -> words.get("gate.card.done");
            case NO_ENTRY -> work.nearChosen() != null ? words.get("gate.card.thisCar") : "";
            case ALREADY_INSIDE, UNREAD, BLOCKED -> "";
            case AGAINST_LANE -> words.get("gate.card.understood");
            case NOT_WRITTEN -> words.get("gate.card.again");
        };
    }

    private String exitAction(Car car, Cash cash) {
        if (!car.isToPay()) {
            boolean free = car.feeDong() > 0;
            return words.get(free ? "gate.card.letOutFree" : "gate.card.letOut");
        }
        Long given = cash.dong();
        if (given == null) {
            return words.get("gate.card.takeMoney");
        }
        long missing = car.feeDong() - given;
        return missing > 0
                ? words.get("gate.card.short", words.dong(missing))
                : words.get("gate.card.letOutPaid");
    }

    /** When the car was reported. */
    String age(LaneWork work) {
        Car car = work.step().car();
        return car == null || car.card() == null
                ? ""
                : words.get(
                        "gate.lane.age",
                        words.span(
                                Duration.between(
                                        car.card().since(),
                                        Instant.ofEpochMilli(
                                                Math.max(
                                                        live.now().toEpochMilli(),
                                                        car.card().since().toEpochMilli())))));
    }

    String entryCaption(@Nullable Visit visit) {
        return visit == null
                ? ""
                : words.get("gate.picture.entry", time.of(visit.entry().at(), live.now()));
    }

    String nowCaption(Car car) {
        LaneCard card = car.card();
        if (card == null) {
            return "";
        }
        boolean exit = car.way() == GateEvent.Kind.EXIT;
        return words.get(
                exit ? "gate.picture.exit" : "gate.picture.now", time.of(card.since(), live.now()));
    }

    /** What a chip says of a lane that is not shown. */
    String chip(LaneWork work) {
        String name = work.lane().name();
        return words.get(
                work.isCarWaiting() || work.hasUndecidedCar()
                        ? "gate.lane.chipWaiting"
                        : "gate.lane.chip",
                name);
    }
}
