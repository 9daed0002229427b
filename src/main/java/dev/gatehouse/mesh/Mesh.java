package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.StreamId;

import org.java_websocket.WebSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All links of this node: dials every configured peer until a link to it is up, takes in those that
 * dial, finds out who they are, and keeps one link to each.
 */
public final class Mesh implements AutoCloseable {
    /** A link that has not said who it is within this is an original, which is not served yet. */
    private static final Duration IDENTIFY_WITHIN = Duration.ofSeconds(3);

    /**
     * Links at once: fifty booths dialled and dialling, and room for those that are being replaced.
     */
    private static final int MAX_LINKS = 128;

    private static final long TICK_MS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);

    /**
     * What a mesh needs.
     *
     * @param self this central
     * @param node the stream that this node writes now
     * @param peers the configured peers
     * @param heartbeat time between heartbeats; a link is silent after three
     */
    public record Settings(
            CentralId self, Supplier<StreamId> node, List<PeerAddress> peers, Duration heartbeat) {}

    private final Settings settings;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final MeshListener listener;
    private final FrameCodec codec;
    private final Map<CentralId, Dialer> dialers = new LinkedHashMap<>();
    private final Map<WebSocket, Link> links = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong linkNumbers = new AtomicLong();
    private final ScheduledExecutorService timer;

    /**
     * Reasons of refusals already logged, so that a peer that comes again and again fills no disk.
     */
    private final Set<String> reasonsSaid =
            Collections.newSetFromMap(
                    Collections.synchronizedMap(
                            new LinkedHashMap<>() {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(Map.Entry<String, Boolean> e) {
                                    return size() > MAX_LINKS;
                                }
                            }));

    private @Nullable PeerServer server;
    private volatile boolean stopping;

    public Mesh(
            Settings settings, InstantSource wall, RandomGenerator random, MeshListener listener) {
        this.settings = settings;
        this.wall = wall;
        this.random = random;
        this.listener = listener;
        this.codec = new FrameCodec(settings.self());
        settings.peers().forEach(peer -> dialers.put(peer.id(), new Dialer(peer)));
        var scheduler =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("mesh-timer").daemon().factory());
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.timer = scheduler;
    }

    /** Begins to dial; whether or not the own port can be bound. */
    public void start() {
        timer.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Binds the P2P port.
     *
     * @throws IOException when the port is taken or the address is not on this PC
     */
    public synchronized void listen(InetSocketAddress address) throws IOException {
        var fresh = new PeerServer(address, sockets);
        fresh.bind();
        server = fresh;
        LOG.info("P2P listens on {}:{}", address.getHostString(), fresh.getPort());
    }

    public synchronized boolean listening() {
        return server != null;
    }

    /** How the way to that peer stands. */
    public LinkState state(CentralId peer) {
        synchronized (dialers) {
            Dialer dialer = dialers.get(peer);
            return dialer == null ? new LinkState.Unknown() : dialer.state();
        }
    }

    public long sent() {
        return sent.get();
    }

    public long received() {
        return received.get();
    }

    private void tick() {
        try {
            Instant now = wall.instant();
            dialWhoIsDue(now);
            for (Link link : links.values()) {
                dropIfSilent(link, now);
            }
        } catch (RuntimeException e) {
            LOG.error("The mesh's timer failed once", e);
        }
    }

    private void dialWhoIsDue(Instant now) {
        var due = new ArrayList<Dialer>();
        synchronized (dialers) {
            for (Dialer dialer : dialers.values()) {
                if (dialer.due(now) && !stopping) {
                    dialer.dialling();
                    due.add(dialer);
                }
            }
        }
        for (Dialer dialer : due) {
            new DialledSocket(dialer.peer, sockets, () -> ended(dialer)).connect();
        }
    }

    private void ended(Dialer dialer) {
        synchronized (dialers) {
            dialer.ended(wall.instant(), random);
        }
    }

    private void dropIfSilent(Link link, Instant now) {
        if (link.identity() == null) {
            if (now.isAfter(link.openedAt().plus(IDENTIFY_WITHIN))) {
                refuse(
                        link,
                        "no dialect 2 heartbeat within "
                                + IDENTIFY_WITHIN.toSeconds()
                                + " s: the original dialect is not served by this version");
            }
        } else if (now.isAfter(link.lastHeard().plus(settings.heartbeat().multipliedBy(3)))) {
            link.close(Link.CODE_SILENT, "nothing heard for three heartbeats");
            gone(link);
        }
    }

    private void refuse(Link link, String reason) {
        if (reasonsSaid.add(reason)) {
            LOG.warn("Refused {}: {}", link, reason);
        }
        PeerAddress dialled = link.dialled();
        if (dialled != null) {
            synchronized (dialers) {
                Dialer dialer = dialers.get(dialled.id());
                if (dialer != null) {
                    dialer.refused(wall.instant(), reason);
                }
            }
        }
        link.close(Link.CODE_REFUSED, reason);
        gone(link);
    }

    private final Sockets sockets =
            new Sockets() {
                @Override
                public void opened(WebSocket socket, @Nullable PeerAddress dialled) {
                    if (stopping || links.size() >= MAX_LINKS) {
                        socket.close(Link.CODE_REFUSED, "too many links");
                        return;
                    }
                    Link link =
                            new Link(linkNumbers.incrementAndGet(), socket, dialled, wall, sent);
                    links.put(socket, link);
                    Thread.ofVirtual().name("mesh-" + link).start(() -> read(link));
                }

                @Override
                public void message(WebSocket socket, Object textOrBytes, int bytes) {
                    Link link = links.get(socket);
                    received.incrementAndGet();
                    if (link != null && !link.deliver(textOrBytes, bytes)) {
                        refuse(link, "flood: frames come faster than they can be read");
                    }
                }

                @Override
                public void closed(WebSocket socket, int code, String reason) {
                    Link link = links.get(socket);
                    if (link != null) {
                        LOG.debug("{} closed: {} {}", link, code, reason);
                        gone(link);
                    }
                }

                @Override
                public void failed(@Nullable WebSocket socket, Exception e) {
                    LOG.debug("Socket failed: {}", e.toString());
                }
            };

    /** One link's thread: every frame in order. */
    private void read(Link link) {
        try {
            listener.opened(link);
            for (Object next = link.take(); next != null; next = link.take()) {
                handle(link, next);
            }
        } catch (InterruptedException stop) {
            LOG.debug("{} interrupted", link);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} failed; it is closed and will be dialled again", link, e);
            link.close(Link.CODE_REFUSED, "internal error");
            gone(link);
        } finally {
            if (link.identity() != null) {
                listener.closed(link);
            }
        }
    }

    private void handle(Link link, Object textOrBytes) {
        Frame frame;
        try {
            frame =
                    textOrBytes instanceof byte[] bytes
                            ? codec.inflate(bytes)
                            : codec.parse((String) textOrBytes);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            LOG.warn("{} sent a frame that is none: {}", link, why);
            link.offer(codec.error(why, wall.millis()));
            return;
        }
        if (frame.type().equals(Frame.ERROR)) { // never answered, or two would answer for ever
            LOG.warn("{} reports: {}", link, frame.data().path("error"));
            return;
        }
        if (link.identity() == null && !identify(link, frame)) {
            return;
        }
        listener.frame(link, frame);
    }

    private boolean identify(Link link, Frame frame) {
        JsonNode node = frame.data().path("g").path("node");
        if (!frame.type().equals(Frame.HEARTBEAT) || !node.isString()) {
            return false; // an original; the timer refuses it
        }
        Link.Identity who;
        try {
            who =
                    new Link.Identity(
                            new CentralId(frame.source()), StreamId.parse(node.stringValue()));
        } catch (IllegalArgumentException e) {
            refuse(link, String.valueOf(e.getMessage()));
            return false;
        }
        String objection = objection(link, who);
        if (objection != null) {
            refuse(link, objection);
            return false;
        }
        link.identify(who);
        synchronized (dialers) {
            Dialer dialer = dialers.get(who.central());
            if (dialer != null) {
                dialer.up(wall.instant());
            }
        }
        LOG.info("Connected to P2P peer {}", who.central());
        listener.identified(link);
        keepOne(link, who);
        return true;
    }

    private @Nullable String objection(Link link, Link.Identity who) {
        PeerAddress dialled = link.dialled();
        if (who.node().equals(settings.node().get())) {
            return "this is the node itself: the address of a peer leads back here";
        }
        if (dialled != null && !dialled.id().equals(who.central())) {
            return dialled.host()
                    + ":"
                    + dialled.port()
                    + " answers as "
                    + who.central()
                    + ", expected "
                    + dialled.id()
                    + ": check peer_centrals here and this_central there";
        }
        boolean configured;
        synchronized (dialers) {
            configured = dialers.containsKey(who.central());
        }
        return configured
                ? null
                : who.central()
                        + " is not in peer_centrals of "
                        + settings.self()
                        + ": add it there";
    }

    /**
     * Of two links between two nodes the side with the smaller node closes the one it did not dial.
     */
    private void keepOne(Link fresh, Link.Identity who) {
        for (Link other : links.values()) {
            Link.Identity there = other.identity();
            if (other == fresh || there == null || !there.central().equals(who.central())) {
                continue;
            }
            if (!there.node().equals(who.node())) {
                Instant limit = wall.instant().minus(settings.heartbeat());
                if (other.lastHeard().isBefore(limit)) {
                    other.close(Link.CODE_SILENT, "replaced by a new node");
                    gone(other);
                }
            } else if (settings.node().get().compareTo(who.node()) < 0) {
                Link extra = fresh.dialled() == null ? fresh : other;
                if (extra.dialled() == null) {
                    extra.close(Link.CODE_DUPLICATE, "one link is enough");
                    gone(extra);
                }
            }
        }
    }

    private void gone(Link link) {
        boolean was = links.values().remove(link);
        link.markClosed();
        Link.Identity who = link.identity();
        if (was && who != null) {
            boolean another =
                    links.values().stream()
                            .map(Link::identity)
                            .anyMatch(i -> i != null && i.central().equals(who.central()));
            if (!another) {
                LOG.info("Disconnected from P2P peer {}", who.central());
                synchronized (dialers) {
                    Dialer dialer = dialers.get(who.central());
                    if (dialer != null) {
                        dialer.down(wall.instant());
                    }
                }
            }
        }
    }

    /** The links that are up, identified or not. */
    Collection<Link> links() {
        return links.values();
    }

    /** Closes every link and the port, within about two seconds. */
    @Override
    public void close() {
        stopping = true;
        timer.shutdownNow();
        for (Link link : links.values()) {
            link.close(1001, "going away");
            gone(link);
        }
        PeerServer bound;
        synchronized (this) {
            bound = server;
            server = null;
        }
        if (bound != null) {
            try {
                bound.stop(1_000, "going away");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
