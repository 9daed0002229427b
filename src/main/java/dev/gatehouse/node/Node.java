package dev.gatehouse.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.config.Config;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.config.PauseFile;
import dev.gatehouse.diag.FiguresText;
import dev.gatehouse.diag.NodeFacts;
import dev.gatehouse.diag.Watch;
import dev.gatehouse.feed.Feed;
import dev.gatehouse.gate.ClockCheck;
import dev.gatehouse.gate.Gate;
import dev.gatehouse.gate.GateClocks;
import dev.gatehouse.gate.SiteBook;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.mesh.Machine;
import dev.gatehouse.mesh.Transport;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.model.Notice;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.picture.PictureStore;
import dev.gatehouse.port.AlarmPort;
import dev.gatehouse.port.CameraPort;
import dev.gatehouse.port.ConfigPort;
import dev.gatehouse.port.DiagPort;
import dev.gatehouse.port.GatePort;
import dev.gatehouse.port.HistoryPort;
import dev.gatehouse.port.LanePort;
import dev.gatehouse.port.LinkPort;
import dev.gatehouse.port.MeshPort;
import dev.gatehouse.port.NodePort;
import dev.gatehouse.port.PicturePort;
import dev.gatehouse.port.SitePort;
import dev.gatehouse.sync.SyncManager;
import dev.gatehouse.sync.SyncSettings;
import dev.gatehouse.trust.NodeKey;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A whole central node: store, gate, mesh, sync and API, wired by plain constructors. The data
 * folder is held by whoever opens it.
 */
public final class Node implements NodePort, AutoCloseable {
    /** The database's file in the data folder. */
    public static final String DATABASE = "gatehouse.db";

    static final String KEY = "node.key";

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /**
     * What a node takes from its surroundings.
     *
     * @param folder where its database and key lie
     * @param logs where its log files lie
     * @param config what it is told
     * @param version of the program
     * @param wall the wall clock
     * @param nanos a steady clock, as {@link System#nanoTime}
     * @param random for names and salts: must not be guessable
     * @param transport the way to peers
     * @param configProblems why the last accepted configuration is used, empty when it is the
     *     present
     * @param configStore where the configuration is read anew and changed; null where it cannot be
     */
    public record Means(
            Path folder,
            Path logs,
            Config config,
            String version,
            InstantSource wall,
            LongSupplier nanos,
            RandomGenerator random,
            Transport transport,
            List<String> configProblems,
            @Nullable ConfigStore configStore) {
        /** Those of a real node whose configuration stays as it is. */
        public static Means real(
                Path folder, Config config, String version, List<String> configProblems) {
            return real(folder, config, version, configProblems, null);
        }

        /** Those of a real node. */
        public static Means real(
                Path folder,
                Config config,
                String version,
                List<String> configProblems,
                @Nullable ConfigStore configStore) {
            return new Means(
                    folder,
                    folder.resolve("logs"),
                    config,
                    version,
                    InstantSource.system(),
                    System::nanoTime,
                    new SecureRandom(),
                    Transport.webSockets(),
                    configProblems,
                    configStore);
        }

        /** The same with another wall clock. */
        public Means withWall(InstantSource clock) {
            return new Means(
                    folder,
                    logs,
                    config,
                    version,
                    clock,
                    nanos,
                    random,
                    transport,
                    configProblems,
                    configStore);
        }

        /** The same over another network, with the log elsewhere. */
        public Means with(Transport network, Path logFolder) {
            return new Means(
                    folder,
                    logFolder,
                    config,
                    version,
                    wall,
                    nanos,
                    random,
                    network,
                    configProblems,
                    configStore);
        }
    }

    private final Steps steps;
    private final LiveConfig liveConfig;
    private final String version;
    private final @Nullable Path configFile;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile NodeInfo info;
    private volatile LaneMap lanes;
    private final Feed feed;
    private final Ledger ledger;
    private final ClockCheck clockCheck;
    private final SiteBook siteBook;
    private final SyncManager sync;
    private final Ports ports;
    private final Watch watch;
    private final LedgerLook look;
    private final DiskRoom disk;
    private final HistoryPort history;
    private final LaneDesk laneDesk;
    private final GatePort gatePort;
    private final SitePort sitePort;
    private final CameraDesk cameraPort;
    private final LinkPort linkPort;
    private final PictureDesk pictures;
    private final DiagPort diagPort;
    private final MeshPort meshPort;
    private final AlarmPort alarmPort;

    private Node(Means means, Steps steps) throws IOException {
        this.steps = steps;
        this.disk = new DiskRoom(means.folder());
        this.version = means.version();
        Config config = means.config();
        ConfigStore store = means.configStore();
        this.configFile = store == null ? null : store.file();
        this.info = FromConfig.info(config, version, configFile);
        NodeKey key = steps.open("key", () -> NodeKey.open(means.folder().resolve(KEY)));
        this.feed = steps.open("feed", Feed::new);
        var written = new OwnEvents();
        this.ledger = steps.open("ledger", () -> ledger(means, key, written.before(feed::publish)));
        this.clockCheck = written.check(ledger, means.wall());
        this.siteBook = new SiteBook(ledger, config.fees(), config.site().zone());
        this.lanes = new LaneMap(config.lanes());
        this.cameraPort = steps.open("cameras", () -> CameraDesk.open(means));
        this.history = new HistoryReader(ledger, siteBook);
        Gate gate = gate(means);
        this.laneDesk = lanes(gate, means);
        this.gatePort = new GateDesk(gate, laneDesk, means.wall());
        this.sitePort = new SiteDesk(siteBook);
        Machine machine =
                Machine.real(means.wall(), means.nanos(), means.random(), means.transport());
        SyncSettings settings = FromConfig.sync(config);
        this.sync = steps.open("sync", () -> new SyncManager(ledger, feed, settings, machine, key));
        this.pictures = pictures(means);
        this.linkPort = new LinkDoor(sync.mesh().callers());
        Pauses pauses =
                steps.open(
                        "pauses",
                        () ->
                                new Pauses(
                                        new PauseFile(means.folder()),
                                        sync.mesh(),
                                        means.wall(),
                                        means.nanos()));
        this.ports =
                steps.open(
                        "ports",
                        () ->
                                new Ports(
                                        config.thisCentral(),
                                        config.api().trustLan(),
                                        this,
                                        feed,
                                        sync.mesh()));
        this.liveConfig =
                steps.open(
                        "config",
                        () ->
                                new LiveConfig(
                                        means.configStore(),
                                        config,
                                        means.configProblems(),
                                        this::apply));
        this.diagPort = diagnostics(means);
        this.look = new LedgerLook(ledger, means.nanos());
        this.watch =
                steps.open(
                        "watch", () -> new Watch(() -> facts(means), means.wall(), means.nanos()));
        this.alarmPort = new AlarmDesk(watch);
        this.meshPort = new MeshDesk(sync, pauses, liveConfig::mesh);
    }

    private PictureDesk pictures(Means means) {
        PictureStore store =
                steps.open(
                        "pictures",
                        () ->
                                PictureStore.open(
                                        means.folder(),
                                        FromConfig.pictures(means.config()),
                                        means.wall()));
        sync.serve(store::here);
        return new PictureDesk(info.central(), store, sync);
    }

    private LaneDesk lanes(Gate gate, Means means) {
        List<Lane> configured = means.config().lanes();
        return steps.open(
                "lanes",
                () ->
                        new LaneDesk(
                                ledger,
                                gate,
                                siteBook,
                                history,
                                means.wall(),
                                () -> lanes,
                                configured));
    }

    private Gate gate(Means means) {
        var clocks =
                new GateClocks(
                        means.wall(), means.nanos(), clockCheck::doubtful, cameraPort::offset);
        return new Gate(ledger, siteBook, clocks, () -> lanes);
    }

    /** The ledger of a data folder. */
    static Ledger ledger(Means means, NodeKey key, Consumer<List<Notice>> publish) {
        Config config = means.config();
        return Ledger.open(
                means.folder().resolve(DATABASE),
                new Ledger.Means(
                        config.thisCentral().id(),
                        config.site().zone(),
                        means.wall(),
                        means.nanos(),
                        means.random(),
                        key),
                publish);
    }

    /** Puts another configuration in force, while cars go through. */
    private void apply(Config next) {
        info = FromConfig.info(next, version, configFile);
        siteBook.seed(next.fees());
        lanes = new LaneMap(next.lanes());
        laneDesk.use(next.lanes());
        pictures.store().use(FromConfig.pictures(next));
        sync.use(FromConfig.sync(next));
        ports.use(next.thisCentral(), next.api().trustLan());
    }

    private NodeFacts facts(Means means) {
        MeshStatus mesh = sync.status();
        Instant now = means.wall().instant();
        clockCheck.look(mesh, now, means.nanos().getAsLong());
        return new NodeFacts(
                health(),
                mesh,
                look.facts(mesh, sync.damaged(), sync.mended(), sync.foldsApart()),
                disk.freeBytes(),
                cameraPort.silent(),
                cameraPort.cameras(),
                clockCheck.doubt(now).orElse(null),
                sync.namesakes(),
                info.zone());
    }

    private DiagDesk diagnostics(Means means) {
        ConfigStore store = means.configStore();
        return new DiagDesk(
                means.logs(),
                () -> store == null ? "" : new String(store.content(), UTF_8),
                () -> info.central().value(),
                () -> figuresText(means.wall()),
                limit -> history.recent(limit),
                means.wall(),
                means.config().site().zone());
    }

    private String figuresText(InstantSource wall) {
        return FiguresText.of(
                wall.instant(),
                info,
                health(),
                sync.status(),
                ledger.figures(),
                watch.alarms(),
                disk.freeBytes());
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
        liveConfig.start();
        watch.start();
    }

    /**
     * Binds the ports and dials the peers.
     *
     * @throws PortTakenException when another program has one of the ports
     */
    public void startStrictly() throws PortTakenException {
        ports.bindOrThrow(sync::start);
        liveConfig.start();
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
    public LanePort lanes() {
        return laneDesk;
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
    public ConfigPort config() {
        return liveConfig;
    }

    @Override
    public SitePort site() {
        return sitePort;
    }

    @Override
    public CameraPort cameras() {
        return cameraPort;
    }

    @Override
    public LinkPort links() {
        return linkPort;
    }

    @Override
    public PicturePort pictures() {
        return pictures;
    }

    @Override
    public DiagPort diagnostics() {
        return diagPort;
    }

    @Override
    public LedgerFigures ledgerFigures() {
        return ledger.figures();
    }

    @Override
    public Health health() {
        return Checks.of(
                ledger.trouble(), ports.checks(), liveConfig.problems(), liveConfig.file());
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
}
