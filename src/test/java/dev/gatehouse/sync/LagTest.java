package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

class LagTest {
    private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir private Path folder;
    private final Lag lag = new Lag();
    private final HeadMap theirs = new HeadMap();
    private TestNode here;

    @BeforeEach
    void aBooth() throws IOException {
        here = new TestNode(folder, 1).open();
    }

    @AfterEach
    void off() {
        here.close();
    }

    private static Instant at(int seconds) {
        return T.plusSeconds(seconds);
    }

    private @Nullable Instant oldest(int seconds) {
        return lag.oldest(theirs, here.ledger().holdings(), null, at(seconds));
    }

    private void theyHold(long n) {
        theirs.put(new StreamHead(stream(), n, new Hash(1, 1, 1, n)));
    }

    private StreamId stream() {
        return here.ledger().currentStream().stream();
    }

    private void enter(int seconds, String plate) {
        here.enter(plate);
        lag.changed(stream(), here.ledger().holdings().n(stream()), at(seconds));
    }

    @Test
    void whoLacksNothingHasNoLag() {
        assertThat(oldest(1)).isNull();
        enter(2, "A");
        theyHold(1);
        assertThat(oldest(3)).isNull();
    }

    @Test
    void whatWasHereBeforeTheLinkCountsFromThenOnOrFromWhatWasKnownBefore() {
        here.enter("A");
        assertThat(oldest(5)).isEqualTo(at(5));
        assertThat(new Lag().oldest(theirs, here.ledger().holdings(), at(-900), at(6)))
                .isEqualTo(at(-900));
    }

    @Test
    void theOldestOfWhatIsMissingCountsAndUnderSteadyTrafficItIsYoung() {
        assertThat(oldest(0)).isNull();
        for (int i = 1; i <= 60; i++) { // each event is on its way for a second
            enter(i, "CAR" + i);
            theyHold(i - 1);
            assertThat(oldest(i)).isBetween(at(i - 1), at(i));
        }
        enter(61, "ONE");
        enter(62, "TWO");
        theyHold(60);
        assertThat(oldest(62)).as("as young as the last look at it").isEqualTo(at(62));
        assertThat(oldest(300)).isEqualTo(at(62));
        theyHold(62);
        assertThat(oldest(301)).isNull();
    }
}
