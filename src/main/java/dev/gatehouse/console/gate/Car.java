package dev.gatehouse.console.gate;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One car before the barrier of a lane, as the window shows it.
 *
 * @param card what devices reported of it; null where its plate was typed and nothing is
 * @param plain what is to be done with it, unless its plate is blocked
 * @param way which way it goes, null where nobody knows
 * @param plate as it is to be written
 * @param usual whether the plate has one of the known forms
 * @param visit its visit, null where none is known
 * @param due what is to be paid, null where nothing is known of it
 * @param pass its pass in force
 * @param lapsed its pass that has ended, or that blocks it
 * @param near cars inside that may be meant, nearest first
 * @param because why it passes although something is out of the ordinary; null until a person said
 */
record Car(
        @Nullable LaneCard card,
        Task plain,
        GateEvent.@Nullable Kind way,
        Plate plate,
        boolean usual,
        @Nullable Visit visit,
        Sighting.@Nullable Due due,
        Fact.@Nullable Pass pass,
        Fact.@Nullable Pass lapsed,
        List<Visit> near,
        @Nullable Because because) {
    Car {
        near = List.copyOf(near);
    }

    /** A car as devices reported it. */
    static Car of(LaneCard card) {
        return new Car(
                card,
                task(card.kind()),
                card.way(),
                card.plate(),
                card.usual(),
                card.visit(),
                card.due(),
                card.pass(),
                card.lapsed(),
                card.near(),
                null);
    }

    private static Task task(LaneCard.Kind kind) {
        return switch (kind) {
            case LET_IN -> Task.LET_IN;
            case LET_OUT -> Task.LET_OUT;
            case CAME_IN, LEFT -> Task.DONE;
            case TO_PAY -> Task.PAY;
            case ALREADY_INSIDE -> Task.ALREADY_INSIDE;
            case NO_ENTRY -> Task.NO_ENTRY;
            case UNREAD -> Task.UNREAD;
            case AGAINST_LANE -> Task.AGAINST_LANE;
            case NOT_WRITTEN -> Task.NOT_WRITTEN;
        };
    }

    /**
     * A car whose plate was typed.
     *
     * @param direction which ways cars go in its lane
     * @param card what devices reported of it under another plate; null where nothing
     */
    static Car of(Sighting.Seen seen, Lane.Direction direction, @Nullable LaneCard card) {
        GateEvent.Kind told = card == null ? null : card.way();
        GateEvent.Kind only = direction.only() == null ? told : direction.only();
        boolean inside = seen.inside() != null;
        boolean leaves = only == null ? inside : only == GateEvent.Kind.EXIT;
        Task task =
                leaves
                        ? inside ? Task.LET_OUT : Task.NO_ENTRY
                        : inside ? Task.ALREADY_INSIDE : Task.LET_IN;
        return new Car(
                card,
                task,
                leaves ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY,
                seen.plate(),
                seen.usual(),
                seen.inside(),
                seen.due(),
                seen.pass(),
                seen.lapsed(),
                List.of(),
                null);
    }

    /** What is to be done with it. */
    Task task() {
        boolean passes =
                switch (plain) {
                    case LET_IN, LET_OUT, PAY, DONE, ALREADY_INSIDE -> true;
                    case NO_ENTRY, UNREAD, BLOCKED, AGAINST_LANE, NOT_WRITTEN -> false;
                };
        return passes && isBlocked() && because == null ? Task.BLOCKED : plain;
    }

    boolean isBlocked() {
        return lapsed != null && lapsed.blocks();
    }

    /** This car with what is known of it now. */
    Car now(Sighting.Seen seen) {
        return new Car(
                card,
                plain,
                way,
                plate,
                usual,
                seen.inside(),
                seen.due(),
                seen.pass(),
                seen.lapsed(),
                near,
                because);
    }

    /** This car with the reason for which it passes. */
    Car because(Because why) {
        return new Car(card, plain, way, plate, usual, visit, due, pass, lapsed, near, why);
    }

    /** This car, of whose plate nothing is believed. */
    Car unread() {
        return new Car(
                card, Task.UNREAD, way, plate, usual, null, null, null, null, List.of(), null);
    }

    /** This car, which comes in although its visit is open. */
    Car entering() {
        return new Car(
                card,
                Task.LET_IN,
                way,
                plate,
                usual,
                visit,
                null,
                pass,
                lapsed,
                List.of(),
                because);
    }

    /** This car, of which no person has said why it passes. */
    Car plainly() {
        return new Car(card, plain, way, plate, usual, visit, due, pass, lapsed, near, null);
    }

    /** Whether it is as its devices reported it, and no person has said anything of it. */
    boolean isAsReported() {
        if (card == null || because != null) {
            return false;
        }
        return task(card.kind()) == plain && card.plate().equals(plate);
    }

    /** What is to be paid for it, in đồng. */
    long feeDong() {
        return due == null ? 0 : due.feeDong();
    }

    /** Whether money is to be taken before Enter does anything. */
    boolean isToPay() {
        boolean free = because != null && because.reason() == Because.Reason.FREE;
        return (task() == Task.LET_OUT || task() == Task.PAY) && feeDong() > 0 && !free;
    }

    /** Whether a person must say first that its plate is right. */
    boolean isUnusual() {
        return task() == Task.LET_IN && !usual && because == null;
    }

    /** Whether it is written already that it passed. */
    boolean isWritten() {
        return card != null && card.isWritten();
    }

    /** What devices read in place of its plate; null where they read the same, or nothing. */
    @Nullable String readAs() {
        if (card == null) {
            return null;
        }
        String text = card.report().plateText().strip();
        return text.isEmpty() || PlateMarks.areAlike(text, plate.view()) ? null : text;
    }

    /**
     * What Enter would do with it: as long as that stays, a person who looks at it is not taken by
     * surprise.
     */
    record Deed(
            Task task,
            String plate,
            @Nullable String visit,
            long feeDong,
            @Nullable Because because,
            @Nullable Long card) {}

    Deed deed() {
        return new Deed(
                task(),
                plate.canonical(),
                visit == null ? null : visit.eventId(),
                feeDong(),
                because,
                card == null ? null : (Long) card.id());
    }
}
