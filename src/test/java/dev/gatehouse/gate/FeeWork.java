package dev.gatehouse.gate;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;

/** A gate at a real ledger whose clock is set to times of the site. */
final class FeeWork implements AutoCloseable {
    final Booth booth;
    final SiteBook book;
    final Gate gate;

    FeeWork(Path folder, String central, FeeRules rules) {
        booth = new Booth(folder, central);
        book = new SiteBook(booth.ledger(), rules, Booth.ZONE);
        gate = new Gate(booth.ledger(), book, booth.clock);
    }

    @Override
    public void close() {
        booth.close();
    }

    static Instant time(String local) {
        return LocalDateTime.parse(local).atZone(Booth.ZONE).toInstant();
    }

    /** It is that time now, which must not be before the one that it was. */
    FeeWork at(String local) {
        Duration passes = Duration.between(booth.clock.instant(), time(local));
        if (passes.isNegative()) {
            throw new IllegalArgumentException(local + " is over");
        }
        booth.clock.pass(passes);
        return this;
    }

    FeeWork passes(Fact.Pass... passes) {
        book.setPasses(List.of(passes)).join();
        return this;
    }

    FeeWork in(String plate) {
        if (!(open(plate) instanceof OpenOutcome.Entered)) {
            throw new IllegalStateException(plate + " was inside");
        }
        return this;
    }

    /** What it is charged, which must be what it was told before. */
    long out(String plate) {
        long told = due(plate, booth.clock.instant()).feeDong();
        long fee = ((OpenOutcome.Left) open(plate)).feeDong();
        if (fee != told) {
            throw new AssertionError("told " + told + ", charged " + fee);
        }
        return fee;
    }

    private OpenOutcome open(String plate) {
        GateEvent.Kind way =
                booth.ledger().visits().inside(new Plate(plate, plate)).isPresent()
                        ? GateEvent.Kind.EXIT
                        : GateEvent.Kind.ENTRY;
        return gate.open(way, new OpenRequest(plate, null, null, null, null, null, null))
                .join()
                .outcome();
    }

    Sighting.Due due(String plate, Instant at) {
        return Objects.requireNonNull(((Sighting.Seen) gate.look(plate, null, null, at)).due());
    }

    static Fact.Pass pass(long id, String plate, @Nullable String from, @Nullable String to) {
        return new Fact.Pass(id, plate, "Minh", "monthly", "active", from, to, null, null);
    }

    static Fact.Pass inactive(Fact.Pass pass) {
        return new Fact.Pass(
                pass.id(),
                pass.plateNumber(),
                pass.ownerName(),
                pass.type(),
                "inactive",
                pass.startDate(),
                pass.endDate(),
                null,
                null);
    }
}
