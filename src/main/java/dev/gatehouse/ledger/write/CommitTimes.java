package dev.gatehouse.ledger.write;

import dev.gatehouse.model.LedgerFigures;

import java.util.ArrayList;
import java.util.List;

/** Counts commits and how long they took. Written by one thread at a time, read by any. */
final class CommitTimes {
    /**
     * In seconds: a commit takes a millisecond on a good disk and ten on a bad one; past a tenth of
     * a second an attendant feels it.
     */
    private static final List<Double> UP_TO =
            List.of(
                    0.001,
                    0.0025,
                    0.005,
                    0.01,
                    0.025,
                    0.05,
                    0.1,
                    0.25,
                    1.0,
                    Double.POSITIVE_INFINITY);

    private static final double NANOS = 1e9;

    private final long[] counts = new long[UP_TO.size()];
    private long commits;
    private long failed;
    private long sumNanos;

    synchronized void succeeded(long nanos) {
        commits++;
        sumNanos += nanos;
        int slot = 0;
        while (nanos > UP_TO.get(slot) * NANOS) {
            slot++;
        }
        counts[slot]++;
    }

    synchronized void failed() {
        failed++;
    }

    synchronized LedgerFigures figures(
            long events, long streams, int requestsWaiting, int eventsWaiting) {
        var spread = new ArrayList<Long>();
        for (long count : counts) {
            spread.add(count);
        }
        return new LedgerFigures(
                events,
                streams,
                commits,
                failed,
                new LedgerFigures.Spread(UP_TO, spread, sumNanos / NANOS),
                requestsWaiting,
                eventsWaiting);
    }
}
