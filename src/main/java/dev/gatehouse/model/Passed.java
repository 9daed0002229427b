package dev.gatehouse.model;

/**
 * What became of a report that a car passes, and whether it had been reported before.
 *
 * @param outcome what came of it; of a repeat what came of the first report
 * @param repeated whether the passage had been reported already
 * @param laneConfigured whether the report came from a lane of the configuration
 */
public record Passed(OpenOutcome outcome, boolean repeated, boolean laneConfigured) {
    /** A report of a passage that nobody reported before, from a device without a lane. */
    public static Passed first(OpenOutcome outcome) {
        return new Passed(outcome, false, false);
    }

    /** Another outcome of the same report. */
    public Passed with(OpenOutcome other) {
        return new Passed(other, repeated, laneConfigured);
    }
}
