package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class MeshApiTest {
    private static final String RESYNC = "/api/p2p/resync";
    private static final Instant SYNCED = Instant.ofEpochMilli(1_795_341_102_699L);
    private static final LinkState DOWN =
            new LinkState.Disconnected(FakeNode.MORNING, 3, FakeNode.MORNING);

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private static PeerState known(ResyncProgress running, ResyncOutcome last) {
        return new GivenPeer("central-2")
                .link(FakeNode.up())
                .heard(FakeNode.MORNING)
                .rtt(1.5, 8.25)
                .offset(-12.0)
                .missing(3L, 4L)
                .identical(FakeNode.MORNING, new Hash(1, 2, 3, 4))
                .missingSince(null, SYNCED)
                .synced(SYNCED)
                .counters(new PeerCounters(10, 6, 2, 1, 1, 0, 2, 5))
                .resync(running, last)
                .state();
    }

    private static ResyncStart started(long receive, long send) {
        return new ResyncStart.Started(receive, send, new CompletableFuture<>());
    }

    private RunningApi.Answer delete(String query) {
        return api.send("DELETE", RESYNC + query, BodyPublishers.noBody());
    }

    @Test
    void theStatusHasTheOriginalsShape() {
        api.node.peers(FakeNode.peer("central-2", DOWN));
        var json = api.get("/api/p2p/status").json();
        Shape.assertSame(
                """
                {"success":true,"this_central":"central-1","running":true,"standalone_mode":false,
                 "total_peers":1,"connected_peers":0,"messages_sent":2,"messages_received":0,
                 "peers":[{"peer_id":"central-2","peer_ip":"192.168.1.102","peer_port":9000,
                  "connected":false,"last_ping_time":null}]}
                """,
                json);
    }

    @Test
    void aPeerThatWasHeardSaysWhenOnTheSitesClock() {
        api.node.peers(
                known(new ResyncProgress(ResyncProgress.Stage.VERIFY, 1, 1, 0, 1), failed()));
        var peer = api.get("/api/p2p/status").json().get("peers").get(0);
        assertThat(peer.get("connected").asBoolean()).isTrue();
        assertThat(peer.get("last_ping_time").asString()).isEqualTo("2026-11-22 09:51:48");
    }

    @Test
    void aNodeWithoutPeersIsStandalone() {
        var json = api.get("/api/p2p/status").json();
        assertThat(json.get("standalone_mode").asBoolean()).isTrue();
        assertThat(json.get("peers").size()).isZero();
        assertThat(api.get("/api/p2p/sync-state").response().body())
                .isEqualTo("{\"success\":true,\"sync_state\":[]}");
    }

    @Test
    void theSyncStateBeginsWithTheOriginalsColumns() {
        api.node.peers(
                known(new ResyncProgress(ResyncProgress.Stage.COMPARE, 0, 0, 0, 0), failed()));
        var json = api.get("/api/p2p/sync-state").json();
        Shape.assertSame(
                """
                {"success":true,"sync_state":[{"peer_central_id":"central-2",
                 "last_sync_timestamp":1795341102699,"last_sync_time":"2026-11-22 09:51:42",
                 "updated_at":"2026-11-22 09:51:42"}]}
                """,
                json);
        var peer = json.get("sync_state").get(0);
        assertThat(peer.get("last_sync_timestamp").asLong()).isEqualTo(1_795_341_102_699L);
        assertThat(peer.get("last_sync_time").asString()).isEqualTo("2026-11-22 09:51:42");
        assertThat(peer.get("updated_at").asString()).isEqualTo("2026-11-22 09:51:42");
    }

    @Test
    void theSyncStateOfANewPeerIsAllNull() {
        api.node.peers(FakeNode.peer("central-2", new LinkState.Unknown()));
        var peer = api.get("/api/p2p/sync-state").json().get("sync_state").get(0);
        for (String name :
                List.of(
                        "last_sync_timestamp",
                        "last_sync_time",
                        "updated_at",
                        "we_miss",
                        "they_miss",
                        "missing_since",
                        "they_miss_since",
                        "rtt_ms_p50",
                        "rtt_ms_p95",
                        "clock_offset_ms",
                        "identical_as_of",
                        "digest",
                        "resync",
                        "last_resync")) {
            assertThat(peer.has(name)).as(name).isTrue();
            assertThat(peer.get(name).isNull()).as(name).isTrue();
        }
    }

    @Test
    void theSyncStateCountsWhatCameAndSaysWhatIsMissing() {
        api.node.peers(
                known(
                        new ResyncProgress(ResyncProgress.Stage.TRANSFER, 300, 120, 7, 55.5),
                        failed()));
        var peer = api.get("/api/p2p/sync-state").json().get("sync_state").get(0);
        Map<String, String> expected =
                Map.ofEntries(
                        Map.entry("link", "\"connected\""),
                        Map.entry("connected", "true"),
                        Map.entry("we_miss", "3"),
                        Map.entry("they_miss", "4"),
                        Map.entry("they_miss_since", "\"2026-11-22 09:51:42\""),
                        Map.entry("rtt_ms_p50", "1.5"),
                        Map.entry("rtt_ms_p95", "8.25"),
                        Map.entry("clock_offset_ms", "-12.0"),
                        Map.entry("received", "10"),
                        Map.entry("merged", "6"),
                        Map.entry("had", "2"),
                        Map.entry("rejected", "1"),
                        Map.entry("waiting", "1"),
                        Map.entry("live_dropped", "0"),
                        Map.entry("conflicts", "2"),
                        Map.entry("repeated", "5"),
                        Map.entry("identical_as_of", "\"2026-11-22 02:51:48\""),
                        Map.entry("digest", "\"" + new Hash(1, 2, 3, 4) + "\""),
                        Map.entry(
                                "resync",
                                "{\"stage\":\"transfer\",\"to_receive\":300,\"received\":120,"
                                        + "\"to_send\":7,\"per_second\":55.5}"));
        expected.forEach(
                (name, value) -> assertThat(peer.get(name).toString()).as(name).isEqualTo(value));
    }

    @Test
    void lostNumbersAndRefusedFramesAreInTheStatus() {
        api.node.lost =
                new LostNumbers(
                        9,
                        List.of(
                                new LostNumbers.OfStream(
                                        new CentralId("central-9"),
                                        new StreamId(1, 2),
                                        9,
                                        Ranges.of(3, 3).plus(Ranges.of(7, 14)))));
        var status = api.get("/api/p2p/status").json();
        assertThat(status.get("messages_refused").asLong()).isEqualTo(1);
        assertThat(status.get("lost_numbers").toString())
                .isEqualTo(
                        "{\"events\":9,\"streams\":[{\"central\":\"central-9\","
                                + "\"stream\":\"00000000000000010000000000000002\","
                                + "\"count\":9,\"numbers\":\"3,7-14\"}]}");
    }

    private static ResyncOutcome failed() {
        return new ResyncOutcome.Failed(FakeNode.MORNING, 5, "LINK_LOST");
    }

    private JsonNode lastResync(ResyncOutcome outcome) {
        api.node.peers(
                known(new ResyncProgress(ResyncProgress.Stage.COMPARE, 0, 0, 0, 0), outcome));
        return api.get("/api/p2p/sync-state").json().get("sync_state").get(0).get("last_resync");
    }

    @Test
    void everyEndOfAResyncIsTold() {
        Instant at = FakeNode.MORNING;
        var same = lastResync(new ResyncOutcome.Identical(at, 9, at, 48_213, new Hash(1, 2, 3, 4)));
        assertThat(same.get("outcome").asString()).isEqualTo("identical");
        assertThat(same.get("events").asLong()).isEqualTo(48_213);
        var other = lastResync(new ResyncOutcome.StillDifferent(at, 9, 2L, 1L, null));
        assertThat(other.get("outcome").asString()).isEqualTo("still_different");
        assertThat(other.get("we_miss").asLong()).isEqualTo(2);
        var stopped = lastResync(new ResyncOutcome.Cancelled(at, 9));
        assertThat(stopped.get("outcome").asString()).isEqualTo("cancelled");
        assertThat(stopped.get("merged").asLong()).isEqualTo(9);
        var failed = lastResync(failed());
        assertThat(failed.get("outcome").asString()).isEqualTo("failed");
        assertThat(failed.get("code").asString()).isEqualTo("LINK_LOST");
    }

    private static Differences found() {
        var side =
                new Differences.Side(
                        new EventId(1, 2),
                        "entry",
                        FakeNode.MORNING,
                        "29A12345",
                        new Hash(1, 2, 3, 4));
        var erased =
                new Differences.Side(
                        new EventId(3, 4), "exit", FakeNode.MORNING, null, new Hash(5, 6, 7, 8));
        var stream = new StreamId(1, 2);
        CentralId whose = new CentralId("central-9");
        return new Differences(
                FakeNode.MORNING,
                0,
                7,
                1,
                false,
                List.of(
                        new Differences.One(
                                Differences.Kind.TWO_FACTS, whose, stream, 5, side, erased),
                        new Differences.One(
                                Differences.Kind.THERE_ONLY, null, stream, 6, null, null)));
    }

    private static final String FOUND =
            """
            {"at":"2026-11-22 02:51:48","complete":false,
             "here_only":{"total":0,"events":[]},
             "there_only":{"total":7,"events":[
              {"central":null,"stream":"00000000000000010000000000000002","seq":6,
               "here":null,"there":null}]},
             "two_facts":{"total":1,"events":[
              {"central":"central-9","stream":"00000000000000010000000000000002","seq":5,
               "here":{"id":"00000000000000010000000000000002","kind":"entry",
                "at":"2026-11-22 02:51:48","plate":"29A12345",
                "hash":"0000000000000001000000000000000200000000000000030000000000000004"},
               "there":{"id":"00000000000000030000000000000004","kind":"exit",
                "at":"2026-11-22 02:51:48","plate":null,
                "hash":"0000000000000005000000000000000600000000000000070000000000000008"}}]},
             "altered":{"total":0,"events":[]},"restored":{"total":0,"events":[]}}
            """
                    .replaceAll("\\n *", "");

    @Test
    void theDifferencesAreListedEventByEvent() {
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        api.node.differences = new DifferencesAnswer.Compared(found());
        var answer = api.get("/api/p2p/differences?peer_id=central-2");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .isEqualTo(
                        "{\"success\":true,\"peer_id\":\"central-2\",\"differences\":"
                                + FOUND
                                + "}");
    }

    @Test
    void aResyncThatDidNotHelpListsThemToo() {
        var at = FakeNode.MORNING;
        var other = lastResync(new ResyncOutcome.StillDifferent(at, 9, 7L, 0L, found()));
        assertThat(other.get("differences").toString()).isEqualTo(FOUND);
    }

    @Test
    void differencesWithNobodyOrAnUnknownOrOfflinePeerAreRefusedWithTheRemedy() {
        String path = "/api/p2p/differences";
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        api.get(path).refusedWith(400, "BAD_FIELD");
        api.get(path + "?peer_id=").refusedWith(400, "BAD_FIELD");
        api.get(path + "?peer_id=central-77").refusedWith(404, "UNKNOWN_PEER");
        assertThat(error(path + "?peer_id=central-77"))
                .contains("'central-77'")
                .contains("peer_centrals");
        api.node.differences = new DifferencesAnswer.Offline();
        api.get(path + "?peer_id=central-2").refusedWith(409, "PEER_OFFLINE");
        assertThat(error(path + "?peer_id=central-2"))
                .contains("central-2")
                .contains("once it is back");
        api.node.differences = new DifferencesAnswer.NoAnswer();
        api.get(path + "?peer_id=central-2").refusedWith(504, "NO_ANSWER");
        assertThat(error(path + "?peer_id=central-2")).contains("try again");
    }

    private String error(String path) {
        return api.get(path).json().get("error").asString();
    }

    @Test
    void aRefusedLinkSaysWhy() {
        api.node.peers(
                FakeNode.peer(
                        "central-2",
                        new LinkState.Refused(
                                FakeNode.MORNING,
                                new LinkState.Refusal(
                                        LinkState.Refusal.Code.OTHER, "another key"))));
        var peer = api.get("/api/p2p/sync-state").json().get("sync_state").get(0);
        assertThat(peer.get("link").asString()).isEqualTo("refused");
        assertThat(peer.get("link_reason").asString()).isEqualTo("another key");
    }

    @Test
    void aResyncAnswersWithItsPlan() {
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        api.node.resync = peer -> started(300, 7);
        var answer = api.post(RESYNC + "?peer_id=central-2", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .isEqualTo(
                        "{\"success\":true,\"peer_id\":\"central-2\","
                                + "\"plan\":{\"receive\":300,\"send\":7}}");
    }

    @Test
    void aResyncWithAnUnknownPeerIs404() {
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        api.post(RESYNC + "?peer_id=central-3", "").refusedWith(404, "UNKNOWN_PEER");
        api.post(RESYNC + "?peer_id=%C4%91_%00", "").refusedWith(404, "UNKNOWN_PEER");
        delete("?peer_id=central-3").refusedWith(404, "UNKNOWN_PEER");
        api.node.resync = peer -> new ResyncStart.UnknownPeer();
        api.post(RESYNC + "?peer_id=central-2", "").refusedWith(404, "UNKNOWN_PEER");
    }

    @Test
    void aBlankPeerIsNotTakenForAllPeers() {
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        api.post(RESYNC + "?peer_id=", "").refusedWith(400, "BAD_FIELD");
        delete("?peer_id=").refusedWith(400, "BAD_FIELD");
        assertThat(api.node.cancelled).isEmpty();
    }

    @Test
    void aResyncThatCannotStartIs409WithItsReason() {
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        String path = RESYNC + "?peer_id=central-2";
        api.node.resync = peer -> new ResyncStart.Offline();
        api.post(path, "").refusedWith(409, "PEER_OFFLINE");
        api.node.resync = peer -> new ResyncStart.AlreadyRunning();
        api.post(path, "").refusedWith(409, "ALREADY_RESYNCING");
        api.node.resync = peer -> new ResyncStart.TooMany();
        api.post(path, "").refusedWith(409, "TOO_MANY_RESYNCS");
    }

    @Test
    void withoutAPeerEveryConnectedOneIsAnswered() {
        api.node.peers(
                FakeNode.peer("central-2", FakeNode.up()),
                FakeNode.peer("central-3", DOWN),
                FakeNode.peer("central-4", FakeNode.up()));
        api.node.resync =
                peer ->
                        peer.value().equals("central-2")
                                ? started(1, 2)
                                : new ResyncStart.TooMany();
        var answer = api.post(RESYNC, "");
        assertThat(answer.status()).isEqualTo(200);
        var each = answer.json().get("resyncs");
        assertThat(answer.json().get("success").asBoolean()).isTrue();
        assertThat(each.size()).isEqualTo(2);
        assertThat(each.get(0).get("plan").toString()).isEqualTo("{\"receive\":1,\"send\":2}");
        assertThat(each.get(1).get("peer_id").asString()).isEqualTo("central-4");
        assertThat(each.get(1).get("success").asBoolean()).isFalse();
        assertThat(each.get(1).get("code").asString()).isEqualTo("TOO_MANY_RESYNCS");
    }

    @Test
    void withoutAnyPeerAResyncOfAllHasNothingToDo() {
        assertThat(api.post(RESYNC, "").response().body())
                .isEqualTo("{\"success\":true,\"resyncs\":[]}");
    }

    @Test
    void aResyncOfAllOfWhichNoneStartsIs409() {
        api.node.peers(FakeNode.peer("central-2", DOWN));
        api.post(RESYNC, "").refusedWith(409, "PEER_OFFLINE");
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        api.node.resync = peer -> new ResyncStart.AlreadyRunning();
        api.post(RESYNC, "").refusedWith(409, "ALREADY_RESYNCING");
    }

    @Test
    void cancellingSaysWhetherOneRan() {
        api.node.peers(FakeNode.peer("central-2", DOWN));
        assertThat(delete("?peer_id=central-2").response().body())
                .isEqualTo("{\"success\":true,\"cancelled\":false}");
        api.node.cancels = true;
        assertThat(delete("?peer_id=central-2").response().body())
                .isEqualTo("{\"success\":true,\"cancelled\":true}");
    }

    @Test
    void cancellingWithoutAPeerStopsAll() {
        api.node.peers(FakeNode.peer("central-2", DOWN), FakeNode.peer("central-3", FakeNode.up()));
        api.node.cancels = true;
        assertThat(delete("").json().get("cancelled").asBoolean()).isTrue();
        assertThat(api.node.cancelled)
                .extracting(CentralId::value)
                .containsExactly("central-2", "central-3");
    }
}
