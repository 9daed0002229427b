package dev.gatehouse.it;

import static dev.gatehouse.it.Booths.START;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The walks by which the first users judge the system: two centrals, each with the other as peer,
 * one of them away for a while. Separate processes from the built image.
 */
@Timeout(120)
class SeedWalksIT {
    /** What they allow once the central that was away is up again. */
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private BoothProcess one;
    private BoothProcess two;

    @BeforeEach
    void startBoth(@TempDir Path folder) throws Exception {
        List<BoothProcess> booths = BoothProcess.mesh(2, folder);
        one = booths.get(0);
        two = booths.get(1);
        one.start();
        two.start();
        await().atMost(Duration.ofSeconds(40)).until(() -> one.up() && two.up());
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                one.syncState("central-2").path("last_sync_timestamp").isNumber()
                                        && two.syncState("central-1")
                                                .path("last_sync_timestamp")
                                                .isNumber());
    }

    @AfterEach
    void stopBoth() {
        one.close();
        two.close();
    }

    @Test
    void walk1_whatWasMadeWhileACentralWasOffIsThereFiveSecondsAfterItsStart() throws Exception {
        assertThat(two.stop()).isZero();
        JsonNode answer = one.open("TEST001");
        assertThat(answer.path("success").booleanValue()).isTrue();
        assertThat(answer.path("action").stringValue()).isEqualTo("ENTRY");
        assertThat(answer.path("event_id").stringValue()).startsWith("central-1_");
        String before = two.log();

        two.start();
        await().atMost(START).until(two::up);
        await().atMost(WITHIN).until(() -> two.plates().contains("TEST001"));

        await().atMost(WITHIN)
                .until(
                        () ->
                                two.log()
                                        .substring(before.length())
                                        .contains("Updated last sync timestamp"));
        assertThat(two.log().substring(before.length()))
                .containsSubsequence(
                        "Connected to P2P peer central-1",
                        "Requesting sync from central-1 (since ",
                        "Sent SYNC_REQUEST to central-1",
                        "Received SYNC_RESPONSE from central-1: 1 events",
                        "Merged 1 events, skipped 0",
                        "Updated last sync timestamp for central-1: ");
    }

    @Test
    void walk2_tenEventsOneASecondAreAllThereAfterwards() throws Exception {
        assertThat(two.stop()).isZero();
        var plates = new ArrayList<String>();
        for (int i = 1; i <= 10; i++) {
            String plate = "TEST00" + i;
            long begin = System.nanoTime();
            assertThat(one.open(plate).path("action").stringValue()).isEqualTo("ENTRY");
            plates.add(plate);
            if (i < 10) { // one a second, as a person would
                await().until(() -> System.nanoTime() - begin >= 1_000_000_000L);
            }
        }
        String before = two.log();

        two.start();
        await().atMost(START).until(two::up);
        await().atMost(WITHIN).until(() -> two.plates().containsAll(plates));

        await().atMost(WITHIN)
                .until(() -> two.log().substring(before.length()).contains("Merged 10 events"));
        assertThat(two.log().substring(before.length()))
                .contains("Received SYNC_RESPONSE from central-1: 10 events")
                .contains("Merged 10 events, skipped 0");
        assertThat(two.plates()).hasSize(10);
    }

    @Test
    void walk3_theSyncStateMovesWithAProvenExchangeAndNotWithAFailedDial() throws Exception {
        long proven = one.syncState("central-2").path("last_sync_timestamp").longValue();
        assertThat(one.get("/api/p2p/sync-state").path("success").booleanValue()).isTrue();
        assertThat(one.syncState("central-2").path("last_sync_time").stringValue())
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(two.stop()).isZero();
        await().until(() -> !one.syncState("central-2").path("connected").booleanValue());
        long whenItLeft = one.syncState("central-2").path("last_sync_timestamp").longValue();
        assertThat(whenItLeft).isGreaterThanOrEqualTo(proven);

        // dialled in vain every few seconds, for longer than any wait between two dials
        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(12))
                .until(
                        () ->
                                one.syncState("central-2").path("last_sync_timestamp").longValue()
                                        == whenItLeft);

        two.start();
        await().atMost(Duration.ofSeconds(15))
                .until(
                        () ->
                                one.syncState("central-2").path("last_sync_timestamp").longValue()
                                        > whenItLeft);
    }

    @Test
    void aStayIsChargedAtTheOtherBoothWithOneFeeInBothRows() throws Exception {
        assertThat(two.stop()).isZero();
        two.chargeFromTheFirstSecond();
        two.start();
        await().atMost(Duration.ofSeconds(20)).until(two::up);
        long begin = System.nanoTime();
        one.open("30G56789");
        await().until(() -> two.plates().contains("30G56789"));
        await().until(() -> System.nanoTime() - begin > 2_000_000_000L); // a stay of a second

        JsonNode out = two.open("30G56789");

        assertThat(out.path("action").stringValue()).isEqualTo("EXIT");
        assertThat(out.path("fee").longValue()).isEqualTo(25_000);
        await().until(() -> one.history().getFirst().path("status").stringValue().equals("OUT"));
        assertThat(one.history().getFirst().path("fee").longValue()).isEqualTo(25_000);
        assertThat(shared(one.history().getFirst())).isEqualTo(shared(two.history().getFirst()));
    }

    @Test
    void aCarThatEnteredAtOneBoothLeavesAtTheOtherWithEqualRowsAtBoth() throws Exception {
        JsonNode in = one.open("30G56789");
        await().until(() -> two.plates().contains("30G56789"));

        JsonNode out = two.open("30G56789");

        assertThat(out.path("action").stringValue()).isEqualTo("EXIT");
        assertThat(out.path("event_id")).isEqualTo(in.path("event_id"));
        assertThat(out.path("fee").isIntegralNumber()).isTrue();
        assertThat(out.path("duration").stringValue()).isEqualTo("0 giờ 0 phút");
        await().until(() -> one.history().getFirst().path("status").stringValue().equals("OUT"));
        assertThat(shared(one.history().getFirst())).isEqualTo(shared(two.history().getFirst()));
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                one.syncState("central-2")
                                        .path("digest")
                                        .equals(two.syncState("central-1").path("digest")));
    }

    /**
     * A row without what is each central's own: its number, whose it is, and when it was written.
     */
    private static JsonNode shared(JsonNode row) {
        return ((tools.jackson.databind.node.ObjectNode) row.deepCopy())
                .remove(List.of("id", "sync_status", "created_at", "updated_at"));
    }
}
