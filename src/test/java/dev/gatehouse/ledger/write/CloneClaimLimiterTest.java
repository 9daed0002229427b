package dev.gatehouse.ledger.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

class CloneClaimLimiterTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a clock may begin there
    private final CloneClaimLimiter hearsay = new CloneClaimLimiter(nanos::get);

    private int believedOf(int times) {
        return (int) IntStream.range(0, times).filter(_ -> hearsay.believe()).count();
    }

    @Test
    void aFewThingsAtOnceAreBelievedAndThenOneMoreEveryTenMinutes() {
        assertThat(believedOf(1_000)).isEqualTo(16);
        nanos.addAndGet(Duration.ofSeconds(599).toNanos());
        assertThat(believedOf(1_000)).isZero();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(believedOf(1_000)).isEqualTo(1);
        nanos.addAndGet(Duration.ofMinutes(25).toNanos());
        assertThat(believedOf(1_000)).isEqualTo(2);
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(believedOf(1_000)).as("the five minutes from before count").isEqualTo(1);
    }

    @Test
    void aLongTimeOfQuietAllowsNoMoreAtOnce() {
        nanos.addAndGet(Duration.ofDays(30).toNanos());
        assertThat(believedOf(1_000)).isEqualTo(16);
    }
}
