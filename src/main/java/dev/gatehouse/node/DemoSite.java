package dev.gatehouse.node;

import dev.gatehouse.config.Config;
import dev.gatehouse.demo.Site;
import dev.gatehouse.feed.Feed;
import dev.gatehouse.mesh.Plug;
import dev.gatehouse.mesh.Transport;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.port.DemoPort;
import dev.gatehouse.port.NodePort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whole nodes in one process, each on a folder and on ports of its own at 127.0.0.1, since macOS
 * has no other loopback address. Any thread, but one central is opened or closed by one at a time.
 */
public final class DemoSite implements Site {
    private static final String HERE = "127.0.0.1";

    /** What befalls a central is to be seen soon: a third of what booths have. */
    private static final int HEARTBEAT_SECONDS = 2;

    private static final int CAPACITY = 300;

    /** Nobody stays for the free half hour here, and fees are to be seen. */
    private static final FeeRules FEES = new FeeRules(0, 25_000);

    private final Path folder;
    private final String version;
    private final List<Config.ThisCentral> centrals = new ArrayList<>();
    private final Map<CentralId, AlteredRow> altered = new HashMap<>();

    /**
     * @param folder where each central gets a folder; removed by whoever made it
     * @param centrals how many
     * @throws IOException when there are not so many free ports
     */
    public DemoSite(Path folder, int centrals, String version) throws IOException {
        this.folder = folder;
        this.version = version;
        var held = new ArrayList<ServerSocket>();
        try { // held all at once, so that no port is given twice
            for (int n = 1; n <= centrals; n++) {
                int p2p = freePort(held);
                int api = freePort(held);
                this.centrals.add(
                        new Config.ThisCentral(new CentralId("central-" + n), HERE, p2p, api));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static int freePort(List<ServerSocket> held) throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE));
        held.add(socket);
        return socket.getLocalPort();
    }

    /** Where each central's API is. */
    public List<String> apis() {
        return centrals.stream().map(c -> c.id() + " http://" + HERE + ":" + c.apiPort()).toList();
    }

    @Override
    public List<CentralId> centrals() {
        return centrals.stream().map(Config.ThisCentral::id).toList();
    }

    @Override
    public OneNode open(CentralId central, InstantSource clock, boolean cut) throws IOException {
        Path data = Files.createDirectories(folder.resolve(central.value()));
        var plug = new Plug(Transport.webSockets(), cut);
        Node node =
                Node.open(
                        Node.Means.real(data, config(central), version, List.of())
                                .withWall(clock)
                                .with(plug, folder.resolve("logs")));
        node.start();
        return new OneNode(node, plug);
    }

    private Config config(CentralId central) {
        Config.ThisCentral self =
                centrals.stream().filter(c -> c.id().equals(central)).findFirst().orElseThrow();
        List<Config.Peer> peers =
                centrals.stream()
                        .filter(c -> !c.equals(self))
                        .map(c -> new Config.Peer(c.id(), HERE, c.p2pPort(), null, null))
                        .toList();
        return new Config(
                self,
                peers,
                new Config.Site("DEMO", ZoneId.of("Asia/Ho_Chi_Minh"), CAPACITY),
                FEES,
                new Config.Sync(7, 5_000, 1_024, true),
                new Config.Mesh(HEARTBEAT_SECONDS, 30),
                new Config.Api(true),
                Config.Pictures.USUAL,
                Site.lanes());
    }

    @Override
    public Optional<DemoPort.Altered> alter(CentralId central) throws IOException {
        Optional<AlteredRow> row = AlteredRow.alter(database(central), central);
        synchronized (altered) {
            row.ifPresent(r -> altered.put(central, r));
        }
        return row.map(r -> new DemoPort.Altered(r.writer(), r.seq(), false));
    }

    @Override
    public boolean isMended(CentralId central) throws IOException {
        AlteredRow row;
        synchronized (altered) {
            row = altered.get(central);
        }
        return row != null && row.isMended(database(central));
    }

    private Path database(CentralId central) {
        return folder.resolve(central.value()).resolve(Node.DATABASE);
    }

    /** A node with its network cable at hand. */
    public static final class OneNode implements Running {
        private final Node node;
        private final Plug plug;

        private OneNode(Node node, Plug plug) {
            this.node = node;
            this.plug = plug;
        }

        @Override
        public NodePort node() {
            return node;
        }

        /** What just happened there. */
        public Feed feed() {
            return node.feed();
        }

        @Override
        public void cut(boolean out) throws IOException {
            if (out) {
                plug.pull();
            } else {
                plug.put();
            }
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
