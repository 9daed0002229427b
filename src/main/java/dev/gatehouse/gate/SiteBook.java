package dev.gatehouse.gate;

import dev.gatehouse.ledger.Desk;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;
import dev.gatehouse.tariff.Covered;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What all centrals share: fees, staff and passes, of each the last one in the ledger. Any thread.
 */
public final class SiteBook {
    private final Ledger ledger;
    private final ZoneId zone;
    private volatile FeeRules seed;
    private volatile PassIndex passes = new PassIndex("none yet", List.of());

    /**
     * @param seed the fees until somebody sets them in the ledger
     * @param zone the site's, in which a pass has its first and last day
     */
    public SiteBook(Ledger ledger, FeeRules seed, ZoneId zone) {
        this.ledger = ledger;
        this.seed = seed;
        this.zone = zone;
    }

    /** Another configuration; what the ledger has goes before it. */
    public void seed(FeeRules next) {
        seed = next;
    }

    /** What a stay costs now. */
    public FeeRules fees() {
        return fees(ledger.shared().newest(Fact.Fees.KIND));
    }

    /** What a stay costs that began then: later fees are for whoever comes later. */
    FeeRules feesAt(Instant entered) {
        return fees(ledger.shared().newestAt(Fact.Fees.KIND, entered));
    }

    /** The same as a transaction sees it. */
    FeeRules feesAt(Desk desk, Instant entered) {
        return fees(desk.newestAt(Fact.Fees.KIND, entered));
    }

    private FeeRules fees(Optional<Fact> shared) {
        return shared.isPresent() && shared.get() instanceof Fact.Fees(FeeRules rules)
                ? rules
                : seed;
    }

    /** Whether somebody set the fees in the ledger. */
    public boolean feesAreShared() {
        return ledger.shared().newest(Fact.Fees.KIND).isPresent();
    }

    public List<Fact.Member> staff() {
        return ledger.shared().newest(Fact.Staff.KIND).orElse(null) instanceof Fact.Staff staff
                ? staff.members()
                : List.of();
    }

    public List<Fact.Pass> passes() {
        return index().all();
    }

    /** The pass of a car that is in force at a moment; null where there is none. */
    Fact.@Nullable Pass passOf(Plate plate, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, zone);
        return index().of(plate).stream()
                .filter(pass -> PassIndex.isInForce(pass, day))
                .findFirst()
                .orElse(null);
    }

    /** The times that the passes of a car pay for. */
    List<Covered> covered(Plate plate) {
        return index().covered(plate, zone);
    }

    /** The same as a transaction sees it. */
    List<Covered> covered(Desk desk, Plate plate) {
        return index(desk.mark(Fact.Passes.KIND), () -> desk.newest(Fact.Passes.KIND))
                .covered(plate, zone);
    }

    private PassIndex index() {
        return index(
                ledger.shared().mark(Fact.Passes.KIND),
                () -> ledger.shared().newest(Fact.Passes.KIND));
    }

    /** That of the last time, unless something came since: a list may have ten thousand passes. */
    private PassIndex index(Object mark, Supplier<Optional<Fact>> newest) {
        PassIndex known = passes;
        if (!known.mark().equals(mark)) {
            known =
                    new PassIndex(
                            mark,
                            newest.get().orElse(null) instanceof Fact.Passes found
                                    ? found.passes()
                                    : List.of());
            passes = known;
        }
        return known;
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
            if (Plates.typed(passes.get(i).plateNumber(), null)
                    instanceof Reading.Refused refused) {
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
