package dev.gatehouse.node;

import dev.gatehouse.config.Config;
import dev.gatehouse.config.ConfigException;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.config.Loaded;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ConfigChange;
import dev.gatehouse.model.MeshConfig;
import dev.gatehouse.port.ConfigPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The configuration of a running node. What is changed through the API or in the file is in force
 * at once; a file that cannot be used changes nothing and is told. Any thread.
 */
final class LiveConfig implements ConfigPort, AutoCloseable {
    /** An administrator looks up after saving; the file has 2 KB. */
    private static final long LOOK_SECONDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

    private final @Nullable ConfigStore store;
    private final CentralId self;
    private final ZoneId zone;
    private final Consumer<Config> apply;
    private final ScheduledExecutorService timer;
    private Config inForce;
    private byte[] seen = new byte[0];
    private byte @Nullable [] unsettled;
    private volatile List<String> problems;

    /**
     * @param store the file; null where the configuration came from nowhere
     * @param first what is in force
     * @param problems why it is the last accepted one; empty where it is the file's
     * @param apply puts another one in force
     */
    LiveConfig(
            @Nullable ConfigStore store,
            Config first,
            List<String> problems,
            Consumer<Config> apply) {
        this.store = store;
        this.self = first.thisCentral().id();
        this.zone = first.site().zone();
        this.inForce = first;
        this.problems = List.copyOf(problems);
        this.apply = apply;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("config").daemon().factory());
        if (store != null) {
            seen = store.content();
        }
    }

    /** Begins to look at the file. */
    void start() {
        ConfigStore file = store;
        if (file != null) {
            timer.scheduleWithFixedDelay(
                    () -> look(file), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Where the file is; empty where there is none. */
    String file() {
        ConfigStore file = store;
        return file == null ? "" : file.file().toAbsolutePath().toString();
    }

    /** Why the file is not in force; empty where it is. */
    List<String> problems() {
        return problems;
    }

    @Override
    public synchronized MeshConfig mesh() {
        Config.ThisCentral own = inForce.thisCentral();
        return new MeshConfig(
                new MeshConfig.Self(own.id(), own.ip(), own.p2pPort(), own.apiPort()),
                inForce.peers().stream().map(LiveConfig::peer).toList());
    }

    private static MeshConfig.Peer peer(Config.Peer peer) {
        Config.Dialect dialect = peer.dialect();
        return new MeshConfig.Peer(
                peer.id(),
                peer.ip(),
                peer.p2pPort(),
                dialect == null ? null : dialect.key(),
                peer.apiPort());
    }

    @Override
    public synchronized ConfigChange change(byte[] json) {
        ConfigStore file = store;
        if (file == null) {
            return new ConfigChange.Unwritten("this node was started without a configuration file");
        }
        return switch (file.change(json)) {
            case ConfigStore.Change.Refused(List<String> slips) -> new ConfigChange.Refused(slips);
            case ConfigStore.Change.Unwritten(String why) -> new ConfigChange.Unwritten(why);
            case ConfigStore.Change.Written(Loaded loaded, byte[] content) -> {
                seen = content;
                unsettled = null;
                problems = List.of();
                use(loaded.config());
                yield new ConfigChange.Applied(later(loaded.config()), loaded.warnings());
            }
        };
    }

    private synchronized void look(ConfigStore file) {
        try {
            byte[] now = file.content();
            if (Arrays.equals(now, seen)) {
                unsettled = null;
            } else if (!Arrays.equals(now, unsettled)) {
                unsettled = now; // the editor may still be writing
            } else {
                seen = now;
                unsettled = null;
                reload(file);
            }
        } catch (Throwable e) { // an Error too: it must not end the looking
            LOG.error("The configuration file could not be looked at", e);
        }
    }

    private void reload(ConfigStore file) {
        try {
            Loaded loaded = file.load();
            loaded.warnings().forEach(LOG::warn);
            loaded.problems().forEach(LOG::error);
            problems = loaded.problems();
            if (loaded.problems().isEmpty()) {
                use(loaded.config());
                List<String> later = later(loaded.config());
                if (!later.isEmpty()) {
                    LOG.warn("{} waits for the next start", String.join(", ", later));
                }
            }
        } catch (ConfigException e) {
            problems = String.valueOf(e.getMessage()).lines().toList();
            problems.forEach(LOG::error);
        }
    }

    /** What another configuration changes only at the next start. */
    private List<String> later(Config next) {
        var later = new ArrayList<String>();
        if (!next.thisCentral().id().equals(self)) {
            later.add("this_central.id"); // every event of this start carries it
        }
        if (!next.site().zone().equals(zone)) {
            later.add("site.time_zone"); // the history's texts are in it
        }
        return later;
    }

    private void use(Config read) {
        Config.ThisCentral own = read.thisCentral();
        Config next =
                new Config(
                        new Config.ThisCentral(self, own.ip(), own.p2pPort(), own.apiPort()),
                        read.peers().stream().filter(p -> !p.id().equals(self)).toList(),
                        new Config.Site(read.site().name(), zone, read.site().capacity()),
                        read.fees(),
                        read.sync(),
                        read.mesh(),
                        read.api(),
                        read.pictures(),
                        read.lanes());
        if (!next.equals(inForce)) {
            inForce = next;
            LOG.info("Another configuration is in force: {} peers", next.peers().size());
            apply.accept(next);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
