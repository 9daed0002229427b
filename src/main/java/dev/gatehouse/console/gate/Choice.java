package dev.gatehouse.console.gate;

import dev.gatehouse.model.Because;

import java.util.List;

/**
 * What a person may choose by its number where Enter alone would not be right.
 *
 * <p>The numbers of the exceptions (F8) stay the same whether or not each of them is offered.
 */
enum Choice {
    LOST_CARD(1, "gate.choice.lostCard", Because.Reason.LOST_CARD),
    NO_ENTRY(2, "gate.choice.noEntry", Because.Reason.NO_ENTRY),
    WRONG_PLATE(3, "gate.choice.wrongPlate", Because.Reason.WRONG_PLATE),
    DUPLICATE(4, "gate.choice.duplicate", Because.Reason.DUPLICATE),
    FREE(5, "gate.choice.free", Because.Reason.FREE),
    CANCEL(6, "gate.choice.cancel", Because.Reason.CANCELLED),

    MISSED_EXIT(1, "gate.choice.missedExit", Because.Reason.DUPLICATE),
    ANOTHER_CAR(2, "gate.choice.anotherCar", Because.Reason.CLONE),
    READ_AGAIN(3, "gate.choice.readAgain", Because.Reason.DUPLICATE),

    FOREIGN(1, "gate.choice.foreign", Because.Reason.UNUSUAL_PLATE),
    TEMPORARY(2, "gate.choice.temporary", Because.Reason.UNUSUAL_PLATE),
    NO_PLATE(3, "gate.choice.noPlate", Because.Reason.UNUSUAL_PLATE),
    OTHER_FORM(4, "gate.choice.otherForm", Because.Reason.UNUSUAL_PLATE),

    PRIORITY(1, "gate.choice.priority", Because.Reason.FREE),
    GUEST(2, "gate.choice.guest", Because.Reason.FREE),
    TURNED(3, "gate.choice.turned", Because.Reason.FREE),
    OUR_FAULT(4, "gate.choice.ourFault", Because.Reason.FREE),

    REFUSED(1, "gate.choice.refused", Because.Reason.BLOCKED),
    ALLOWED(2, "gate.choice.allowed", Because.Reason.BLOCKED);

    /** Why an unusual plate is right. */
    static final List<Choice> UNUSUAL = List.of(FOREIGN, TEMPORARY, NO_PLATE, OTHER_FORM);

    /** Why a car pays nothing. */
    static final List<Choice> WHY_FREE = List.of(PRIORITY, GUEST, TURNED, OUR_FAULT);

    /** Which of the ways it is, where a car comes in that is inside. */
    static final List<Choice> INSIDE = List.of(MISSED_EXIT, ANOTHER_CAR, READ_AGAIN);

    /** What is done with a plate that is not to pass. */
    static final List<Choice> STOPPED = List.of(REFUSED, ALLOWED);

    private final int number;
    private final String key;
    private final Because.Reason reason;

    Choice(int number, String key, Because.Reason reason) {
        this.number = number;
        this.key = key;
        this.reason = reason;
    }

    /** The digit that chooses it. */
    int number() {
        return number;
    }

    /** Key of its name in the texts. */
    String key() {
        return key;
    }

    Because.Reason reason() {
        return reason;
    }

    /** The exceptions that can be meant with a car. */
    static List<Choice> exceptions(Car car) {
        return switch (car.task()) {
            case LET_OUT, PAY ->
                    car.feeDong() > 0
                            ? List.of(LOST_CARD, WRONG_PLATE, FREE, CANCEL)
                            : List.of(LOST_CARD, WRONG_PLATE, CANCEL);
            case LET_IN -> List.of(WRONG_PLATE, CANCEL);
            case DONE -> List.of(WRONG_PLATE, DUPLICATE, CANCEL);
            case NO_ENTRY -> List.of(NO_ENTRY, WRONG_PLATE, CANCEL);
            case UNREAD -> List.of(NO_ENTRY, CANCEL);
            case ALREADY_INSIDE, BLOCKED, AGAINST_LANE, NOT_WRITTEN -> List.of();
        };
    }
}
