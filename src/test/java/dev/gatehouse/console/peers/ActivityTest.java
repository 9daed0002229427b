package dev.gatehouse.console.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class ActivityTest {
    private static final Instant START = Instant.parse("2026-11-27T07:32:05Z"); // a span begins

    private final Activity activity = new Activity();

    private void look(long seconds, long total) {
        activity.look(START.plusSeconds(seconds), total);
    }

    @Test
    void whatCameInASpanIsItsPointOnceItIsOver() {
        look(0, 1_000);
        look(1, 1_003);
        look(4, 1_004);
        assertThat(activity.points()).hasSize(14).containsOnly(0);
        assertThat(activity.lately()).isEqualTo(4);

        look(5, 1_004);
        assertThat(activity.points()).endsWith(0, 4);
        look(12, 1_010);
        assertThat(activity.points()).as("and what came unseen is of the look").endsWith(0, 4, 0);
        look(15, 1_010);
        assertThat(activity.points()).endsWith(0, 4, 0, 6);
    }

    @Test
    void whatIsOlderThanItsPointsIsForgotten() {
        look(0, 0);
        look(1, 7);
        look(59, 7);
        assertThat(activity.lately()).isEqualTo(7);
        look(60, 7);
        assertThat(activity.lately()).isZero();
        look(70, 7);
        assertThat(activity.points()).startsWith(7, 0);
        look(75, 7);
        assertThat(activity.points()).containsOnly(0);
        look(10_000_000, 9);
        assertThat(activity.points()).containsOnly(0);
        assertThat(activity.lately()).isEqualTo(2);
    }

    @Test
    void aCountThatBeginsAnewAndAClockThatIsSetBackAreNoEvents() {
        look(0, 500);
        look(6, 3);
        look(7, 5);
        assertThat(activity.lately()).isEqualTo(2);
        look(-3_600, 9);
        assertThat(activity.lately()).isZero();
        look(-3_595, 10);
        look(-3_590, 10);
        assertThat(activity.points()).endsWith(0, 1);
    }
}
