package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.FreePorts;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Peers of whole nodes that come, go, move and are paused while cars go through. */
class LivePeersTest {
    private static final CentralId SECOND = new CentralId("central-2");

    @TempDir private Path folder;
    private RunningNode first;
    private RunningNode second;

    @BeforeEach
    void on() throws Exception {
        first = new RunningNode(folder, 1);
        second = new RunningNode(folder, 2);
    }

    @AfterEach
    void off() {
        first.close();
        second.close();
    }

    private static void knows(RunningNode node, String... peers) throws Exception {
        var answer = node.change("{\"peer_centrals\": [" + String.join(", ", peers) + "]}");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    }

    private void link() throws Exception {
        knows(first, second.asPeer());
        knows(second, first.asPeer());
        await().until(() -> status(first).proof().complete() && status(second).proof().complete());
    }

    private static MeshStatus status(RunningNode node) {
        return node.node.mesh().status();
    }

    private PeerState second() {
        return status(first).peers().getFirst();
    }

    private static boolean knowsCar(RunningNode node, String plate) throws Exception {
        return node.get("/api/parking/history?search=" + plate).json().get("count").asInt() == 1;
    }

    @Test
    void twoThatWorkedAloneAreOneMeshOnceEachIsToldOfTheOther() throws Exception {
        first.open("29A11111");
        second.open("29A22222");
        assertThat(status(first).standalone()).isTrue();
        link();
        await().until(() -> knowsCar(first, "29A22222") && knowsCar(second, "29A11111"));
        assertThat(Files.readString(first.file())).contains("central-2", "kept");
    }

    @Test
    void aPeerThatIsTakenOutIsLinkedNoMoreAndComesBackWhenItIsPutIn() throws Exception {
        link();
        knows(first);
        await().until(() -> status(first).standalone() && status(second).connectedPeers() == 0);
        second.open("29A33333");
        assertThat(first.get("/api/p2p/proof").json().get("identical").isNull()).isTrue();
        knows(first, second.asPeer());
        await().until(() -> knowsCar(first, "29A33333"));
    }

    @Test
    void aPeerThatMovedIsFoundAtItsNewPort() throws Exception {
        link();
        int next = FreePorts.at(second.ip);
        second.change("{\"this_central\": {\"p2p_port\": " + next + "}}");
        knows(
                first,
                "{\"id\": \"central-2\", \"ip\": \""
                        + second.ip
                        + "\", \"p2p_port\": "
                        + next
                        + "}");
        second.open("29A44444");
        await().until(() -> knowsCar(first, "29A44444"));
        assertThat(second().port()).isEqualTo(next);
    }

    private RunningNode.Answer pause(String query) throws Exception {
        return first.send("POST", first.apiPort, "/api/p2p/pause?peer_id=central-2" + query, "");
    }

    @Test
    void aPausedPeerIsNeitherHeardNorCountedUntilItIsResumed() throws Exception {
        link();
        var answer = pause("&minutes=45&reason=moving%20the%20booth&by=NV%2012");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        await().until(() -> second().link() instanceof LinkState.Paused);
        var paused = (LinkState.Paused) second().link();
        assertThat(paused.by()).isEqualTo("NV 12");
        assertThat(paused.reason()).isEqualTo("moving the booth");
        assertThat(Duration.between(paused.since(), paused.until()))
                .isEqualTo(Duration.ofMinutes(45));
        await().until(() -> status(second).connectedPeers() == 0);
        assertThat(status(first).proof().complete()).as("identical").isFalse();

        second.open("29A55555"); // it goes on dialling, and is let in no more
        await().during(Duration.ofSeconds(5)).until(() -> !knowsCar(first, "29A55555"));
        JsonNode state = first.get("/api/p2p/sync-state").json().get("sync_state").get(0);
        assertThat(state.get("link").asString()).isEqualTo("paused");
        assertThat(state.get("paused_by").asString()).isEqualTo("NV 12");
        assertThat(state.get("link_reason").asString()).isEqualTo("moving the booth");

        var resumed = first.send("DELETE", first.apiPort, "/api/p2p/pause?peer_id=central-2", "");
        assertThat(resumed.json().get("resumed").asBoolean()).isTrue();
        await().until(() -> knowsCar(first, "29A55555"));
        await().until(() -> status(first).proof().complete());
    }

    @Test
    void aPauseOutlivesARestartAndAnotherConfiguration() throws Exception {
        link();
        pause("&reason=bad%20switch");
        knows(first);
        knows(first, second.asPeer());
        await().until(() -> second().link() instanceof LinkState.Paused);
        first.restart();
        await().until(() -> second().link() instanceof LinkState.Paused);
        assertThat(((LinkState.Paused) second().link()).reason()).isEqualTo("bad switch");
        assertThat(first.node.mesh().resume(SECOND, "NV 12")).isTrue();
        await().until(() -> status(first).proof().complete());
        assertThat(first.node.mesh().resume(SECOND, "NV 12")).as("once").isFalse();
    }

    private RunningNode.Answer test(String peer) throws Exception {
        return first.send("POST", first.apiPort, "/api/p2p/test-connection?peer_id=" + peer, "");
    }

    private static String at(String ip, int port) {
        return at(ip, port, "");
    }

    private static String at(String ip, int port, String more) {
        return "{\"id\": \"central-2\", \"ip\": \"%s\", \"p2p_port\": %d%s}"
                .formatted(ip, port, more);
    }

    private void assertTestSays(String code, String words) throws Exception {
        var answer = test("central-2");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(400);
        assertThat(answer.json().get("code").asString()).isEqualTo(code);
        assertThat(answer.json().get("error").asString()).startsWith("central-2: ").contains(words);
    }

    @Test
    void aTestSaysThatThePeerAnswersAlsoBesideALink() throws Exception {
        link();
        var answer = test("central-2");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json().get("message").asString()).contains("central-2 answers after");
        assertThat(test("central-7").status()).isEqualTo(404);
        assertThat(status(first).connectedPeers()).isEqualTo(1);
    }

    @Test
    void aTestSaysAtWhichStepItFails() throws Exception {
        knows(first, at("127.0.3.2", FreePorts.at("127.0.3.2")));
        assertTestSays("REFUSED", "no central listens there");
        knows(first, at("no-such-host.invalid", 9000));
        assertTestSays("UNREACHABLE", "no known name");
        knows(first, at(second.ip, second.apiPort));
        assertTestSays("NOT_A_CENTRAL", "another program answers");
        knows(
                first,
                "{\"id\": \"central-5\", \"ip\": \"%s\", \"p2p_port\": %d}"
                        .formatted(second.ip, second.p2pPort));
        var other = test("central-5");
        assertThat(other.json().get("code").asString()).isEqualTo("OTHER_CENTRAL");
        assertThat(other.json().get("error").asString()).contains("answers as central-2");
    }

    @Test
    void aTestTellsOneThatSpeaksButIsNoGatehouseNode() throws Exception {
        String frame =
                "{\"type\":\"HEARTBEAT\",\"source_central\":\"central-2\",\"timestamp\":1,"
                        + "\"event_id\":null,\"data\":{}}";
        try (var original = new ServerSocket(0, 9, InetAddress.getByName("127.0.3.9"));
                var silent = new ServerSocket(0, 9, InetAddress.getByName("127.0.3.9"))) {
            Thread.ofVirtual().start(() -> answer(original, frame));
            Thread.ofVirtual().start(() -> answer(silent, ""));
            knows(first, at("127.0.3.9", original.getLocalPort()));
            assertThat(test("central-2").status()).as("an original answers too").isEqualTo(200);
            knows(first, at("127.0.3.9", silent.getLocalPort()));
            assertTestSays("ORIGINAL", "says nothing");
            knows(first, at("127.0.3.9", silent.getLocalPort(), ", \"dialect\": \"original\""));
            assertThat(test("central-2").status()).as("as one does at first").isEqualTo(200);
        }
    }

    /** A server that takes every call for a WebSocket; the node's own dialling comes too. */
    private static void answer(ServerSocket server, String frame) {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> speak(caller, frame));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void speak(Socket caller, String frame) {
        try (caller) {
            caller.getInputStream().read(new byte[2_000]);
            var out = caller.getOutputStream();
            out.write(
                    "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            if (!frame.isEmpty()) {
                out.write(0x81);
                out.write(frame.length());
                out.write(frame.getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            caller.getInputStream().read(new byte[2_000]);
        } catch (IOException gone) {
            assertThat(caller.isClosed()).isTrue();
        }
    }
}
