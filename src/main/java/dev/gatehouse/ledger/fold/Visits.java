package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Folded stays as visits. Pure functions. */
public final class Visits {
    private static final long MILLIS_OF_SECOND = 1_000;

    private Visits() {}

    /**
     * @param before the visit as it was, null where it is new
     * @return {@code before} itself where nothing changed; otherwise with {@code updatedAt = now},
     *     and id 0 where it is new
     */
    public static Visit of(
            PlateFold.Stay stay, CentralId self, @Nullable Visit before, Instant now) {
        FoldFact in = stay.entry();
        FoldFact out = stay.exit();
        Visit visit =
                new Visit(
                        before == null ? 0 : before.id(),
                        stay.eventId(),
                        in.key().central(),
                        edge(in),
                        stay.plate(),
                        passage(in),
                        stay.confirmed(),
                        out == null ? null : departure(out, in.wallMs()),
                        in.key().central().equals(self),
                        before == null ? now : before.createdAt(),
                        before == null ? now : before.updatedAt(),
                        in.fact() instanceof Fact.Entry,
                        1 + stay.rereads());
        return visit.equals(before) ? visit : stamped(visit, visit.id(), now);
    }

    /**
     * The facts of a stay that its row can keep.
     *
     * @param stays of one car, in order, up to its last
     * @param at which of them
     */
    public static VisitStore.Sources sources(List<PlateFold.Stay> stays, int at) {
        PlateFold.Stay stay = stays.get(at);
        long next = at + 1 < stays.size() ? stays.get(at + 1).entry().key().t() : Long.MAX_VALUE;
        String plate = stay.plate().canonical();
        FoldFact exit = stay.exit();
        FactStore.FactRow ended =
                exit != null
                                && exit != stay.entry()
                                && exit.named().equals(stay.eventId())
                                && exit.key().t() < next
                        ? FactStore.FactRow.of(exit, plate)
                        : null;
        return new VisitStore.Sources(FactStore.FactRow.of(stay.entry(), plate), ended);
    }

    public static Visit numbered(Visit visit, long id) {
        return stamped(visit, id, visit.updatedAt());
    }

    private static Visit stamped(Visit v, long id, Instant updatedAt) {
        return written(v, id, v.createdAt(), updatedAt);
    }

    /** A visit that ends; its row changes now. */
    public static Visit left(Visit visit, FoldFact out, Instant now) {
        Visit.Departure departure = departure(out, visit.entry().at().toEpochMilli());
        return changed(visit, visit.confirmed(), departure, visit.readings(), now);
    }

    /** Gives a visit the end {@code exit}; null while its car is inside. */
    public static Visit ended(Visit visit, Visit.@Nullable Departure exit) {
        return changed(visit, visit.confirmed(), exit, visit.readings(), visit.updatedAt());
    }

    /** A visit of whose car the plate was read once more. */
    static Visit reread(Visit visit, Instant now) {
        return changed(visit, visit.confirmed(), visit.exit(), visit.readings() + 1, now);
    }

    /** A visit behind whose entry the barrier was closed; itself where that is known. */
    static Visit confirmed(Visit visit, Instant now) {
        return visit.confirmed()
                ? visit
                : changed(visit, true, visit.exit(), visit.readings(), now);
    }

    private static Visit changed(
            Visit v, boolean confirmed, Visit.@Nullable Departure exit, int readings, Instant now) {
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
                now,
                v.entryKnown(),
                readings);
    }

    /** One visit with how another ended, which is the same visit at another time. */
    public static Visit withExitOf(Visit visit, Visit other) {
        return changed(visit, other.confirmed(), other.exit(), other.readings(), visit.updatedAt());
    }

    /** Gives a visit the number and the times of its row. */
    public static Visit written(Visit v, long id, Instant createdAt, Instant updatedAt) {
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
                updatedAt,
                v.entryKnown(),
                v.readings());
    }

    /** The end of a stay; of an exit without a known entry the fact tells no length. */
    private static Visit.Departure departure(FoldFact out, long enteredMs) {
        if (!(out.fact() instanceof Fact.Exit exit)) {
            throw new IllegalArgumentException("a stay ends with an exit");
        }
        return new Visit.Departure(
                passage(out),
                out.key().central(),
                exit.edgeId(),
                exit.alone()
                        ? Math.floorDiv(out.wallMs() - enteredMs, MILLIS_OF_SECOND)
                        : exit.seconds(),
                exit.feeDong(),
                exit.alone(),
                exit.missed());
    }

    private static @Nullable String edge(FoldFact fact) {
        return switch (fact.fact()) {
            case Fact.Entry entry -> entry.edgeId();
            case Fact.Exit exit -> exit.edgeId();
            case Fact.EntryConfirmed _,
                    Fact.Reread _,
                    Fact.Correction _,
                    Fact.Voided _,
                    ExitUndone _ ->
                    null;
        };
    }

    private static Visit.Passage passage(FoldFact fact) {
        Fact.Reading reading =
                switch (fact.fact()) {
                    case Fact.Entry entry -> entry.reading();
                    case Fact.Exit exit -> exit.reading();
                    case Fact.EntryConfirmed _,
                            Fact.Reread _,
                            Fact.Correction _,
                            Fact.Voided _,
                            ExitUndone _ ->
                            Fact.Reading.NONE;
                };
        Fact.Seen seen = reading.seen();
        return new Visit.Passage(
                Instant.ofEpochMilli(fact.wallMs()),
                reading.cameraId(),
                reading.cameraName(),
                reading.confidence(),
                reading.source(),
                seen == null ? null : Instant.ofEpochMilli(seen.ms()),
                reading.clockDoubtful(),
                reading.picture());
    }
}
