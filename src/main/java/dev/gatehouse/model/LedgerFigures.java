package dev.gatehouse.model;

import java.util.List;

/**
 * What the ledger has done since it was opened, for monitoring.
 *
 * @param events held
 * @param streams held
 * @param commits that succeeded
 * @param failedCommits that did not; nothing of them was acknowledged
 * @param commitSeconds how long those that succeeded took, the wait for the disk included
 * @param requestsWaiting of this booth, for the next commit
 * @param eventsWaiting from peers, for the next commit
 */
public record LedgerFigures(
        long events,
        long streams,
        long commits,
        long failedCommits,
        Spread commitSeconds,
        int requestsWaiting,
        int eventsWaiting) {

    /**
     * How lengths of time are spread.
     *
     * @param upTo upper bounds in seconds, rising; the last is infinite
     * @param counts how many lie between each bound and the one before it
     * @param sum of all, in seconds
     */
    public record Spread(List<Double> upTo, List<Long> counts, double sum) {
        public Spread {
            upTo = List.copyOf(upTo);
            counts = List.copyOf(counts);
            if (upTo.size() != counts.size()) {
                throw new IllegalArgumentException(
                        upTo.size() + " bounds and " + counts.size() + " counts");
            }
        }
    }
}
