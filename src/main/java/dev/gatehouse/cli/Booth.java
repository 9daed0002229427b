package dev.gatehouse.cli;

import dev.gatehouse.config.Config;
import dev.gatehouse.config.ConfigException;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.config.DataFolder;
import dev.gatehouse.config.Loaded;
import dev.gatehouse.node.Node;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A data folder that this process holds, its configuration, and the node on it. */
final class Booth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Booth.class);

    private final DataFolder folder;
    private final ConfigStore store;
    private Loaded loaded;
    private final StopRequest stop = new StopRequest();
    private @Nullable Node node;

    private Booth(DataFolder folder, ConfigStore store, Loaded loaded) {
        this.folder = folder;
        this.store = store;
        this.loaded = loaded;
    }

    /**
     * Holds the folder, starts its log and reads its configuration.
     *
     * @throws FailedException when another process holds it, or there is no usable configuration
     */
    static Booth hold(FolderOptions options, Consumer<Path> log) throws FailedException {
        DataFolder folder;
        try {
            folder = DataFolder.hold(options.folder());
        } catch (IOException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
        try {
            log.accept(folder.path());
            ConfigStore store = options.store(folder.path());
            Loaded loaded = store.load();
            loaded.warnings().forEach(LOG::warn);
            loaded.problems().forEach(LOG::error);
            LOG.info("Gatehouse {} with data in {}", Main.version(), folder.path());
            return new Booth(folder, store, loaded);
        } catch (FailedException e) {
            release(folder);
            throw e;
        } catch (ConfigException e) {
            release(folder);
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The computer's name, without asking the network where the environment tells it. */
    static String hostName(Map<String, String> environment) {
        String known =
                environment.getOrDefault("COMPUTERNAME", environment.getOrDefault("HOSTNAME", ""));
        if (!known.isBlank()) {
            return known;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    Path folder() {
        return folder.path();
    }

    Config config() {
        return loaded.config();
    }

    /** Why the last accepted configuration is used; empty when the file itself is. */
    List<String> problems() {
        return loaded.problems();
    }

    /** What a node on this folder needs. */
    Node.Means means() {
        return Node.Means.real(
                folder.path(), loaded.config(), Main.version(), loaded.problems(), store);
    }

    /**
     * Puts what another configuration says into this one's file, and keeps the rest.
     *
     * @param from names it
     * @return where the file lies as it was; null where it had no peers that could be lost
     */
    @Nullable Path change(Path from, byte[] json) throws FailedException {
        byte[] before = store.content();
        Path aside = loaded.config().peers().isEmpty() ? null : keep(before);
        try {
            switch (store.change(json)) {
                case ConfigStore.Change.Written(Loaded next, byte[] _) -> loaded = next;
                case ConfigStore.Change.Refused(List<String> problems) ->
                        throw new FailedException(from + ": " + String.join(" · ", problems));
                case ConfigStore.Change.Unwritten(String why) -> throw new FailedException(why);
            }
        } finally {
            if (aside != null && Arrays.equals(before, store.content())) {
                delete(aside);
                aside = null;
            }
        }
        return aside;
    }

    private static void delete(Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted", aside, e);
        }
    }

    private Path keep(byte[] before) throws FailedException {
        try {
            return Files.write(
                    Files.createTempFile(folder.path(), "config.before-import-", ".json"), before);
        } catch (IOException e) {
            throw new FailedException(
                    "the old configuration cannot be kept in " + folder.path() + ": " + e, e);
        }
    }

    /**
     * @throws FailedException when the database or the key cannot be opened
     */
    Node openNode() throws FailedException {
        return openNode(InstantSource.system());
    }

    /**
     * @param wall the wall clock, which may be wrong
     * @throws FailedException when the database or the key cannot be opened
     */
    synchronized Node openNode(InstantSource wall) throws FailedException {
        try {
            Node opened = Node.open(means().withWall(wall));
            node = opened;
            return opened;
        } catch (IOException e) {
            LOG.error("The node cannot be opened", e);
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Ends the command where it is made. */
    StopRequest stop() {
        return stop;
    }

    synchronized void closeNode() {
        Node open = node;
        node = null;
        if (open != null) {
            open.close();
            LOG.info("Stopped");
        }
    }

    @Override
    public void close() {
        closeNode();
        release(folder);
    }

    private static void release(DataFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            LOG.warn("Could not let go of {}", folder.path(), e);
        }
    }
}
