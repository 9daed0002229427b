package dev.gatehouse.node;

import dev.gatehouse.gate.SiteBook;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.SitePort;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What all centrals share, for the outer world. Any thread. */
record SiteDesk(SiteBook book) implements SitePort {
    @Override
    public FeeRules fees() {
        return HistoryReader.read(book::fees);
    }

    @Override
    public boolean feesAreShared() {
        return HistoryReader.read(book::feesAreShared);
    }

    @Override
    public List<Fact.Member> staff() {
        return HistoryReader.read(book::staff);
    }

    @Override
    public List<Fact.Pass> passes() {
        return HistoryReader.read(book::passes);
    }

    @Override
    public List<Visit> sharedFreeMinutes(LocalDate day) {
        return HistoryReader.read(() -> book.sharedFreeMinutes(day));
    }

    @Override
    public CompletableFuture<SiteOutcome> setFees(FeeRules rules) {
        return book.setFees(rules);
    }

    @Override
    public CompletableFuture<SiteOutcome> setStaff(List<Fact.Member> members) {
        return book.setStaff(members);
    }

    @Override
    public CompletableFuture<SiteOutcome> setPasses(List<Fact.Pass> passes) {
        return book.setPasses(passes);
    }
}
