package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

class DialerTest {
    private static final LinkState.Refusal WRONG =
            new LinkState.Refusal(LinkState.Refusal.Code.OTHER, "wrong name");
    private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");

    private final Dialer dialer =
            new Dialer(new PeerAddress(new CentralId("central-2"), "127.0.0.2", 9000));

    private LinkState state() {
        return dialer.state(UnaryOperator.identity());
    }

    private List<Long> waits(int attempts, long seed) {
        var random = new Random(seed);
        var waits = new ArrayList<Long>();
        var fresh = new Dialer(dialer.peer);
        for (int i = 0; i < attempts; i++) {
            fresh.dialling(T);
            fresh.ended(T, random);
            long wait = 0;
            while (!fresh.due(T.plusMillis(wait))) {
                wait++;
            }
            waits.add(wait);
        }
        return waits;
    }

    @Test
    void theWaitDoublesFromHalfASecondToFourAndHalfOfItIsChance() {
        for (long seed = 0; seed < 50; seed++) {
            List<Long> waits = waits(20, seed);
            assertThat(waits.get(0)).isBetween(250L, 500L);
            assertThat(waits.get(1)).isBetween(500L, 1_000L);
            assertThat(waits.get(2)).isBetween(1_000L, 2_000L);
            assertThat(waits.subList(3, 20))
                    .allSatisfy(w -> assertThat(w).isBetween(2_000L, 4_000L));
        }
    }

    @Test
    void oneSeedGivesOneScheduleAndTwoSeedsGiveTwo() {
        assertThat(waits(20, 7)).isEqualTo(waits(20, 7)).isNotEqualTo(waits(20, 8));
    }

    @Test
    void nothingIsDueWhileDiallingNorWhileALinkIsUp() {
        assertThat(dialer.due(T)).isTrue();
        dialer.dialling(T);
        assertThat(dialer.due(T.plusSeconds(60))).isFalse();
        dialer.up(T);
        dialer.ended(T, new Random(1)); // the dialled one was one too many; another is up
        assertThat(dialer.due(T.plusSeconds(60))).isFalse();
        dialer.down(T.plusSeconds(60));
        assertThat(dialer.due(T.plusSeconds(60))).isTrue();
    }

    @Test
    void itsStateIsUnknownThenConnectingThenUpThenDisconnected() {
        assertThat(state()).isEqualTo(new LinkState.Unknown());
        dialer.dialling(T);
        assertThat(state()).isEqualTo(new LinkState.Connecting(1, T));
        dialer.up(T.plusSeconds(1));
        assertThat(state()).isEqualTo(new LinkState.Connected(T.plusSeconds(1)));
        dialer.down(T.plusSeconds(9));
        assertThat(state())
                .isEqualTo(new LinkState.Disconnected(T.plusSeconds(9), 0, T.plusSeconds(9)));
    }

    @Test
    void aRefusalIsShownUntilAnAttemptEndsOtherwise() {
        dialer.dialling(T);
        dialer.refused(T, WRONG);
        dialer.ended(T, new Random(1));
        assertThat(state()).isEqualTo(new LinkState.Refused(T, WRONG));
        dialer.dialling(T.plusSeconds(5));
        dialer.refused(T.plusSeconds(5), WRONG);
        dialer.ended(T.plusSeconds(5), new Random(1));
        assertThat(state()).as("since when").isEqualTo(new LinkState.Refused(T, WRONG));
        dialer.dialling(T.plusSeconds(9));
        dialer.ended(T.plusSeconds(9), new Random(1));
        assertThat(state()).isInstanceOf(LinkState.Connecting.class);
    }

    @Test
    void whatPeopleReadIsInTheirTime() {
        dialer.dialling(T);
        dialer.up(T);
        assertThat(dialer.state(t -> t.plus(Duration.ofHours(7))))
                .isEqualTo(new LinkState.Connected(T.plus(Duration.ofHours(7))));
    }

    private static Dialer ofTwoWays(PeerAddress.@Nullable Dialect dialect) {
        return new Dialer(
                new PeerAddress(new CentralId("central-2"), "127.0.0.2", 9000, 8000, dialect));
    }

    @Test
    void whereThePeersPortRefusesTheApisPortIsTriedAtOnceAndThenItWaits() {
        Dialer both = ofTwoWays(null);
        both.dialling(T);
        assertThat(both.way()).isEqualTo(new PeerAddress.Way("127.0.0.2", 9000, "/"));
        both.ended(T.plusMillis(5), new Random(1));
        assertThat(both.due(T.plusMillis(5))).isTrue();
        both.dialling(T.plusMillis(5));
        assertThat(both.way()).isEqualTo(new PeerAddress.Way("127.0.0.2", 8000, "/ws/p2p"));
        both.ended(T.plusMillis(9), new Random(1));
        assertThat(both.due(T.plusMillis(9))).isFalse();
        assertThat(both.way().port()).isEqualTo(9000);
    }

    @Test
    void ofAPcThatDoesNotAnswerNoOtherPortIsTried() {
        Dialer both = ofTwoWays(null);
        both.dialling(T);
        both.ended(T.plusSeconds(4), new Random(1));
        assertThat(both.way().port()).isEqualTo(9000);
        assertThat(both.due(T.plusSeconds(4))).isFalse();
    }

    @Test
    void theWayThatLedToItIsTheOneThatIsTriedAgainAndANodeHasOne() {
        Dialer both = ofTwoWays(null);
        both.dialling(T);
        both.ended(T, new Random(1));
        both.dialling(T);
        both.opened();
        both.up(T);
        both.found(true);
        both.down(T.plusSeconds(60));
        both.ended(T.plusSeconds(60), new Random(1));
        assertThat(both.way().port()).isEqualTo(8000);
        Dialer node = ofTwoWays(null);
        node.found(false);
        node.dialling(T);
        node.ended(T, new Random(1));
        assertThat(node.way().port()).isEqualTo(9000);
        assertThat(node.due(T)).isFalse();
    }

    @Test
    void whatIsConfiguredDecidesTheWay() {
        assertThat(ofTwoWays(PeerAddress.Dialect.ORIGINAL).peer.ways())
                .containsExactly(new PeerAddress.Way("127.0.0.2", 9000, "/"));
        assertThat(ofTwoWays(PeerAddress.Dialect.ORIGINAL_2).peer.ways())
                .containsExactly(new PeerAddress.Way("127.0.0.2", 8000, "/ws/p2p"));
    }

    @Test
    void anOriginalIsDialledThoughItHasDialledUs() {
        dialer.up(T);
        assertThat(dialer.due(T)).isFalse();
        dialer.found(true);
        assertThat(dialer.due(T)).isTrue();
    }

    @Test
    void whoWasPausedByThePeerAsksNowAndThenOnly() {
        var random = new Random(1);
        dialer.dialling(T);
        dialer.opened();
        dialer.up(T);
        dialer.down(T);
        dialer.pausedThere(T);
        dialer.ended(T, random);

        assertThat(dialer.due(T.plusSeconds(29))).isFalse();
        assertThat(dialer.due(T.plusSeconds(30))).isTrue();

        dialer.dialling(T.plusSeconds(30));
        dialer.ended(T.plusSeconds(30), random);
        assertThat(dialer.due(T.plusSeconds(35))).as("where it is only away").isTrue();
    }
}
