package dev.gatehouse.lane;

import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.Plate;
import dev.gatehouse.plate.PlateDistance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The cars of one lane, the one at the barrier first. Not safe for several threads. */
final class Standing {
    /** As long as a driver looks for his money and somebody for a supervisor. */
    static final Duration WAITS = Duration.ofMinutes(5);

    /** By then the car has driven away, and whoever looks up must not take the next one for it. */
    static final Duration TOLD = Duration.ofSeconds(20);

    /** A device that sees a car says so again sooner than this. */
    static final Duration READ_EVERY = Duration.ofSeconds(10);

    /** Cars that wait behind each other at one barrier; those of a longer queue come up later. */
    static final int MOST = 8;

    /** Readings as near as this, in tenths of a wrong character, may be of one plate. */
    private static final int NEAR_TENTHS = 8;

    private final Lane lane;
    private final boolean configured;
    private final List<LaneCard> cards = new ArrayList<>();
    private LaneState.@Nullable End end;
    private @Nullable Plate decided;
    private Instant decidedAt = Instant.MIN;

    /**
     * @param configured false of a device that no lane names
     */
    Standing(Lane lane, boolean configured) {
        this.lane = lane;
        this.configured = configured;
    }

    Lane lane() {
        return lane;
    }

    /** The same cars in a lane that is configured otherwise now. */
    Standing as(Lane other) {
        var next = new Standing(other, configured);
        next.cards.addAll(cards);
        next.end = end;
        next.decided = decided;
        next.decidedAt = decidedAt;
        return next;
    }

    boolean isEmpty() {
        return cards.isEmpty() && end == null;
    }

    LaneState state() {
        long undecided = cards.stream().filter(card -> card.isUndecided()).count();
        LaneCard first = cards.isEmpty() ? null : cards.getFirst();
        boolean firstCounts = first != null && first.isUndecided();
        return new LaneState(lane, configured, first, (int) undecided - (firstCounts ? 1 : 0), end);
    }

    /**
     * Takes a report.
     *
     * @param id of the card, where the car has none yet
     */
    void take(Arrival arrival, long id, Instant now) {
        LaneCard known = cardOf(arrival, now);
        if (known != null) {
            cards.set(cards.indexOf(known), renewed(known, arrival, now));
            return;
        }
        if (isDecided(arrival, now)) {
            decidedAt = now;
            return;
        }
        if (arrival.repeated()) {
            return; // its card was here, and is over
        }
        cards.stream()
                .filter(card -> hasGone(card, arrival, now))
                .toList()
                .forEach(card -> end(card, LaneState.Why.GONE, now));
        cards.removeIf(card -> !card.isUndecided());
        cards.add(arrival.card(id, now, now));
        if (cards.size() > MOST) {
            end(cards.get(1), LaneState.Why.TIME_OVER, now); // at the first one a person works
        }
    }

    private @Nullable LaneCard cardOf(Arrival arrival, Instant now) {
        return cards.stream().filter(card -> isOf(card, arrival, now)).findFirst().orElse(null);
    }

    private static boolean isOf(LaneCard card, Arrival arrival, Instant now) {
        if (card.isWritten() && arrival.eventId() != null) {
            return arrival.eventId().equals(card.eventId());
        }
        if (arrival.plate().isUnread() || card.plate().isUnread()) {
            return isStillRead(card, now) && arrival.isOfDeviceOf(card);
        }
        return areNear(card.plate(), arrival.plate());
    }

    private static boolean isStillRead(LaneCard card, Instant now) {
        return Duration.between(card.readAt(), now).compareTo(READ_EVERY) < 0;
    }

    private static boolean areNear(Plate a, Plate b) {
        return PlateDistance.tenths(a.canonical(), b.canonical()) <= NEAR_TENTHS;
    }

    /** What is written counts more than what was only seen, and of that the surest reading. */
    private static LaneCard renewed(LaneCard known, Arrival arrival, Instant now) {
        boolean written = arrival.eventId() != null;
        boolean same = arrival.plate().canonical().equals(known.plate().canonical());
        boolean better =
                !arrival.plate().isUnread()
                        && (known.plate().isUnread()
                                || arrival.certainty() > Arrival.certainty(known.report()));
        return written || (!known.isWritten() && (same || better))
                ? arrival.card(known.id(), known.since(), now)
                : at(known, now);
    }

    private static LaneCard at(LaneCard card, Instant now) {
        return new LaneCard(
                card.id(),
                card.kind(),
                card.since(),
                now,
                card.way(),
                card.plate(),
                card.usual(),
                card.report(),
                card.eventId(),
                card.historyId(),
                card.visit(),
                card.due(),
                card.pass(),
                card.lapsed(),
                card.near());
    }

    /** Whether a device still sees the car about which a person has just decided. */
    private boolean isDecided(Arrival arrival, Instant now) {
        Plate last = decided;
        return last != null
                && Duration.between(decidedAt, now).compareTo(lane.window()) < 0
                && !last.isUnread()
                && !arrival.plate().isUnread()
                && areNear(last, arrival.plate());
    }

    /**
     * Whether another car stands where a device saw that one. Where money is due the card stays: it
     * may lie in somebody's hand.
     */
    private static boolean hasGone(LaneCard card, Arrival arrival, Instant now) {
        return switch (card.kind()) {
            case LET_IN, ALREADY_INSIDE, UNREAD, AGAINST_LANE, NOT_WRITTEN ->
                    !isStillRead(card, now) && arrival.isOfDeviceOf(card);
            case LET_OUT, NO_ENTRY, TO_PAY, CAME_IN, LEFT -> false;
        };
    }

    /** A person decided about a car, whichever way its plate came here. */
    void decided(Plate plate, Instant now) {
        cards.stream()
                .filter(card -> !card.plate().isUnread() && areNear(card.plate(), plate))
                .findFirst()
                .ifPresent(card -> end(card, LaneState.Why.DECIDED, now));
        decided = plate;
        decidedAt = now;
    }

    void decided(long id, Instant now) {
        cards.stream()
                .filter(card -> card.id() == id)
                .findFirst()
                .ifPresent(
                        card -> {
                            end(card, LaneState.Why.DECIDED, now);
                            decided = card.plate();
                            decidedAt = now;
                        });
    }

    /** The barrier closed behind a car. */
    void closed(Plate plate, Instant now) {
        cards.stream()
                .filter(card -> card.plate().canonical().equals(plate.canonical()))
                .findFirst()
                .ifPresent(card -> end(card, LaneState.Why.GONE, now));
        decided = null; // the same car may turn and come again
    }

    /** Time passes. */
    void tick(Instant now) {
        cards.stream()
                .filter(card -> !now.isBefore(card.readAt().plus(waits(card))))
                .toList()
                .forEach(card -> end(card, LaneState.Why.TIME_OVER, now));
        if (end != null && !now.isBefore(end.at().plus(TOLD))) {
            end = null;
        }
    }

    private static Duration waits(LaneCard card) {
        return card.isUndecided() ? WAITS : TOLD;
    }

    private void end(LaneCard card, LaneState.Why why, Instant now) {
        cards.remove(card);
        if (card.isUndecided()) {
            end = new LaneState.End(why, card, now);
        }
    }
}
