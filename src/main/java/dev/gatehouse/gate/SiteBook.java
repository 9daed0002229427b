package dev.gatehouse.gate;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.query.SharedFacts;
import dev.gatehouse.ledger.query.VisitList;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.model.Visit;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;
import dev.gatehouse.tariff.Charge;
import dev.gatehouse.tariff.Covered;
import dev.gatehouse.tariff.Tariff;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What all centrals share: fees, staff and passes, of each the last one in the ledger. Any thread.
 */
public final class SiteBook {
    /**
     * How far back passes are looked at in older lists. A person looks at stays of over a month,
     * and a pass is renewed at most about a month before it ends.
     */
    private static final Duration VERSIONS = Duration.ofDays(62);

    /** Who has not renewed a pass after so long has given it up. */
    private static final int RENEWED_WITHIN_DAYS = 31;

    /** Rows that a person looks through at once. */
    private static final int MOST_LISTED = 1_000;

    private final Ledger ledger;
    private final ZoneId zone;
    private volatile FeeRules seed;
    private volatile PassIndex passes;

    /**
     * @param seed the fees until somebody sets them in the ledger
     * @param zone the site's, in which a pass has its first and last day
     */
    public SiteBook(Ledger ledger, FeeRules seed, ZoneId zone) {
        this.ledger = ledger;
        this.seed = seed;
        this.zone = zone;
        this.passes = new PassIndex("none yet", List.of(), zone);
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
    private FeeRules feesAt(SharedFacts shared, Instant entered) {
        return fees(shared.newestAt(Fact.Fees.KIND, entered));
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
        return index(ledger.shared()).all();
    }

    /** The pass of a car that is in force at a moment; null where there is none. */
    Fact.@Nullable Pass passOf(Plate plate, Instant now) {
        return index(ledger.shared()).of(plate, now, zone);
    }

    /**
     * The pass of a car that is not in force any more since a month at most, or that blocks it;
     * null where there is none. Whether another one is in force is not looked at.
     */
    Fact.@Nullable Pass lapsed(Plate plate, Instant now) {
        LocalDate since = LocalDate.ofInstant(now, zone).minusDays(RENEWED_WITHIN_DAYS);
        return index(ledger.shared()).lapsed(plate, since);
    }

    /** That of the last time, unless something came since: a list may have ten thousand passes. */
    private PassIndex index(SharedFacts shared) {
        Object mark = shared.mark(Fact.Passes.KIND);
        PassIndex known = passes;
        if (!known.mark().equals(mark)) {
            known = new PassIndex(mark, shared.passLists(VERSIONS), zone);
            passes = known;
        }
        return known;
    }

    /** What a car owes if it leaves then. */
    public Sighting.Due due(Visit inside, Instant now) {
        SharedFacts shared = ledger.shared();
        FeeRules rules = feesAt(shared, inside.entry().at());
        Charge charge = charge(shared, rules, inside, now, ledger.visits()::before);
        return new Sighting.Due(
                charge.seconds(),
                charge.feeDong(),
                charge.chargedHours(),
                charge.coveredSeconds(),
                rules,
                charge.needsReview() || inside.entry().doubtful(),
                charge.cappedDays(),
                charge.freeSecondsUsedBefore());
    }

    /** What a car that leaves now is charged, as a transaction sees it. */
    Charge charge(DecisionContext desk, Visit inside, Instant now) {
        SharedFacts shared = desk.shared();
        FeeRules rules = feesAt(shared, inside.entry().at());
        return charge(shared, rules, inside, now, desk::visitsBefore);
    }

    private Charge charge(
            SharedFacts shared, FeeRules rules, Visit visit, Instant left, SameStay.Before before) {
        List<Covered> covered = index(shared).covered(visit.plate());
        long used = SameStay.secondsBefore(visit, rules, covered, before);
        return Tariff.charge(visit.entry().at(), left, rules, covered, used);
    }

    /**
     * The visits of a day that had fewer free minutes since the same car had left just before,
     * newest entry first, at most {@value #MOST_LISTED}. How soon is just before is that of the
     * fees at the end of the day.
     *
     * @param day the site's
     */
    public List<Visit> sharedFreeMinutes(LocalDate day) {
        SharedFacts shared = ledger.shared();
        Instant from = day.atStartOfDay(zone).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
        int minutes = feesAt(shared, to).sameStayMinutes();
        if (minutes == 0) {
            return List.of();
        }
        VisitList visits = ledger.visits();
        return visits.soonAgain(from, to, Duration.ofMinutes(minutes), MOST_LISTED).stream()
                .filter(
                        visit ->
                                charge(
                                                        shared,
                                                        feesAt(shared, visit.entry().at()),
                                                        visit,
                                                        visit.entry().at(),
                                                        visits::before)
                                                .freeSecondsUsedBefore()
                                        > 0)
                .toList();
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

    private static SiteOutcome set(DecisionContext desk, String field, Fact.OfSite fact) {
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
