package dev.gatehouse.node;

import dev.gatehouse.config.Config;
import dev.gatehouse.diag.LedgerFacts;
import dev.gatehouse.diag.NodeFacts;
import dev.gatehouse.diag.Watch;
import dev.gatehouse.feed.Feed;
import dev.gatehouse.gate.Gate;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.StoreException;
import dev.gatehouse.mesh.Machine;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.port.AlarmPort;
import dev.gatehouse.port.GatePort;
import dev.gatehouse.port.HistoryPort;
import dev.gatehouse.port.MeshPort;
import dev.gatehouse.port.NodePort;
import dev.gatehouse.sync.SyncManager;
import dev.gatehouse.sync.SyncSettings;
import dev.gatehouse.trust.NodeKey;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A whole central node: store, gate, mesh, sync and API, wired by plain constructors. The data
 * folder is held by whoever opens it.
 */
public final class Node implements NodePort, AutoCloseable {
    /** The database's file in the data folder. */
    public static final String DATABASE = "gatehouse.db";

    private static final String KEY = "node.key";

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /**
     * What a node takes from its surroundings.
     *
     * @param folder where its database and key lie
     * @param config what it is told
     * @param version of the program
     * @param wall the wall clock
     * @param nanos a steady clock, as {@link System#nanoTime}
     * @param random for names and salts: must not be guessable
     * @param configProblems why the last accepted configuration is used, empty when it is the
     *     present
     */
    public record Means(
            Path folder,
            Config config,
            String version,
            InstantSource wall,
            LongSupplier nanos,
            RandomGenerator random,
            List<String> configProblems) {
        /** Those of a real node. */
        public static Means real(
                Path folder, Config config, String version, List<String> configProblems) {
            return new Means(
                    folder,
                    config,
                    version,
                    InstantSource.system(),
                    System::nanoTime,
                    new SecureRandom(),
                    configProblems);
        }
    }

    private final Steps steps;
    private final List<String> configProblems;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final NodeInfo info;
    private final Feed feed;
    private final Ledger ledger;
    private final Gate gate;
    private final SyncManager sync;
    private final Ports ports;
    private final Watch watch;
    private final Path folder;
    private final HistoryPort history;
    private final GatePort gatePort = new GateAdapter();
    private final MeshPort meshPort = new MeshAdapter();
    private final AlarmPort alarmPort = new AlarmAdapter();

    private Node(Means means, Steps steps) throws IOException {
        this.steps = steps;
        this.folder = means.folder();
        this.configProblems = means.configProblems();
        Config config = means.config();
        CentralId self = config.thisCentral().id();
        this.info = info(config, means.version());
        NodeKey key = steps.open("key", () -> NodeKey.open(means.folder().resolve(KEY)));
        this.feed = steps.open("feed", Feed::new);
        this.ledger =
                steps.open(
                        "ledger",
                        () ->
                                Ledger.open(
                                        means.folder().resolve(DATABASE),
                                        new Ledger.Means(
                                                self,
                                                config.site().zone(),
                                                means.wall(),
                                                means.nanos(),
                                                means.random(),
                                                key),
                                        feed::publish));
        this.gate = new Gate(ledger, config.fees());
        this.history = new HistoryReader(ledger);
        this.sync =
                steps.open(
                        "sync",
                        () ->
                                new SyncManager(
                                        ledger,
                                        feed,
                                        settings(config),
                                        Machine.real(means.wall(), means.nanos(), means.random()),
                                        key));
        this.ports =
                steps.open(
                        "ports",
                        () ->
                                new Ports(
                                        config.thisCentral(),
                                        config.api().trustLan(),
                                        this,
                                        sync.mesh()));
        this.watch = steps.open("watch", () -> new Watch(this::facts, means.wall(), means.nanos()));
    }

    private NodeFacts facts() {
        return new NodeFacts(health(), sync.status(), LedgerFacts.NONE, diskFreeBytes());
    }

    private OptionalLong diskFreeBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            LOG.debug("Not known how much room is left in {}", folder, e);
            return OptionalLong.empty();
        }
    }

    private static NodeInfo info(Config config, String version) {
        Config.ThisCentral self = config.thisCentral();
        String name = config.site().name();
        return new NodeInfo(
                self.id(),
                name == null ? self.id().value() : name,
                config.site().zone(),
                config.site().capacity(),
                version,
                self.ip(),
                self.p2pPort(),
                self.apiPort());
    }

    private static SyncSettings settings(Config config) {
        return new SyncSettings(
                config.thisCentral().id(),
                config.peers().stream()
                        .map(peer -> new PeerAddress(peer.id(), peer.ip(), peer.p2pPort()))
                        .toList(),
                config.sync().autoOnConnect(),
                config.sync().pageSize(),
                Duration.ofSeconds(config.mesh().heartbeatSeconds()),
                config.site().zone());
    }

    /**
     * Opens the node on its database; nothing listens and nobody is dialled yet.
     *
     * @throws IOException when the key or the database cannot be opened; the message names the file
     *     and the remedy
     */
    public static Node open(Means means) throws IOException {
        long begin = System.nanoTime();
        var steps = new Steps();
        try {
            Node node = new Node(means, steps);
            LOG.info(
                    "{} opened in {} ms: {}",
                    node.info.central(),
                    (System.nanoTime() - begin) / 1_000_000,
                    steps.times());
            return node;
        } catch (StoreException e) {
            steps.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            steps.close();
            throw e;
        }
    }

    /** Dials the peers, and binds the ports in the background, again and again where that fails. */
    public void start() {
        sync.start();
        ports.bindAndRetry();
        watch.start();
    }

    /**
     * Binds the ports and dials the peers.
     *
     * @throws PortTakenException when another program has one of the ports
     */
    public void startStrictly() throws PortTakenException {
        ports.bindOrThrow(sync::start);
        watch.start();
    }

    /** What just happened. */
    public Feed feed() {
        return feed;
    }

    @Override
    public NodeInfo info() {
        return info;
    }

    @Override
    public GatePort gate() {
        return gatePort;
    }

    @Override
    public HistoryPort history() {
        return history;
    }

    @Override
    public MeshPort mesh() {
        return meshPort;
    }

    @Override
    public AlarmPort alarms() {
        return alarmPort;
    }

    @Override
    public LedgerFigures ledgerFigures() {
        return ledger.figures();
    }

    @Override
    public Health health() {
        String trouble = ledger.trouble();
        List<Health.Check> checks = new ArrayList<>();
        checks.add(
                trouble == null
                        ? Health.Check.well("store")
                        : Health.Check.broken("store", Health.Code.STORE_CANNOT_WRITE, trouble));
        checks.addAll(ports.checks());
        checks.add(
                configProblems.isEmpty()
                        ? Health.Check.well("config")
                        : Health.Check.broken(
                                "config",
                                Health.Code.CONFIG_SLIP,
                                String.join(" · ", configProblems),
                                String.valueOf(configProblems.size()),
                                configProblems.getFirst()));
        return new Health(List.copyOf(checks));
    }

    /**
     * Ends what was begun, in reverse: no more requests, good-bye to the peers, the last commit.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            steps.close();
        }
    }

    private final class GateAdapter implements GatePort {
        @Override
        public CompletableFuture<OpenOutcome> open(OpenRequest request) {
            return gate.open(request);
        }

        @Override
        public CompletableFuture<CloseOutcome> close(String plateText, @Nullable String edgeId) {
            return gate.close(plateText, edgeId);
        }
    }

    private final class AlarmAdapter implements AlarmPort {
        @Override
        public AlarmList list() {
            return watch.alarms();
        }

        @Override
        public boolean acknowledge(long id, String by) {
            return watch.acknowledge(id, by);
        }
    }

    private final class MeshAdapter implements MeshPort {
        @Override
        public MeshStatus status() {
            return sync.status();
        }

        @Override
        public CompletableFuture<ResyncStart> resync(CentralId peer) {
            return sync.resync(peer);
        }

        @Override
        public CompletableFuture<Boolean> cancelResync(CentralId peer) {
            return sync.cancelResync(peer);
        }
    }
}
