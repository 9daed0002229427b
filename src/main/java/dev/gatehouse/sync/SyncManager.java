package dev.gatehouse.sync;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.mesh.Machine;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.mesh.MeshListener;
import dev.gatehouse.mesh.SteadyClock;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.SharedName;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.sync.original.Said;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps this node's ledger in step with those of its peers, and knows when it is. All decisions are
 * made on one loop; a link's worker waits while its frame is dealt with, so no queue can grow.
 */
public final class SyncManager implements MeshListener, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(50);

    /** More than any time service slews between two ticks: the wall clock was set. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    final Shared shared;
    final Scrubbing scrubbing;
    private final Payloads payloads;
    private final Heartbeats heartbeats;
    private final Intake intake;
    private final Fetcher fetcher;
    private final PageServer pages;
    private final HashServer hashes;
    private final Pictures pictures;
    private final Conflicts conflicts;
    private final Comparisons comparisons;
    private final Resyncs resyncs;
    private final Losses losses;
    private final Originals originals;
    private final Mesh mesh;
    private final Loop loop;
    private final Feed.Subscription subscription;
    private volatile MeshStatus status;
    private volatile List<CentralId> foldsApart = List.of();
    private volatile List<SharedName> namesakes = List.of();
    private @Nullable Instant statusAt;
    private Duration clockShift;

    /**
     * @param machine what runs here is run by it
     */
    public SyncManager(
            Ledger ledger, Feed feed, SyncSettings settings, Machine machine, Signer signer) {
        this.loop = machine.loops().apply("sync");
        this.shared =
                new Shared(
                        ledger,
                        new Wire(new FrameCodec(settings.self())),
                        settings,
                        new SteadyClock(machine.wall(), machine.nanos()),
                        signer);
        this.originals =
                new Originals(shared, new FrameCodec(settings.self()), machine.workers(), loop);
        var log = new CatchUpLog(shared);
        this.scrubbing = new Scrubbing(shared, machine.workers(), loop);
        this.payloads = new Payloads(shared);
        var proofs = new Proofs(shared, log, at -> scrubbing.soundAt(at) && payloads.complete());
        this.heartbeats = new Heartbeats(shared, proofs);
        this.intake = new Intake(shared, proofs, loop, originals::merged);
        var missing = new Missing(shared, intake, loop);
        this.fetcher = new Fetcher(shared, proofs, log, intake, missing, scrubbing, payloads);
        this.pages = new PageServer(shared, machine.workers(), loop);
        this.hashes = new HashServer(shared, machine.workers(), loop);
        this.pictures = new Pictures(shared, machine.workers(), loop);
        this.conflicts = new Conflicts(shared, machine.workers(), loop);
        this.comparisons =
                new Comparisons(
                        shared, heartbeats, fetcher, scrubbing::altered, machine.workers(), loop);
        this.resyncs =
                new Resyncs(
                        shared,
                        heartbeats,
                        fetcher,
                        scrubbing,
                        comparisons,
                        originals,
                        loop,
                        this::takeStatus);
        ledger.syncStamps().forEach(shared::remember);
        this.mesh =
                new Mesh(
                        new Mesh.Settings(
                                settings.self(),
                                () -> ledger.currentStream().stream(),
                                settings.peers(),
                                settings.heartbeat(),
                                settings.originals().heartbeat()),
                        machine,
                        shared.clock,
                        this);
        shared.sharedNames = mesh::sharedNames;
        shared.linkedOriginals = originals::linked;
        this.clockShift = shared.clock.shift();
        this.losses = new Losses(shared);
        this.status = Snapshots.take(shared, mesh, losses);
        this.subscription = feed.subscribe("sync", this::onNotice);
    }

    /** Begins to dial and to sync. */
    public void start() {
        shared.signedAtStart.addAll(shared.ledger.signEarlier());
        loop.post(shared::tellAll); // what was held before there was anybody to tell
        loop.every(TICK, this::tick);
        mesh.start();
    }

    /** The links below. */
    public Mesh mesh() {
        return mesh;
    }

    /**
     * Takes other settings while it runs: peers come, go and move, and what is known of one that
     * stays is kept. Any thread but the sync's own; in force when it returns.
     *
     * @param next of the same central
     */
    public void use(SyncSettings next) {
        List<SyncStamp> stamps = shared.ledger.syncStamps();
        loop.hand(
                () -> {
                    resyncs.endWithOthersThan(next.peers(), shared.clock.instant());
                    shared.use(next, stamps);
                    mesh.use(next.peers(), next.heartbeat(), next.originals().heartbeat());
                    takeStatus();
                });
    }

    /** The latest snapshot, at most a quarter of a second old. Any thread. */
    public MeshStatus status() {
        return status;
    }

    /**
     * Events that are not on this disk as they were written, damaged or without their payload, and
     * could not be got from a peer yet. Any thread.
     */
    public long damaged() {
        return scrubbing.damaged() + payloads.lost();
    }

    /** The peers that show other visits of the same events. Any thread. */
    public List<CentralId> foldsApart() {
        return foldsApart;
    }

    /** The names that more than one booth has, as far as it is known here. Any thread. */
    public List<SharedName> namesakes() {
        return namesakes;
    }

    /** Events whose rows were damaged and came back from a peer, since the start. Any thread. */
    public long mended() {
        return scrubbing.mended();
    }

    private void tick() {
        Instant now = shared.clock.instant();
        part(this::noticeClockStep);
        part(() -> scrubbing.tick(now));
        part(() -> payloads.tick(now));
        part(() -> heartbeats.tick(now));
        part(() -> fetcher.tick(now));
        part(() -> comparisons.tick(now));
        part(() -> resyncs.tick(now));
        part(() -> originals.tick(now));
        part(() -> conflicts.tick(now));
        part(() -> pictures.tick(now));
        Instant last = statusAt;
        if (last == null || !now.isBefore(last.plusMillis(250))) {
            statusAt = now;
            part(this::takeStatus);
        }
    }

    /**
     * One that fails again and again must not keep the others, nor what is shown, from going on.
     */
    private static void part(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.error("A part of the sync's timer failed once", e);
        }
    }

    private void takeStatus() {
        status = Snapshots.take(shared, mesh, losses);
        namesakes = shared.namesakesMet();
        foldsApart =
                shared.books.values().stream()
                        .filter(book -> book.foldsApart)
                        .map(book -> book.address.id())
                        .toList();
    }

    /**
     * A time that was shown under another clock is shown no more; the next heartbeats prove anew.
     */
    private void noticeClockStep() {
        Duration shift = shared.clock.shift();
        Duration step = shift.minus(clockShift);
        if (step.abs().compareTo(CLOCK_STEP) > 0) {
            clockShift = shift;
            LOG.warn("The wall clock was set by {} ms: proving anew", step.toMillis());
            shared.sessions.values().forEach(Session::forgetProofs);
            shared.books.values().forEach(PeerBook::forgetTimes);
        }
    }

    // ---- what this node does

    private void onNotice(Notice notice) {
        switch (notice) {
            case Notice.Appended appended -> loop.hand(() -> broadcast(appended));
            case Notice.Cut cut -> loop.hand(() -> fetcher.cut(cut.stream()));
            case Notice.Gap _ ->
                    loop.hand(
                            () -> {
                                shared.tellAll();
                                originals.tellAll();
                            });
            case Notice.Passed _, Notice.TakenBack _, Notice.VisitsChanged _ -> {}
        }
    }

    private void broadcast(Notice.Appended appended) {
        String frame = shared.wire.live(appended.event(), appended.head().root(), shared.nowMs());
        for (Session session : shared.identified()) {
            if (session.described.contains(appended.event().stream())) {
                // where there is no room, the heartbeat tells and a page brings it
                boolean taken = session.link.offer(frame);
                PeerBook book = session.book;
                if (!taken && book != null) {
                    book.dropped++;
                }
            }
        }
        originals.happened(appended.event());
        shared.changed(appended.event().stream(), null);
    }

    // ---- what peers do

    @Override
    public void opened(Link link) {
        loop.hand(() -> greet(link));
    }

    private Session greet(Link link) {
        Session session = new Session(link);
        shared.sessions.put(link, session);
        session.changedSinceHeartbeat.addAll(shared.signedAtStart);
        heartbeats.send(session, shared.clock.instant());
        return session;
    }

    @Override
    public void foundOriginal(Link link) {
        loop.hand(
                () -> {
                    shared.sessions.remove(link);
                    originals.found(link);
                });
    }

    @Override
    public void frameOfOriginal(Link link, Frame frame) {
        Said said = originals.read(link, frame);
        loop.hand(() -> originals.received(link, said));
    }

    @Override
    public void identified(Link link) {
        loop.hand(
                () -> {
                    originals.forget(link);
                    Session session = shared.sessions.get(link);
                    Link.Identity who = link.identity();
                    if (session == null) { // it seemed to be an original
                        session = greet(link);
                    }
                    if (who != null) {
                        session.book = shared.books.get(who.central());
                        session.node = who.node();
                        PeerBook book = session.book;
                        if (book != null) {
                            book.foundOriginal = false;
                        }
                    }
                });
    }

    @Override
    public boolean comesOnce(String type) {
        return Wire.ONCE.contains(type);
    }

    @Override
    public void repeated(Link link) {
        with(
                link,
                (session, _) -> {
                    PeerBook book = session.book;
                    if (book != null) {
                        book.repeated++;
                    }
                });
    }

    @Override
    public void copied(StreamId node) {
        shared.ledger.copied(node);
    }

    @Override
    public void closed(Link link) {
        loop.hand(
                () -> {
                    originals.forget(link);
                    PeerBook lost = shared.books.get(link.original());
                    if (lost != null && !originals.linked().contains(lost.address.id())) {
                        resyncs.fail(lost, "LINK_LOST", shared.clock.instant());
                    }
                    Session session = shared.sessions.remove(link);
                    if (session == null) {
                        return;
                    }
                    comparisons.forget(session);
                    pictures.forget(session);
                    fetcher.forget(session);
                    PeerBook book = session.book;
                    if (book != null && shared.sessionOf(book.address.id()) == null) {
                        book.theyMissSince =
                                session.theyMissSince(
                                        shared.ledger.holdings(),
                                        book.theyMissSince,
                                        shared.clock.instant());
                        book.theyMissedAtLoss = session.theyMiss(shared.ledger.holdings());
                        book.eventsAtLoss = shared.ledger.holdings().events();
                        book.lastHeard = link.lastHeard();
                        resyncs.fail(book, "LINK_LOST", shared.clock.instant());
                    }
                });
    }

    @Override
    public void frame(Link link, Frame frame) {
        Messages message;
        try {
            message = shared.wire.parse(frame);
        } catch (Wire.BadMessageException e) {
            link.offend(String.valueOf(e.getMessage()));
            return;
        }
        switch (message) {
            case Messages.Heartbeat heartbeat -> {
                learn(link, heartbeat.described());
                with(
                        link,
                        (session, now) -> {
                            heartbeats.received(session, heartbeat, now);
                            fetcher.told(session, now);
                        });
            }
            case Messages.State state ->
                    with(link, (session, now) -> heartbeats.received(session, state, now));
            case Messages.Streams streams -> {
                learn(link, streams.described());
                with(
                        link,
                        (session, now) -> {
                            heartbeats.received(session, streams, now);
                            fetcher.told(session, now);
                        });
            }
            case Messages.Ask ask -> with(link, (session, _) -> pages.received(session, ask));
            case Messages.AskNow ask -> with(link, (session, _) -> pages.received(session, ask));
            case Messages.Grant grant -> with(link, (session, _) -> pages.received(session, grant));
            case Messages.Cancel cancel ->
                    with(link, (session, _) -> pages.received(session, cancel));
            case Messages.Live live -> with(link, (session, _) -> intake.live(session, live));
            case Messages.AskHashes ask ->
                    with(link, (session, now) -> hashes.received(session, ask, now));
            case Messages.Hashes came ->
                    with(link, (session, _) -> comparisons.received(session, came));
            case Messages.AskPicture ask ->
                    with(link, (session, now) -> pictures.received(session, ask, now));
            case Messages.Piece piece ->
                    with(link, (session, _) -> pictures.received(session, piece));
            case Messages.Pages page -> page(link, page);
            case Messages.Other other -> LOG.debug("{} sent a {}", link, other.type());
        }
    }

    private interface Step {
        void run(Session session, Instant now);
    }

    private void with(Link link, Step step) {
        loop.hand(
                () -> {
                    Session session = shared.sessions.get(link);
                    if (session != null && session.identified()) {
                        step.run(session, shared.clock.instant());
                    }
                });
    }

    private void learn(Link link, List<StreamDescriptor> described) {
        Session session = shared.sessions.get(link);
        if (session != null) {
            described.forEach(descriptor -> shared.learn(session, descriptor));
        }
    }

    /** Hashing is done here, by the link's own worker. */
    private void page(Link link, Messages.Pages page) {
        Session from = shared.sessions.get(link);
        if (from == null) {
            return;
        }
        if (!fetcher.awaits(from, page.ask())) {
            with(link, (session, _) -> fetcher.late(session));
            return;
        }
        learn(link, page.described());
        PageCheck checked = PageCheck.of(shared, from, page);
        String why = checked.objection();
        with(
                link,
                (session, now) -> {
                    if (why != null) {
                        fetcher.bad(session, page.ask(), why, now);
                    } else {
                        fetcher.page(session, page, checked.arrival(), now);
                    }
                });
    }

    // ---- what people ask for

    /** As the port {@code resync}. Any thread. */
    public CompletableFuture<ResyncStart> resync(CentralId peer) {
        var answer = new CompletableFuture<ResyncStart>();
        if (!loop.post(() -> answer.complete(resyncs.start(peer)))) {
            answer.complete(new ResyncStart.Offline());
        }
        return answer;
    }

    /** As the port {@code cancelResync}. Any thread. */
    public CompletableFuture<Boolean> cancelResync(CentralId peer) {
        var answer = new CompletableFuture<Boolean>();
        if (!loop.post(() -> answer.complete(resyncs.cancel(peer)))) {
            answer.complete(false);
        }
        return answer;
    }

    /** As the port {@code differences}. Any thread. */
    public CompletableFuture<DifferencesAnswer> differences(CentralId peer) {
        var answer = new CompletableFuture<DifferencesAnswer>();
        if (!loop.post(() -> compare(peer).thenAccept(answer::complete))) {
            answer.complete(new DifferencesAnswer.Offline());
        }
        return answer;
    }

    /** Where pictures lie that peers may ask for; none where it is never said. */
    public void serve(PictureSource source) {
        pictures.serve(source);
    }

    /**
     * Asks that central for a picture: as the port {@code find} where it is not here. Any thread.
     */
    public CompletableFuture<PictureAnswer> picture(Hash hash, CentralId writtenAt) {
        return pictures.ask(hash, writtenAt);
    }

    private CompletableFuture<DifferencesAnswer> compare(CentralId peer) {
        if (!shared.books.containsKey(peer)) {
            return CompletableFuture.completedFuture(new DifferencesAnswer.UnknownPeer());
        }
        Session session = shared.sessionOf(peer);
        return session == null
                ? CompletableFuture.completedFuture(new DifferencesAnswer.Offline())
                : comparisons.start(session, shared.clock.instant());
    }

    /** Says good-bye to the peers and stops. */
    @Override
    public void close() {
        subscription.close();
        mesh.close();
        loop.close();
    }
}
