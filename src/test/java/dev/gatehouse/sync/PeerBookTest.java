package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class PeerBookTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:51:48Z");
    private static final StreamId ONE = new StreamId(1, 1);
    private static final StreamId OTHER = new StreamId(2, 2);

    private final PeerBook book =
            new PeerBook(new PeerAddress(new CentralId("central-2"), "127.0.0.1", 9_000));

    @Test
    void oneThatWasSilentIsAskedAgainAsSoonAsItAnswersThoughLate() {
        book.silences = 2;
        book.avoid(ONE, NOW.plusSeconds(80));
        assertThat(book.isBad(ONE, NOW)).isTrue();

        book.answers();

        assertThat(book.isBad(ONE, NOW)).isFalse();
        assertThat(book.silences).isZero();
    }

    @Test
    void anAnswerDoesNotMakeGoodWhatWasWrong() {
        book.bad(ONE, NOW);
        book.avoid(OTHER, NOW.plusSeconds(80));

        book.answers();

        assertThat(book.isBad(ONE, NOW)).isTrue();
        assertThat(book.isBad(OTHER, NOW)).isFalse();
        book.good(ONE);
        assertThat(book.isBad(ONE, NOW)).isFalse();
    }

    @Test
    void aPeerWhoseFramesAreLongOnTheirWayIsWaitedForLongerButNotForEver() {
        assertThat(Asks.patience(book)).isEqualTo(Asks.PAGE_WITHIN);
        book.clock.sample(0, 10_000, 10_000, 20_000);
        assertThat(Asks.patience(book).toSeconds()).isEqualTo(40);
        book.clock.sample(0, 500_000, 500_000, 1_000_000);
        assertThat(Asks.patience(book)).isEqualTo(Asks.MOST_PATIENCE);
    }
}
