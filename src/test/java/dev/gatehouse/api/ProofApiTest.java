package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

class ProofApiTest {
    private static final Hash DIGEST = new Hash(0x7f3a91c200000000L, 1, 2, 3);

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode proof() {
        var answer = api.get("/api/p2p/proof");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static MeshStatus.Cut cut(Instant at) {
        return new MeshStatus.Cut(new CentralId("central-1"), 655, DIGEST, 48_213, at);
    }

    private static PeerState proven(String id, LinkState link, Instant asOf) {
        return new GivenPeer(id)
                .link(link)
                .heard(asOf)
                .rtt(1.5, 8.25)
                .offset(-12.0)
                .missing(0L, 0L)
                .identical(asOf, DIGEST)
                .synced(asOf)
                .counters(new PeerCounters(10, 7, 2, 1, 0))
                .state();
    }

    /** One that is linked and was compared at nine, or never. */
    private static PeerState original(String id, @Nullable Compared compared) {
        return new GivenPeer(id)
                .at("192.168.1.109")
                .link(new LinkState.Connected(FakeNode.MORNING))
                .heard(FakeNode.MORNING)
                .original(compared)
                .state();
    }

    @Test
    void originalsAreListedApartAsTheyWereComparedAndAreNeverIdentical() {
        api.node.peers(
                original("central-8", new Compared(FakeNode.MORNING, 400, 3)),
                original("central-9", null));
        api.node.proofTold = new MeshStatus.Proof(1, 1, null, cut(FakeNode.MORNING));
        JsonNode json = proof();
        assertThat(json.path("identical").isNull()).isTrue();
        assertThat(json.path("peers").isEmpty()).isTrue();
        assertThat(json.path("originals").toString())
                .isEqualTo(
                        "[{\"peer_id\":\"central-8\",\"connected\":true,\"compared\":{\"at\":\"2026-11-22"
                            + " 02:51:48\",\"rows\":400,\"differ\":3}},{\"peer_id\":"
                            + "\"central-9\",\"connected\":true,\"compared\":null}]");
    }

    @Test
    void aNodeWithoutPeersIsIdenticalToNobodyAndHasACodeAllTheSame() {
        api.node.proofTold = new MeshStatus.Proof(1, 1, null, cut(FakeNode.MORNING));
        JsonNode json = proof();
        assertThat(json.toString())
                .isEqualTo(
                        "{\"success\":true,\"identical\":null,\"as_of\":\"2026-11-22 02:51:48\","
                                + "\"events\":48213,\"digest\":\""
                                + DIGEST
                                + "\",\"cut_of\":\"central-1\",\"hb\":655,\"peers\":[],\"originals\":[]}");
        assertThat(json.get("digest").asString()).startsWith("7f3a91c2");
    }

    @Test
    void identicalIsSaidWithTheEarliestMomentThatItSpeaksOf() {
        Instant earlier = FakeNode.MORNING.minusSeconds(3);
        api.node.peers(proven("central-2", FakeNode.up(), earlier));
        api.node.proofTold = new MeshStatus.Proof(2, 2, earlier, cut(FakeNode.MORNING));
        JsonNode json = proof();
        assertThat(json.get("identical").asBoolean()).isTrue();
        assertThat(json.get("as_of").asString()).isEqualTo("2026-11-22 02:51:45");
        JsonNode peer = json.get("peers").get(0);
        assertThat(peer.get("peer_id").asString()).isEqualTo("central-2");
        assertThat(peer.get("identical").asBoolean()).isTrue();
        assertThat(peer.get("as_of").asString()).isEqualTo("2026-11-22 02:51:45");
        assertThat(peer.get("digest").asString()).isEqualTo(DIGEST.toString());
    }

    @Test
    void aPeerThatIsAwayOrWasProvenTooLongAgoIsNotIdentical() {
        Instant old = FakeNode.MORNING.minusSeconds(61);
        LinkState away = new LinkState.Disconnected(FakeNode.MORNING, 1, FakeNode.MORNING);
        api.node.peers(
                proven("central-2", away, FakeNode.MORNING),
                proven("central-3", FakeNode.up(), old));
        api.node.proofTold = new MeshStatus.Proof(3, 1, null, cut(FakeNode.MORNING));
        JsonNode json = proof();
        assertThat(json.get("identical").asBoolean()).isFalse();
        assertThat(json.get("identical").isNull()).isFalse();
        for (JsonNode peer : json.get("peers")) {
            assertThat(peer.get("identical").asBoolean()).isFalse();
            assertThat(peer.get("as_of").isNull()).as("when it was last proven stays").isFalse();
        }
    }

    @Test
    void whatIsNotProvenYetIsNullAndNeverNothing() {
        api.node.peers(FakeNode.peer("central-2", FakeNode.up()));
        JsonNode json = proof();
        assertThat(json.get("identical").asBoolean()).isFalse();
        for (String name : new String[] {"as_of", "events", "digest", "cut_of", "hb"}) {
            assertThat(json.has(name)).as(name).isTrue();
            assertThat(json.get(name).isNull()).as(name).isTrue();
        }
    }
}
