package dev.gatehouse.sync;

import dev.gatehouse.FreePorts;
import dev.gatehouse.feed.Feed;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.mesh.Machine;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;
import dev.gatehouse.trust.NodeKey;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** A central with its real ledger, mesh and sync, that can be stopped and started again. */
final class TestNode implements AutoCloseable {
    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    final CentralId id;
    final InetSocketAddress address;
    final List<PeerAddress> peers = new ArrayList<>();
    private final Path folder;
    private @Nullable Feed feed;
    private @Nullable Ledger ledger;
    private @Nullable SyncManager sync;
    InstantSource wall = InstantSource.system();
    int pageSize = 1_024;

    /** Draws the names of streams; two with one seed are copies of one machine. */
    Random names = new Random();

    LongSupplier nanos = System::nanoTime;

    /** The site's, for the texts of the history. */
    ZoneId zone = ZoneOffset.UTC;

    boolean auto = true;
    Duration heartbeat = HEARTBEAT;
    SyncSettings.WithOriginals originals = SyncSettings.WithOriginals.USUAL;

    TestNode(Path root, int number) throws IOException {
        this.id = new CentralId("central-" + number);
        this.address = freeAddress("127.0.0." + (10 + number));
        this.folder = Files.createDirectories(root.resolve(id.value()));
    }

    static InetSocketAddress freeAddress(String host) throws IOException {
        return new InetSocketAddress(host, FreePorts.at(host));
    }

    /** Nodes of which each knows all the others. */
    static List<TestNode> mesh(Path root, int count) throws IOException {
        var nodes = new ArrayList<TestNode>();
        for (int i = 1; i <= count; i++) {
            nodes.add(new TestNode(root, i));
        }
        for (TestNode node : nodes) {
            nodes.stream().filter(other -> other != node).forEach(node::knows);
        }
        return nodes;
    }

    TestNode knows(TestNode peer) {
        return knows(peer, peer.address);
    }

    TestNode knows(TestNode peer, InetSocketAddress at) {
        peers.add(new PeerAddress(peer.id, at.getHostString(), at.getPort()));
        return this;
    }

    /** A peer that can only come in: nobody listens where it is dialled. */
    TestNode knowsWithoutReaching(String peer) throws IOException {
        InetSocketAddress nobody = freeAddress("127.0.0.9");
        peers.add(new PeerAddress(new CentralId(peer), nobody.getHostString(), nobody.getPort()));
        return this;
    }

    /** Another machine with the key of this one. */
    TestNode copy(Path root) throws IOException {
        TestNode copy = new TestNode(root, Integer.parseInt(id.value().substring(8)));
        Files.copy(folder.resolve("node.key"), copy.folder.resolve("node.key"));
        return copy;
    }

    /** Opens the ledger without joining the mesh. */
    TestNode open() throws IOException {
        NodeKey key = NodeKey.open(folder.resolve("node.key"));
        Feed opened = new Feed();
        feed = opened;
        ledger =
                Ledger.open(
                        folder.resolve("gatehouse.db"),
                        new Ledger.Means(id, zone, wall, nanos, names, key),
                        opened::publish);
        sync =
                new SyncManager(
                        ledger(),
                        opened,
                        settings(),
                        Machine.real(wall, System::nanoTime, new Random()),
                        key);
        return this;
    }

    private SyncSettings settings() {
        return new SyncSettings(id, List.copyOf(peers), auto, pageSize, heartbeat, zone, originals);
    }

    /** Takes a peer out of the configuration while it runs. */
    void forgets(TestNode peer) {
        peers.removeIf(known -> known.id().equals(peer.id));
        sync().use(settings());
    }

    TestNode start() throws IOException {
        open();
        sync().mesh().listen(address);
        sync().start();
        return this;
    }

    /** Goes off, in good order. */
    void stop() {
        if (sync != null) {
            sync.close();
            sync = null;
        }
        if (feed != null) {
            feed.close();
            feed = null;
        }
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    Path database() {
        return folder.resolve("gatehouse.db");
    }

    Ledger ledger() {
        if (ledger == null) {
            throw new IllegalStateException(id + " is off");
        }
        return ledger;
    }

    SyncManager sync() {
        if (sync == null) {
            throw new IllegalStateException(id + " is off");
        }
        return sync;
    }

    PeerState peer(CentralId peer) {
        return sync().status().peers().stream()
                .filter(state -> state.id().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    PeerState peer(TestNode peer) {
        return peer(peer.id);
    }

    long events() {
        return ledger().holdings().events();
    }

    boolean holdsTheSameAs(TestNode other) {
        return ledger().holdings().top().equals(other.ledger().holdings().top());
    }

    boolean isIdenticalTo(TestNode peer, Instant since) {
        Instant asOf = peer(peer).identicalAsOf();
        return asOf != null && !asOf.isBefore(since);
    }

    Visit enter(String text) {
        return entering(text).join();
    }

    CompletableFuture<Visit> entering(String text) {
        Plate plate = new Plate(text, text);
        return ledger().decide(
                        desk ->
                                desk.append(
                                        plate,
                                        hlc ->
                                                new Fact.Entry(
                                                        id + "_" + hlc.ms() + "_" + text,
                                                        plate,
                                                        "edge-1",
                                                        Fact.Reading.NONE)));
    }

    Visit leave(Visit inside, long feeDong) {
        return leaving(inside, feeDong).join();
    }

    CompletableFuture<Visit> leaving(Visit inside, long feeDong) {
        Plate plate = inside.plate();
        return ledger().decide(
                        desk ->
                                desk.append(
                                        plate,
                                        _ ->
                                                new Fact.Exit(
                                                        inside.eventId(),
                                                        plate,
                                                        "edge-2",
                                                        Fact.Reading.NONE,
                                                        feeDong,
                                                        60)));
    }

    /** So many cars with plates as they are; 58 of 100 leave again. */
    void traffic(int cars, Random random) {
        for (int done = 0; done < cars; ) {
            var entering = new ArrayList<CompletableFuture<Visit>>();
            while (entering.size() < 500 && done < cars) {
                done++;
                entering.add(
                        entering(
                                "%02d%c%05d"
                                        .formatted(
                                                11 + random.nextInt(80),
                                                "ABCDEFGHKLM".charAt(random.nextInt(11)),
                                                random.nextInt(100_000))));
            }
            List<Visit> inside = entering.stream().map(CompletableFuture::join).toList();
            inside.stream()
                    .filter(_ -> random.nextInt(100) < 58)
                    .map(visit -> leaving(visit, 5_000L * random.nextInt(20)))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    /** So many cars, each a new one. */
    void enterMany(String prefix, int count) {
        var waiting = new ArrayList<CompletableFuture<Visit>>();
        for (int i = 0; i < count; i++) {
            waiting.add(entering(prefix + i));
            if (waiting.size() == 500) {
                waiting.forEach(CompletableFuture::join);
                waiting.clear();
            }
        }
        waiting.forEach(CompletableFuture::join);
    }

    List<Visit> visits() {
        return ledger().history(HistoryQuery.FIRST).visits();
    }
}
