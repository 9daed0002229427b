package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;

class MetricsApiTest {
    /** As Prometheus's own parser wants a line of the text format. */
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "[a-z][a-z0-9_]*(\\{[a-z_]+=\"[^\"\\n]*\"(,[a-z_]+=\"[^\"\\n]*\")*\\})?"
                            + " (-?[0-9.]+(E-?[0-9]+)?|\\+Inf|NaN)");

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private List<String> lines() {
        var answer = api.get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        return answer.response().body().lines().toList();
    }

    private static PeerState known() {
        return new GivenPeer("central-2")
                .link(FakeNode.up())
                .heard(FakeNode.MORNING)
                .rtt(1.5, 8.25)
                .offset(-12.0)
                .missing(3L, 4L)
                .identical(FakeNode.MORNING.minusSeconds(2), new Hash(1, 2, 3, 4))
                .missingSince(FakeNode.MORNING.minusSeconds(9), FakeNode.MORNING.minusSeconds(4))
                .synced(FakeNode.MORNING)
                .counters(new PeerCounters(10, 6, 2, 1, 1, 0, 2, 5))
                .state();
    }

    @Test
    void everyLineIsOneThatPrometheusReads() {
        api.node.peers(known());
        for (String line : lines()) {
            assertThat(line.startsWith("# HELP ") || line.startsWith("# TYPE ") || fits(line))
                    .as(line)
                    .isTrue();
        }
    }

    private static boolean fits(String line) {
        return SAMPLE.matcher(line).matches();
    }

    @Test
    void aPeersFiguresCarryItsIdAndTheirUnits() {
        api.node.peers(known());
        assertThat(lines())
                .contains(
                        "gatehouse_reports_repeated_total 7.0",
                        "gatehouse_peer_events_received_total{peer=\"central-2\"} 10.0",
                        "gatehouse_peer_events_merged_total{peer=\"central-2\"} 6.0",
                        "gatehouse_peer_events_had_total{peer=\"central-2\"} 2.0",
                        "gatehouse_peer_events_rejected_total{peer=\"central-2\"} 1.0",
                        "gatehouse_peer_frames_repeated_total{peer=\"central-2\"} 5.0",
                        "gatehouse_peer_conflicts{peer=\"central-2\"} 2.0",
                        "gatehouse_peer_events_waiting{peer=\"central-2\"} 1.0",
                        "gatehouse_peer_link_up{peer=\"central-2\"} 1.0",
                        "gatehouse_peer_round_trip_seconds{peer=\"central-2\"} 0.0015",
                        "gatehouse_peer_clock_offset_seconds{peer=\"central-2\"} -0.012",
                        "gatehouse_peer_we_miss_events{peer=\"central-2\"} 3.0",
                        "gatehouse_peer_they_miss_events{peer=\"central-2\"} 4.0",
                        "gatehouse_peer_we_miss_oldest_seconds{peer=\"central-2\"} 9.0",
                        "gatehouse_peer_they_miss_oldest_seconds{peer=\"central-2\"} 4.0",
                        "gatehouse_mesh_frames_refused_total 1.0",
                        "gatehouse_ledger_numbers_lost 0.0",
                        "gatehouse_peer_proof_age_seconds{peer=\"central-2\"} 2.0",
                        "gatehouse_mesh_peers 1.0");
    }

    @Test
    void whatIsNotKnownIsLeftOutAndNeverNothing() {
        api.node.peers(FakeNode.peer("central-3", new LinkState.Unknown()));
        assertThat(lines())
                .contains("gatehouse_peer_link_up{peer=\"central-3\"} 0.0")
                .noneMatch(l -> l.matches("gatehouse_peer_(we|they)_miss.*central-3.*"))
                .noneMatch(l -> l.matches("gatehouse_peer_(round|clock|proof).*central-3.*"));
        api.node.peers();
        assertThat(lines()).as("a peer that is no more").noneMatch(l -> l.contains("central-3"));
    }

    @Test
    void commitsAreCountedAndTimed() {
        assertThat(lines())
                .contains(
                        "gatehouse_ledger_events 5.0",
                        "gatehouse_ledger_streams 2.0",
                        "gatehouse_ledger_events_waiting 3.0",
                        "gatehouse_ledger_commits_total{result=\"ok\"} 4.0",
                        "gatehouse_ledger_commits_total{result=\"failed\"} 1.0",
                        "gatehouse_ledger_commit_seconds_bucket{le=\"0.001\"} 1",
                        "gatehouse_ledger_commit_seconds_bucket{le=\"0.01\"} 3",
                        "gatehouse_ledger_commit_seconds_bucket{le=\"+Inf\"} 4",
                        "gatehouse_ledger_commit_seconds_count 4",
                        "gatehouse_ledger_commit_seconds_sum 0.035");
    }

    @Test
    void requestsAreCountedByMethodAndStatusAndNothingElse() {
        api.get("/health");
        api.get("/health");
        api.get("/no/such/path");
        api.post("/api/edge/barrier/open", "{}");
        assertThat(lines())
                .contains(
                        "gatehouse_http_requests_total{method=\"GET\",status=\"200\"} 2.0",
                        "gatehouse_http_requests_total{method=\"GET\",status=\"404\"} 1.0",
                        "gatehouse_http_requests_total{method=\"POST\",status=\"400\"} 1.0")
                .noneMatch(l -> l.contains("such"));
    }

    @Test
    void alarmsThatLastAreCountedByTheirSeverity() {
        var alarm =
                new Alarm(
                        7,
                        Alarm.Code.CLOCK_SKEW,
                        "central-2",
                        2,
                        List.of("+17"),
                        "its clock minus ours is 17 s",
                        FakeNode.MORNING,
                        1,
                        null,
                        null,
                        null);
        api.node.alarmList = new AlarmList(List.of(alarm), List.of());
        assertThat(lines())
                .contains(
                        "gatehouse_alarms{severity=\"1\"} 0.0",
                        "gatehouse_alarms{severity=\"2\"} 1.0",
                        "gatehouse_check_up{part=\"store\"} 1.0",
                        "gatehouse_node_info{central=\"central-1\",version=\"0.1.0\"} 1");
    }

    @Test
    void noPlateIsInAnyFigure() {
        api.post("/api/edge/barrier/open", "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}");
        assertThat(lines()).noneMatch(l -> l.contains("29A"));
    }
}
