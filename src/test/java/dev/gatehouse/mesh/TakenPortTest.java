package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

class TakenPortTest {
    private static final Transport.Events NOBODY =
            new Transport.Events() {
                @Override
                public void opened(
                        Transport.Connection connection, @Nullable PeerAddress dialled) {}

                @Override
                public void message(Transport.Connection connection, Object frame, int bytes) {}

                @Override
                public void closed(Transport.Connection connection, int code, String reason) {}

                @Override
                public void failed(Transport.@Nullable Connection connection, Exception e) {}
            };

    @Test
    void theLibraryLogsNothingOfAPortThatIsTakenHoweverOftenItIsTried() throws Exception {
        var library = (Logger) LoggerFactory.getLogger("org.java_websocket");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        library.addAppender(lines);
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var address = new InetSocketAddress("127.0.0.1", taken.getLocalPort());
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> new PeerServer(address, NOBODY).bind())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("in use");
            }
        } finally {
            library.detachAppender(lines);
        }
        assertThat(lines.list).isEmpty();
    }
}
