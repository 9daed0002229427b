package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Folded stays as visits. Pure functions. */
final class Visits {
    private Visits() {}

    /**
     * @param before the visit as it was, null where it is new
     * @return {@code before} itself where nothing changed; otherwise with {@code updatedAt = now},
     *     and id 0 where it is new
     */
    static Visit of(PlateFold.Stay stay, CentralId self, @Nullable Visit before, Instant now) {
        if (!(stay.entry().fact() instanceof Fact.Entry entry)) {
            throw new IllegalArgumentException("a stay begins with an entry");
        }
        FoldFact out = stay.exit();
        Visit visit =
                new Visit(
                        before == null ? 0 : before.id(),
                        entry.eventId(),
                        stay.entry().key().central(),
                        entry.edgeId(),
                        stay.plate(),
                        passage(stay.entry(), entry.reading()),
                        stay.confirmed(),
                        out == null ? null : departure(out),
                        stay.entry().key().central().equals(self),
                        before == null ? now : before.createdAt(),
                        before == null ? now : before.updatedAt());
        return visit.equals(before) ? visit : stamped(visit, visit.id(), now);
    }

    static Visit numbered(Visit visit, long id) {
        return stamped(visit, id, visit.updatedAt());
    }

    private static Visit stamped(Visit v, long id, Instant updatedAt) {
        return written(v, id, v.createdAt(), updatedAt);
    }

    /** A visit that ends; its row changes now. */
    static Visit left(Visit visit, FoldFact out, Instant now) {
        return changed(visit, visit.confirmed(), departure(out), now);
    }

    /** A visit behind whose entry the barrier was closed; itself where that is known. */
    static Visit confirmed(Visit visit, Instant now) {
        return visit.confirmed() ? visit : changed(visit, true, visit.exit(), now);
    }

    private static Visit changed(
            Visit v, boolean confirmed, Visit.@Nullable Departure exit, Instant now) {
        return new Visit(
                v.id(),
                v.eventId(),
                v.sourceCentral(),
                v.edgeId(),
                v.plate(),
                v.entry(),
                confirmed,
                exit,
                v.local(),
                v.createdAt(),
                now);
    }

    /** One visit with how another ended, which is the same visit at another time. */
    static Visit withExitOf(Visit visit, Visit other) {
        return changed(visit, other.confirmed(), other.exit(), visit.updatedAt());
    }

    /** The same visit under that number, with the times of its row. */
    static Visit written(Visit v, long id, Instant createdAt, Instant updatedAt) {
        return new Visit(
                id,
                v.eventId(),
                v.sourceCentral(),
                v.edgeId(),
                v.plate(),
                v.entry(),
                v.confirmed(),
                v.exit(),
                v.local(),
                createdAt,
                updatedAt);
    }

    private static Visit.Departure departure(FoldFact out) {
        if (!(out.fact() instanceof Fact.Exit exit)) {
            throw new IllegalArgumentException("a stay ends with an exit");
        }
        return new Visit.Departure(
                passage(out, exit.reading()),
                out.key().central(),
                exit.edgeId(),
                exit.seconds(),
                exit.feeDong());
    }

    private static Visit.Passage passage(FoldFact fact, Fact.Reading reading) {
        return new Visit.Passage(
                Instant.ofEpochMilli(fact.wallMs()),
                reading.cameraId(),
                reading.cameraName(),
                reading.confidence(),
                reading.source());
    }
}
