package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.stream.LongStream;

/** The faults are such that other ways to sync lose by them. */
class RivalsTest {
    private static final int RUNS = 300;
    private static final int CAMERA_RUNS = 50;

    private static long runsThatLose(Rival rival) {
        return LongStream.rangeClosed(1, RUNS)
                .filter(seed -> new RivalWorld(rival, seed).lost() > 0)
                .count();
    }

    @ParameterizedTest
    @EnumSource(names = {"TIME_CURSOR", "SEQUENCE_PER_NODE", "LARGEST_NUMBER"})
    void loses(Rival rival) {
        long runs = runsThatLose(rival);
        System.out.println(rival + " loses in " + runs + " of " + RUNS + " runs");
        assertThat(runs).isGreaterThan(RUNS / 50);
    }

    /** What the original does, and most programs to which cameras report. */
    @Test
    void everyReadingIsAnEventMakesTwoCarsOfOne() {
        long runs =
                LongStream.rangeClosed(1, CAMERA_RUNS)
                        .mapToObj(seed -> World.at(World.Site.EVERY_READING, seed).run())
                        .map(World.Outcome::failure)
                        .filter(failure -> failure != null && failure.contains(" facts: "))
                        .count();
        SimLog.remove();
        System.out.println("EVERY_READING fails in " + runs + " of " + CAMERA_RUNS + " runs");
        assertThat(runs).isGreaterThan(CAMERA_RUNS / 2);
    }

    @Test
    void aStreamForEachStartLosesNothingUnderTheSameFaults() {
        assertThat(runsThatLose(Rival.STREAM_PER_START)).isZero();
    }
}
