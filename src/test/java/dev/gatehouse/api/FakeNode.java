package dev.gatehouse.api;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.ChangePage;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.ConfigChange;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.MeshConfig;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.PauseOutcome;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.PictureOutcome;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.ResyncStart;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.SiteOutcome;
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

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A node that answers what the test told it to, and keeps what it was asked. */
final class FakeNode implements NodePort {
    static final Instant MORNING = Instant.parse("2026-11-22T02:51:48Z");
    static final Plate PLATE = new Plate("29A12345", "29A-123.45");

    final ConcurrentLinkedQueue<OpenRequest> opened = new ConcurrentLinkedQueue<>();
    final Feed feed = new Feed();
    final ConcurrentLinkedQueue<String> linked = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<LinkPort.Wire> wires = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> passed = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Camera.Word> heard = new ConcurrentLinkedQueue<>();
    volatile List<Camera> cameraList = List.of();
    volatile Map<LocalDate, List<Visit>> sharedFree = Map.of();
    volatile FeeRules fees = new FeeRules(30, 25_000);
    volatile boolean feesAreShared;
    volatile List<Fact.Member> staff = List.of();
    volatile List<Fact.Pass> passes = List.of();
    volatile SiteOutcome siteOutcome = new SiteOutcome.Done();
    volatile Function<OpenRequest, Passed> pass =
            request -> Passed.first(new OpenOutcome.NotInside(PLATE));
    volatile List<LaneState> lanes = List.of();

    /** What devices said that they see. */
    final List<OpenRequest> sights = new CopyOnWriteArrayList<>();

    volatile Sighting sighting = new Sighting.Seen(PLATE, true, null, null, null, null);
    volatile Function<Visit, @Nullable Long> due = _ -> null;
    final ConcurrentLinkedQueue<String> openedWays = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> closed = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<HistoryQuery> asked = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<CentralId> cancelled = new ConcurrentLinkedQueue<>();

    volatile Function<OpenRequest, CompletableFuture<OpenOutcome>> open =
            request ->
                    CompletableFuture.completedFuture(
                            new OpenOutcome.Entered(
                                    "central-1_1733140800000_29A12345", 123, PLATE, MORNING));
    volatile CompletableFuture<CloseOutcome> close =
            CompletableFuture.completedFuture(new CloseOutcome.NothingToConfirm());
    volatile Function<HistoryQuery, HistoryPage> find =
            query -> new HistoryPage(List.of(), new DayStats(1, 2, 3, 25_000));
    volatile List<PeerState> peers = List.of();
    volatile Function<CentralId, ResyncStart> resync = peer -> new ResyncStart.Offline();
    final ConcurrentLinkedQueue<CorrectionRequest> corrections = new ConcurrentLinkedQueue<>();
    volatile Function<Long, ChangeOutcome> visitChange = ChangeOutcome.Done::new;
    final ConcurrentLinkedQueue<ChangeQuery> changesAsked = new ConcurrentLinkedQueue<>();
    volatile ChangeQuery.@Nullable Place nextChange;
    volatile List<HistoryChange> historyChanges = List.of();
    volatile List<Irregularity> irregular = List.of();
    volatile MeshStatus.@Nullable Proof proofTold;
    volatile boolean cancels;
    final ConcurrentLinkedQueue<String> pauses = new ConcurrentLinkedQueue<>();
    volatile PauseOutcome pauseOutcome = new PauseOutcome.Paused(MORNING);
    volatile Reach reach = new Reach.Answered(12);
    volatile ConfigChange change = new ConfigChange.Applied(List.of(), List.of());
    final ConcurrentLinkedQueue<String> changes = new ConcurrentLinkedQueue<>();
    volatile LostNumbers lost = LostNumbers.NONE;
    volatile DifferencesAnswer differences = new DifferencesAnswer.NoAnswer();
    final ConcurrentLinkedQueue<byte[]> pictures = new ConcurrentLinkedQueue<>();
    volatile AlarmList alarmList = AlarmList.NONE;
    final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    volatile Health health = new Health(List.of(Health.Check.well("store")));

    @Override
    public NodeInfo info() {
        return new NodeInfo(
                new CentralId("central-1"),
                "Cổng chính",
                ZoneId.of("Asia/Ho_Chi_Minh"),
                null,
                "0.1.0",
                "booth-1.example",
                9000,
                8000,
                null);
    }

    @Override
    public PicturePort pictures() {
        return new PicturePort() {
            @Override
            public PictureOutcome keep(byte[] bytes) {
                pictures.add(bytes);
                String objection = PictureKind.objection(bytes);
                return objection == null
                        ? new PictureOutcome.Taken(Hash.over(bytes))
                        : new PictureOutcome.Refused(objection);
            }

            @Override
            public byte @Nullable [] here(Hash hash) {
                throw new UnsupportedOperationException("the window asks that");
            }

            @Override
            public CompletableFuture<PictureAnswer> find(Hash hash, CentralId writtenAt) {
                throw new UnsupportedOperationException("the window asks that");
            }
        };
    }

    @Override
    public GatePort gate() {
        return new GatePort() {
            @Override
            public CompletableFuture<ChangeOutcome> correct(CorrectionRequest request) {
                corrections.add(request);
                return CompletableFuture.completedFuture(visitChange.apply(request.historyId()));
            }

            @Override
            public CompletableFuture<ChangeOutcome> remove(
                    long historyId, @Nullable String reason, @Nullable String staff) {
                return CompletableFuture.completedFuture(visitChange.apply(historyId));
            }

            @Override
            public CompletableFuture<Passed> letIn(OpenRequest request, @Nullable Because because) {
                return CompletableFuture.completedFuture(
                        Passed.first(new OpenOutcome.Unavailable("not scripted")));
            }

            @Override
            public CompletableFuture<Passed> letOut(OpenRequest request, Settlement settlement) {
                return CompletableFuture.completedFuture(
                        Passed.first(new OpenOutcome.Unavailable("not scripted")));
            }

            @Override
            public CompletableFuture<SettleOutcome> settle(
                    String eventId, Settlement settlement, @Nullable String edgeId) {
                return CompletableFuture.completedFuture(
                        new SettleOutcome.Unavailable("not scripted"));
            }

            @Override
            public CompletableFuture<UndoOutcome> undo(UndoRequest request) {
                return CompletableFuture.completedFuture(
                        new UndoOutcome.Unavailable("not scripted"));
            }

            @Override
            public CompletableFuture<ChangeOutcome> noteIncident(
                    OpenRequest about, Because because) {
                return CompletableFuture.completedFuture(
                        new ChangeOutcome.Unavailable("not scripted"));
            }

            @Override
            public CompletableFuture<Passed> pass(GateEvent.Kind way, OpenRequest request) {
                passed.add(way + " " + request);
                return CompletableFuture.completedFuture(pass.apply(request));
            }

            @Override
            public Sighting look(
                    String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way) {
                return sighting;
            }

            @Override
            public long repeats() {
                return 7;
            }

            @Override
            public Sighting sight(GateEvent.@Nullable Kind way, OpenRequest report) {
                sights.add(report);
                return sighting;
            }

            @Override
            public CompletableFuture<ChangeOutcome> keepReading(
                    String eventId, OpenRequest report) {
                throw new UnsupportedOperationException("only a person finds another plate");
            }

            @Override
            public CompletableFuture<Passed> open(
                    GateEvent.@Nullable Kind way, OpenRequest request) {
                opened.add(request);
                openedWays.add(String.valueOf(way));
                return open.apply(request).thenApply(Passed::first);
            }

            @Override
            public CompletableFuture<CloseOutcome> close(
                    String plateText, @Nullable String edgeId) {
                closed.add(plateText + "@" + edgeId);
                return close;
            }
        };
    }

    @Override
    public LanePort lanes() {
        return new LanePort() {
            @Override
            public List<LaneState> lanes() {
                return lanes;
            }

            @Override
            public void decided(String lane, long card) {
                throw new UnsupportedOperationException("only a person decides");
            }

            @Override
            public Watching watch(Runnable changed) {
                return () -> {};
            }
        };
    }

    @Override
    public HistoryPort history() {
        return new HistoryPort() {
            @Override
            public @Nullable Long dueDong(Visit visit) {
                return due.apply(visit);
            }

            @Override
            public List<Fact.Reread> readings(String eventId) {
                return List.of();
            }

            @Override
            public ChangePage changes(ChangeQuery query) {
                changesAsked.add(query);
                return new ChangePage(historyChanges, nextChange);
            }

            @Override
            public List<Irregularity> irregular(Irregularity.Kind kind, int limit, int offset) {
                return irregular.stream().filter(one -> one.kind() == kind).toList();
            }

            @Override
            public VisitPage visits(VisitQuery query) {
                throw new UnsupportedOperationException("the window asks that");
            }

            @Override
            public long count(VisitQuery query) {
                throw new UnsupportedOperationException("the window asks that");
            }

            @Override
            public List<Visit> insideLike(String typed, int limit) {
                throw new UnsupportedOperationException("the window asks that");
            }

            @Override
            public HistoryPage find(HistoryQuery query) {
                asked.add(query);
                return find.apply(query);
            }

            @Override
            public List<GateEvent> recent(int limit) {
                return List.of();
            }

            @Override
            public DayStats today() {
                return new DayStats(1, 2, 3, 25_000);
            }
        };
    }

    @Override
    public MeshPort mesh() {
        return new MeshPort() {
            @Override
            public MeshStatus status() {
                var told = proofTold;
                var proof =
                        told == null ? new MeshStatus.Proof(peers.size() + 1, 1, null, null) : told;
                return new MeshStatus(
                        new CentralId("central-1"),
                        MORNING,
                        true,
                        false,
                        5,
                        new Hash(1, 2, 3, 4),
                        2,
                        7,
                        1,
                        lost,
                        proof,
                        peers);
            }

            @Override
            public PauseOutcome pause(CentralId peer, Duration length, String reason, String by) {
                pauses.add(peer + " " + length.toMinutes() + " " + reason + " by " + by);
                return pauseOutcome;
            }

            @Override
            public boolean resume(CentralId peer, String by) {
                pauses.add(peer + " resumed by " + by);
                return true;
            }

            @Override
            public Reach reach(CentralId peer) {
                return reach;
            }

            @Override
            public CompletableFuture<ResyncStart> resync(CentralId peer) {
                return CompletableFuture.completedFuture(resync.apply(peer));
            }

            @Override
            public CompletableFuture<DifferencesAnswer> differences(CentralId peer) {
                return CompletableFuture.completedFuture(differences);
            }

            @Override
            public CompletableFuture<Boolean> cancelResync(CentralId peer) {
                cancelled.add(peer);
                return CompletableFuture.completedFuture(cancels);
            }
        };
    }

    @Override
    public AlarmPort alarms() {
        return new AlarmPort() {
            @Override
            public AlarmList list() {
                return alarmList;
            }

            @Override
            public boolean acknowledge(long id, String by) {
                acknowledged.add(id + " by " + by);
                return alarmList.open().stream().anyMatch(a -> a.id() == id);
            }
        };
    }

    @Override
    public CameraPort cameras() {
        return new CameraPort() {
            @Override
            public void heard(Camera.Word word) {
                heard.add(word);
            }

            @Override
            public List<Camera> cameras() {
                return cameraList;
            }
        };
    }

    @Override
    public LinkPort links() {
        return wire -> {
            wires.add(wire);
            return new LinkPort.Caller() {
                @Override
                public void message(String text) {
                    linked.add(text);
                }

                @Override
                public void message(byte[] bytes) {
                    linked.add(bytes.length + " bytes");
                }

                @Override
                public void closed(int code, String reason) {
                    linked.add("closed " + code);
                }
            };
        };
    }

    @Override
    public SitePort site() {
        return new SitePort() {
            @Override
            public FeeRules fees() {
                return fees;
            }

            @Override
            public boolean feesAreShared() {
                return feesAreShared;
            }

            @Override
            public List<Fact.Member> staff() {
                return staff;
            }

            @Override
            public List<Fact.Pass> passes() {
                return passes;
            }

            @Override
            public List<Visit> sharedFreeMinutes(LocalDate day) {
                return sharedFree.getOrDefault(day, List.of());
            }

            @Override
            public CompletableFuture<SiteOutcome> setFees(FeeRules rules) {
                if (siteOutcome instanceof SiteOutcome.Done) {
                    fees = rules;
                    feesAreShared = true;
                }
                return CompletableFuture.completedFuture(siteOutcome);
            }

            @Override
            public CompletableFuture<SiteOutcome> setStaff(List<Fact.Member> members) {
                staff = members;
                return CompletableFuture.completedFuture(siteOutcome);
            }

            @Override
            public CompletableFuture<SiteOutcome> setPasses(List<Fact.Pass> list) {
                passes = list;
                return CompletableFuture.completedFuture(siteOutcome);
            }
        };
    }

    @Override
    public ConfigPort config() {
        return new ConfigPort() {
            @Override
            public MeshConfig mesh() {
                return new MeshConfig(
                        new MeshConfig.Self(info().central(), "auto", 9000, 8000),
                        List.of(
                                new MeshConfig.Peer(
                                        new CentralId("central-2"),
                                        "192.168.1.102",
                                        9000,
                                        null,
                                        null)));
            }

            @Override
            public ConfigChange change(byte[] json) {
                changes.add(new String(json, StandardCharsets.UTF_8));
                return change;
            }
        };
    }

    @Override
    public DiagPort diagnostics() {
        throw new UnsupportedOperationException("the API has no log");
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
    public Health health() {
        return health;
    }

    void open(OpenOutcome outcome) {
        open = request -> CompletableFuture.completedFuture(outcome);
    }

    void peers(PeerState... all) {
        peers = new ArrayList<>(List.of(all));
    }

    /** A peer of which nothing but its link is known. */
    static PeerState peer(String id, LinkState link) {
        return new GivenPeer(id).link(link).state();
    }

    static LinkState up() {
        return new LinkState.Connected(MORNING);
    }
}
