package dev.gatehouse.sync;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.ledger.Arrival;
import dev.gatehouse.ledger.Holdings;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.mesh.MeshListener;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Keeps this node's ledger in step with those of its peers, and knows when it is. All decisions are
 * made on one thread; a link's thread waits while its frame is dealt with, so no queue can grow.
 */
public final class SyncManager implements MeshListener, AutoCloseable {
    private static final long TICK_MS = 50;

    /** Manual resyncs at once: each wants the line and the supervisor's eye. */
    private static final int RESYNCS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final Heartbeats heartbeats;
    private final Fetcher fetcher;
    private final PageServer pages;
    private final Mesh mesh;
    private final ScheduledThreadPoolExecutor thread;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final Feed.Subscription subscription;
    private volatile MeshStatus status;
    private @Nullable Instant statusAt;

    /**
     * @param wall the wall clock
     * @param random for the jitter of dialling
     */
    public SyncManager(
            Ledger ledger,
            Feed feed,
            SyncSettings settings,
            InstantSource wall,
            RandomGenerator random,
            Signer signer) {
        this.shared =
                new Shared(
                        ledger, new Wire(new FrameCodec(settings.self())), settings, wall, signer);
        this.heartbeats = new Heartbeats(shared);
        this.fetcher = new Fetcher(shared, heartbeats, this::post);
        this.pages = new PageServer(shared, readers, this::post);
        ledger.syncStamps()
                .forEach(
                        stamp -> {
                            PeerBook book = shared.books.get(stamp.peer());
                            if (book != null) {
                                book.stamp = stamp;
                            }
                        });
        this.mesh =
                new Mesh(
                        new Mesh.Settings(
                                settings.self(),
                                () -> ledger.currentStream().stream(),
                                settings.peers(),
                                settings.heartbeat()),
                        wall,
                        random,
                        this);
        this.status = Snapshots.take(shared, mesh, wall.instant());
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("sync").daemon().factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.subscription = feed.subscribe("sync", this::onNotice);
    }

    /** Begins to dial and to sync. */
    public void start() {
        thread.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        mesh.start();
    }

    /** The links below. */
    public Mesh mesh() {
        return mesh;
    }

    /** The latest snapshot, at most a quarter of a second old. Any thread. */
    public MeshStatus status() {
        return status;
    }

    private void post(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException closing) {
            LOG.trace("Closing; left undone", closing);
        }
    }

    /** Runs it on the sync thread and waits. */
    private void hand(Runnable work) {
        try {
            Future<?> done = thread.submit(work);
            done.get();
        } catch (RejectedExecutionException closing) {
            LOG.trace("Closing; left undone", closing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("The sync failed at one frame", e.getCause());
        }
    }

    private void tick() {
        try {
            Instant now = shared.wall.instant();
            heartbeats.tick(now);
            fetcher.tick(now);
            stepResyncs(now);
            Instant last = statusAt;
            if (last == null || !now.isBefore(last.plusMillis(250)) || now.isBefore(last)) {
                statusAt = now;
                status = Snapshots.take(shared, mesh, now);
            }
        } catch (RuntimeException e) {
            LOG.error("The sync's timer failed once", e);
        }
    }

    // ---- what this node does

    private void onNotice(Notice notice) {
        switch (notice) {
            case Notice.Appended appended -> hand(() -> broadcast(appended));
            case Notice.Gap _ -> hand(this::tellAll);
            case Notice.Passed _, Notice.VisitsChanged _ -> {}
        }
    }

    private void broadcast(Notice.Appended appended) {
        String frame = shared.wire.live(appended.event(), appended.head().root(), shared.nowMs());
        for (Session session : shared.identified()) {
            if (session.described.contains(appended.event().stream())) {
                session.link.offer(
                        frame); // when it is full, the heartbeat tells and a page brings it
            }
        }
        shared.grown(appended.event().stream(), null);
    }

    /** Events were appended without this thread being told which: the next heartbeat tells. */
    private void tellAll() {
        shared.grown(shared.ledger.currentStream().stream(), null);
    }

    // ---- what peers do

    @Override
    public void opened(Link link) {
        hand(
                () -> {
                    Session session = new Session(link);
                    shared.sessions.put(link, session);
                    heartbeats.send(session, shared.wall.instant());
                });
    }

    @Override
    public void identified(Link link) {
        hand(
                () -> {
                    Session session = shared.sessions.get(link);
                    Link.Identity who = link.identity();
                    if (session != null && who != null) {
                        session.book = shared.books.get(who.central());
                        session.node = who.node();
                    }
                });
    }

    @Override
    public void closed(Link link) {
        hand(
                () -> {
                    Session session = shared.sessions.remove(link);
                    if (session == null) {
                        return;
                    }
                    heartbeats.forget(session);
                    fetcher.forget(session);
                    PeerBook book = session.book;
                    if (book != null && shared.sessionOf(book.address.id()) == null) {
                        book.theyMissedAtLoss = session.theyMiss(shared.ledger.holdings());
                        book.eventsAtLoss = shared.ledger.holdings().events();
                        book.lastHeard = link.lastHeard();
                        finish(book, "LINK_LOST", shared.wall.instant());
                    }
                });
    }

    @Override
    public void frame(Link link, Frame frame) {
        Messages message;
        try {
            message = shared.wire.parse(frame);
        } catch (Wire.BadMessageException e) {
            LOG.warn("{} sent {}", link, e.getMessage());
            return;
        }
        switch (message) {
            case Messages.Heartbeat heartbeat -> {
                learn(link, heartbeat.described());
                with(link, (session, now) -> heartbeats.received(session, heartbeat, now));
            }
            case Messages.State state ->
                    with(link, (session, now) -> heartbeats.received(session, state, now));
            case Messages.Streams streams -> {
                learn(link, streams.described());
                with(link, (session, now) -> heartbeats.received(session, streams, now));
            }
            case Messages.Ask ask -> with(link, (session, _) -> pages.received(session, ask));
            case Messages.Grant grant -> with(link, (session, _) -> pages.received(session, grant));
            case Messages.Cancel cancel ->
                    with(link, (session, _) -> pages.received(session, cancel));
            case Messages.Live live -> with(link, (session, _) -> fetcher.live(session, live));
            case Messages.Pages page -> page(link, page);
        }
    }

    private interface Step {
        void run(Session session, Instant now);
    }

    private void with(Link link, Step step) {
        hand(
                () -> {
                    Session session = shared.sessions.get(link);
                    if (session != null && session.identified()) {
                        step.run(session, shared.wall.instant());
                    }
                });
    }

    private void learn(Link link, List<StreamDescriptor> described) {
        for (StreamDescriptor descriptor : described) {
            if (!shared.learn(descriptor)) {
                LOG.warn("{} sent a wrong signature for {}", link, descriptor.stream());
            }
        }
    }

    /** Hashing is done here, on the link's own thread. */
    private void page(Link link, Messages.Pages page) {
        StreamDescriptor descriptor = shared.descriptor(page.stream());
        Arrival arrival = null;
        String objection = null;
        if (descriptor == null) {
            objection = "stream " + page.stream() + " was never described";
        } else if (!page.events().isEmpty()) {
            try {
                if (page.n() != page.events().getLast().seq()) {
                    throw new IllegalArgumentException("its root is not that at its last event");
                }
                arrival = Arrival.check(descriptor, page.events(), page.root(), page.proof());
            } catch (IllegalArgumentException e) {
                objection = String.valueOf(e.getMessage());
            }
        }
        Arrival checked = arrival;
        String why = objection;
        with(
                link,
                (session, now) -> {
                    if (why != null) {
                        fetcher.bad(session, page.ask(), why, now);
                    } else {
                        fetcher.page(session, page, checked, now);
                    }
                });
    }

    // ---- the manual resync

    /** As the port {@code resync}. Any thread. */
    public CompletableFuture<ResyncStart> resync(CentralId peer) {
        var answer = new CompletableFuture<ResyncStart>();
        post(() -> answer.complete(startResync(peer)));
        return answer;
    }

    private ResyncStart startResync(CentralId peer) {
        PeerBook book = shared.books.get(peer);
        if (book == null) {
            return new ResyncStart.UnknownPeer();
        }
        Session session = shared.sessionOf(peer);
        if (session == null) {
            return new ResyncStart.Offline();
        }
        if (book.resync != null) {
            return new ResyncStart.AlreadyRunning();
        }
        if (shared.books.values().stream().filter(b -> b.resync != null).count() >= RESYNCS) {
            return new ResyncStart.TooMany();
        }
        Instant now = shared.wall.instant();
        var resync = new Resync(now, book.merged);
        book.resync = resync;
        book.lastResync = null;
        session.badUntil.clear();
        heartbeats.compare(session, now, true);
        heartbeats.send(session, now);
        Holdings holdings = shared.ledger.holdings();
        Long weMiss = session.weMiss(holdings);
        Long theyMiss = session.theyMiss(holdings);
        LOG.info("Resync with {} started by hand", peer);
        return new ResyncStart.Started(
                weMiss == null ? 0 : weMiss, theyMiss == null ? 0 : theyMiss, resync.outcome);
    }

    /** As the port {@code cancelResync}. Any thread. */
    public CompletableFuture<Boolean> cancelResync(CentralId peer) {
        var answer = new CompletableFuture<Boolean>();
        post(
                () -> {
                    PeerBook book = shared.books.get(peer);
                    Resync resync = book == null ? null : book.resync;
                    if (book != null && resync != null) {
                        Instant now = shared.wall.instant();
                        Session session = shared.sessionOf(peer);
                        if (session != null) {
                            fetcher.stop(session, now);
                        }
                        long merged = book.merged - resync.mergedBefore();
                        finish(book, resync, new ResyncOutcome.Cancelled(now, merged));
                    }
                    answer.complete(resync != null);
                });
        return answer;
    }

    private void stepResyncs(Instant now) {
        for (PeerBook book : shared.books.values()) {
            Resync resync = book.resync;
            Session session = resync == null ? null : shared.sessionOf(book.address.id());
            if (resync == null || session == null) {
                continue;
            }
            Holdings holdings = shared.ledger.holdings();
            Holdings.Summary held = holdings.summary();
            ResyncOutcome outcome =
                    resync.step(
                            new Resync.Look(
                                    now,
                                    session.theirHeartbeatAt,
                                    session.weMiss(holdings),
                                    session.theyMiss(holdings),
                                    session.identicalAsOf(),
                                    book.merged,
                                    held.events(),
                                    held.top()));
            if (outcome != null) {
                finish(book, resync, outcome);
            }
        }
    }

    private void finish(PeerBook book, String code, Instant now) {
        Resync resync = book.resync;
        if (resync != null) {
            long merged = book.merged - resync.mergedBefore();
            finish(book, resync, new ResyncOutcome.Failed(now, merged, code));
        }
    }

    private void finish(PeerBook book, Resync resync, ResyncOutcome outcome) {
        book.resync = null;
        book.lastResync = outcome;
        LOG.info("Resync with {} ended: {}", book.address.id(), outcome);
        status = Snapshots.take(shared, mesh, shared.wall.instant());
        resync.outcome.complete(outcome);
    }

    /** Says good-bye to the peers and stops. */
    @Override
    public void close() {
        subscription.close();
        mesh.close();
        thread.shutdown();
        readers.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The sync thread did not end within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
