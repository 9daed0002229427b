package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.PauseOutcome;
import dev.gatehouse.model.Reach;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;

class PeerApiTest {
    private static final String PAUSE = "/api/p2p/pause";
    private static final String TEST = "/api/p2p/test-connection";

    private final RunningApi api = new RunningApi();

    @BeforeEach
    void onePeer() {
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aPauseTakesHalfAnHourAndTheCallersAddressWhereNothingElseIsSaid() {
        var answer = api.post(PAUSE + "?peer_id=central-2&reason=switch", "");
        assertThat(answer.response().body())
                .isEqualTo(
                        "{\"success\":true,\"peer_id\":\"central-2\","
                                + "\"until\":\"2026-11-22 02:51:48\"}");
        api.post(PAUSE + "?peer_id=central-2&reason=switch&minutes=480&by=NV%2012", "");
        assertThat(api.node.pauses)
                .containsExactly(
                        "central-2 30 switch by 127.0.0.1", "central-2 480 switch by NV 12");
    }

    @Test
    void aPauseIsEndedUnderAName() {
        var answer =
                api.send(
                        "DELETE", PAUSE + "?peer_id=central-2&by=NV%2012", BodyPublishers.noBody());
        assertThat(answer.response().body())
                .isEqualTo("{\"success\":true,\"peer_id\":\"central-2\",\"resumed\":true}");
        assertThat(api.node.pauses).containsExactly("central-2 resumed by NV 12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?reason=switch",
                "?peer_id=&reason=switch",
                "?peer_id=central-2",
                "?peer_id=central-2&reason=",
                "?peer_id=central-2&reason=x",
                "?peer_id=central-2&reason=switch&minutes=0",
                "?peer_id=central-2&reason=switch&minutes=481",
                "?peer_id=central-2&reason=switch&minutes=",
                "?peer_id=central-2&reason=switch&minutes=99999999999999999999",
                "?peer_id=central-2&reason=switch&minutes=half"
            })
    void aPauseWithoutAReasonOrForLongerThanAShiftIsRefused(String query) {
        assertThat(api.post(PAUSE + query, "").refusedWith(400, "BAD_FIELD"))
                .matches("(peer_id|reason|minutes): .*expected .*");
        assertThat(api.node.pauses).isEmpty();
    }

    @Test
    void aStrangerIs404() {
        api.post(PAUSE + "?peer_id=central-7&reason=switch", "").refusedWith(404, "UNKNOWN_PEER");
        api.send("DELETE", PAUSE + "?peer_id=central-7", BodyPublishers.noBody())
                .refusedWith(404, "UNKNOWN_PEER");
        api.post(TEST + "?peer_id=central-7", "").refusedWith(404, "UNKNOWN_PEER");
        api.node.pauseOutcome = new PauseOutcome.UnknownPeer();
        api.post(PAUSE + "?peer_id=central-2&reason=switch", "").refusedWith(404, "UNKNOWN_PEER");
    }

    @Test
    void aPauseThatCannotBeKeptIs503() {
        api.node.pauseOutcome = new PauseOutcome.Unwritten("the disk is full");
        assertThat(
                        api.post(PAUSE + "?peer_id=central-2&reason=switch", "")
                                .refusedWith(503, "UNAVAILABLE"))
                .isEqualTo("the disk is full");
    }

    @Test
    void aTestAnswersAsTheOriginal() {
        Shape.assertSame(
                "{\"success\":true,\"message\":\"…\"}",
                api.post(TEST + "?peer_id=central-2", "").json());
        api.node.reach = new Reach.Failed(Reach.Code.TIMEOUT, "nothing answers");
        assertThat(api.post(TEST + "?peer_id=central-2", "").refusedWith(400, "TIMEOUT"))
                .isEqualTo("central-2: nothing answers");
        api.post(TEST, "").refusedWith(400, "BAD_FIELD");
    }
}
