package dev.gatehouse.port;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.model.Visit;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What all centrals of the site share: of each list the last one that anybody gave counts. Reading
 * reads the database, and throws {@link StoreUnreadableException} where it cannot.
 */
public interface SitePort {
    /** What a stay costs now. */
    FeeRules fees();

    /** Whether somebody set the fees in the ledger; otherwise they are the configuration's. */
    boolean feesAreShared();

    List<Fact.Member> staff();

    List<Fact.Pass> passes();

    /**
     * The visits of a day that had fewer free minutes since the same car had left just before,
     * newest entry first.
     *
     * @param day the site's
     */
    List<Visit> sharedFreeMinutes(LocalDate day);

    /**
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<SiteOutcome> setFees(FeeRules rules);

    /**
     * Puts another list in the place of the whole list.
     *
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<SiteOutcome> setStaff(List<Fact.Member> members);

    /**
     * Puts another list in the place of the whole list.
     *
     * @return completes after the commit, never exceptionally
     */
    CompletableFuture<SiteOutcome> setPasses(List<Fact.Pass> passes);
}
