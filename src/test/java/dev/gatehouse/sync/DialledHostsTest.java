package dev.gatehouse.sync;

import static org.awaitility.Awaitility.await;

import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;

import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Peers that answer a call in a way that no booth should. */
class DialledHostsTest {
    private static final CentralId PEER = new CentralId("central-2");

    @TempDir private Path folder;
    private final AtomicLong skipped = new AtomicLong();
    private TestNode node;
    private InetSocketAddress there;

    @BeforeEach
    void aNode() throws IOException {
        node = new TestNode(folder, 1);
        node.nanos = () -> System.nanoTime() + skipped.get();
        there = TestNode.freeAddress("127.0.0.12");
        node.peers.add(new PeerAddress(PEER, there.getHostString(), there.getPort()));
    }

    @AfterEach
    void off() {
        node.close();
    }

    @Test
    void oneThatAcceptsAndSaysNothingIsCalledAgain() throws Exception {
        List<Socket> accepted = new CopyOnWriteArrayList<>();
        try (var silent = new ServerSocket(there.getPort(), 9, there.getAddress())) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    while (accepted.size() < 9) {
                                        accepted.add(silent.accept());
                                    }
                                } catch (IOException closed) {
                                    accepted.add(new Socket());
                                }
                            });
            node.start();
            for (int calls = 1; calls <= 3; calls++) {
                int called = calls;
                await().until(() -> accepted.size() == called);
                await().until(() -> node.peer(PEER).link() instanceof LinkState.Connecting);
                skipped.addAndGet(Duration.ofSeconds(11).toNanos());
            }
        }
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    @Test
    void oneThatSaysItPausedUsBeforeItSaysWhoItIsIsCalledNowAndThenOnly() throws Exception {
        var pausing = new Pausing(there);
        pausing.start();
        try {
            node.start();
            Instant begin = Instant.now();
            await().until(
                            () ->
                                    node.peer(PEER).link() instanceof LinkState.Connecting waiting
                                            && waiting.nextTry()
                                                    .isAfter(begin.plus(Duration.ofSeconds(25))));
        } finally {
            pausing.stop(1_000);
        }
    }

    private static final class Pausing extends WebSocketServer {
        Pausing(InetSocketAddress address) {
            super(address);
            setDaemon(true);
            setReuseAddr(true);
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {
            socket.close(4005, "paused");
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

        @Override
        public void onMessage(WebSocket socket, String message) {}

        @Override
        public void onError(@Nullable WebSocket socket, Exception e) {}

        @Override
        public void onStart() {}
    }
}
