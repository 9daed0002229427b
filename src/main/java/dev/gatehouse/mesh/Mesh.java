package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LinkState.Refusal;
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
import java.util.ArrayList;
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

    /** A peer answers a close frame within a round trip; the rest is cut off after this. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private static final long TICK_MS = 100;

    private static final int CODE_GOING_AWAY = 1001;
    private static final int CODE_INTERNAL = 1011;

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
    private final SteadyClock clock;
    private final RandomGenerator random;
    private final MeshListener listener;
    private final FrameCodec codec;
    private final Complaints complaints;

    /** Also the lock under which a link becomes somebody's and ceases to be there. */
    private final Map<CentralId, Dialer> dialers = new LinkedHashMap<>();

    private final Map<WebSocket, Link> links = new ConcurrentHashMap<>();
    private final Map<Link, Instant> closing = new ConcurrentHashMap<>();
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

    private volatile @Nullable PeerServer server;
    private volatile boolean stopping;

    public Mesh(
            Settings settings, SteadyClock clock, RandomGenerator random, MeshListener listener) {
        this.settings = settings;
        this.clock = clock;
        this.complaints = new Complaints(clock);
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
     * Binds the P2P port, in place of the one that is bound; links that came in there are closed
     * and come again.
     *
     * @throws IOException when the port is taken or the address is not on this PC
     */
    public synchronized void listen(InetSocketAddress address) throws IOException {
        PeerServer before = server;
        if (before != null && before.getPort() == address.getPort()) {
            server = null; // one is in the way of the other
            before.halt();
        }
        var fresh = new PeerServer(address, sockets);
        fresh.bind();
        if (stopping) {
            fresh.halt();
            return;
        }
        server = fresh;
        if (before != null) {
            before.halt();
        }
        LOG.info("P2P listens on {}:{}", address.getHostString(), fresh.getPort());
    }

    public boolean listening() {
        return server != null;
    }

    /** How the way to that peer stands. */
    public LinkState state(CentralId peer) {
        synchronized (dialers) {
            Dialer dialer = dialers.get(peer);
            return dialer == null ? new LinkState.Unknown() : dialer.state(clock::wall);
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
            Instant now = clock.instant();
            dialWhoIsDue(now);
            for (Link link : links.values()) {
                dropIfSilent(link, now);
            }
            for (Map.Entry<Link, Instant> entry : closing.entrySet()) {
                if (now.isAfter(entry.getValue().plus(CLOSE_WITHIN))) {
                    entry.getKey().cut();
                    closing.remove(entry.getKey());
                }
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
                    dialer.dialling(now);
                    due.add(dialer);
                }
            }
        }
        for (Dialer dialer : due) {
            try {
                new DialledSocket(dialer.peer, sockets, () -> ended(dialer)).connect();
            } catch (RuntimeException e) { // an address that is none must not stop the others
                synchronized (dialers) {
                    String host = dialer.peer.host();
                    dialer.refused(
                            now,
                            new Refusal(
                                    Refusal.Code.NOT_DIALLABLE,
                                    Complaints.clip(host + " cannot be dialled: " + e),
                                    host));
                }
                ended(dialer);
            }
        }
    }

    private void ended(Dialer dialer) {
        synchronized (dialers) {
            dialer.ended(clock.instant(), random);
        }
    }

    private void dropIfSilent(Link link, Instant now) {
        if (link.identity() == null) {
            if (now.isAfter(link.openedAt().plus(IDENTIFY_WITHIN))) {
                refuse(
                        link,
                        new Refusal(
                                Refusal.Code.ORIGINAL_DIALECT,
                                "no dialect 2 heartbeat within "
                                        + IDENTIFY_WITHIN.toSeconds()
                                        + " s: the original dialect is not served by this"
                                        + " version"));
            }
        } else if (now.isAfter(link.lastHeard().plus(settings.heartbeat().multipliedBy(3)))) {
            close(link, Link.CODE_SILENT, "nothing heard for three heartbeats");
        }
    }

    /** For what concerns frames only: whoever is called for help reads the log. */
    private void refuse(Link link, String reason) {
        refuse(link, new Refusal(Refusal.Code.OTHER, reason));
    }

    private void refuse(Link link, Refusal why) {
        String reason = why.detail();
        Link.Identity who = link.identity();
        PeerAddress dialled = link.dialled();
        CentralId named = who != null ? who.central() : dialled != null ? dialled.id() : null;
        if (links.containsKey(link.socket())
                && reasonsSaid.add(named + " " + Complaints.clip(reason))) {
            // beside the peer's other complaints: what ended the link must not be crowded out
            complaints.warn("the refusal of " + name(link), "Refused " + link + ": " + reason);
        }
        synchronized (dialers) {
            Dialer dialer = named == null ? null : dialers.get(named);
            if (dialer != null) {
                dialer.refused(
                        clock.instant(),
                        new Refusal(why.code(), why.args(), Complaints.clip(reason)));
            }
        }
        link.close(Link.CODE_REFUSED, reason);
        gone(link, true);
    }

    private void close(Link link, int code, String reason) {
        link.close(code, reason);
        gone(link, false);
    }

    /** Under whose name complaints about a link are counted. */
    private static String name(Link link) {
        Link.Identity who = link.identity();
        return who == null ? "callers without a name" : who.central().value();
    }

    private final Link.Owner owner =
            new Link.Owner() {
                @Override
                public void complain(Link link, String what) {
                    complaints.warn(name(link), what);
                }

                @Override
                public void refuse(Link link, String reason) {
                    Mesh.this.refuse(link, reason);
                }
            };

    private final Sockets sockets =
            new Sockets() {
                @Override
                public void opened(WebSocket socket, @Nullable PeerAddress dialled, Runnable cut) {
                    // whom we dialled has room even where strangers took all there is
                    if (stopping || (dialled == null && links.size() >= MAX_LINKS)) {
                        socket.close(Link.CODE_REFUSED, "too many links");
                        return;
                    }
                    Link link =
                            new Link(
                                    linkNumbers.incrementAndGet(),
                                    socket,
                                    dialled,
                                    cut,
                                    clock,
                                    sent,
                                    owner);
                    links.put(socket, link);
                    Thread.ofVirtual().name("mesh-" + link).start(() -> read(link));
                    if (stopping) { // closed in between, without seeing this one
                        Mesh.this.close(link, CODE_GOING_AWAY, "going away");
                    }
                }

                @Override
                public void message(WebSocket socket, Object textOrBytes, int bytes) {
                    Link link = links.get(socket);
                    received.incrementAndGet();
                    if (link != null && !link.deliver(textOrBytes, bytes)) {
                        refuse(
                                link,
                                new Refusal(
                                        Refusal.Code.FLOOD,
                                        "flood: frames come faster than they can be read"));
                    }
                }

                @Override
                public void closed(WebSocket socket, int code, String reason) {
                    Link link = links.get(socket);
                    if (link != null) {
                        LOG.debug("{} closed: {} {}", link, code, reason);
                        gone(link, false);
                    }
                    closing.keySet().removeIf(closed -> closed.socket() == socket);
                }

                @Override
                public void failed(@Nullable WebSocket socket, Exception e) {
                    LOG.debug("Socket failed: {}", e.toString());
                    PeerServer dead = server;
                    if (socket == null && dead != null && !stopping) {
                        LOG.error("P2P listens no more: {}", e.toString());
                        server = null;
                        Thread.ofVirtual().start(dead::halt); // called on a thread that it ends
                    }
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
        } catch (Throwable e) { // an Error too: a link without its thread would seem alive
            LOG.error("{} failed; it is closed and will be dialled again", link, e);
            close(link, CODE_INTERNAL, "internal error");
        } finally {
            listener.closed(link);
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
            String why = Complaints.clip(String.valueOf(e.getMessage()));
            link.offer(codec.error(why, clock.wall().toEpochMilli()));
            link.offend("a frame that is none: " + why);
            return;
        }
        if (frame.type().equals(Frame.ERROR)) { // never answered, or two would answer for ever
            complaints.warn(name(link), link + " reports: " + frame.data().path("error"));
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
        Refusal objection = objection(link, who);
        if (objection != null) {
            refuse(link, objection);
            return false;
        }
        if (!admit(link, who)) {
            return false;
        }
        listener.identified(link);
        keepOne(link, who);
        return true;
    }

    /** Makes the link that central's, unless it was closed while its first frame waited. */
    private boolean admit(Link link, Link.Identity who) {
        synchronized (dialers) {
            Dialer dialer = dialers.get(who.central());
            if (dialer == null || !links.containsKey(link.socket())) {
                return false;
            }
            if (!linked(who.central())) {
                LOG.info("Connected to P2P peer {}", who.central());
            }
            link.identify(who);
            dialer.up(clock.instant());
            return true;
        }
    }

    private boolean linked(CentralId central) {
        return links.values().stream()
                .map(Link::identity)
                .anyMatch(who -> who != null && who.central().equals(central));
    }

    private @Nullable Refusal objection(Link link, Link.Identity who) {
        PeerAddress dialled = link.dialled();
        String found = who.central().value();
        String self = settings.self().value();
        if (who.node().equals(settings.node().get())) {
            return new Refusal(
                    Refusal.Code.SELF,
                    "this is the node itself: the address of a peer leads back here");
        }
        if (dialled != null && !dialled.id().equals(who.central())) {
            String address = dialled.host() + ":" + dialled.port();
            String expected = dialled.id().value();
            return new Refusal(
                    Refusal.Code.WRONG_ID,
                    address
                            + " answers as "
                            + found
                            + ", expected "
                            + expected
                            + ": check peer_centrals here and this_central there",
                    address,
                    expected,
                    found);
        }
        if (who.central().equals(settings.self())) {
            return new Refusal(
                    Refusal.Code.SAME_ID,
                    "another booth calls itself " + self + " too: change this_central there",
                    self);
        }
        boolean configured;
        synchronized (dialers) {
            configured = dialers.containsKey(who.central());
        }
        return configured
                ? null
                : new Refusal(
                        Refusal.Code.UNKNOWN_CENTRAL,
                        found + " is not in peer_centrals of " + self + ": add it there",
                        found);
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
                Instant limit = clock.instant().minus(settings.heartbeat());
                if (other.lastHeard().isBefore(limit)) {
                    close(other, Link.CODE_SILENT, "replaced by a new node");
                }
            } else if (settings.node().get().compareTo(who.node()) < 0) {
                Link extra = fresh.dialled() == null ? fresh : other;
                if (extra.dialled() == null) {
                    close(extra, Link.CODE_DUPLICATE, "one link is enough");
                }
            }
        }
    }

    private void gone(Link link, boolean drop) {
        synchronized (dialers) {
            if (!links.remove(link.socket(), link)) {
                return;
            }
            closing.put(link, clock.instant());
            link.markClosed(drop);
            Link.Identity who = link.identity();
            Dialer dialer = who == null ? null : dialers.get(who.central());
            if (who != null && dialer != null && !linked(who.central())) {
                LOG.info("Disconnected from P2P peer {}", who.central());
                dialer.down(clock.instant());
            }
        }
    }

    /** Links that are up, identified or not. */
    public int linkCount() {
        return links.size();
    }

    /** Closes every link and the port, within about two seconds. */
    @Override
    public void close() {
        stopping = true;
        timer.shutdownNow();
        for (Link link : links.values()) {
            close(link, CODE_GOING_AWAY, "going away");
        }
        PeerServer bound = server;
        server = null;
        if (bound != null) {
            bound.halt();
        }
        closing.keySet().forEach(Link::cut);
    }
}
