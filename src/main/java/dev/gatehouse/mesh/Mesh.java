package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LinkState.Refusal;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All links of this node: dials every configured peer until a link to it is up, takes in those that
 * dial, finds out who they are, and keeps one link to each.
 */
public final class Mesh implements AutoCloseable {
    /** A peer that was dialled and says nothing for so long is an original. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** A caller says who it is within this: an original does with its first heartbeat, at 30 s. */
    private static final Duration NAMELESS = Duration.ofSeconds(45);

    /**
     * Links at once: fifty booths dialled and dialling, and room for those that are being replaced.
     */
    private static final int MAX_LINKS = 128;

    /** A peer answers a close frame within a round trip; the rest is cut off after this. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private static final Duration TICK = Duration.ofMillis(100);

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
     * @param originalHeartbeat the same of originals
     */
    public record Settings(
            CentralId self,
            Supplier<StreamId> node,
            List<PeerAddress> peers,
            Duration heartbeat,
            Duration originalHeartbeat) {}

    private volatile Settings settings;
    private final SteadyClock clock;
    private final RandomGenerator random;
    private final Transport transport;
    private final Executor workers;
    private final MeshListener listener;
    private final FrameCodec codec;
    private final Complaints complaints;

    /** Also the lock under which a link becomes somebody's and ceases to be there. */
    private final Roster roster;

    private final Map<Transport.Connection, Link> links = new ConcurrentHashMap<>();
    private final Map<Link, Instant> closing = new ConcurrentHashMap<>();

    /** How the latest attempt to reach somebody is given up, until it has ended. */
    private final Map<Dialer, Runnable> attempts = new ConcurrentHashMap<>();

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong linkNumbers = new AtomicLong();
    private final Loop timer;
    private volatile Doorkeeper door;
    private final Admission admission;
    private final Ear ear;
    private volatile boolean stopping;

    /**
     * @param clock of the same machine
     */
    public Mesh(Settings settings, Machine machine, SteadyClock clock, MeshListener listener) {
        this.settings = settings;
        this.clock = clock;
        this.complaints = new Complaints(clock);
        this.random = machine.random();
        this.transport = machine.transport();
        this.workers = machine.workers();
        this.listener = listener;
        this.codec = new FrameCodec(settings.self());
        this.roster = new Roster(settings.peers());
        this.ear = new Ear(transport, workers);
        this.door = new Doorkeeper(settings, clock);
        this.admission =
                new Admission(roster, () -> door, links.values(), clock, listener, new Ended());
        this.timer = machine.loops().apply("mesh-timer");
    }

    /** Begins to dial; whether or not the own port can be bound. */
    public void start() {
        timer.every(TICK, this::tick);
    }

    /**
     * Binds the P2P port, in place of the one that is bound; who called there calls again.
     *
     * @throws IOException when the port is taken or the address is not on this PC
     */
    public void listen(InetSocketAddress address) throws IOException {
        ear.listen(address, events);
    }

    /** For callers who come another way than by the port. */
    public Transport.Events callers() {
        return events;
    }

    public boolean listening() {
        return ear.listening();
    }

    /** Other peers, or the same at other places; links to those that are no more are closed. */
    public void use(List<PeerAddress> peers, Duration heartbeat, Duration originalHeartbeat) {
        settings =
                new Settings(settings.self(), settings.node(), peers, heartbeat, originalHeartbeat);
        door = new Doorkeeper(settings, clock);
        roster.use(peers)
                .forEach(who -> closeAll(who, Link.CODE_REFUSED, "configured otherwise now"));
    }

    /** Neither dials that peer nor lets it in, until {@link #resume}. */
    public void pause(CentralId peer, LinkState.Paused pause) {
        roster.pause(peer, pause);
        closeAll(peer, Link.CODE_PAUSED, Admission.words(pause));
    }

    public boolean isConfigured(CentralId peer) {
        return roster.get(peer) != null;
    }

    /** Dials it again and lets it in. */
    public void resume(CentralId peer) {
        roster.pause(peer, null);
    }

    private void closeAll(CentralId peer, int code, String reason) {
        admission.linksOf(peer).forEach(link -> close(link, code, reason));
    }

    /** How the way to that peer stands. */
    public LinkState state(CentralId peer) {
        return roster.state(peer, clock::wall);
    }

    public long sent() {
        return sent.get();
    }

    public long received() {
        return received.get();
    }

    /** Frames that no honest node sends, since the start. */
    public long refused() {
        return refused.get();
    }

    private void tick() {
        try {
            Instant now = clock.instant();
            giveUpWhatHangs(now);
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
        for (Dialer dialer : stopping ? List.<Dialer>of() : roster.due(now)) {
            try {
                Runnable giveUp =
                        transport.dial(dialer.peer, dialer.way(), events, () -> ended(dialer));
                attempts.put(dialer, giveUp);
                forgetWhereEnded(dialer, giveUp);
            } catch (RuntimeException e) { // an address that is none must not stop the others
                String host = dialer.peer.host();
                roster.refused(
                        dialer.peer.id(),
                        now,
                        new Refusal(
                                Refusal.Code.NOT_DIALLABLE,
                                Complaints.clip(host + " cannot be dialled: " + e),
                                host));
                ended(dialer);
            }
        }
    }

    /** It may have ended before it was known how to give it up. */
    private void forgetWhereEnded(Dialer dialer, Runnable giveUp) {
        synchronized (roster) {
            if (!dialer.isDialling()) {
                attempts.remove(dialer, giveUp);
            }
        }
    }

    private void giveUpWhatHangs(Instant now) {
        for (Map.Entry<Dialer, Runnable> attempt : attempts.entrySet()) {
            boolean hangs;
            synchronized (roster) {
                hangs = attempt.getKey().hangs(now);
            }
            if (hangs) {
                attempts.remove(attempt.getKey());
                attempt.getValue().run();
            }
        }
    }

    private void ended(Dialer dialer) {
        synchronized (roster) {
            dialer.ended(clock.instant(), random);
        }
        attempts.remove(dialer);
    }

    private void dropIfSilent(Link link, Instant now) {
        if (link.central() == null) {
            Duration open = Duration.between(link.openedAt(), now);
            if (link.dialled() != null && open.compareTo(QUIET) > 0) {
                link.quiet();
            } else if (link.dialled() == null && open.compareTo(patience()) > 0) {
                String reason = "it did not say within " + patience().toSeconds() + " s who it is";
                refuse(link, new Refusal(Refusal.Code.OTHER, reason));
            }
            return;
        }
        Duration beat =
                link.original() == null ? settings.heartbeat() : settings.originalHeartbeat();
        if (now.isAfter(link.lastHeard().plus(beat.multipliedBy(3)))) {
            close(link, Link.CODE_SILENT, "nothing heard for three heartbeats");
        }
    }

    /** How long a caller may be without a name. */
    private Duration patience() {
        return roster.hasOriginals() ? NAMELESS : QUIET;
    }

    /** For what concerns frames only: whoever is called for help reads the log. */
    private void refuse(Link link, String reason) {
        refuse(link, new Refusal(Refusal.Code.OTHER, reason));
    }

    private void refuse(Link link, Refusal why) {
        String reason = why.detail();
        CentralId who = link.central();
        PeerAddress dialled = link.dialled();
        CentralId named = who != null ? who : dialled != null ? dialled.id() : null;
        if (links.containsKey(link.connection()) && complaints.isNew(named + " " + reason)) {
            // beside the peer's other complaints: what ended the link must not be crowded out
            complaints.warn("the refusal of " + name(link), "Refused " + link + ": " + reason);
        }
        roster.refused(
                named,
                clock.instant(),
                new Refusal(why.code(), why.args(), Complaints.clip(reason)));
        link.close(Link.CODE_REFUSED, reason);
        gone(link, true);
    }

    private void close(Link link, int code, String reason) {
        link.close(code, reason);
        gone(link, false);
    }

    /** Under whose name complaints about a link are counted. */
    private static String name(Link link) {
        CentralId who = link.central();
        return who == null ? "callers without a name" : who.value();
    }

    private final class Ended implements Admission.Ending {
        @Override
        public void refuse(Link link, Refusal why) {
            Mesh.this.refuse(link, why);
        }

        @Override
        public void close(Link link, int code, String reason) {
            Mesh.this.close(link, code, reason);
        }
    }

    private final Link.Owner owner =
            new Link.Owner() {
                @Override
                public void work(Link link) {
                    Mesh.this.work(link);
                }

                @Override
                public void complain(Link link, String what) {
                    complaints.warn(name(link), what);
                }

                @Override
                public void offended() {
                    refused.incrementAndGet();
                }

                @Override
                public void refuse(Link link, String reason) {
                    Mesh.this.refuse(link, reason);
                }
            };

    private final Transport.Events events =
            new Transport.Events() {
                @Override
                public void opened(Transport.Connection connection, @Nullable PeerAddress dialled) {
                    // whom we dialled has room even where strangers took all there is
                    if (stopping || (dialled == null && links.size() >= MAX_LINKS)) {
                        connection.close(Link.CODE_REFUSED, "too many links");
                        return;
                    }
                    Link link =
                            new Link(
                                    linkNumbers.incrementAndGet(),
                                    connection,
                                    dialled,
                                    clock,
                                    sent,
                                    workers,
                                    owner);
                    links.put(connection, link);
                    if (dialled != null) {
                        roster.opened(dialled.id());
                    }
                    link.start();
                    if (stopping) { // closed in between, without seeing this one
                        Mesh.this.close(link, CODE_GOING_AWAY, "going away");
                    }
                }

                @Override
                public void message(
                        Transport.Connection connection, Object textOrBytes, int bytes) {
                    Link link = links.get(connection);
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
                public void closed(Transport.Connection connection, int code, String reason) {
                    Link link = links.get(connection);
                    if (link != null) {
                        LOG.debug("{} closed: {} {}", link, code, reason);
                        PeerAddress dialled = link.dialled();
                        gone(link, false);
                        if (code == Link.CODE_PAUSED) {
                            CentralId who = link.central(); // it may be said before the name
                            CentralId by = who == null && dialled != null ? dialled.id() : who;
                            roster.pausedThere(by, clock.instant());
                        }
                        if (code == Link.CODE_DUPLICATE && door.isOnly(link, links.values())) {
                            listener.copied(settings.node().get());
                        }
                    }
                    closing.keySet().removeIf(closed -> closed.connection() == connection);
                }

                @Override
                public void failed(Transport.@Nullable Connection connection, Exception e) {
                    LOG.debug("Connection failed: {}", e.toString());
                    if (connection == null) {
                        ear.failed(e);
                    }
                }
            };

    /** A worker's visit to one link: what came, in order, and at last its end. */
    private void work(Link link) {
        try {
            if (link.begin()) {
                listener.opened(link);
                PeerAddress dialled = link.dialled();
                if (dialled != null && dialled.dialect() != null) {
                    admission.quiet(link); // it is known what it speaks
                }
            }
            for (Object next = link.take(); next != null; next = link.take()) {
                if (next == Link.QUIET) {
                    admission.quiet(link);
                } else {
                    handle(link, next);
                }
            }
        } catch (Throwable e) { // an Error too: a link that nobody works on would seem alive
            LOG.error("{} failed; it is closed and will be dialled again", link, e);
            close(link, CODE_INTERNAL, "internal error");
            link.markClosed(true);
        }
        if (link.rest()) {
            listener.closed(link);
        }
    }

    private void handle(Link link, Object textOrBytes) {
        Frame frame;
        try {
            frame =
                    textOrBytes instanceof byte[] bytes
                            ? codec.inflate(bytes)
                            : link.original() == null
                                    ? codec.parse((String) textOrBytes)
                                    : codec.parseLarge((String) textOrBytes);
        } catch (IOException e) {
            String why = Complaints.clip(String.valueOf(e.getMessage()));
            link.offer(codec.error(why, clock.wall().toEpochMilli()));
            link.offend("a frame that is none: " + why);
            return;
        }
        if (frame.type().equals(Frame.ERROR)) { // never answered, or two would answer for ever
            complaints.warn(name(link), link + " reports: " + frame.data().path("error"));
        } else if (link.identity() != null
                && listener.comesOnce(frame.type())
                && link.last.repeats(textOrBytes)) {
            listener.repeated(link);
        } else {
            admission.frame(link, frame);
        }
    }

    /** Names that more than one booth has, as far as this node can see. Any thread. */
    public Set<CentralId> sharedNames() {
        return door.sharedNames(links.values());
    }

    private void gone(Link link, boolean drop) {
        synchronized (roster) {
            if (!links.remove(link.connection(), link)) {
                return;
            }
            closing.put(link, clock.instant());
            link.markClosed(drop);
            CentralId who = link.central();
            Dialer dialer = who == null ? null : roster.get(who);
            if (who != null && dialer != null && admission.linksOf(who).isEmpty()) {
                LOG.info("Disconnected from P2P peer {}", who);
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
        timer.close();
        for (Link link : links.values()) {
            close(link, CODE_GOING_AWAY, "going away");
        }
        ear.close();
        closing.keySet().forEach(Link::cut);
    }
}
