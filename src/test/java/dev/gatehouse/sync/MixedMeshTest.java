package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.query.EntryFate;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Visit;
import dev.gatehouse.original.Generation;
import dev.gatehouse.original.OriginalCentral;
import dev.gatehouse.original.OriginalPace;
import dev.gatehouse.original.RunningOriginal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ObjectNode;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Two nodes and two originals of each generation, which are cut and healed while cars go by. */
class MixedMeshTest {
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final int ROUNDS = 12;

    @TempDir Path folder;
    private final List<TestNode> nodes = new ArrayList<>();
    private final Map<CentralId, RunningOriginal> originals = new LinkedHashMap<>();

    private int made;

    private record Place(String id, Generation generation, InetSocketAddress address) {}

    @AfterEach
    void stop() throws Exception {
        for (RunningOriginal original : originals.values()) {
            original.close();
        }
        nodes.forEach(TestNode::stop);
    }

    private void start() throws Exception {
        nodes.addAll(TestNode.mesh(folder, 2));
        var places = new ArrayList<Place>();
        for (int i = 0; i < 4; i++) {
            places.add(
                    new Place(
                            "central-" + (6 + i),
                            i < 2 ? Generation.FIRST : Generation.SECOND,
                            TestNode.freeAddress("127.0.0." + (106 + i))));
        }
        for (TestNode node : nodes) {
            node.zone = HANOI;
            places.forEach(place -> node.peers.add(peer(place)));
        }
        for (TestNode node : nodes) {
            node.start();
        }
        for (Place place : places) {
            Map<String, URI> peers = new LinkedHashMap<>();
            nodes.forEach(node -> peers.put(node.id.value(), RunningOriginal.first(node.address)));
            var setup =
                    new OriginalCentral.Setup(
                            place.id(),
                            place.generation(),
                            HANOI,
                            List.copyOf(peers.keySet()),
                            OriginalPace.REAL.every(Duration.ofSeconds(2), Duration.ofSeconds(1)));
            originals.put(
                    new CentralId(place.id()),
                    RunningOriginal.start(setup, place.address(), peers, InstantSource.system()));
        }
    }

    private static PeerAddress peer(Place place) {
        boolean first = place.generation() == Generation.FIRST;
        return new PeerAddress(
                new CentralId(place.id()),
                place.address().getHostString(),
                first ? place.address().getPort() : 9,
                first ? null : place.address().getPort(),
                first ? PeerAddress.Dialect.ORIGINAL : PeerAddress.Dialect.ORIGINAL_2);
    }

    private static List<Visit> visits(TestNode node) {
        return node.ledger().outlooks().since(Instant.EPOCH, 0, 100_000).stream()
                .map(EntryFate.OfVisit::visit)
                .toList();
    }

    private static Set<String> inside(TestNode node) {
        return visits(node).stream()
                .filter(Visit::inside)
                .map(visit -> visit.plate().canonical())
                .collect(Collectors.toSet());
    }

    /** Cars come and go everywhere; each plate is only ever at one gate. */
    private void traffic(int round, Random random) throws Exception {
        int gate = 0;
        for (RunningOriginal original : originals.values()) {
            String plate = "30A%02d%03d".formatted(++gate, round);
            original.open(plate);
            made++;
            if (random.nextBoolean()) {
                original.open(plate);
            }
        }
        for (TestNode node : nodes) {
            Visit visit = node.enter("29A%02d%03d".formatted(++gate, round));
            if (random.nextBoolean()) {
                node.leave(visit, 5_000L * random.nextInt(9));
            }
        }
    }

    @Test
    @Timeout(400)
    void afterCutsAllNodesHaveEveryVisitAndNoOriginalACarTooMany() throws Exception {
        start();
        var random = new Random(11);
        List<RunningOriginal> all = List.copyOf(originals.values());
        for (int round = 0; round < ROUNDS; round++) {
            RunningOriginal cut = all.get(random.nextInt(all.size()));
            cut.reachable(false);
            traffic(round, random);
            if (random.nextInt(3) == 0) {
                TestNode off = nodes.get(random.nextInt(nodes.size()));
                off.stop();
                for (RunningOriginal original : all) {
                    original.open("31A%05d".formatted(made++));
                }
                off.start();
            }
            cut.reachable(true);
        }
        int expected = made + 2 * ROUNDS;
        TestNode one = nodes.getFirst();
        TestNode two = nodes.getLast();
        await().atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            assertThat(visits(one)).hasSize(expected);
                            assertThat(visits(two)).hasSize(expected);
                            assertThat(one.holdsTheSameAs(two)).isTrue();
                        });
        await().atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> originals.forEach(this::hasAll));
        assertThat(one.ledger().fold()).isEqualTo(two.ledger().fold());
        for (RunningOriginal original : all) {
            assertThat(original.complaints()).isEmpty();
        }
        originals.keySet().forEach(id -> nodes.forEach(node -> assertBalanced(node, id)));
    }

    private void hasAll(CentralId id, RunningOriginal original) {
        Map<String, Visit> here = new HashMap<>();
        visits(nodes.getFirst()).forEach(visit -> here.put(visit.eventId(), visit));
        List<ObjectNode> rows;
        List<String> inside;
        try {
            rows = original.rows();
            inside = original.inside();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(rows).as("rows of %s", id).hasSize(here.size());
        assertThat(inside)
                .as("cars inside at %s", id)
                .containsExactlyInAnyOrderElementsOf(inside(nodes.getFirst()));
        for (ObjectNode row : rows) {
            Visit visit = here.get(row.path("event_id").asString(""));
            assertThat(visit).isNotNull();
            Visit.Departure exit = visit == null ? null : visit.exit();
            assertThat(row.path("fee").longValue()).isEqualTo(exit == null ? 0 : exit.feeDong());
        }
    }

    private static void assertBalanced(TestNode node, CentralId id) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            var came = node.peer(id).counters();
                            assertThat(came.received())
                                    .isEqualTo(
                                            came.merged()
                                                    + came.had()
                                                    + came.rejected()
                                                    + came.waiting());
                            assertThat(came.rejected()).isZero();
                        });
    }
}
