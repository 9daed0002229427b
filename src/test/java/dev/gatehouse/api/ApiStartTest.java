package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.gatehouse.api.ApiNotBoundException.Reason;
import dev.gatehouse.model.OpenOutcome;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class ApiStartTest {
    private static final InetAddress ONE = RunningApi.LOOPBACK;
    private static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");

    /** Of the block for documentation, so on no PC. */
    private static final InetAddress NOBODYS = InetAddress.ofLiteral("192.0.2.1");

    private static final String OPEN_BODY = "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}";

    private final FakeNode node = new FakeNode();

    private static String rootOf(InetAddress host, int port) throws IOException {
        try (var socket = new Socket(host, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertFree(InetAddress host, int port) throws IOException {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        }
    }

    @Test
    void itAnswersOnEveryAddressOnOnePort() throws Exception {
        try (var api = Api.start(node, node.feed, List.of(ONE, TWO, ONE), 0)) {
            assertThat(rootOf(ONE, api.boundPort())).startsWith("HTTP/1.1 200");
            assertThat(rootOf(TWO, api.boundPort())).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void theWildcardStandsForAllOtherAddresses() throws Exception {
        try (var api =
                Api.start(node, node.feed, List.of(ONE, InetAddress.ofLiteral("0.0.0.0")), 0)) {
            assertThat(rootOf(ONE, api.boundPort())).startsWith("HTTP/1.1 200");
            assertThat(rootOf(TWO, api.boundPort())).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aTakenPortIsNamedAndNothingStaysBound() throws Exception {
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(TWO, 0));
            int port = other.getLocalPort();
            assertThatThrownBy(() -> Api.start(node, node.feed, List.of(ONE, TWO), port))
                    .isInstanceOf(ApiNotBoundException.class)
                    .hasMessageContainingAll(
                            "127.0.0.2", "" + port, "taken", "this_central.api_port")
                    .asInstanceOf(type(ApiNotBoundException.class))
                    .satisfies(
                            e -> {
                                assertThat(e.reason()).isEqualTo(Reason.PORT_TAKEN);
                                assertThat(e.host()).isEqualTo(TWO);
                                assertThat(e.port()).isEqualTo(port);
                            });
            assertFree(ONE, port);
        }
    }

    @Test
    void anAddressOfNoInterfaceIsNamedAndNothingStaysBound() throws Exception {
        int port;
        try (var free = new ServerSocket()) {
            free.bind(new InetSocketAddress(ONE, 0));
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> Api.start(node, node.feed, List.of(ONE, NOBODYS), port))
                .isInstanceOf(ApiNotBoundException.class)
                .hasMessageContainingAll("192.0.2.1", "" + port, "interface", "this_central.ip")
                .asInstanceOf(type(ApiNotBoundException.class))
                .extracting(ApiNotBoundException::reason)
                .isEqualTo(Reason.ADDRESS_MISSING);
        assertFree(ONE, port);
    }

    @Test
    void aPortThatBecameFreeIsHadAtTheNextTry() throws Exception {
        var other = new ServerSocket();
        other.bind(new InetSocketAddress(ONE, 0));
        int port = other.getLocalPort();
        assertThatThrownBy(() -> Api.start(node, node.feed, List.of(ONE), port))
                .isInstanceOf(ApiNotBoundException.class);
        other.close();
        try (var api = Api.start(node, node.feed, List.of(ONE), port)) {
            assertThat(api.boundPort()).isEqualTo(port);
        }
    }

    @Test
    void withoutAnAddressThereIsNothingToStart() {
        assertThatThrownBy(() -> Api.start(node, node.feed, List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingReleasesThePortEvenWithAnIdleClient() throws Exception {
        var api = Api.start(node, node.feed, List.of(ONE), 0);
        try (var idle = new Socket(ONE, api.boundPort())) {
            idle.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
            assertThat(idle.getInputStream().read()).isEqualTo('H');
            assertClosesInTime(api);
        }
        assertFree(ONE, api.boundPort());
        api.close();
    }

    @Test
    void closingWaitsForARequestThatIsNearlyDone() throws Exception {
        var api = Api.start(node, node.feed, List.of(ONE), 0);
        var asked = new CountDownLatch(1);
        node.open =
                request -> {
                    asked.countDown();
                    return new CompletableFuture<OpenOutcome>()
                            .completeOnTimeout(
                                    new OpenOutcome.Unavailable("late"),
                                    300,
                                    TimeUnit.MILLISECONDS);
                };
        try (var socket = post(api.boundPort())) {
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            assertClosesInTime(api);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 503")
                    .contains("late");
        }
    }

    @Test
    void closingDoesNotWaitForANodeThatHangs() throws Exception {
        var api = Api.start(node, node.feed, List.of(ONE), 0);
        var asked = new CountDownLatch(1);
        node.open =
                request -> {
                    asked.countDown();
                    return new CompletableFuture<>();
                };
        try (var socket = post(api.boundPort())) {
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            assertClosesInTime(api);
        }
    }

    private static Socket post(int port) throws IOException {
        var socket = new Socket(ONE, port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(
                        ("POST /api/edge/barrier/open HTTP/1.1\r\nHost: a\r\nContent-Length: "
                                        + OPEN_BODY.length()
                                        + "\r\n\r\n"
                                        + OPEN_BODY)
                                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static void assertClosesInTime(Api api) {
        long start = System.nanoTime();
        api.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }
}
