package dev.gatehouse.it;

import static dev.gatehouse.it.Booths.START;
import static dev.gatehouse.it.Booths.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.original.Generation;
import dev.gatehouse.original.OriginalCentral;
import dev.gatehouse.original.OriginalPace;
import dev.gatehouse.original.RunningOriginal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Booths beside originals: separate processes from the built image, seven hours ahead of UTC. */
@Timeout(400)
class OriginalsIT {
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");

    /** What they come to is there well within this; a slow machine makes it long. */
    private static final Duration LONG = Duration.ofSeconds(150);

    private static final OriginalPace FAST =
            OriginalPace.REAL.every(Duration.ofSeconds(3), Duration.ofMillis(700));

    @TempDir Path folder;

    private final List<BoothProcess> booths = new ArrayList<>();
    private final List<RunningOriginal> originals = new ArrayList<>();
    private final Map<String, BoothProcess.Peer> places = new LinkedHashMap<>();

    @AfterEach
    void off() throws Exception {
        booths.forEach(BoothProcess::close);
        for (RunningOriginal original : originals) {
            original.close();
        }
    }

    /** A place for an original, which does not run yet. */
    private void place(String id, Generation generation) throws Exception {
        InetSocketAddress at = BoothProcess.place(100 + places.size());
        places.put(
                id,
                new BoothProcess.Peer(
                        id, at.getHostString(), at.getPort(), generation == Generation.SECOND));
    }

    /** Booths that know each other and all originals. */
    private void booths(int count) throws Exception {
        for (int i = 1; i <= count; i++) {
            booths.add(BoothProcess.booth(i, "central-" + i, folder));
        }
        for (BoothProcess booth : booths) {
            var peers = new ArrayList<>(places.values());
            booths.stream().filter(other -> other != booth).forEach(o -> peers.add(o.asPeer()));
            booth.configure(peers);
        }
    }

    private RunningOriginal original(String id, InstantSource clock) throws Exception {
        BoothProcess.Peer place = places.get(id);
        Generation generation = place.second() ? Generation.SECOND : Generation.FIRST;
        Map<String, URI> peers = new LinkedHashMap<>();
        for (BoothProcess booth : booths) {
            peers.put(
                    booth.id(),
                    place.second()
                            ? RunningOriginal.second(booth.api())
                            : RunningOriginal.first(booth.p2p()));
        }
        RunningOriginal started =
                RunningOriginal.start(
                        new OriginalCentral.Setup(
                                id, generation, HANOI, List.copyOf(peers.keySet()), FAST),
                        new InetSocketAddress(place.address(), place.port()),
                        peers,
                        clock);
        originals.add(started);
        return started;
    }

    private static String text(JsonNode row, String column) {
        return row.path(column).asString("");
    }

    /** What a visit is to both, where both have it. */
    private static String visit(JsonNode row) {
        return text(row, "event_id")
                + " "
                + text(row, "status")
                + " "
                + text(row, "exit_time")
                + " "
                + row.path("fee").asLong(0);
    }

    private static TreeSet<String> visits(List<? extends JsonNode> rows) {
        var visits = new TreeSet<String>();
        rows.stream()
                .filter(row -> !text(row, "event_id").isEmpty())
                .forEach(row -> visits.add(visit(row)));
        return visits;
    }

    private void linked(RunningOriginal original, String id) {
        await().atMost(START)
                .until(
                        () ->
                                original.ask(OriginalCentral::isLinked)
                                        && booths.stream().allMatch(b -> isLinked(b, id)));
    }

    private static boolean isLinked(BoothProcess booth, String id) {
        try {
            return booth.syncState(id).path("connected").booleanValue(false);
        } catch (Exception notYet) {
            return false;
        }
    }

    @Test
    void twoBoothsAndTwoOriginalsOfEachGenerationHaveAllOfEachOtherAfterTheyWereCutOff()
            throws Exception {
        place("first-1", Generation.FIRST);
        place("first-2", Generation.FIRST);
        place("second-1", Generation.SECOND);
        place("second-2", Generation.SECOND);
        booths(2);
        start(booths);
        for (String id : places.keySet()) {
            original(id, InstantSource.system());
        }
        for (int i = 0; i < originals.size(); i++) {
            linked(originals.get(i), List.copyOf(places.keySet()).get(i));
        }

        carsComeAndGo(0);
        originals.get(0).reachable(false);
        originals.get(2).reachable(false);
        carsComeAndGo(20);
        carsComeAndGo(0); // those that came before the cut leave behind it
        originals.get(0).reachable(true);
        originals.get(2).reachable(true);
        carsComeAndGo(40);

        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            TreeSet<String> here = visits(booths.get(0).history());
                            assertThat(here).hasSizeGreaterThan(30);
                            assertThat(visits(booths.get(1).history())).isEqualTo(here);
                            for (RunningOriginal original : originals) {
                                assertThat(visits(original.rows())).isEqualTo(here);
                            }
                        });
        for (RunningOriginal original : originals) {
            assertThat(original.complaints()).isEmpty();
        }
    }

    /** At each of them one car that stays and one that leaves elsewhere; at each booth, too. */
    private void carsComeAndGo(int from) throws Exception {
        int car = from;
        for (RunningOriginal original : originals) {
            original.open("29A%05d".formatted(car));
            String other = "30G%05d".formatted(car++);
            original.open(other);
            original.open(other);
        }
        for (BoothProcess booth : booths) {
            booth.open("51H%05d".formatted(car));
            String other = "60B%05d".formatted(car++);
            booth.open(other);
            booth.open(other);
        }
    }

    @Test
    void sixThousandRowsComeInAnswersOfFiveThousandAndTwoAndAHalfMegabytes() throws Exception {
        place("first-1", Generation.FIRST);
        booths(1);
        var now = new AtomicReference<>(Instant.now().minus(Duration.ofHours(10)));
        RunningOriginal original = original("first-1", now::get);
        String edge = "edge-at-the-northern-gate-of-the-second-basement-".repeat(2);
        original.ask(
                it -> {
                    for (int i = 0; i < 6_000; i++) {
                        now.updateAndGet(moment -> moment.plusSeconds(5));
                        it.open(edge, "29A%05d".formatted(i));
                        if (i % 3 == 0) {
                            it.open(edge, "29A%05d".formatted(i));
                        }
                    }
                    return true;
                });
        now.set(Instant.now());
        List<ObjectNode> rows = original.rows();
        assertThat(rows.stream().limit(5_000).mapToInt(row -> row.toString().length()).sum())
                .isGreaterThan(2_500_000);

        start(booths);

        BoothProcess booth = booths.getFirst();
        await().atMost(LONG).until(() -> booth.events() == 8_000);
        JsonNode stats = booth.get("/api/stats");
        assertThat(stats.path("vehicles_in_parking").intValue()).isEqualTo(4_000);
        assertThat(original.complaints()).isEmpty();
        assertThat(original.rows()).hasSize(6_000);
    }

    @Test
    void whatOneBoothHeardAndTheOtherReadInRowsIsOneFact() throws Exception {
        place("first-1", Generation.FIRST);
        place("second-1", Generation.SECOND);
        booths(2);
        BoothProcess hears = booths.get(0);
        BoothProcess reads = booths.get(1);
        start(List.of(hears));
        RunningOriginal first = original("first-1", InstantSource.system());
        RunningOriginal second = original("second-1", InstantSource.system());
        await().atMost(START)
                .until(() -> isLinked(hears, "first-1") && isLinked(hears, "second-1"));
        first.open("29A12345");
        first.open("30G56789");
        second.ask(it -> it.cameraIn(3, "60B11111"));
        second.ask(it -> it.cameraIn(3, "60B22222"));
        await().atMost(LONG).until(() -> hears.plates().size() == 4);
        first.open("29A12345");
        second.ask(it -> it.cameraOut(4, "60B11111")); // goes by a name of its own
        first.ask(it -> it.cameraIn(1, "77A00001")); // of which nobody is told
        first.ask(it -> it.cameraOut(2, "77A00001"));
        await().atMost(LONG).until(() -> insideAt(hears) == 2);
        assertThat(hears.stop()).isZero();

        start(List.of(reads));
        await().atMost(LONG).until(() -> reads.plates().size() == 4 && insideAt(reads) == 2);
        start(List.of(hears));

        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(hears.proof().path("identical").booleanValue(false))
                                    .isTrue();
                            assertThat(reads.proof().path("digest"))
                                    .isEqualTo(hears.proof().path("digest"));
                        });
        assertThat(visits(hears.history())).isEqualTo(visits(reads.history())).hasSize(4);
        await().atMost(LONG) // its rows may come after all was proven
                .until(() -> hears.syncState("first-1").path("rejected").longValue() > 0);
    }

    private static int insideAt(BoothProcess booth) throws Exception {
        return booth.get("/api/stats").path("vehicles_in_parking").intValue();
    }
}
