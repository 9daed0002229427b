package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.MeshStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The one code that people compare from screen to screen. */
class ProofCodeTest {
    @TempDir private Path folder;
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void off() {
        nodes.forEach(TestNode::close);
    }

    private static MeshStatus.Cut cut(TestNode node) {
        return Objects.requireNonNull(node.sync().status().proof().cut(), node.id.value());
    }

    private void startThree() throws IOException {
        nodes.addAll(TestNode.mesh(folder, 3));
        for (TestNode node : nodes) {
            node.start();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> nodes.stream().allMatch(n -> n.sync().status().proof().complete()));
    }

    @Test
    void aNodeAloneShowsWhatItHoldsItself() throws IOException {
        nodes.add(new TestNode(folder, 1).start());
        nodes.getFirst().enter("ALONE");
        await().until(() -> nodes.getFirst().sync().status().events() == 1);
        MeshStatus.Cut cut = cut(nodes.getFirst());
        assertThat(cut.of()).isEqualTo(nodes.getFirst().id);
        assertThat(cut.hb()).isZero();
        assertThat(cut.events()).isEqualTo(1);
        assertThat(cut.digest()).isEqualTo(nodes.getFirst().ledger().holdings().top());
    }

    @Test
    void allScreensShowTheCodeOfTheSmallestCentral() throws IOException {
        startThree();
        nodes.get(2).enter("THIRD");
        Hash[] top = new Hash[1];
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            top[0] = nodes.get(0).ledger().holdings().top();
                            return nodes.stream()
                                    .allMatch(
                                            n ->
                                                    cut(n).events() == 1
                                                            && cut(n).digest().equals(top[0]));
                        });
        assertThat(nodes).allSatisfy(n -> assertThat(cut(n).of()).isEqualTo(nodes.get(0).id));
    }

    @Test
    void theSameHeartbeatHasTheSameCodeEverywhereWhileCarsPass() throws IOException {
        startThree();
        Map<Long, Hash> seen = new HashMap<>();
        Instant end = Instant.now().plusSeconds(40);
        for (int car = 0; seen.size() < 8 && Instant.now().isBefore(end); car++) {
            nodes.get(car % 3).enter("CAR" + car);
            for (TestNode node : nodes) {
                MeshStatus.Cut cut = cut(node);
                assertThat(cut.of()).isEqualTo(nodes.get(0).id);
                Hash other = seen.putIfAbsent(cut.hb(), cut.digest());
                assertThat(other == null || other.equals(cut.digest()))
                        .as("heartbeat %d of central-1", cut.hb())
                        .isTrue();
            }
        }
        assertThat(seen).as("it moves on while cars pass").hasSizeGreaterThan(3);
    }

    @Test
    void whereTheSmallestIsAwayTheNextOneCounts() throws IOException {
        startThree();
        nodes.get(0).stop();
        await().atMost(Duration.ofSeconds(15))
                .until(
                        () ->
                                cut(nodes.get(1)).of().equals(nodes.get(1).id)
                                        && cut(nodes.get(2)).of().equals(nodes.get(1).id));
    }
}
