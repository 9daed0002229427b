package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Nodes that run for minutes in a moment, while everything goes wrong that can. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SimulationTest {
    /** So many take a minute and a half of one processor. */
    private static final int RUNS = 200;

    @AfterAll
    static void giveBackTheLog() {
        SimLog.remove();
    }

    @Test
    void nothingIsLostAndAllAgreeWhateverGoesWrong() {
        List<String> stories =
                LongStream.rangeClosed(1, RUNS)
                        .parallel()
                        .mapToObj(seed -> World.of(seed).run())
                        .filter(World.Outcome::failed)
                        .limit(3)
                        .map(Shrinker::story)
                        .toList();
        assertThat(stories).isEmpty();
    }

    @Test
    void oneSeedIsOneRun() {
        World.Outcome once = World.of(17).told().run();
        World.Outcome again = World.of(17).told().run();
        assertThat(once.trace()).isEqualTo(again.trace()).isNotEmpty();
        assertThat(World.of(18).told().run().trace()).isNotEqualTo(once.trace());
    }
}
