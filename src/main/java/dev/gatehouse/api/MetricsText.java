package dev.gatehouse.api;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.port.NodePort;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * All figures of the node at one moment, in Prometheus's text format. They are taken from its
 * status when they are asked for, so a peer that is configured no more leaves no series behind;
 * what is not known is left out, never 0. No plate is in any of them.
 */
final class MetricsText {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String PREFIX = "gatehouse_";
    private static final double MS = 1_000;

    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final NodePort node;
    private final HttpCounts http;

    MetricsText(NodePort node, HttpCounts http) {
        this.node = node;
        this.http = http;
    }

    /** The text at this moment. */
    String now() {
        var all = MetricSnapshots.builder();
        addNode(all);
        addLedger(all, node.ledgerFigures());
        addMesh(all, node.mesh().status());
        addHttp(all);
        var bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("the metrics cannot be written", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void addNode(MetricSnapshots.Builder all) {
        var info = node.info();
        Labels who = Labels.of("central", info.central().value(), "version", info.version());
        all.metricSnapshot(
                InfoSnapshot.builder()
                        .name(PREFIX + "node")
                        .help("Who this is.")
                        .dataPoint(InfoDataPointSnapshot.builder().labels(who).build())
                        .build());
        var ready = GaugeSnapshot.builder().name(PREFIX + "check_up");
        ready.help("Whether a part of the node works.");
        node.health()
                .checks()
                .forEach(c -> ready.dataPoint(gauge(Labels.of("part", c.name()), flag(c.ok()))));
        all.metricSnapshot(ready.build());
        var alarms = GaugeSnapshot.builder().name(PREFIX + "alarms");
        alarms.help("Alarms that last, by severity: 1 act now, 2 act, 3 look.");
        List<Alarm> open = node.alarms().list().open();
        for (int severity = 1; severity <= 3; severity++) {
            int wanted = severity;
            long active = open.stream().filter(a -> a.active() && a.severity() == wanted).count();
            alarms.dataPoint(gauge(Labels.of("severity", "" + severity), active));
        }
        all.metricSnapshot(alarms.build());
        all.metricSnapshot(
                CounterSnapshot.builder()
                        .name(PREFIX + "reports_repeated")
                        .help("Reports of cars that had been reported already.")
                        .dataPoint(
                                CounterDataPointSnapshot.builder()
                                        .value(node.gate().repeats())
                                        .build())
                        .build());
        Runtime runtime = Runtime.getRuntime();
        add(all, "heap_used_bytes", "Memory in use.", runtime.totalMemory() - runtime.freeMemory());
        add(all, "heap_max_bytes", "Memory that may be used.", runtime.maxMemory());
    }

    private static void addLedger(MetricSnapshots.Builder all, LedgerFigures ledger) {
        add(all, "ledger_events", "Events held.", ledger.events());
        add(all, "ledger_streams", "Streams held.", ledger.streams());
        add(
                all,
                "ledger_requests_waiting",
                "Requests of this booth that wait for the next commit.",
                ledger.requestsWaiting());
        add(
                all,
                "ledger_events_waiting",
                "Events from peers that wait for the next commit.",
                ledger.eventsWaiting());
        all.metricSnapshot(
                CounterSnapshot.builder()
                        .name(PREFIX + "ledger_commits")
                        .help("Commits by how they ended.")
                        .dataPoint(counter(Labels.of("result", "ok"), ledger.commits()))
                        .dataPoint(counter(Labels.of("result", "failed"), ledger.failedCommits()))
                        .build());
        LedgerFigures.Spread spread = ledger.commitSeconds();
        all.metricSnapshot(
                HistogramSnapshot.builder()
                        .name(PREFIX + "ledger_commit_seconds")
                        .help("How long commits took, the wait for the disk included.")
                        .dataPoint(
                                HistogramDataPointSnapshot.builder()
                                        .classicHistogramBuckets(
                                                ClassicHistogramBuckets.of(
                                                        spread.upTo(), spread.counts()))
                                        .sum(spread.sum())
                                        .build())
                        .build());
    }

    private static void addMesh(MetricSnapshots.Builder all, MeshStatus mesh) {
        counters(all, "mesh_frames_sent", "Frames sent.", mesh.messagesSent());
        counters(all, "mesh_frames_received", "Frames received.", mesh.messagesReceived());
        counters(
                all,
                "mesh_frames_refused",
                "Frames that no honest node sends.",
                mesh.messagesRefused());
        add(
                all,
                "ledger_numbers_lost",
                "Events that no central in reach holds.",
                mesh.lost().events());
        add(all, "mesh_peers", "Peers configured.", mesh.peers().size());
        add(
                all,
                "mesh_centrals_identical",
                "Centrals proven to hold the same, this one included.",
                mesh.proof().identical());
        Peers peers = new Peers(all, mesh);
        peers.counted("received", "Events that came from it.", PeerCounters::received);
        peers.counted("merged", "Events from it that were new.", PeerCounters::merged);
        peers.counted("had", "Events from it that were held already.", PeerCounters::had);
        peers.counted("rejected", "Events from it that cannot be used.", PeerCounters::rejected);
        peers.counted(
                "live_dropped",
                "Events not sent to it live, since it reads too slowly: it fetches them.",
                PeerCounters::dropped);
        peers.frames("repeated", "Frames that came again, byte for byte.", PeerCounters::repeated);
        peers.known(
                "conflicts",
                "Entries and exits there that do not count, since another tells otherwise.",
                p -> (double) p.counters().conflicts());
        peers.known(
                "events_waiting",
                "Events from it that wait to be written.",
                p -> (double) p.counters().waiting());
        peers.known("link_up", "Whether it is linked.", p -> flag(p.connected()));
        peers.known("round_trip_seconds", "Median round trip.", p -> seconds(p.rttP50Ms()));
        peers.known("round_trip_p95_seconds", "Slowest of twenty.", p -> seconds(p.rttP95Ms()));
        peers.known(
                "clock_offset_seconds", "Its clock minus ours.", p -> seconds(p.clockOffsetMs()));
        peers.known("we_miss_events", "Events that it has and we lack.", p -> number(p.weMiss()));
        peers.known(
                "they_miss_events", "Events that we have and it lacks.", p -> number(p.theyMiss()));
        peers.known(
                "we_miss_oldest_seconds",
                "Since when the first of what we lack is known.",
                p -> age(p.missingSince(), mesh.at()));
        peers.known(
                "they_miss_oldest_seconds",
                "Since when the first of what it lacks is held here.",
                p -> age(p.theyMissSince(), mesh.at()));
        peers.known(
                "proof_age_seconds",
                "Since when both were last proven equal.",
                p -> age(p.identicalAsOf(), mesh.at()));
    }

    /** Figures of each peer, by its id. */
    private record Peers(MetricSnapshots.Builder all, MeshStatus mesh) {
        void counted(String name, String help, ToLongFunction<PeerCounters> value) {
            sum("peer_events_" + name, help, value);
        }

        void frames(String name, String help, ToLongFunction<PeerCounters> value) {
            sum("peer_frames_" + name, help, value);
        }

        private void sum(String name, String help, ToLongFunction<PeerCounters> value) {
            var family = CounterSnapshot.builder().name(PREFIX + name).help(help);
            for (PeerState peer : mesh.peers()) {
                family.dataPoint(counter(label(peer), value.applyAsLong(peer.counters())));
            }
            all.metricSnapshot(family.build());
        }

        void known(String name, String help, Function<PeerState, @Nullable Double> value) {
            var family = GaugeSnapshot.builder().name(PREFIX + "peer_" + name).help(help);
            for (PeerState peer : mesh.peers()) {
                Double known = value.apply(peer);
                if (known != null) {
                    family.dataPoint(gauge(label(peer), known));
                }
            }
            all.metricSnapshot(family.build());
        }

        private static Labels label(PeerState peer) {
            return Labels.of("peer", peer.id().value());
        }
    }

    private void addHttp(MetricSnapshots.Builder all) {
        var requests = CounterSnapshot.builder().name(PREFIX + "http_requests");
        requests.help("Requests answered.");
        var seconds = CounterSnapshot.builder().name(PREFIX + "http_request_seconds");
        seconds.help("Time that they took altogether.");
        for (Map.Entry<HttpCounts.Key, HttpCounts.Count> entry : http.all().entrySet()) {
            HttpCounts.Key key = entry.getKey();
            Labels labels = Labels.of("method", key.method(), "status", "" + key.status());
            requests.dataPoint(counter(labels, entry.getValue().requests.sum()));
            seconds.dataPoint(counter(labels, entry.getValue().seconds.sum()));
        }
        all.metricSnapshot(requests.build());
        all.metricSnapshot(seconds.build());
    }

    private static void add(MetricSnapshots.Builder all, String name, String help, double value) {
        all.metricSnapshot(
                GaugeSnapshot.builder()
                        .name(PREFIX + name)
                        .help(help)
                        .dataPoint(gauge(Labels.EMPTY, value))
                        .build());
    }

    private static void counters(
            MetricSnapshots.Builder all, String name, String help, double value) {
        all.metricSnapshot(
                CounterSnapshot.builder()
                        .name(PREFIX + name)
                        .help(help)
                        .dataPoint(counter(Labels.EMPTY, value))
                        .build());
    }

    private static GaugeDataPointSnapshot gauge(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static CounterDataPointSnapshot counter(Labels labels, double value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static double flag(boolean value) {
        return value ? 1 : 0;
    }

    private static @Nullable Double seconds(@Nullable Double milliseconds) {
        return milliseconds == null ? null : Double.valueOf(milliseconds / MS);
    }

    private static @Nullable Double number(@Nullable Long value) {
        return value == null ? null : Double.valueOf(value);
    }

    private static @Nullable Double age(@Nullable Instant since, Instant now) {
        return since == null ? null : Double.valueOf(Duration.between(since, now).toMillis() / MS);
    }
}
