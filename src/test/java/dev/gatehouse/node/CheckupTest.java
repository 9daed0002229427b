package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.model.Camera;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code gatehouse doctor} beside a whole node, without it, and where things are wrong. */
class CheckupTest {
    @TempDir Path root;

    private static List<Checkup.Line> check(RunningNode booth) throws Exception {
        return Checkup.run(
                booth.folder, new ConfigStore(booth.folder, null, Map.of(), "booth").look());
    }

    private static Checkup.Line line(List<Checkup.Line> lines, String part) {
        return lines.stream().filter(l -> l.part().equals(part)).findFirst().orElseThrow();
    }

    @Test
    void besideANodeThatWorksEverythingIsWell() throws Exception {
        try (var one = new RunningNode(root, 1);
                var two = new RunningNode(root, 2)) {
            one.change("{\"peer_centrals\": [" + two.asPeer() + "]}");
            two.change("{\"peer_centrals\": [" + one.asPeer() + "]}");
            one.open("29A12345");
            assertThat(line(check(one), "cameras").text())
                    .isEqualTo("no camera has reported to this central yet");
            one.node.cameras().heard(new Camera.Word(1, "Lane 1", "ENTRY", 0, 0));
            await().untilAsserted(
                            () -> {
                                List<Checkup.Line> lines = check(one);
                                assertThat(lines).allMatch(Checkup.Line::well);
                                assertThat(line(lines, "clock").text()).contains("central-2 is");
                            });
            List<Checkup.Line> lines = check(one);
            assertThat(line(lines, "database").text()).contains("1 events can be read");
            assertThat(line(lines, "api").text()).contains("the node answers");
            assertThat(line(lines, "peer central-2").text()).contains("answers within");
            assertThat(line(lines, "camera Lane 1").text()).isEqualTo("reports");
        }
    }

    @Test
    void whatIsWrongIsNamedWithWhatToDo() throws Exception {
        var one = new RunningNode(root, 1);
        var two = new RunningNode(root, 2);
        one.change("{\"peer_centrals\": [" + two.asPeer() + "]}");
        two.close();
        one.close();
        assertThat(line(check(one), "api").text()).contains("is free; the node does not run");
        Files.writeString(one.folder.resolve(Node.DATABASE), "no database at all, but a text");
        try (var other = new ServerSocket(one.apiPort, 1, InetAddress.getByName(one.ip))) {
            List<Checkup.Line> lines = check(one);
            assertThat(other.isBound()).isTrue();
            assertThat(lines.stream().filter(l -> !l.well()).map(Checkup.Line::part))
                    .containsExactly("database", "api", "peer central-2");
            assertThat(line(lines, "api").text()).contains("end the other program");
            assertThat(line(lines, "peer central-2").text()).contains("no central listens there");
            assertThat(line(lines, "database").text()).contains("restore the last backup");
        }
    }
}
