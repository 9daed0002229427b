package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Nodes and originals of both generations at one site, seven hours ahead of UTC. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MixedSimulationTest {
    /** So many take a minute of one processor; thousands are a command of their own. */
    private static final int RUNS = 24;

    @AfterAll
    static void giveBackTheLog() {
        SimLog.remove();
    }

    /**
     * Every visit and exit of the originals is at every node, all that their own code can hold is
     * at the originals, none of our frames is an error there, and no car is inside there that is
     * outside here.
     */
    @Test
    void originalsAndNodesComeToTheSameAfterAllThatGoesWrong() {
        List<String> stories =
                LongStream.rangeClosed(1, RUNS)
                        .parallel()
                        .mapToObj(seed -> World.at(World.Site.ORIGINALS, seed).run())
                        .filter(World.Outcome::failed)
                        .limit(3)
                        .map(Shrinker::story)
                        .toList();
        assertThat(stories).isEmpty();
    }
}
