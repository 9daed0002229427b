package dev.gatehouse.console.gate;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

/**
 * Which pictures there are of a car before a barrier.
 *
 * @param hasEntry whether it came in before, so that there may be one of then
 * @param entry the picture of its entry, null where none was taken
 * @param entryCentral where it came in, null where that is not known
 * @param now the one of this moment
 */
record CarPictures(
        boolean hasEntry,
        @Nullable Hash entry,
        @Nullable CentralId entryCentral,
        @Nullable Hash now) {
    /**
     * @param chosen the car inside that a person points at, null where he points at none
     */
    static CarPictures of(Car car, @Nullable Visit chosen) {
        LaneCard card = car.card();
        Visit visit = chosen == null ? car.visit() : chosen;
        boolean here =
                visit != null
                        && car.way() == GateEvent.Kind.ENTRY
                        && car.task() == Task.DONE; // its entry is this very passage
        boolean entered = visit != null && visit.entryKnown() && !here;
        return new CarPictures(
                entered,
                visit != null && entered ? visit.entry().picture() : null,
                visit != null && entered ? visit.sourceCentral() : null,
                card == null ? null : card.report().picture());
    }
}
