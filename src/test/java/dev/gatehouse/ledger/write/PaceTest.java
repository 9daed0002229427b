package dev.gatehouse.ledger.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PaceTest {
    private final Pace pace = new Pace();

    private void took(int events, long millis) {
        pace.took(events, Duration.ofMillis(millis).toNanos());
    }

    @Test
    void itBeginsWithAPage() {
        assertThat(pace.events()).isEqualTo(1_024);
    }

    @Test
    void onAQuickMachineItDoublesUpToItsLimit() {
        took(1_024, 10);
        assertThat(pace.events()).isEqualTo(2_048);
        took(2_048, 20);
        assertThat(pace.events()).isEqualTo(4_096);
        took(4_096, 0);
        took(8_192, 0);
        assertThat(pace.events()).isEqualTo(8_192);
    }

    @Test
    void itSettlesWhereACarWaitsATenthOfASecond() {
        took(1_024, 50);
        took(2_048, 60);
        assertThat(pace.events()).isEqualTo(3_413);
    }

    @Test
    void aSlowMachineGoesBackToAPageAndNeverBelow() {
        took(1_024, 10);
        took(2_048, 900);
        assertThat(pace.events()).isEqualTo(1_024);
    }

    @Test
    void aFewLiveEventsSayNothing() {
        took(1_024, 10);
        took(3, 40);
        assertThat(pace.events()).isEqualTo(2_048);
    }
}
