package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

class NodesHeardTest {
    private static final Instant START = Instant.parse("2026-11-30T01:00:00Z");
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final CentralId ONE = new CentralId("central-1");
    private static final StreamId X = new StreamId(1, 1);
    private static final StreamId Y = new StreamId(2, 2);

    private final NodesHeard heard = new NodesHeard();
    private Instant now = START;
    private long hb;

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        heard.tick(now);
    }

    private void met(StreamId node, String address) {
        heard.met(ONE, node, ++hb, address, now);
    }

    private void told(StreamId node, long count) {
        heard.told(List.of(new Messages.Node(ONE, node, count, "10.0.0.9", 0)), now);
    }

    private Set<CentralId> shared() {
        return heard.shared(Set.of(ONE), HEARTBEAT, now);
    }

    @Test
    void twoThatGoOnBesideEachOtherAreTwoUntilOneIsGoneForMinutes() {
        for (int beat = 0; beat < 4; beat++) {
            met(X, "10.0.0.1:9000");
            told(Y, 100 + beat);
            assertThat(shared()).isEmpty();
            pass(5);
        }
        met(X, "10.0.0.1:9000");
        told(Y, 104);
        pass(5);
        met(X, "10.0.0.1:9000");
        told(Y, 105);
        assertThat(shared()).containsExactly(ONE);
        assertThat(heard.addresses(ONE, now)).containsExactly("10.0.0.1:9000", "10.0.0.9");
        for (int beat = 0; beat < 24; beat++) {
            pass(5);
            met(X, "10.0.0.1:9000");
        }
        assertThat(shared()).as("two minutes").containsExactly(ONE);
        pass(1);
        assertThat(shared()).isEmpty();
    }

    @Test
    void aBoothThatIsStartedAgainAndAgainIsOne() {
        for (int start = 1; start <= 60; start++) {
            var node = new StreamId(start, start);
            for (int beat = 0; beat < 3; beat++) {
                met(node, "10.0.0.1");
                pass(5);
            }
            assertThat(shared()).isEmpty();
        }
    }

    @Test
    void theLastWordsOfTheFormerStartMayComeLateAndByManyWays() {
        met(X, "");
        pass(1);
        met(Y, "");
        for (int late = 1; late <= 4; late++) {
            pass(4);
            told(X, 100 + late);
            met(Y, "");
        }
        for (int again = 0; again < 20; again++) {
            pass(5);
            told(X, 104); // others say for ever what is known
            met(Y, "");
        }
        assertThat(shared()).isEmpty();
    }

    @Test
    void whatDoesNotGoOnIsToldForAMinuteOnly() {
        met(X, "");
        assertThat(heard.alive(ONE, Y, now)).extracting(Messages.Node::node).containsExactly(X);
        assertThat(heard.alive(ONE, X, now)).as("of itself it tells itself").isEmpty();
        pass(61);
        assertThat(heard.alive(ONE, Y, now)).isEmpty();
        told(Y, 7);
        assertThat(heard.alive(ONE, X, now)).as("told once, and it may be long gone").isEmpty();
        told(Y, 8);
        assertThat(heard.alive(ONE, X, now)).hasSize(1);
    }

    @Test
    void theLastWordOfANodeThatIsGoneProvesNothingHoweverLateItComes() {
        met(X, "10.0.0.1:9000");
        told(Y, 7); // of the booth before its restart, as one peer heard it
        for (int beat = 0; beat < 6; beat++) {
            pass(5);
            met(X, "10.0.0.1:9000");
        }

        heard.told(List.of(new Messages.Node(ONE, Y, 9, "10.0.0.9", 31_000)), now);

        assertThat(shared()).isEmpty();
    }

    @Test
    void whoTellsOfThousandsNeitherFillsTheMemoryNorMakesAsManyAlarms() {
        met(X, "10.0.0.1");
        for (int beat = 1; beat < 20; beat++) {
            for (int n = 0; n < 5_000; n++) {
                var central = new CentralId("forged-" + n / 2);
                heard.told(
                        List.of(new Messages.Node(central, new StreamId(n, 9), beat, "", 0)), now);
            }
            met(X, "10.0.0.1");
            pass(5);
        }
        assertThat(shared()).hasSize(NodesHeard.NAMES);
        met(Y, "10.0.0.2");
        pass(5);
        for (int beat = 1; beat < 8; beat++) {
            met(X, "10.0.0.1");
            met(Y, "10.0.0.2");
            pass(5);
        }
        assertThat(shared()).as("a peer of ours is named all the same").contains(ONE);
    }
}
