package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.Config;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class PortsTest {
    @ParameterizedTest(name = "ip {0}, trust_lan {1}: {2}")
    @CsvSource({
        "auto,          true,  127.0.0.1",
        "auto,          false, 127.0.0.1",
        "127.0.0.11,    true,  127.0.0.11",
        "127.0.0.11,    false, 127.0.0.11",
        "192.168.1.101, true,  192.168.1.101 127.0.0.1",
        "192.168.1.101, false, 127.0.0.1",
        "0.0.0.0,       true,  0.0.0.0",
        "0.0.0.0,       false, 127.0.0.1",
    })
    void theApiListensNoWiderThanItIsTold(String ip, boolean trustLan, String expected)
            throws UnknownHostException {
        var self = new Config.ThisCentral(new CentralId("central-1"), ip, 9000, 8000);
        List<String> hosts =
                Ports.apiHosts(self, trustLan).stream().map(InetAddress::getHostAddress).toList();
        assertThat(hosts).containsExactly(expected.split(" "));
    }

    /** What this program and its libraries log with the levels of a booth. */
    private static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private static final Logger ROOT = logger(Logger.ROOT_LOGGER_NAME);
        private static final List<Logger> QUIET =
                List.of(logger("org.eclipse.jetty"), logger("io.javalin"), logger("org.flywaydb"));

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Level before = ROOT.getLevel();

        Lines() {
            QUIET.forEach(name -> name.setLevel(Level.WARN));
            ROOT.setLevel(Level.INFO);
            start();
            ROOT.addAppender(this);
        }

        private static Logger logger(String name) {
            return (Logger) LoggerFactory.getLogger(name);
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }

        /** Those since it was asked last. */
        List<String> taken() {
            List<String> all = List.copyOf(lines);
            lines.removeAll(all);
            return all;
        }

        @Override
        public void close() {
            ROOT.detachAppender(this);
            ROOT.setLevel(before);
            QUIET.forEach(name -> name.setLevel(null));
        }
    }

    private static void tryAgain(Ports ports, int times) {
        for (int i = 0; i < times; i++) {
            ports.bindWhatIsNot();
        }
    }

    @Test
    void aTakenPortIsOneLineWhenItBeginsAndOneWhenItIsOverHoweverOftenItIsTried(
            @TempDir Path folder) throws Exception {
        String ip = "127.0.3.33";
        var self = FreePorts.central("central-1", ip);
        var config = new ConfigStore(folder, null, Map.of(), "central-1").load().config();
        try (Node node = Node.open(Node.Means.real(folder, config, "test", List.of()));
                Mesh mesh = IdleMesh.with();
                var ports = new Ports(self, false, node, node.feed(), mesh);
                var lines = new Lines()) {
            InetAddress here = InetAddress.getByName(ip);
            try (var p2p = new ServerSocket(self.p2pPort(), 1, here);
                    var api = new ServerSocket(self.apiPort(), 1, here)) {
                tryAgain(ports, 1);
                assertThat(List.of(p2p.isBound(), api.isBound())).containsOnly(true);
                assertThat(ports.checks()).noneMatch(Health.Check::ok);
                assertThat(lines.taken())
                        .satisfiesExactly(
                                line ->
                                        assertThat(line)
                                                .startsWith("ERROR P2P does not listen: port ")
                                                .contains("is taken", "Trying again every 10 s"),
                                line -> assertThat(line).startsWith("ERROR API does not listen: "));
                tryAgain(ports, 3);
                assertThat(lines.taken()).as("at the next attempts").isEmpty();
            }
            tryAgain(ports, 3);
            assertThat(ports.checks()).allMatch(Health.Check::ok);
            assertThat(lines.taken())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("INFO P2P listens on " + ip),
                            line -> assertThat(line).startsWith("INFO API listens on /" + ip));
        }
    }
}
