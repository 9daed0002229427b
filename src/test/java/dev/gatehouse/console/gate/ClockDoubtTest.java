package dev.gatehouse.console.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.Sighting;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class ClockDoubtTest {
    private static final CentralId THERE = new CentralId("central-2");

    private static MeshStatus clockOfThere(@Nullable Double offsetMs, double rttMs) {
        return new MeshStatus(
                new CentralId("central-1"),
                Instant.EPOCH,
                true,
                false,
                5,
                new Hash(1, 2, 3, 4),
                2,
                7,
                0,
                LostNumbers.NONE,
                new MeshStatus.Proof(2, 2, null, null),
                List.of(new GivenPeer(THERE.value()).rtt(rttMs, rttMs).offset(offsetMs).state()));
    }

    private static boolean doubtful(long staySeconds, @Nullable Double offsetMs) {
        return ClockDoubt.changesFee(stay(staySeconds, 0), THERE, clockOfThere(offsetMs, 2));
    }

    private static Sighting.Due stay(long seconds, long covered) {
        long hours = Math.ceilDiv(Math.max(0, seconds - covered - 1_800), 3_600);
        return new Sighting.Due(
                seconds, hours * 25_000, hours, covered, new FeeRules(30, 25_000), false);
    }

    @Test
    void aStayThatOnlyAnotherClockMakesLongerThanTheFreeTimeIsDoubtful() {
        long read = 31 * 60 + 20; // 95 s more than the car stayed
        assertThat(doubtful(read, -95_000.0)).isTrue();
        assertThat(doubtful(read, 95_000.0)).as("it stayed longer, within the hour").isFalse();
        assertThat(doubtful(29 * 60, 95_000.0)).as("free, and was not").isTrue();
        assertThat(doubtful(60 * 60, -95_000.0)).as("far from every edge").isFalse();
    }

    @Test
    void aClockThatIsRightOrNotKnownMakesNoDoubt() {
        long edge = 30 * 60 + 1;
        assertThat(doubtful(edge, -15_000.0)).isTrue();
        assertThat(doubtful(edge, -14_999.0)).isFalse();
        assertThat(doubtful(edge, null)).isFalse();
        assertThat(ClockDoubt.changesFee(stay(edge, 0), THERE, null)).isFalse();
        assertThat(
                        ClockDoubt.changesFee(
                                stay(edge, 0),
                                new CentralId("central-1"),
                                clockOfThere(-95_000.0, 2)))
                .as("it came in here")
                .isFalse();
        assertThat(ClockDoubt.changesFee(stay(edge, 0), THERE, clockOfThere(-95_000.0, 200_000)))
                .as("a line that keeps frames waiting")
                .isFalse();
    }

    @Test
    void whatIsPaidForAlreadyIsNoMatterOfTheClock() {
        assertThat(ClockDoubt.changesFee(stay(7_200, 7_200), THERE, clockOfThere(-95_000.0, 2)))
                .isFalse();
        var free = new Sighting.Due(1_801, 0, 1, 0, new FeeRules(30, 0), false);
        assertThat(ClockDoubt.changesFee(free, THERE, clockOfThere(-95_000.0, 2))).isFalse();
    }
}
