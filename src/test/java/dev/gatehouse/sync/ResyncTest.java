package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;

class ResyncTest {
    private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");
    private static final Hash TOP = new Hash(1, 2, 3, 4);

    private long rounds = 7;
    private long roundsAhead = 1;
    private final Resync resync = new Resync(T, 100, () -> rounds);

    private static Instant at(double seconds) {
        return T.plusMillis((long) (seconds * 1000));
    }

    private @Nullable ResyncOutcome look(
            double seconds,
            @Nullable Instant heartbeat,
            @Nullable Long weMiss,
            @Nullable Long theyMiss,
            @Nullable Instant asOf,
            long merged) {
        return resync.step(
                new Resync.Look(
                        at(seconds),
                        heartbeat,
                        weMiss,
                        theyMiss,
                        asOf,
                        rounds + roundsAhead,
                        merged,
                        500,
                        TOP));
    }

    private ResyncProgress progress(double seconds) {
        return resync.progress(at(seconds));
    }

    @Test
    void itComparesTransfersAndVerifies() {
        assertThat(look(0.1, at(-1), 7L, 3L, null, 100)).as("an old heartbeat").isNull();
        assertThat(progress(0.1).stage()).isEqualTo(ResyncProgress.Stage.COMPARE);
        assertThat(look(1, at(0.9), 7L, 3L, null, 100)).isNull();
        assertThat(progress(2))
                .isEqualTo(new ResyncProgress(ResyncProgress.Stage.TRANSFER, 7, 0, 3, 0));
        assertThat(look(3, at(0.9), 3L, 3L, null, 104)).isNull();
        assertThat(progress(3))
                .isEqualTo(new ResyncProgress(ResyncProgress.Stage.TRANSFER, 7, 4, 3, 2));
        assertThat(look(4, at(3), 0L, 3L, null, 107)).isNull();
        assertThat(progress(4).stage()).isEqualTo(ResyncProgress.Stage.VERIFY);
        assertThat(progress(4).received()).isEqualTo(7);
        assertThat(look(5, at(4), 0L, 0L, at(-0.5), 107)).as("proven before it began").isNull();
        assertThat(look(6, at(5), 0L, 0L, at(4.5), 107))
                .isEqualTo(new ResyncOutcome.Identical(at(6), 7, at(4.5), 500, TOP));
    }

    @Test
    void withNothingMissingItGoesStraightToVerifying() {
        assertThat(look(1, at(0.5), 0L, 0L, at(0.5), 100))
                .isEqualTo(new ResyncOutcome.Identical(at(1), 0, at(0.5), 500, TOP));
    }

    @Test
    void aPeerThatDoesNotAnswerFailsItAfterFifteenSeconds() {
        assertThat(look(15, at(-1), 1L, 1L, null, 100)).isNull();
        assertThat(look(15.1, at(-1), 1L, 1L, null, 100))
                .isEqualTo(new ResyncOutcome.Failed(at(15.1), 0, "NO_ANSWER"));
    }

    @Test
    void anIncompleteMapIsNoAnswer() {
        assertThat(look(15.1, at(14), null, null, null, 100))
                .isEqualTo(new ResyncOutcome.Failed(at(15.1), 0, "NO_ANSWER"));
    }

    @Test
    void thirtySecondsWithoutAnEventAreAStallAndWhatCameIsCounted() {
        look(1, at(0.5), 9L, 0L, null, 100);
        assertThat(look(30, at(29), 5L, 0L, null, 104)).isNull();
        assertThat(look(60, at(59), 5L, 0L, null, 104)).isNull();
        assertThat(look(60.1, at(59), 5L, 0L, null, 104))
                .isEqualTo(new ResyncOutcome.Failed(at(60.1), 4, "STALLED"));
    }

    @Test
    void whatIsNotProvenInTimeIsStillDifferent() {
        look(1, at(0.5), 0L, 2L, null, 100);
        assertThat(look(21, at(20), 0L, 2L, null, 100)).isNull();
        assertThat(look(21.1, at(20), 1L, 2L, null, 100))
                .isEqualTo(new ResyncOutcome.StillDifferent(at(21.1), 0, 1L, 2L, null));
    }

    @Test
    void nothingIsCalledIdenticalBeforeTheOwnDiskWasLookedThrough() {
        roundsAhead = 0;
        assertThat(look(1, at(0.5), 0L, 0L, at(0.5), 100)).isNull();
        assertThat(progress(1).stage()).isEqualTo(ResyncProgress.Stage.VERIFY);
        assertThat(look(300, at(299), 0L, 0L, at(299), 100)).as("a slow disk").isNull();
        roundsAhead = 1;
        assertThat(look(301, at(300), 0L, 0L, null, 100)).as("something was found").isNull();
        assertThat(look(310, at(309), 0L, 0L, at(309), 100))
                .isInstanceOf(ResyncOutcome.Identical.class);
    }

    @Test
    void aDiskThatIsNeverLookedThroughEndsIt() {
        roundsAhead = 0;
        look(1, at(0.5), 0L, 0L, at(0.5), 100);
        assertThat(look(901, at(900), 0L, 0L, at(900), 100)).isNull();
        assertThat(look(901.1, at(901), 0L, 0L, at(901), 100))
                .isEqualTo(new ResyncOutcome.Failed(at(901.1), 0, "OWN_DISK"));
    }

    @Test
    void theProofIsWaitedForFromWhenTheDiskWasLookedThrough() {
        roundsAhead = 0;
        look(1, at(0.5), 0L, 2L, null, 100);
        assertThat(look(60, at(59), 0L, 2L, null, 100)).isNull();
        roundsAhead = 1;
        assertThat(look(61, at(60), 0L, 2L, null, 100)).isNull();
        assertThat(look(81, at(80), 0L, 2L, null, 100)).isNull();
        assertThat(look(81.1, at(80), 0L, 2L, null, 100))
                .isEqualTo(new ResyncOutcome.StillDifferent(at(81.1), 0, 0L, 2L, null));
    }

    @Test
    void moreThanThePlanDoesNotMakeMoreThanAll() {
        look(1, at(0.5), 5L, 0L, null, 100);
        look(2, at(1), 1L, 0L, null, 150);
        assertThat(progress(2).received()).isEqualTo(5);
    }
}
