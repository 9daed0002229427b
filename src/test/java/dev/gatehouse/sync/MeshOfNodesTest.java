package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** More than two booths, and what becomes of their links. */
class MeshOfNodesTest {
    @TempDir private Path folder;
    private final LogLines log = new LogLines();
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void off() {
        nodes.forEach(TestNode::close);
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    private void awaitAllEqual(long events) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                nodes.stream()
                                        .allMatch(
                                                n ->
                                                        n.events() == events
                                                                && n.holdsTheSameAs(
                                                                        nodes.getFirst())));
    }

    @Test
    void aLargeStreamIsFetchedInPartsFromTwoPeersAtOnce() throws IOException {
        nodes.addAll(TestNode.mesh(folder, 2));
        TestNode writer = nodes.get(0).knowsWithoutReaching("central-3");
        TestNode other = nodes.get(1).knowsWithoutReaching("central-3");
        TestNode late = new TestNode(folder, 3);
        nodes.add(late);
        writer.start();
        other.start();
        NowLaneTest.aLongDay(writer, 12_000, 100);
        await().atMost(Duration.ofSeconds(60)).until(() -> other.holdsTheSameAs(writer));
        try (Cable one = slowly(late, writer);
                Cable two = slowly(late, other)) {
            late.start();
            await().atMost(Duration.ofSeconds(120)).until(() -> late.holdsTheSameAs(writer));
        }
        long twice = 0;
        for (TestNode from : List.of(writer, other)) {
            await().untilAsserted(
                            () -> {
                                var c = late.peer(from).counters();
                                assertThat(c.waiting()).isZero();
                                assertThat(c.received())
                                        .isEqualTo(c.merged() + c.had() + c.rejected());
                            });
            System.out.println("from " + from.id + ": " + late.peer(from).counters());
            assertThat(late.peer(from).counters().merged()).isGreaterThan(2_000);
            twice += late.peer(from).counters().had();
        }
        assertThat(twice)
                .as("120 cars inside and the newest 300 events came first, from one of them")
                .isLessThanOrEqualTo(420);
        assertThat(late.ledger().holdings().all()).allMatch(head -> head.loose().isEmpty());
    }

    /** So slowly that neither has sent all before the other was heard of. */
    private static Cable slowly(TestNode from, TestNode to) throws IOException {
        var cable = new Cable(to.address);
        cable.slow(120_000);
        from.knows(to, cable.end());
        return cable;
    }

    @Test
    void threeNodesLinkedOnlyThroughTheMiddleOneConverge() throws IOException {
        nodes.addAll(
                List.of(new TestNode(folder, 1), new TestNode(folder, 2), new TestNode(folder, 3)));
        TestNode a = nodes.get(0);
        TestNode b = nodes.get(1);
        TestNode c = nodes.get(2);
        a.knows(b);
        b.knows(a).knows(c);
        c.knows(b);
        for (TestNode node : nodes) {
            node.start();
            node.enter("BEFORE" + node.id);
        }
        awaitAllEqual(3);
        Instant begun = Instant.now();
        await().until(
                        () ->
                                a.isIdenticalTo(b, begun)
                                        && b.isIdenticalTo(a, begun)
                                        && b.isIdenticalTo(c, begun)
                                        && c.isIdenticalTo(b, begun));
        log.forget();
        for (int i = 0; i < 10; i++) {
            a.enter("A" + i);
            c.enter("C" + i);
        }
        awaitAllEqual(23);
        Instant now = Instant.now();
        await().until(() -> a.isIdenticalTo(b, now) && c.isIdenticalTo(b, now));
        assertThat(a.peer(b).counters().merged()).isEqualTo(12);
        assertThat(log.all()).as("a trickle is no catch-up").noneMatch(l -> l.contains("sync"));
    }

    @Test
    void twoThatDialEachOtherAtOnceEndWithOneLink() throws Exception {
        nodes.addAll(TestNode.mesh(folder, 2));
        for (TestNode node : nodes) {
            node.open();
            node.sync().mesh().listen(node.address);
        }
        var starts = new ArrayList<Thread>();
        for (TestNode node : nodes) {
            starts.add(Thread.ofPlatform().start(() -> node.sync().start()));
        }
        for (Thread start : starts) {
            start.join();
        }
        nodes.get(0).enter("CAR1");
        awaitAllEqual(1);
        await().during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(10))
                .until(() -> nodes.stream().allMatch(n -> n.sync().mesh().linkCount() == 1));
        // the second link may be one side's first, where its twin is closed early
        assertThat(log.all().stream().filter(l -> l.startsWith("Connected")))
                .hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aRestartedPeerIsANewNodeAndTakesTheOldOnesPlace() throws IOException {
        nodes.addAll(TestNode.mesh(folder, 2));
        nodes.forEach(this::start);
        nodes.get(1).enter("CAR1");
        awaitAllEqual(1);
        for (int i = 2; i <= 4; i++) {
            nodes.get(1).stop();
            nodes.get(1).start();
            nodes.get(1).enter("CAR" + i);
            nodes.get(0).enter("DOG" + i);
            awaitAllEqual(2L * i - 1);
        }
        Instant now = Instant.now();
        await().until(() -> nodes.get(0).isIdenticalTo(nodes.get(1), now));
        assertThat(nodes.get(0).ledger().holdings().summary().streams()).isLessThanOrEqualTo(5);
    }

    @Test
    void fiveNodesAllLinkedHoldTheSameAfterTheyAllWrote() throws IOException {
        nodes.addAll(TestNode.mesh(folder, 5));
        nodes.forEach(this::start);
        for (int i = 0; i < 20; i++) {
            for (TestNode node : nodes) {
                node.enter(node.id.value().replace("-", "") + "N" + i);
            }
        }
        awaitAllEqual(100);
        await().until(() -> nodes.getFirst().sync().status().proof().complete());
        assertThat(nodes.getFirst().sync().status().proof().identical()).isEqualTo(5);
        for (TestNode node : nodes) {
            await().until(() -> node.sync().mesh().linkCount() == 4);
        }
    }

    private void start(TestNode node) {
        try {
            node.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
