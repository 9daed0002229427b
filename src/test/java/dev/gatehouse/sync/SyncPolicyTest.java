package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class SyncPolicyTest {
    private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");

    private static StreamId stream(int n) {
        return new StreamId(n, n);
    }

    private static SyncPolicy.Gap<String> gap(String peer, int stream, boolean origin, double rtt) {
        return new SyncPolicy.Gap<>(peer, stream(stream), 1, 9, origin, T, false, rtt);
    }

    private static List<String> peers(List<SyncPolicy.Gap<String>> chosen) {
        return chosen.stream().map(SyncPolicy.Gap::peer).toList();
    }

    private static List<SyncPolicy.Gap<String>> choose(List<SyncPolicy.Gap<String>> gaps) {
        return SyncPolicy.choose(gaps, Set.of(), Map.of(), T);
    }

    @Test
    void theOriginIsAskedEvenWhereAnotherIsNearer() {
        assertThat(peers(choose(List.of(gap("near", 1, false, 1), gap("origin", 1, true, 90)))))
                .containsExactly("origin");
    }

    @Test
    void withoutItsOriginTheNearestIsAskedAndAnUnknownWayCountsAsFar() {
        assertThat(
                        peers(
                                choose(
                                        List.of(
                                                gap("far", 1, false, 90),
                                                gap("unknown", 1, false, -1),
                                                gap("near", 1, false, 3)))))
                .containsExactly("near");
        assertThat(peers(choose(List.of(gap("unknown", 1, false, -1), gap("slow", 1, false, 990)))))
                .containsExactly("slow");
    }

    @Test
    void oneStreamIsAskedOfOnePeerAtATime() {
        assertThat(choose(List.of(gap("a", 1, false, 1), gap("b", 1, false, 2)))).hasSize(1);
        assertThat(
                        SyncPolicy.choose(
                                List.of(gap("a", 1, false, 1)), Set.of(stream(1)), Map.of(), T))
                .isEmpty();
    }

    @Test
    void onePeerHasFourAsksAndAllTogetherEight() {
        var gaps = new ArrayList<SyncPolicy.Gap<String>>();
        for (int i = 0; i < 30; i++) {
            gaps.add(gap("peer-" + i % 3, i, false, i % 3));
        }
        var chosen = choose(gaps);
        assertThat(chosen).hasSize(8);
        for (int peer = 0; peer < 3; peer++) {
            assertThat(peers(chosen).stream().filter(("peer-" + peer)::equals).count())
                    .isLessThanOrEqualTo(4);
        }
        assertThat(SyncPolicy.choose(gaps, Set.of(), Map.of("peer-0", 4), T))
                .noneMatch(gap -> gap.peer().equals("peer-0"));
        assertThat(
                        SyncPolicy.choose(
                                gaps,
                                Set.of(stream(90), stream(91), stream(92), stream(93), stream(94)),
                                Map.of(),
                                T))
                .hasSize(3);
    }

    @Test
    void theTipOfALiveStreamIsWaitedForOneSecond() {
        var live = new SyncPolicy.Gap<>("origin", stream(1), 9, 9, true, T, true, 1);
        assertThat(SyncPolicy.choose(List.of(live), Set.of(), Map.of(), T.plusMillis(999)))
                .isEmpty();
        assertThat(SyncPolicy.choose(List.of(live), Set.of(), Map.of(), T.plusMillis(1_000)))
                .containsExactly(live);
    }

    @Test
    void amongEqualsTheLongestWaitingIsFirst() {
        var young = new SyncPolicy.Gap<>("a", stream(1), 1, 9, false, T.plusSeconds(1), false, 1);
        var old = new SyncPolicy.Gap<>("a", stream(2), 1, 9, false, T, false, 1);
        assertThat(SyncPolicy.choose(List.of(young, old), Set.of(), Map.of(), T.plusSeconds(5)))
                .containsExactly(old, young);
    }
}
