package dev.gatehouse.it;

import static dev.gatehouse.it.Booths.START;
import static dev.gatehouse.it.Booths.SYNC;
import static dev.gatehouse.it.Booths.identical;
import static dev.gatehouse.it.Booths.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.sync.Cable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a mesh of booths goes through in a bad week; separate processes from the built image. */
@Timeout(240)
class MeshScenariosIT {

    @TempDir Path folder;

    private final List<BoothProcess> booths = new ArrayList<>();
    private final List<Cable> cables = new ArrayList<>();

    @AfterEach
    void off() throws IOException {
        booths.forEach(BoothProcess::close);
        for (Cable cable : cables) {
            cable.close();
        }
    }

    private List<BoothProcess> mesh(int count) throws IOException {
        booths.addAll(BoothProcess.mesh(count, folder));
        return booths;
    }

    private static List<String> inside(BoothProcess booth) throws Exception {
        var plates = new ArrayList<String>();
        booth.get("/api/parking/history?limit=1000&in_parking_only=true")
                .path("history")
                .forEach(row -> plates.add(row.path("plate_id").stringValue("")));
        return plates;
    }

    @Test
    void twentyThousandMissedEventsArriveInPagesWhileLiveOnesKeepFlowing() throws Exception {
        List<BoothProcess> two = mesh(2);
        two.get(0).letInWhileOff("30A", 20_000);
        start(two);
        var live = new ArrayList<String>();
        int arrivedBehind = 0;
        while (two.get(1).events() < 20_000 && live.size() < 2_000) {
            String plate = "51L%05d".formatted(live.size());
            two.get(0).open(plate);
            live.add(plate);
            if (two.get(1).plates().contains(plate) && two.get(1).events() < 20_000) {
                arrivedBehind++;
            }
        }

        identical(two, 20_000 + live.size());

        JsonNode state = two.get(1).syncState("central-1");
        assertThat(state.path("merged").longValue()).isEqualTo(20_000 + live.size());
        assertThat(state.path("received").longValue())
                .as("received = merged + had + rejected")
                .isEqualTo(
                        state.path("merged").longValue()
                                + state.path("had").longValue()
                                + state.path("rejected").longValue());
        assertThat(two.get(1).log()).doesNotContain("Merged 1 events, skipped 0\n");
        assertThat(arrivedBehind).as("live events that came before the backlog").isNotNegative();
    }

    @Test
    void killedTenTimesDuringOneBackfillOfAHundredThousandItStillEndsEqual() throws Exception {
        List<BoothProcess> two = mesh(2);
        BoothProcess full = two.get(0);
        BoothProcess empty = two.get(1);
        full.letInWhileOff("30A", 100_000);
        full.start();
        long before = 0;
        for (int kill = 0; kill < 10 && before < 100_000; kill++) {
            empty.start();
            long had = before;
            await().atMost(START)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> empty.onDisk() > had);
            empty.kill();
            before = empty.onDisk();
        }
        assertThat(before).as("events at the last kill").isLessThan(100_000);
        empty.start();
        await().atMost(START).until(() -> full.up() && empty.up());

        identical(two, 100_000);
    }

    @Test
    void aAndCLinkedOnlyThroughBConverge() throws Exception {
        booths.addAll(BoothProcess.mesh(3, folder, (one, other) -> Math.abs(one - other) == 1));
        start(booths);
        booths.get(0).open("30A00001");
        booths.get(2).open("30A00003");

        await().atMost(SYNC)
                .until(
                        () ->
                                booths.get(0).plates().contains("30A00003")
                                        && booths.get(2).plates().contains("30A00001"));
        identical(booths, 2);
    }

    @Test
    void aVisitThatOpensAndClosesWhileAPeerIsAwayIsThereWithItsFee() throws Exception {
        List<BoothProcess> three = mesh(3);
        three.get(0).chargeFromTheFirstSecond();
        start(three.subList(0, 2));
        three.get(0).open("29A12345");
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        JsonNode out = three.get(0).openElsewhere("29A12345");
        assertThat(out.path("fee").longValue()).isEqualTo(25_000);
        await().atMost(SYNC)
                .until(
                        () ->
                                three.get(1).history().stream()
                                        .map(visit -> visit.path("status").stringValue(""))
                                        .anyMatch("OUT"::equals));

        three.get(2).start();

        await().atMost(START).until(() -> three.get(2).plates().contains("29A12345"));
        JsonNode row = three.get(2).history().getFirst();
        assertThat(row.path("status").stringValue()).isEqualTo("OUT");
        assertThat(row.path("fee").longValue()).isEqualTo(25_000);
        identical(three, 2);
    }

    @Test
    void onePlateAtTwoGatesWhileTheLinksAreCutIsOneVisitAndTheSameOneEverywhere() throws Exception {
        BoothProcess one = BoothProcess.booth(1, "central-1", folder);
        BoothProcess two = BoothProcess.booth(2, "central-2", folder);
        booths.addAll(List.of(one, two));
        Cable toOne = new Cable(one.p2p());
        Cable toTwo = new Cable(two.p2p());
        cables.addAll(List.of(toOne, toTwo));
        one.configure(List.of(BoothProcess.Peer.at("central-2", toTwo.end())));
        two.configure(List.of(BoothProcess.Peer.at("central-1", toOne.end())));
        start(booths);
        one.open("30A00001");
        await().atMost(SYNC).until(() -> two.plates().contains("30A00001"));
        toOne.pullOut();
        toTwo.pullOut();
        await().atMost(SYNC)
                .until(() -> !one.syncState("central-2").path("connected").booleanValue());

        JsonNode first = one.open("29A12345");
        JsonNode second = two.open("29A12345");
        assertThat(first.path("action").stringValue()).isEqualTo("ENTRY");
        assertThat(second.path("action").stringValue()).isEqualTo("ENTRY");
        toOne.putBack();
        toTwo.putBack();

        identical(booths, 3);
        assertThat(inside(one)).containsExactlyInAnyOrder("30A00001", "29A12345");
        assertThat(inside(two)).containsExactlyInAnyOrder("30A00001", "29A12345");
        assertThat(one.history().getFirst().path("event_id"))
                .as("the older entry stays, at both")
                .isEqualTo(first.path("event_id"))
                .isEqualTo(two.history().getFirst().path("event_id"));
    }

    @Test
    void aReinstalledBoothGetsItsOldEventsBackFromThePeers() throws Exception {
        List<BoothProcess> two = mesh(2);
        start(two);
        for (int car = 0; car < 20; car++) {
            two.get(1).open("30A000%02d".formatted(car));
        }
        identical(two, 20);
        assertThat(two.get(1).stop()).isZero();
        Path data = two.get(1).folder();
        String config = Files.readString(data.resolve("config.json"));
        delete(data);
        Files.createDirectories(data);
        Files.writeString(data.resolve("config.json"), config);

        two.get(1).start();
        await().atMost(START).until(two.get(1)::up);
        two.get(1).open("30A00099");

        identical(two, 21);
        assertThat(inside(two.get(1))).hasSize(21);
    }

    @Test
    void aRestoredCopyThatWritesBeforeItMeetsAnybodyLosesNothing() throws Exception {
        List<BoothProcess> two = mesh(2);
        start(two);
        two.get(1).open("30A00001");
        identical(two, 1);
        assertThat(two.get(1).stop()).isZero();
        Path copy = folder.resolve("copy");
        copy(two.get(1).folder(), copy);
        two.get(1).start();
        await().atMost(START).until(two.get(1)::up);
        two.get(1).open("30A00002");
        two.get(1).open("30A00003");
        identical(two, 3);
        assertThat(two.get(0).stop()).isZero();
        two.get(1).kill();

        delete(two.get(1).folder());
        copy(copy, two.get(1).folder());
        two.get(1).start();
        await().atMost(START).until(two.get(1)::up);
        two.get(1).open("30A00004");
        two.get(1).open("30A00005");
        two.get(0).start();

        await().atMost(START).until(two.get(0)::up);
        identical(two, 5);
        assertThat(inside(two.get(0)))
                .containsExactlyInAnyOrder(
                        "30A00001", "30A00002", "30A00003", "30A00004", "30A00005");
    }

    @Test
    void twoBoothsWithOneIdForAWhileBothKeepTheirEvents() throws Exception {
        List<BoothProcess> two = mesh(2);
        BoothProcess twin = BoothProcess.booth(3, "central-2", folder);
        twin.configure(List.of(two.get(0).asPeer()));
        start(two);
        two.get(1).open("30A00002");
        identical(two, 1);
        booths.add(twin);
        twin.start();
        await().atMost(START).until(twin::up);
        twin.open("30A00003");
        two.get(1).open("30A00004");

        await().atMost(SYNC)
                .until(
                        () ->
                                inside(two.get(0))
                                        .containsAll(List.of("30A00002", "30A00003", "30A00004")));
        assertThat(twin.stop()).isZero();
        booths.remove(twin);

        identical(two, 3);
        assertThat(inside(two.get(1)))
                .containsExactlyInAnyOrder("30A00002", "30A00003", "30A00004");
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e)
                            throws IOException {
                        Files.delete(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void copy(Path from, Path into) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = into.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
