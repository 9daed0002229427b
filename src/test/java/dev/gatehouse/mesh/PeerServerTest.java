package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may open a WebSocket on the P2P port. */
class PeerServerTest {
    private final AtomicInteger opened = new AtomicInteger();
    private PeerServer server;

    @BeforeEach
    void bind() throws IOException {
        server = new PeerServer(new InetSocketAddress("127.0.0.1", 0), new Counting());
        server.bind();
    }

    @AfterEach
    void halt() {
        server.halt();
    }

    private String upgrade(String header) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                            + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n"
                                            + header
                                            + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aBoothMayAndAPageInABrowserMayNot() throws IOException {
        assertThat(upgrade("")).isEqualTo("HTTP/1.1 101");
        assertThat(upgrade("Origin: http://evil.example\r\n")).isNotEqualTo("HTTP/1.1 101");
        assertThat(upgrade("Origin: http://127.0.0.1:8000\r\n")).isNotEqualTo("HTTP/1.1 101");
        assertThat(opened).hasValue(1);
    }

    private Socket caller() throws IOException {
        var socket = new Socket("127.0.0.1", server.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Whether nobody is at the other end any more. */
    private static boolean isCut(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length < 1_000;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void aCallerThatSaysNothingIsCutAndOfSuchThereIsRoomForSoMany() throws IOException {
        var callers = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 64; i++) {
                callers.add(caller());
            }
            try (Socket oneTooMany = caller()) {
                oneTooMany.setSoTimeout(3_000); // before the others are cut
                assertThat(isCut(oneTooMany)).isTrue();
            }
            for (Socket silent : callers) {
                assertThat(isCut(silent)).isTrue();
            }
        } finally {
            for (Socket socket : callers) {
                socket.close();
            }
        }
        assertThat(upgrade("")).as("there is room again").isEqualTo("HTTP/1.1 101");
    }

    @Test
    void aHandshakeWithoutEndIsCutAtOnce() throws IOException {
        try (Socket endless = caller()) {
            endless.setSoTimeout(4_000);
            OutputStream out = endless.getOutputStream();
            out.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] header =
                    ("X: " + "y".repeat(1_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 20; i++) {
                out.write(header);
            }
            assertThat(isCut(endless)).isTrue();
        } catch (SocketException cutWhileItSpoke) {
            assertThat(opened).hasValue(0);
        }
    }

    private final class Counting implements Transport.Events {
        @Override
        public void opened(Transport.Connection connection, @Nullable PeerAddress dialled) {
            opened.incrementAndGet();
        }

        @Override
        public void message(Transport.Connection connection, Object textOrBytes, int bytes) {}

        @Override
        public void closed(Transport.Connection connection, int code, String reason) {}

        @Override
        public void failed(Transport.@Nullable Connection connection, Exception e) {}
    }
}
