package dev.gatehouse.gate;

import dev.gatehouse.ledger.Desk;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What all centrals share: fees, staff and passes, of each the last one in the ledger. Any thread.
 */
public final class SiteBook {
    private static final String ENDED = "inactive";

    private final Ledger ledger;
    private volatile FeeRules seed;

    /**
     * @param seed the fees until somebody sets them in the ledger
     */
    public SiteBook(Ledger ledger, FeeRules seed) {
        this.ledger = ledger;
        this.seed = seed;
    }

    /** Another configuration; what the ledger has goes before it. */
    public void seed(FeeRules next) {
        seed = next;
    }

    /** What a stay costs now. */
    public FeeRules fees() {
        return fees(ledger.newest(Fact.Fees.KIND));
    }

    /** The same as a transaction sees it. */
    FeeRules fees(Desk desk) {
        return fees(desk.newest(Fact.Fees.KIND));
    }

    private FeeRules fees(Optional<Fact> shared) {
        return shared.isPresent() && shared.get() instanceof Fact.Fees(FeeRules rules)
                ? rules
                : seed;
    }

    /** Whether somebody set the fees in the ledger. */
    public boolean feesAreShared() {
        return ledger.newest(Fact.Fees.KIND).isPresent();
    }

    public List<Fact.Member> staff() {
        return ledger.newest(Fact.Staff.KIND).orElse(null) instanceof Fact.Staff staff
                ? staff.members()
                : List.of();
    }

    public List<Fact.Pass> passes() {
        return ledger.newest(Fact.Passes.KIND).orElse(null) instanceof Fact.Passes passes
                ? passes.passes()
                : List.of();
    }

    /** The pass of a car that is in force on a day; null where there is none. */
    Fact.@Nullable Pass passOf(Plate plate, LocalDate day) {
        return passes().stream()
                .filter(pass -> isOf(pass, plate) && isInForce(pass, day))
                .findFirst()
                .orElse(null);
    }

    /** The original's lists cannot tell Đ from D. */
    private static boolean isOf(Fact.Pass pass, Plate plate) {
        return Plates.searchKey(pass.plateNumber()).equals(Plates.comparisonKey(plate.canonical()));
    }

    private static boolean isInForce(Fact.Pass pass, LocalDate day) {
        LocalDate first = date(pass.startDate());
        LocalDate last = date(pass.endDate());
        return !ENDED.equals(pass.status())
                && (first == null || !day.isBefore(first))
                && (last == null || !day.isAfter(last));
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException noDay) { // taken over as it was written
            return null;
        }
    }

    /**
     * Fees from now on.
     *
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<SiteOutcome> setFees(FeeRules rules) {
        return set("fees", new Fact.Fees(rules));
    }

    /** As {@link #setFees}. */
    public CompletableFuture<SiteOutcome> setStaff(List<Fact.Member> members) {
        return set("staff", new Fact.Staff(members));
    }

    /** As {@link #setFees}; each needs a plate. */
    public CompletableFuture<SiteOutcome> setPasses(List<Fact.Pass> passes) {
        for (int i = 0; i < passes.size(); i++) {
            if (Plates.read(passes.get(i).plateNumber()) instanceof Reading.Refused refused) {
                return CompletableFuture.completedFuture(
                        new SiteOutcome.Refused(
                                "subscriptions[" + i + "].plate_number", refused.why()));
            }
        }
        return set("subscriptions", new Fact.Passes(passes));
    }

    private CompletableFuture<SiteOutcome> set(String field, Fact.OfSite fact) {
        return ledger.<SiteOutcome>decide(desk -> set(desk, field, fact))
                .exceptionally(Gate.unwritten(SiteOutcome.Unavailable::new));
    }

    private static SiteOutcome set(Desk desk, String field, Fact.OfSite fact) {
        if (desk.newest(fact.kind()).filter(fact::equals).isPresent()) {
            return new SiteOutcome.Done();
        }
        try {
            desk.append(fact);
            return new SiteOutcome.Done();
        } catch (IllegalArgumentException tooMuch) { // refused before anything was written
            return new SiteOutcome.Refused(field, String.valueOf(tooMuch.getMessage()));
        }
    }
}
