package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class AsksTest {
    private static final Instant T = Instant.parse("2026-11-27T07:00:00Z");
    private static final StreamId STREAM = new StreamId(1, 1);

    @Test
    void whatCameBeforeItsLinkWasLostIsNotAskedForAgainUnlessItCouldNotBeWritten() {
        var asks = new Asks();
        var lost = somebody();
        Asks.Pending ask = asks.open(lost, STREAM, new Ranges.Interval(1, 1_000), 300, T);
        ask.unwritten = 1; // a page of 300 came
        ask.expected = 301;
        asks.close(ask);

        assertThat(wanted(asks)).containsExactly(new Ranges.Interval(301, 1_000));

        asks.written(ask);

        assertThat(wanted(asks)).containsExactly(new Ranges.Interval(1, 1_000));
    }

    @Test
    void anAskThatHardlyBringsAnythingIsOverdueThoughItsPagesCome() {
        var asks = new Asks();
        Asks.Pending slow = asks.open(somebody(), STREAM, new Ranges.Interval(1, 16_000), 1, T);
        Asks.Pending drip = asks.open(somebody(), STREAM, new Ranges.Interval(1, 16_000), 1, T);
        Asks.Pending stopped = asks.open(somebody(), STREAM, new Ranges.Interval(1, 16_000), 1, T);
        Instant now = T;
        for (int page = 1; page <= 13; page++) {
            now = now.plusSeconds(9);
            slow.came(now);
            slow.expected += 80;
            drip.came(now);
            drip.expected++;
        }
        stopped.came(now);
        stopped.expected++; // a page that came while this process stood still

        assertThat(asks.overdue(now)).isEmpty();
        now = now.plusSeconds(9);
        slow.came(now);
        slow.expected += 80;
        drip.came(now);
        stopped.came(now);
        assertThat(asks.overdue(now)).containsExactly(drip);
    }

    /** Over which link it is asked does not matter here. */
    @SuppressWarnings("NullAway")
    private static Session somebody() {
        return new Session(null);
    }

    private static List<Ranges.Interval> wanted(Asks asks) {
        var gap =
                new SyncPolicy.Gap<>(
                        somebody(), STREAM, Ranges.of(1, 1_000), 0, false, T, false, 1);
        return SyncPolicy.choose(List.of(gap), asks.asked(), T).stream()
                .map(SyncPolicy.Want::numbers)
                .toList();
    }
}
