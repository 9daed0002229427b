package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkClockTest {
    private final LinkClock clock = new LinkClock();

    @Test
    void nothingIsKnownBeforeTheFirstSample() {
        assertThat(clock.rttMs(50)).isNull();
        assertThat(clock.offsetMs()).isNull();
    }

    @Test
    void theFourInstantsGiveRoundTripAndOffset() {
        // sent at 1000, 40 ms there, the peer 500 ms ahead, 200 ms until it answers, 40 ms back
        clock.sample(1_000, 1_540, 1_740, 1_280);
        assertThat(clock.rttMs(50)).isEqualTo(80);
        assertThat(clock.offsetMs()).isEqualTo(500);
    }

    @Test
    void anUnevenWayShiftsTheOffsetByHalfTheDifference() {
        clock.sample(0, 30, 30, 40);
        assertThat(clock.rttMs(50)).isEqualTo(40);
        assertThat(clock.offsetMs()).isEqualTo(10);
    }

    @Test
    void theQuickestOfTheLastEightTellsTheOffset() {
        clock.sample(0, 1, 1, 2); // forgotten by then
        clock.sample(0, 510, 510, 20);
        for (int slow = 0; slow < 7; slow++) {
            clock.sample(0, 9_000, 9_000, 10_000); // it waited there, so its clock seems ahead
        }
        assertThat(clock.offsetMs()).isEqualTo(500);
    }

    @Test
    void percentilesAreOfTheLastSixtyFour() {
        for (int i = 0; i < 1_000; i++) {
            clock.sample(0, 5_000, 5_000, 10_000);
        }
        for (int rtt = 1; rtt <= 64; rtt++) {
            clock.sample(0, 0, 0, rtt);
        }
        assertThat(clock.rttMs(50)).isEqualTo(33);
        assertThat(clock.rttMs(95)).isEqualTo(61);
        assertThat(clock.rttMs(100)).isEqualTo(64);
    }

    @Test
    void aClockThatWasSetInBetweenGivesNoSample() {
        clock.sample(1_000, 500, 400, 1_001); // set back there
        clock.sample(1_000, 500, 500, 900); // set back here
        assertThat(clock.rttMs(50)).isNull();
    }

    @Test
    void aLinkFasterThanThePeersWholeMillisecondsCountsAsZeroNotAsNothing() {
        clock.sample(1_000.2, 1_000, 1_001, 1_000.9);
        assertThat(clock.rttMs(50)).isZero();
    }
}
