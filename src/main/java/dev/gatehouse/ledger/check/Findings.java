package dev.gatehouse.ledger.check;

import dev.gatehouse.model.Finding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What one part of a verification found: the first hundred, and how many. One thread at a time. */
final class Findings {
    /** More are not read by anybody; where there are so many, the first ones say it. */
    static final int KEPT = 100;

    private final List<Finding> kept = new ArrayList<>();
    private long count;

    void add(Finding finding) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(finding);
        }
    }

    void addAll(Findings other) {
        count += other.count;
        kept.addAll(other.kept.subList(0, Math.min(other.kept.size(), KEPT - kept.size())));
    }

    /** Takes back what turned out to follow from something else. */
    void drop(Predicate<Finding> which) {
        int before = kept.size();
        kept.removeIf(which);
        count -= before - kept.size();
    }

    /** At most {@link #KEPT}. */
    List<Finding> kept() {
        return List.copyOf(kept);
    }

    /** All, also those that were not kept. */
    long count() {
        return count;
    }
}
