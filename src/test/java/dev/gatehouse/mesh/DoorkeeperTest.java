package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState.Refusal;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Who may be here, and which of two links stays; links over connections that carry nothing. */
class DoorkeeperTest {
    private static final CentralId SELF = new CentralId("central-1");
    private static final CentralId OTHER = new CentralId("central-2");
    private static final StreamId OWN_NODE = new StreamId(50, 0);
    private static final StreamId SMALLER = new StreamId(10, 0);
    private static final StreamId LARGER = new StreamId(90, 0);
    private static final PeerAddress DIALLED = new PeerAddress(OTHER, "10.0.0.2", 9000);

    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private long links;
    private final Doorkeeper door =
            new Doorkeeper(
                    new Mesh.Settings(
                            SELF,
                            () -> OWN_NODE,
                            List.of(DIALLED),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30)),
                    () -> now);

    private Link link(@Nullable PeerAddress dialled, Link.Identity who) {
        var link =
                new Link(
                        ++links,
                        new Silent(),
                        dialled,
                        () -> now,
                        new AtomicLong(),
                        _ -> {},
                        new NoOwner());
        link.identify(who);
        return link;
    }

    private static Link.Identity other(StreamId node) {
        return new Link.Identity(OTHER, node);
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    private void heard(Link link) {
        link.deliver("{}", 2);
        link.heartbeatCame();
    }

    private Refusal.@Nullable Code objection(
            @Nullable PeerAddress dialled, Link.Identity who, boolean configured) {
        Refusal why = door.objection(link(dialled, who), who, configured);
        return why == null ? null : why.code();
    }

    @Test
    void aPeerThatIsConfiguredMayBeHereWhoeverDialled() {
        assertThat(objection(null, other(LARGER), true)).isNull();
        assertThat(objection(DIALLED, other(LARGER), true)).isNull();
    }

    @Test
    void aStrangerIsSentAwayWithTheRemedy() {
        var who = new Link.Identity(new CentralId("central-9"), LARGER);
        Refusal why = requireNonNull(door.objection(link(null, who), who, false));
        assertThat(why.code()).isEqualTo(Refusal.Code.UNKNOWN_CENTRAL);
        assertThat(why.detail()).contains("central-9", "peer_centrals of central-1", "add it");
        assertThat(why.args()).containsExactly("central-9");
    }

    @Test
    void anAddressThatLeadsBackHereIsSeenByTheStreamAndNotByTheName() {
        assertThat(objection(DIALLED, new Link.Identity(SELF, OWN_NODE), true))
                .isEqualTo(Refusal.Code.SELF);
        assertThat(door.sharedNames(List.of())).as("no other booth").isEmpty();
    }

    @Test
    void anotherNameAtADialledAddressIsRefused() {
        var who = new Link.Identity(new CentralId("central-3"), LARGER);
        Refusal why = requireNonNull(door.objection(link(DIALLED, who), who, true));
        assertThat(why.code()).isEqualTo(Refusal.Code.WRONG_ID);
        assertThat(why.args()).containsExactly("10.0.0.2:9000", "central-2", "central-3");
    }

    @Test
    void aNamesakeOfThisBoothIsRefusedAndRememberedForAMinute() {
        assertThat(objection(null, new Link.Identity(SELF, LARGER), true))
                .isEqualTo(Refusal.Code.SAME_ID);
        pass(59);
        assertThat(door.sharedNames(List.of())).containsExactly(SELF);
        pass(1);
        assertThat(door.sharedNames(List.of())).isEmpty();
    }

    @Test
    void aNewNodeReplacesTheLinkOfItsFormerOneOnceThatIsSilent() {
        Link former = link(null, other(SMALLER));
        pass(7);
        Link fresh = link(null, other(LARGER));
        assertThat(door.replaced(fresh, other(LARGER), List.of(former, fresh)))
                .as("seven seconds are not yet one heartbeat and a half")
                .isEmpty();
        pass(1);
        assertThat(door.replaced(fresh, other(LARGER), List.of(former, fresh)))
                .containsExactly(former);
        heard(former);
        assertThat(door.replaced(fresh, other(LARGER), List.of(former, fresh)))
                .as("another booth with that name is alive")
                .isEmpty();
    }

    @Test
    void aSilentLinkOfTheSameNodeIsNotReplaced() {
        Link former = link(null, other(LARGER));
        pass(60);
        Link fresh = link(DIALLED, other(LARGER));
        assertThat(door.replaced(fresh, other(LARGER), List.of(former, fresh))).isEmpty();
    }

    @Test
    void ofTwoLinksToOneNodeTheSmallerNodeClosesTheOneThatItDidNotDial() {
        Link dialled = link(DIALLED, other(LARGER));
        Link came = link(null, other(LARGER));
        heard(dialled);
        heard(came);
        assertThat(door.extras(came, other(LARGER), List.of(dialled, came))).containsExactly(came);
        assertThat(door.extras(dialled, other(LARGER), List.of(dialled, came)))
                .as("whichever of them had the heartbeat")
                .containsExactly(came);
    }

    @Test
    void theLargerNodeLeavesThatToTheOther() {
        Link dialled = link(DIALLED, other(SMALLER));
        Link came = link(null, other(SMALLER));
        heard(dialled);
        heard(came);
        assertThat(door.extras(came, other(SMALLER), List.of(dialled, came))).isEmpty();
    }

    @Test
    void bothStayUntilBothHaveHadAHeartbeatWithinTenSeconds() {
        Link dialled = link(DIALLED, other(LARGER));
        Link came = link(null, other(LARGER));
        heard(came);
        assertThat(door.extras(came, other(LARGER), List.of(dialled, came))).isEmpty();
        heard(dialled);
        pass(11);
        heard(came);
        assertThat(door.extras(came, other(LARGER), List.of(dialled, came)))
                .as("the dialled one may be dead")
                .isEmpty();
        heard(dialled);
        assertThat(door.extras(dialled, other(LARGER), List.of(dialled, came)))
                .containsExactly(came);
    }

    @Test
    void ofTwoThatCameInTheOlderIsClosed() {
        Link older = link(null, other(LARGER));
        Link younger = link(null, other(LARGER));
        heard(older);
        heard(younger);
        assertThat(door.extras(older, other(LARGER), List.of(older, younger)))
                .containsExactly(older);
        assertThat(door.extras(younger, other(LARGER), List.of(older, younger)))
                .containsExactly(older);
    }

    @Test
    void twoBoothsWithOneNameAreToldApartFromOneThatWasStartedAgain() {
        Link former = link(null, other(SMALLER));
        heard(former);
        pass(2);
        Link fresh = link(null, other(LARGER));
        pass(5);
        heard(fresh);
        assertThat(door.sharedNames(List.of(former, fresh)))
                .as("started again: the former link is silent")
                .isEmpty();
        pass(1);
        heard(former); // it goes on beside the other
        assertThat(door.sharedNames(List.of(former, fresh))).containsExactly(OTHER);
        assertThat(door.sharedNames(List.of(former))).as("the other one has gone").isEmpty();
    }

    /** A connection that carries nothing. */
    private static final class Silent implements Transport.Connection {
        @Override
        public boolean send(String text) {
            return true;
        }

        @Override
        public boolean send(byte[] bytes) {
            return true;
        }

        @Override
        public void allow(int frameBytes) {}

        @Override
        public long waitingBytes() {
            return 0;
        }

        @Override
        public int waitingFrames() {
            return 0;
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}
    }

    /** Nobody is asked for help. */
    private static final class NoOwner implements Link.Owner {
        @Override
        public void work(Link link) {}

        @Override
        public void complain(Link link, String what) {}

        @Override
        public void offended() {}

        @Override
        public void refuse(Link link, String reason) {}
    }
}
