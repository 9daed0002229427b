package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

class SyncPolicyTest {
    private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");

    private static StreamId stream(int n) {
        return new StreamId(n, n);
    }

    private static SyncPolicy.Gap<String> gap(String peer, int stream, boolean origin, double rtt) {
        return gap(peer, stream, Ranges.of(1, 9), origin, rtt);
    }

    private static SyncPolicy.Gap<String> gap(
            String peer, int stream, Ranges missing, boolean origin, double rtt) {
        return new SyncPolicy.Gap<>(peer, stream(stream), missing, 0, origin, T, false, rtt);
    }

    private static List<String> peers(List<SyncPolicy.Want<String>> chosen) {
        return chosen.stream().map(SyncPolicy.Want::peer).toList();
    }

    private static List<SyncPolicy.Want<String>> choose(List<SyncPolicy.Gap<String>> gaps) {
        return SyncPolicy.choose(gaps, new SyncPolicy.Asked<>(), T);
    }

    private static SyncPolicy.Want<String> want(String peer, int stream, long from, long to) {
        return new SyncPolicy.Want<>(peer, stream(stream), new Ranges.Interval(from, to));
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
    void oneNumberIsAskedOfOnePeerAtATime() {
        assertThat(choose(List.of(gap("a", 1, false, 1), gap("b", 1, false, 2)))).hasSize(1);
        var asked = new SyncPolicy.Asked<String>();
        asked.add("b", stream(1), new Ranges.Interval(3, 6));
        assertThat(SyncPolicy.choose(List.of(gap("a", 1, false, 1)), asked, T))
                .as("up to what another is asked for")
                .containsExactly(want("a", 1, 1, 2));
        assertThat(SyncPolicy.choose(List.of(gap("c", 1, false, 1)), asked, T))
                .containsExactly(want("c", 1, 7, 9));
        assertThat(SyncPolicy.choose(List.of(gap("d", 1, false, 1)), asked, T)).isEmpty();
    }

    @Test
    void aLargeStreamIsServedByTwoPeersInParts() {
        Ranges all = Ranges.of(1, 40_000);
        assertThat(
                        choose(
                                List.of(
                                        gap("near", 1, all, false, 1),
                                        gap("far", 1, all, false, 9),
                                        gap("origin", 1, all, true, 90))))
                .containsExactly(
                        want("origin", 1, 1, 16_384),
                        want("near", 1, 16_385, 32_768),
                        want("far", 1, 32_769, 40_000));
        assertThat(choose(List.of(gap("alone", 1, all, false, 1))))
                .as("one ask of a stream at a time, so that it comes upwards")
                .containsExactly(want("alone", 1, 1, 16_384));
    }

    @Test
    void nothingIsAskedForSoFarBeyondASlowPeerThatItWouldHaveToWait() {
        var asked = new SyncPolicy.Asked<String>();
        asked.add("slow", stream(1), new Ranges.Interval(1, 16_384));
        Ranges rest = Ranges.of(1 + 6 * SyncPolicy.SPAN, 200_000);
        assertThat(SyncPolicy.choose(List.of(gap("fast", 1, rest, true, 1)), asked, T)).isEmpty();
        assertThat(choose(List.of(gap("fast", 1, rest, true, 1)))).hasSize(1);
    }

    @Test
    void fewEventsThatAreHeldBetweenOthersComeAgainAndManyDoNot() {
        Ranges few = Ranges.of(5, 10).plus(Ranges.of(30, 31)).plus(Ranges.of(280, 300));
        assertThat(choose(List.of(gap("a", 1, few, true, 1))))
                .containsExactly(want("a", 1, 5, 300));
        Ranges many = Ranges.of(5, 10).plus(Ranges.of(268, 300));
        assertThat(choose(List.of(gap("a", 1, many, true, 1))))
                .containsExactly(want("a", 1, 5, 10));
    }

    @Property
    void noNumberIsAskedForTwiceAndWhatIsAskedForIsMissingAtBothEnds(@ForAll long seed) {
        var random = new Random(seed);
        var gaps = new ArrayList<SyncPolicy.Gap<String>>();
        for (int peer = 0; peer < 5; peer++) {
            for (int stream = 0; stream < 3; stream++) {
                Ranges missing = Ranges.of(1, 1);
                for (int i = random.nextInt(6); i > 0; i--) {
                    long from = 1 + random.nextInt(90_000);
                    missing = missing.plus(Ranges.of(from, from + random.nextInt(20_000)));
                }
                gaps.add(gap("p" + peer, stream, missing, peer == stream, random.nextInt(9)));
            }
        }
        var asked = new SyncPolicy.Asked<String>();
        var under = new HashMap<StreamId, Ranges>();
        for (SyncPolicy.Want<String> want : SyncPolicy.choose(gaps, asked, T)) {
            Ranges.Interval numbers = want.numbers();
            Ranges before = under.getOrDefault(want.stream(), Ranges.EMPTY);
            assertThat(before.intersects(numbers.from(), numbers.to())).isFalse();
            assertThat(numbers.count()).isLessThanOrEqualTo(SyncPolicy.SPAN);
            assertThat(
                            gaps.stream()
                                    .filter(g -> g.peer().equals(want.peer()))
                                    .filter(g -> g.stream().equals(want.stream())))
                    .allMatch(g -> g.missing().contains(numbers.from()));
            under.put(want.stream(), before.plus(Ranges.of(numbers.from(), numbers.to())));
        }
        assertThat(under).isNotEmpty();
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
        var asked = new SyncPolicy.Asked<String>();
        for (int i = 90; i < 94; i++) {
            asked.add("peer-0", stream(i), new Ranges.Interval(1, 9));
        }
        assertThat(SyncPolicy.choose(gaps, asked, T))
                .hasSize(4)
                .noneMatch(want -> want.peer().equals("peer-0"));
    }

    @Test
    void theTipOfALiveStreamIsWaitedForOneSecond() {
        var live = new SyncPolicy.Gap<>("origin", stream(1), Ranges.of(9, 9), 0, true, T, true, 1);
        assertThat(SyncPolicy.choose(List.of(live), new SyncPolicy.Asked<>(), T.plusMillis(999)))
                .isEmpty();
        assertThat(SyncPolicy.choose(List.of(live), new SyncPolicy.Asked<>(), T.plusMillis(1_000)))
                .containsExactly(want("origin", 1, 9, 9));
    }

    @Test
    void theStreamBegunLastIsFirst() {
        Ranges some = Ranges.of(1, 9);
        var old = new SyncPolicy.Gap<>("a", stream(1), some, 1_000, true, T, false, 1);
        var young = new SyncPolicy.Gap<>("a", stream(2), some, 2_000, false, T, false, 1);
        assertThat(choose(List.of(old, young)))
                .containsExactly(want("a", 2, 1, 9), want("a", 1, 1, 9));
    }
}
