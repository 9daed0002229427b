package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void nothingIsLostInAFewHundredRuns() {
        int seeds = Integer.getInteger("sim.seeds", 50);
        long from = Long.getLong("sim.from", 1);
        var failed = new java.util.ArrayList<String>();
        for (long seed = from; seed < from + seeds; seed++) {
            World.Outcome outcome = World.of(seed).run();
            if (outcome.failure() != null) {
                failed.add(seed + ": " + outcome.failure() + " " + outcome.faults());
            }
        }
        assertThat(failed).isEmpty();
    }
}
