package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.query.OwnStream;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.WrongClock;
import dev.gatehouse.model.WrongClock.Why;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class ClockCheckTest {
    private static final Instant BUILT = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-11-30T01:00:00Z");
    private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");

    private Instant now = MORNING;
    private long nanos = 7;
    private final List<PeerState> peers = new ArrayList<>();

    private ClockCheck check(OwnStream... latestFirst) {
        return new ClockCheck(BUILT, List.of(latestFirst), now);
    }

    private static OwnStream stream(Instant started, Duration length) {
        return new OwnStream(started, started.plus(length));
    }

    private ClockCheckTest peer(@Nullable Double offsetMs, LinkState link) {
        GivenPeer peer = new GivenPeer("central-" + (peers.size() + 2)).link(link).rtt(2.0, 3.0);
        peers.add(offsetMs == null ? peer.state() : peer.offset(offsetMs).state());
        return this;
    }

    private ClockCheckTest peer(double offsetMs) {
        return peer(offsetMs, new LinkState.Connected(MORNING));
    }

    private void run(ClockCheck check, Duration length) {
        for (long second = 0; second < length.toSeconds(); second++) {
            look(check);
            now = now.plusSeconds(1);
            nanos += 1_000_000_000;
        }
        look(check);
    }

    private void look(ClockCheck check) {
        var status =
                new MeshStatus(
                        new CentralId("central-1"),
                        now,
                        true,
                        false,
                        5,
                        new Hash(1, 2, 3, 4),
                        2,
                        7,
                        0,
                        LostNumbers.NONE,
                        new MeshStatus.Proof(peers.size() + 1, 1, null, null),
                        List.copyOf(peers));
        check.look(status, now, nanos);
    }

    private @Nullable Why why(ClockCheck check) {
        return check.doubt(now).map(WrongClock::why).orElse(null);
    }

    @Test
    void aClockThatShowsATimeBeforeTheBuildIsWrongAtOnceAndRightWhenItIsSet() {
        ClockCheck check = check();
        assertThat(check.doubt(YEAR_2000))
                .contains(new WrongClock(Why.BEFORE_BUILD, YEAR_2000, BUILT));
        assertThat(check.doubtful(BUILT.minusMillis(1))).isTrue();
        assertThat(check.doubtful(Instant.EPOCH)).isTrue();
        assertThat(check.doubtful(BUILT)).isFalse();
        assertThat(check.doubtful(MORNING)).isFalse();
    }

    @Test
    void noPeerMakesATimeBeforeTheBuildRight() {
        now = YEAR_2000;
        ClockCheck check = check();
        peer(0).peer(1.5).run(check, Duration.ofHours(1));
        assertThat(why(check)).isEqualTo(Why.BEFORE_BUILD);
    }

    @Test
    void aClockMoreThanAMinuteBehindWhatThisNodeWroteIsWrong() {
        ClockCheck check = check(stream(MORNING.minusSeconds(9), Duration.ofSeconds(9)));
        assertThat(check.doubtful(MORNING.minusSeconds(60))).as("time services step").isFalse();
        assertThat(check.doubt(MORNING.minusSeconds(61)))
                .contains(new WrongClock(Why.BEHIND_OWN_EVENTS, MORNING.minusSeconds(61), MORNING));
        check.wrote(MORNING.plusSeconds(30));
        assertThat(check.doubtful(MORNING.minusSeconds(31))).isTrue();
        check.wrote(MORNING.minusSeconds(600));
        assertThat(check.doubtful(MORNING.minusSeconds(31))).as("the newest counts").isTrue();
    }

    @Test
    void aClockFoundBehindAtTheStartIsWrong() {
        now = MORNING.minus(Duration.ofHours(30));
        ClockCheck check = check(stream(MORNING.minusSeconds(9), Duration.ofSeconds(9)));
        assertThat(why(check)).isEqualTo(Why.BEHIND_OWN_EVENTS);
    }

    @Test
    void aPeerWhoseClockShowsTheSameEndsTheDoubtAboutAClockThatWasAhead() {
        ClockCheck check = check();
        check.wrote(Instant.parse("2099-01-01T00:00:00Z"));
        peer(20_000).run(check, Duration.ofMinutes(10));
        assertThat(why(check)).as("that one does not").isEqualTo(Why.BEHIND_OWN_EVENTS);
        peer(-14_000).run(check, Duration.ofSeconds(14));
        assertThat(why(check)).as("it may be an old measurement").isNotNull();
        run(check, Duration.ofSeconds(2));
        assertThat(why(check)).isNull();
        assertThat(check.doubtful(now.minusSeconds(62))).as("set back after that").isTrue();
    }

    @Test
    void aPeerThatIsAwayConfirmsNothing() {
        ClockCheck check = check();
        check.wrote(Instant.parse("2099-01-01T00:00:00Z"));
        peer(0.0, new LinkState.Disconnected(MORNING, 3, MORNING));
        peer(null, new LinkState.Connected(MORNING));
        run(check, Duration.ofMinutes(10));
        assertThat(why(check)).isEqualTo(Why.BEHIND_OWN_EVENTS);
    }

    @Test
    void aloneTheDoubtAboutAClockThatWasAheadEndsAfterADayOfWork() {
        ClockCheck check = check();
        check.wrote(Instant.parse("2099-01-01T00:00:00Z"));
        run(check, ClockCheck.DOUBTED_FOR.minusSeconds(2));
        assertThat(why(check)).isEqualTo(Why.BEHIND_OWN_EVENTS);
        run(check, Duration.ofSeconds(2));
        assertThat(why(check)).isNull();
    }

    @Test
    void theDayOfWorkIsCountedOverRestarts() {
        OwnStream ahead = new OwnStream(MORNING, Instant.parse("2099-01-01T00:00:00Z"));
        OwnStream first = stream(MORNING.minus(Duration.ofDays(3)), Duration.ofHours(13));
        OwnStream second = stream(MORNING.minus(Duration.ofDays(2)), Duration.ofHours(10));
        ClockCheck check = check(second, first, ahead);
        assertThat(why(check)).as("23 hours").isEqualTo(Why.BEHIND_OWN_EVENTS);
        run(check, Duration.ofMinutes(61));
        assertThat(why(check)).isNull();

        OwnStream third = stream(MORNING.minus(Duration.ofDays(1)), Duration.ofHours(1));
        assertThat(why(check(third, second, first, ahead))).as("24 hours").isNull();
    }

    @Test
    void yearsOfRightWorkDoNotShortenTheDoubtAboutTheNextWrongClock() {
        now = MORNING.plus(Duration.ofDays(900));
        ClockCheck check = check(stream(MORNING, Duration.ofDays(899)));
        check.wrote(now);
        now = now.minus(Duration.ofDays(40));
        run(check, Duration.ofHours(23));
        assertThat(why(check)).isEqualTo(Why.BEHIND_OWN_EVENTS);
    }

    @Test
    void twoPeersThatAgreeOnAnotherTimeAreBelievedAfterThreeHeartbeats() {
        ClockCheck check = check();
        peer(3_600_000).peer(3_604_000).run(check, Duration.ofSeconds(14));
        assertThat(why(check)).isNull();
        run(check, Duration.ofSeconds(1));
        assertThat(why(check)).isEqualTo(Why.AGAINST_PEERS);
        peers.clear();
        peer(5).peer(-8).look(check);
        assertThat(why(check)).as("it was set").isNull();
    }

    @Test
    void fewerThanMostOfTheCentralsAreNotBelieved() {
        ClockCheck check = check();
        peer(3_600_000).run(check, Duration.ofMinutes(1));
        assertThat(why(check)).as("one").isNull();
        peer(-3_600_000).run(check, Duration.ofMinutes(1));
        assertThat(why(check)).as("two that differ").isNull();
        peers.clear();
        peer(20_000).peer(20_000).peer(4).run(check, Duration.ofMinutes(1));
        assertThat(why(check)).as("two against two").isNull();
        peer(21_000).run(check, Duration.ofMinutes(1));
        assertThat(why(check)).as("three against two").isEqualTo(Why.AGAINST_PEERS);
    }
}
