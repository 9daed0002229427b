package dev.gatehouse.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.FreePorts;
import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.config.Loaded;
import dev.gatehouse.mesh.Transport;
import dev.gatehouse.node.Node;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/** A node in this process, at a loopback address of its own, with clocks that the run sets. */
final class GateNode implements AutoCloseable {
    private static final boolean ONE_LOOPBACK = System.getProperty("os.name", "").startsWith("Mac");

    private final Path folder;
    private final String id;
    private final String host;
    private final int p2pPort;
    private final int apiPort;
    private final HandSetClock clock;
    private final Client client;
    private @Nullable Node node;

    /** Named {@code central-n}, with its data in that folder; not started. */
    GateNode(Path folder, int number, HandSetClock clock) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.id = "central-" + number;
        this.host = ONE_LOOPBACK ? "127.0.0.1" : "127.0.67." + number;
        this.p2pPort = FreePorts.at(host);
        this.apiPort = FreePorts.at(host);
        this.clock = clock;
        this.client = Client.of(new InetSocketAddress(host, apiPort));
    }

    /** Writes its {@code config.json}; the sections are JSON without its outer braces. */
    GateNode configured(String sections) throws Exception {
        return configured(sections, "", UTF_8);
    }

    /** Writes its {@code config.json} in that encoding, after that beginning. */
    GateNode configured(String sections, String begin, Charset encoding) throws Exception {
        String more = sections.isEmpty() ? "" : ", " + sections;
        String text =
                """
                {"this_central": {"id": "%s", "ip": "%s", "p2p_port": %d, "api_port": %d},
                 "mesh": {"heartbeat_seconds": 1}%s}
                """
                        .formatted(id, host, p2pPort, apiPort, more);
        Files.writeString(folder.resolve(ConfigStore.FILE), begin + text, encoding);
        return this;
    }

    /** As it stands in another's {@code peer_centrals}. */
    String asPeer() {
        return "{\"id\": \"%s\", \"ip\": \"%s\", \"p2p_port\": %d}".formatted(id, host, p2pPort);
    }

    GateNode start() throws Exception {
        var store = new ConfigStore(folder, null, Map.of(), id);
        Loaded loaded = store.load();
        Node opened =
                Node.open(
                        new Node.Means(
                                folder,
                                folder.resolve("logs"),
                                loaded.config(),
                                "door",
                                clock,
                                clock::nanos,
                                new SecureRandom(),
                                Transport.webSockets(),
                                loaded.problems(),
                                store));
        opened.startStrictly();
        node = opened;
        return this;
    }

    void stop() {
        if (node != null) {
            node.close();
            node = null;
        }
    }

    void restart() throws Exception {
        stop();
        start();
    }

    Node node() {
        if (node == null) {
            throw new IllegalStateException(id + " is not started");
        }
        return node;
    }

    Client client() {
        return client;
    }

    HandSetClock clock() {
        return clock;
    }

    Path folder() {
        return folder;
    }

    Path database() {
        return folder.resolve(Node.DATABASE);
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
