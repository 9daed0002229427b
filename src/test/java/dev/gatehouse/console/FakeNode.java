package dev.gatehouse.console;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.ChangePage;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.PauseOutcome;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.PictureOutcome;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.port.AlarmPort;
import dev.gatehouse.port.CameraPort;
import dev.gatehouse.port.ConfigPort;
import dev.gatehouse.port.DiagPort;
import dev.gatehouse.port.GatePort;
import dev.gatehouse.port.HistoryPort;
import dev.gatehouse.port.LanePort;
import dev.gatehouse.port.LinkPort;
import dev.gatehouse.port.MeshPort;
import dev.gatehouse.port.NodePort;
import dev.gatehouse.port.PicturePort;
import dev.gatehouse.port.SitePort;
import dev.gatehouse.port.StoreUnreadableException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A node whose every move a test scripts, over the real feed, with a clock that stands still until
 * told. Seeded, so that its cars are the same every time.
 */
final class FakeNode implements NodePort, GatePort, HistoryPort, MeshPort, InstantSource {
    static final CentralId SELF = new CentralId("central-1");

    /** 14:32:07 at the site. */
    static final Instant START = Instant.parse("2026-11-22T07:32:07Z");

    /** As the real node says it. */
    static final Health WELL =
            new Health(
                    List.of(
                            Health.Check.well("store"),
                            Health.Check.well("api"),
                            Health.Check.well("p2p"),
                            Health.Check.well("config")));

    static final Path CONFIG = Path.of("/var/lib/gatehouse/config.json");

    static final Hash DIGEST = new Hash(0x7f3a91c200000000L, 1, 2, 3);
    private static final Hash OTHER_DIGEST = new Hash(0x11d0c4aa00000000L, 1, 2, 3);

    final Feed feed = new Feed();
    final FakeDesk desk = new FakeDesk(this);
    final FakeLanes lanes = new FakeLanes(desk, this);
    private final Random random = new Random(42);
    private final Map<CentralId, PeerState> peers = new LinkedHashMap<>();
    private final Map<CentralId, CompletableFuture<ResyncOutcome>> resyncs = new LinkedHashMap<>();
    private final List<GateEvent> events = new ArrayList<>();
    private final List<CentralId> asked = new ArrayList<>();
    private final Map<CentralId, CompletableFuture<Reach>> reaches = new ConcurrentHashMap<>();
    final List<CentralId> tried = new CopyOnWriteArrayList<>();
    private Instant now = START;
    private Instant statusAt = START;
    private long held = 48_213;
    private NodeInfo info = info("CỔNG 1", 300, 8000);
    private boolean unreadable;
    private boolean torn;
    private Health health = WELL;
    private ResyncStart refusal = new ResyncStart.Offline();
    private boolean refuses;
    private @Nullable AlarmList alarmList;
    volatile List<Camera> cameras = List.of();

    /** What looking for a picture comes to; {@link PictureAnswer.Nowhere} for any other. */
    final Map<Hash, PictureAnswer> pictures = new ConcurrentHashMap<>();

    volatile List<Irregularity> irregular = List.of();
    private long reads;

    /** A node with so many peers, all of them connected and proven. */
    FakeNode(int peerCount) {
        for (int i = 2; i <= peerCount + 1; i++) {
            CentralId id = new CentralId("central-" + i);
            peers.put(id, connected(id, i));
        }
    }

    private static PeerState connected(CentralId id, int i) {
        return new GivenPeer(id.value())
                .at("10.0.0." + i)
                .link(new LinkState.Connected(START.minusSeconds(3_600)))
                .heard(START)
                .rtt(16.0 + i, 35.0 + i)
                .offset(i * 20.0 - 100)
                .missing(0L, 0L)
                .identical(START.minusSeconds(2), DIGEST)
                .synced(START)
                .counters(new PeerCounters(900 + 7L * i, 860 + 7L * i, 40, 0, 0))
                .state();
    }

    Backend backend() {
        return new Backend(this, feed);
    }

    static CentralId central(int n) {
        return new CentralId("central-" + n);
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
        statusAt = now;
    }

    /** Time goes on and the mesh says nothing new. */
    synchronized void freeze(Duration time) {
        now = now.plus(time);
    }

    /** The status is of that moment; so many events came since the last one, and some from each. */
    synchronized void moment(Instant at, long came, Random from) {
        statusAt = at;
        held += came;
        peers.replaceAll(
                (_, peer) -> {
                    PeerCounters c = peer.counters();
                    long more = peer.connected() ? from.nextInt(1 + from.nextInt(8)) : 0;
                    var next =
                            new PeerCounters(c.received() + more, c.merged() + more, c.had(), 0, 0);
                    return new GivenPeer(peer).counters(next).state();
                });
    }

    synchronized void change(int n, UnaryOperator<PeerState> change) {
        peers.computeIfPresent(central(n), (_, p) -> change.apply(p));
    }

    synchronized void health(Health next) {
        health = next;
    }

    synchronized void unreadable(boolean next) {
        unreadable = next;
    }

    /** Whether a class of the store is missing, as after half an update. */
    synchronized void torn(boolean next) {
        torn = next;
    }

    synchronized void refuse(ResyncStart why) {
        refusal = why;
        refuses = true;
    }

    synchronized List<CentralId> asked() {
        return List.copyOf(asked);
    }

    synchronized long reads() {
        return reads;
    }

    /** The peer's booth has no power since then. */
    static UnaryOperator<PeerState> lost(
            Duration ago, @Nullable Long weMiss, @Nullable Long theyMiss) {
        return p ->
                with(
                        p,
                        new LinkState.Disconnected(START.minus(ago), 12, START.plusSeconds(20)),
                        null,
                        null,
                        weMiss,
                        theyMiss,
                        START.minus(ago).minusSeconds(3),
                        null,
                        null);
    }

    /** The peer lacks so many events, the oldest of them for so long. */
    static UnaryOperator<PeerState> lacking(Duration since, long events) {
        return p ->
                new GivenPeer(missing(0L, events).apply(p))
                        .missingSince(null, START.minus(since))
                        .state();
    }

    /** The peer is an original, and was compared so or never. */
    static UnaryOperator<PeerState> original(@Nullable Compared compared) {
        return p ->
                new GivenPeer(p.id().value())
                        .at(p.host())
                        .link(p.link())
                        .heard(p.lastHeard())
                        .synced(p.lastSyncAt())
                        .counters(p.counters())
                        .original(compared)
                        .state();
    }

    /** One that is open and nobody has acknowledged. */
    static Alarm alarm(Alarm.Code code, int severity, String about, String arg) {
        return new Alarm(
                1, code, about, severity, List.of(arg), "for the log", START, 1, null, null, null);
    }

    static UnaryOperator<PeerState> link(LinkState link) {
        return p -> with(p, link, null, null, null, null, null, null, null);
    }

    static UnaryOperator<PeerState> missing(@Nullable Long we, @Nullable Long they) {
        return p ->
                with(
                        p,
                        p.link(),
                        p.rttP50Ms(),
                        p.clockOffsetMs(),
                        we,
                        they,
                        START.minusSeconds(140),
                        OTHER_DIGEST,
                        p.resync());
    }

    static UnaryOperator<PeerState> resyncing(@Nullable ResyncProgress progress) {
        return p ->
                with(
                        p,
                        p.link(),
                        p.rttP50Ms(),
                        p.clockOffsetMs(),
                        p.weMiss(),
                        p.theyMiss(),
                        p.identicalAsOf(),
                        p.digest(),
                        progress);
    }

    private static PeerState with(
            PeerState p,
            LinkState link,
            @Nullable Double rtt,
            @Nullable Double offset,
            @Nullable Long we,
            @Nullable Long they,
            @Nullable Instant identical,
            @Nullable Hash digest,
            @Nullable ResyncProgress resync) {
        return new GivenPeer(p)
                .link(link)
                .rtt(rtt, rtt == null ? null : rtt + 20)
                .offset(offset)
                .missing(we, they)
                .identical(identical, digest)
                .resync(resync, p.lastResync())
                .state();
    }

    /** A car, at the present moment: every third leaves, every second passed at a peer. */
    synchronized GateEvent car(int n) {
        boolean exit = n % 3 == 0;
        boolean local = n % 2 == 0;
        String digits = String.format("%05d", random.nextInt(100_000));
        String series = (29 + random.nextInt(3)) + "" + "ABCDEFGH".charAt(random.nextInt(8));
        int minutes = 20 + random.nextInt(300);
        return new GateEvent(
                new StreamId(local ? 1 : 2, 7),
                n + 1,
                exit ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY,
                now.minusSeconds(11L * (10_000 - n)),
                local ? SELF : central(2 + n % Math.max(1, peers.size())),
                "cam-1",
                new Plate(
                        series + digits,
                        series + "-" + digits.substring(0, 3) + "." + digits.substring(3)),
                exit ? 25_000L * ((minutes + 29) / 60) : 0,
                exit ? Duration.ofMinutes(minutes) : null,
                local);
    }

    /** Commits cars and says so. */
    void publish(int from, int to) {
        List<Notice> notices = new ArrayList<>();
        for (int n = from; n < to; n++) {
            GateEvent car = car(n);
            synchronized (this) {
                events.add(car);
            }
            notices.add(new Notice.Passed(car));
        }
        feed.publish(notices);
    }

    /** Commits cars that no notice tells of. */
    synchronized void commitSilently(int from, int to) {
        for (int n = from; n < to; n++) {
            events.add(car(n));
        }
    }

    void say(Notice notice) {
        feed.publish(List.of(notice));
    }

    /** Ends the resync with that peer. */
    void end(int n, ResyncOutcome outcome) {
        @Nullable CompletableFuture<ResyncOutcome> future;
        synchronized (this) {
            future = resyncs.remove(central(n));
        }
        change(n, resyncing(null));
        Objects.requireNonNull(future).complete(outcome);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized NodeInfo info() {
        return info;
    }

    /** The configuration file was changed. */
    synchronized void configured(String siteName, int capacity, int apiPort) {
        info = info(siteName, capacity, apiPort);
    }

    private static NodeInfo info(String siteName, int capacity, int apiPort) {
        return new NodeInfo(
                SELF,
                siteName,
                ZoneId.of("Asia/Ho_Chi_Minh"),
                capacity,
                "0.1.0",
                "0.0.0.0",
                9000,
                apiPort,
                CONFIG);
    }

    @Override
    public PicturePort pictures() {
        return new PicturePort() {
            @Override
            public PictureOutcome keep(byte[] bytes) {
                throw new UnsupportedOperationException("the window takes no pictures");
            }

            @Override
            public byte @Nullable [] here(Hash hash) {
                return pictures.get(hash) instanceof PictureAnswer.Found found
                        ? found.bytes()
                        : null;
            }

            @Override
            public CompletableFuture<PictureAnswer> find(Hash hash, CentralId writtenAt) {
                return CompletableFuture.completedFuture(
                        pictures.getOrDefault(hash, new PictureAnswer.Nowhere()));
            }
        };
    }

    @Override
    public GatePort gate() {
        return this;
    }

    @Override
    public HistoryPort history() {
        return this;
    }

    @Override
    public CompletableFuture<ChangeOutcome> correct(CorrectionRequest request) {
        return desk.correct(request);
    }

    @Override
    public CompletableFuture<ChangeOutcome> remove(
            long historyId, @Nullable String reason, @Nullable String staff) {
        return desk.remove(historyId, reason, staff);
    }

    @Override
    public CompletableFuture<Passed> letIn(OpenRequest request, @Nullable Because because) {
        return told(request, desk.letIn(request, because));
    }

    @Override
    public CompletableFuture<Passed> letOut(OpenRequest request, Settlement settlement) {
        return told(request, desk.letOut(request, settlement));
    }

    /** The lanes hear of it, as those of the real node do. */
    private CompletableFuture<Passed> told(OpenRequest request, CompletableFuture<Passed> answer) {
        answer.thenAccept(
                passed -> {
                    switch (passed.outcome()) {
                        case OpenOutcome.Entered in -> lanes.decidedAbout(request, in.plate());
                        case OpenOutcome.Left out -> lanes.decidedAbout(request, out.plate());
                        default -> {} // nothing came of it
                    }
                });
        return answer;
    }

    @Override
    public CompletableFuture<SettleOutcome> settle(
            String eventId, Settlement settlement, @Nullable String edgeId) {
        return desk.settle(eventId, settlement);
    }

    @Override
    public CompletableFuture<UndoOutcome> undo(UndoRequest request) {
        return desk.undo(request);
    }

    @Override
    public CompletableFuture<ChangeOutcome> noteIncident(OpenRequest about, Because because) {
        return desk.noteIncident(because);
    }

    @Override
    public CompletableFuture<ChangeOutcome> keepReading(String eventId, OpenRequest report) {
        return desk.keepReading(report);
    }

    @Override
    public LanePort lanes() {
        return lanes;
    }

    @Override
    public @Nullable Long dueDong(Visit visit) {
        return null;
    }

    @Override
    public ChangePage changes(ChangeQuery query) {
        failIfUnreadable();
        return new ChangePage(desk.changes(query.historyId(), query.limit(), query.offset()), null);
    }

    @Override
    public List<Fact.Reread> readings(String eventId) {
        return List.of();
    }

    @Override
    public List<Irregularity> irregular(Irregularity.Kind kind, int limit, int offset) {
        return irregular.stream().filter(i -> i.kind() == kind).toList();
    }

    @Override
    public MeshPort mesh() {
        return this;
    }

    synchronized void alarms(AlarmList next) {
        alarmList = next;
    }

    /** Without a script, what the rules make of the present state: worst first. */
    private AlarmList due() {
        List<Alarm> due = new ArrayList<>();
        for (Health.Check check : health.checks()) {
            Alarm.Code code =
                    switch (check.name()) {
                        case "store" -> Alarm.Code.STORE_CANNOT_WRITE;
                        case "api" -> Alarm.Code.API_STOPPED;
                        case "p2p" -> Alarm.Code.P2P_STOPPED;
                        default -> Alarm.Code.CONFIG_SLIP;
                    };
            if (!check.ok()) {
                String arg = check.args().isEmpty() ? "" : check.args().getFirst();
                due.add(alarm(code, code.severity(), "", arg));
            }
        }
        boolean all = !peers.isEmpty() && peers.values().stream().allMatch(p -> away(p, 60));
        if (all) {
            due.add(alarm(Alarm.Code.ALL_PEERS_LOST, 2, "", "" + peers.size()));
        }
        for (PeerState peer : peers.values()) {
            String id = peer.id().value();
            if (peer.link() instanceof LinkState.Refused) {
                due.add(alarm(Alarm.Code.PEER_REFUSED, 3, id, ""));
            } else if (!all && away(peer, 300) && peer.idleSince(now) == null) {
                due.add(lostAlarm(peer));
            }
        }
        due.sort(Comparator.comparing(Alarm::severity));
        return new AlarmList(due, List.of());
    }

    private boolean away(PeerState peer, long seconds) {
        return peer.link() instanceof LinkState.Disconnected(Instant since, _, _)
                && !now.isBefore(since.plusSeconds(seconds));
    }

    private static Alarm lostAlarm(PeerState peer) {
        Instant since =
                peer.link() instanceof LinkState.Disconnected(Instant at, _, _) ? at : START;
        return new Alarm(
                1,
                Alarm.Code.PEER_LOST,
                peer.id().value(),
                3,
                List.of(),
                "for the log",
                since,
                1,
                null,
                null,
                null);
    }

    @Override
    public AlarmPort alarms() {
        return new AlarmPort() {
            @Override
            public AlarmList list() {
                synchronized (FakeNode.this) {
                    return alarmList == null ? due() : alarmList;
                }
            }

            @Override
            public boolean acknowledge(long id, String by) {
                throw new UnsupportedOperationException("the window does not acknowledge yet");
            }
        };
    }

    @Override
    public CompletableFuture<Passed> open(GateEvent.@Nullable Kind way, OpenRequest request) {
        return desk.pass(Objects.requireNonNull(way), request);
    }

    @Override
    public CompletableFuture<Passed> pass(GateEvent.Kind way, OpenRequest request) {
        return desk.pass(way, request); // as a device reported it
    }

    @Override
    public long repeats() {
        return 0;
    }

    @Override
    public Sighting sight(GateEvent.@Nullable Kind way, OpenRequest report) {
        throw new UnsupportedOperationException("only devices report what they see");
    }

    @Override
    public Sighting look(
            String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way) {
        failIfUnreadable();
        return desk.look(plateText, plateView, way);
    }

    @Override
    public SitePort site() {
        throw new UnsupportedOperationException("the window does not show shared lists yet");
    }

    @Override
    public LinkPort links() {
        throw new UnsupportedOperationException("the window lets nobody in");
    }

    @Override
    public CameraPort cameras() {
        return new CameraPort() {
            @Override
            public void heard(Camera.Word word) {
                throw new UnsupportedOperationException("no camera reports to the window");
            }

            @Override
            public List<Camera> cameras() {
                return cameras;
            }
        };
    }

    @Override
    public ConfigPort config() {
        throw new UnsupportedOperationException("the window does not change the configuration yet");
    }

    /** What is asked about the log and the support bundle. */
    final FakeDiagnostics diagnostics = new FakeDiagnostics();

    @Override
    public DiagPort diagnostics() {
        return diagnostics;
    }

    @Override
    public LedgerFigures ledgerFigures() {
        return new LedgerFigures(
                5,
                2,
                4,
                1,
                new LedgerFigures.Spread(
                        List.of(0.001, 0.01, Double.POSITIVE_INFINITY), List.of(1L, 2L, 1L), 0.035),
                0,
                3);
    }

    @Override
    public synchronized Health health() {
        return health;
    }

    @Override
    public CompletableFuture<CloseOutcome> close(String plateText, @Nullable String edgeId) {
        return desk.close(plateText);
    }

    @Override
    public HistoryPage find(HistoryQuery query) {
        throw new UnsupportedOperationException("the window reads visits");
    }

    @Override
    public VisitPage visits(VisitQuery query) {
        failIfUnreadable();
        return desk.visits(query);
    }

    @Override
    public long count(VisitQuery query) {
        failIfUnreadable();
        return desk.count(query);
    }

    @Override
    public List<Visit> insideLike(String typed, int limit) {
        failIfUnreadable();
        return desk.insideLike(typed, limit);
    }

    @Override
    public synchronized List<GateEvent> recent(int limit) {
        reads++;
        failIfUnreadable();
        return events.stream()
                .sorted(Comparator.comparing(GateEvent::at).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized DayStats today() {
        failIfUnreadable();
        return events.isEmpty() ? DayStats.NONE : new DayStats(212, 812, 600, 15_250_000);
    }

    private synchronized void failIfUnreadable() {
        if (torn) {
            throw new NoClassDefFoundError("org/sqlite/JDBC");
        }
        if (unreadable) {
            throw new StoreUnreadableException(
                    "gatehouse.db: disk I/O error", new IOException("disk I/O error"));
        }
    }

    @Override
    public synchronized MeshStatus status() {
        List<PeerState> all = List.copyOf(peers.values());
        List<Instant> proofs =
                all.stream()
                        .filter(p -> p.connected() && p.identicalAsOf() != null)
                        .map(PeerState::identicalAsOf)
                        .filter(t -> !t.isBefore(statusAt.minusSeconds(60)))
                        .sorted()
                        .toList();
        return new MeshStatus(
                SELF,
                statusAt,
                true,
                false,
                held,
                DIGEST,
                10,
                10,
                0,
                LostNumbers.NONE,
                new MeshStatus.Proof(
                        (int) all.stream().filter(p -> !p.original()).count() + 1,
                        proofs.size() + 1,
                        proofs.isEmpty() ? null : proofs.getFirst(),
                        new MeshStatus.Cut(SELF, 655, DIGEST, held, statusAt)),
                all);
    }

    @Override
    public synchronized PauseOutcome pause(
            CentralId peer, Duration length, String reason, String by) {
        Instant until = now.plus(length);
        LinkState paused = new LinkState.Paused(now, until, by, reason);
        peers.computeIfPresent(peer, (_, p) -> link(paused).apply(p));
        return new PauseOutcome.Paused(until);
    }

    @Override
    public synchronized boolean resume(CentralId peer, String by) {
        LinkState up = new LinkState.Connected(now);
        peers.computeIfPresent(peer, (_, p) -> link(up).apply(p));
        return true;
    }

    /** Blocks until the test says what came of it. */
    @Override
    public Reach reach(CentralId peer) {
        tried.add(peer);
        return Objects.requireNonNull(reaches.remove(peer)).join();
    }

    /** What trying to reach that peer is going to come to. */
    CompletableFuture<Reach> reaching(int n) {
        var reach = new CompletableFuture<Reach>();
        reaches.put(central(n), reach);
        return reach;
    }

    @Override
    public synchronized CompletableFuture<ResyncStart> resync(CentralId peer) {
        asked.add(peer);
        if (refuses) {
            return CompletableFuture.completedFuture(refusal);
        }
        CompletableFuture<ResyncOutcome> outcome = new CompletableFuture<>();
        resyncs.put(peer, outcome);
        PeerState state = Objects.requireNonNull(peers.get(peer));
        long weMiss = Objects.requireNonNullElse(state.weMiss(), 0L);
        long theyMiss = Objects.requireNonNullElse(state.theyMiss(), 0L);
        peers.put(
                peer,
                resyncing(new ResyncProgress(ResyncProgress.Stage.COMPARE, weMiss, 0, theyMiss, 0))
                        .apply(state));
        return CompletableFuture.completedFuture(
                new ResyncStart.Started(weMiss, theyMiss, outcome));
    }

    /** What the next comparison comes to. */
    volatile DifferencesAnswer differences = new DifferencesAnswer.NoAnswer();

    @Override
    public CompletableFuture<DifferencesAnswer> differences(CentralId peer) {
        return CompletableFuture.completedFuture(differences);
    }

    @Override
    public CompletableFuture<Boolean> cancelResync(CentralId peer) {
        @Nullable CompletableFuture<ResyncOutcome> outcome;
        long received;
        synchronized (this) {
            outcome = resyncs.remove(peer);
            ResyncProgress progress = Objects.requireNonNull(peers.get(peer)).resync();
            received = progress == null ? 0 : progress.received();
            peers.computeIfPresent(peer, (_, p) -> resyncing(null).apply(p));
        }
        if (outcome != null) {
            outcome.complete(new ResyncOutcome.Cancelled(instant(), received));
        }
        return CompletableFuture.completedFuture(outcome != null);
    }
}
