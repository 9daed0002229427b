package dev.gatehouse.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.stream.LongStream;

/** The faults are such that other ways to sync lose by them. */
class RivalsTest {
    private static final int RUNS = 300;

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

    @Test
    void aStreamForEachStartLosesNothingUnderTheSameFaults() {
        assertThat(runsThatLose(Rival.STREAM_PER_START)).isZero();
    }
}
