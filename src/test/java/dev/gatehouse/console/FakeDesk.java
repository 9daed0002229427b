package dev.gatehouse.console;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.plate.PlateSearch;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;
import dev.gatehouse.tariff.Charge;
import dev.gatehouse.tariff.Tariff;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The gate and the history of a scripted node: a list of visits, with the real plates and fees. */
final class FakeDesk {
    static final FeeRules RULES = new FeeRules(30, 25_000);
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private final InstantSource clock;
    private final List<Visit> visits = new ArrayList<>();
    private final List<HistoryChange> changes = new ArrayList<>();
    private final Set<Long> odd = new HashSet<>();
    private final List<OpenRequest> requests = new ArrayList<>();
    private final List<CompletableFuture<Runnable>> held = new ArrayList<>();
    private long lastId;
    private boolean holds;
    private volatile int heldPage;
    private volatile CountDownLatch pageGate = new CountDownLatch(0);
    private volatile CountDownLatch tailGate = new CountDownLatch(0);
    private volatile CountDownLatch readGate = new CountDownLatch(0);
    private final AtomicInteger readsHeld = new AtomicInteger();
    private Fact.@Nullable Pass pass;
    private Fact.@Nullable Pass lapsed;
    private final List<Settlement> settlements = new ArrayList<>();
    private final List<Because> incidents = new ArrayList<>();
    private boolean tooLate;
    private final List<UndoRequest> undone = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final Set<String> settled = new HashSet<>();
    private int bigPages;
    private @Nullable String unavailable;
    private @Nullable Passed next;

    FakeDesk(InstantSource clock) {
        this.clock = clock;
    }

    /** A car that came in so long ago. */
    synchronized Visit enter(String plateText, Duration ago, int central) {
        return enter(plateText, ago, central, null);
    }

    /** The same with a picture of its entry. */
    synchronized Visit enter(String plateText, Duration ago, int central, @Nullable Hash picture) {
        Plate plate = plate(plateText);
        Instant at = clock.instant().minus(ago);
        String name = "central-" + central + "_" + at.toEpochMilli() + "_" + plate.canonical();
        var visit =
                new Visit(
                        ++lastId,
                        name,
                        FakeNode.central(central),
                        "cam-1",
                        plate,
                        new Visit.Passage(at, 1, "Cổng A", 0.96, "auto", null, false, picture),
                        true,
                        null,
                        central == 1,
                        at,
                        at);
        visits.add(visit);
        return visit;
    }

    /** The same that left again so long ago. */
    synchronized Visit leave(Visit visit, Duration ago, int central) {
        Instant at = clock.instant().minus(ago);
        Charge charge = Tariff.charge(visit.entry().at(), at, RULES);
        var out =
                new Visit.Departure(
                        new Visit.Passage(at, 2, "Cổng B", 0.93, "auto"),
                        FakeNode.central(central),
                        "cam-2",
                        charge.seconds(),
                        charge.feeDong());
        return replace(visit, visit.plate(), out);
    }

    /** A car that left so long ago, and of which nobody knows when it came. */
    synchronized Visit leaveAlone(Plate plate, Duration ago) {
        Instant at = clock.instant().minus(ago);
        var seen = new Visit.Passage(at, 2, "Cổng B", 0.41, "auto");
        var visit =
                new Visit(
                        ++lastId,
                        "central-1_" + at.toEpochMilli() + "_" + plate.canonical(),
                        FakeNode.central(1),
                        "cam-2",
                        plate,
                        seen,
                        false,
                        new Visit.Departure(seen, FakeNode.central(1), "cam-2", 0, 0, true),
                        true,
                        at,
                        at,
                        false,
                        2);
        visits.add(visit);
        return visit;
    }

    /** The end of a visit that nobody saw: the car came in again so long ago. */
    synchronized Visit missExit(Visit visit, Duration ago) {
        var again = new Visit.Passage(clock.instant().minus(ago), null, null, null, "manual");
        long seconds = Duration.between(visit.entry().at(), again.at()).toSeconds();
        return replace(
                visit,
                visit.plate(),
                new Visit.Departure(again, FakeNode.SELF, null, seconds, 0, false, true));
    }

    /** A person takes the exit of a visit back. */
    synchronized Visit takeExitBack(Visit left, String staff) {
        Visit after = replace(left, left.plate(), null);
        change(left, after, staff, null);
        return after;
    }

    synchronized void odd(Visit visit) {
        odd.add(visit.id());
    }

    private Visit replace(Visit old, Plate plate, Visit.@Nullable Departure exit) {
        var visit =
                new Visit(
                        old.id(),
                        old.eventId(),
                        old.sourceCentral(),
                        old.edgeId(),
                        plate,
                        old.entry(),
                        old.confirmed(),
                        exit,
                        old.local(),
                        old.createdAt(),
                        clock.instant());
        visits.replaceAll(v -> v.id() == old.id() ? visit : v);
        return visit;
    }

    static Plate plate(String text) {
        return ((Reading.Read) Plates.recorded(text, null)).plate();
    }

    /** From now on nothing can be written. */
    synchronized void unavailable(@Nullable String why) {
        unavailable = why;
    }

    /** The next passage comes to this, as when another gate was faster. */
    synchronized void answerNext(Passed outcome) {
        next = outcome;
    }

    /** From now on passages wait until they are let go. */
    synchronized void hold() {
        holds = true;
    }

    void letGo() {
        List<CompletableFuture<Runnable>> waiting;
        synchronized (this) {
            holds = false;
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(future -> future.complete(() -> {}));
    }

    synchronized List<OpenRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized List<Visit> visits() {
        return List.copyOf(visits);
    }

    synchronized List<HistoryChange> changesMade() {
        return List.copyOf(changes);
    }

    private Optional<Visit> inside(Plate plate) {
        return visits.stream()
                .filter(v -> v.inside() && v.plate().canonical().equals(plate.canonical()))
                .max(Comparator.comparing(v -> v.entry().at()));
    }

    private @Nullable Visit alike(Plate plate) {
        return Plates.alike(plate.canonical()).stream()
                .flatMap(other -> inside(new Plate(other, other)).stream())
                .findFirst()
                .orElse(null);
    }

    Sighting look(String plateText, @Nullable String plateView) {
        return look(plateText, plateView, null);
    }

    /**
     * As the real gate: to leave, the one car that differs in the bar of Đ only is taken for it.
     */
    synchronized Sighting look(
            String plateText, @Nullable String plateView, GateEvent.@Nullable Kind way) {
        return switch (Plates.typed(plateText, plateView)) {
            case Reading.Unread unread -> new Sighting.Refused("plate_id", unread.why());
            case Reading.Refused refused -> new Sighting.Refused("plate_id", refused.why());
            case Reading.Read(Plate plate) -> {
                Visit visit = inside(plate).orElse(null);
                Visit alike = visit == null ? alike(plate) : null;
                if (alike != null && way == GateEvent.Kind.EXIT) {
                    yield new Sighting.Seen(
                            alike.plate(), true, alike, due(alike), pass, null, lapsed);
                }
                yield new Sighting.Seen(
                        plate,
                        Plates.isUsual(plate),
                        visit,
                        visit == null ? null : due(visit),
                        pass,
                        alike,
                        lapsed);
            }
        };
    }

    /** Every car has a pass until then. */
    synchronized void pass(@Nullable String endDate) {
        pass = new Fact.Pass(1, "", null, "monthly", null, null, endDate, null, null);
    }

    /** Every car has that pass in place of one in force. */
    synchronized void lapsed(String status, @Nullable String endDate) {
        pass = null;
        lapsed = new Fact.Pass(1, "", null, "monthly", status, null, endDate, null, null);
    }

    Sighting.Due due(Visit visit) {
        Charge charge = Tariff.charge(visit.entry().at(), clock.instant(), RULES);
        return new Sighting.Due(
                charge.seconds(),
                charge.feeDong(),
                charge.chargedHours(),
                charge.coveredSeconds(),
                RULES,
                charge.needsReview());
    }

    synchronized CompletableFuture<Passed> pass(GateEvent.Kind way, OpenRequest request) {
        requests.add(request);
        Passed outcome = next == null ? passed(way, request) : next;
        next = null;
        if (holds) {
            var future = new CompletableFuture<Runnable>();
            held.add(future);
            return future.thenApply(_ -> outcome);
        }
        return CompletableFuture.completedFuture(outcome);
    }

    /** What a device reports is written. */
    synchronized OpenOutcome written(GateEvent.Kind way, OpenRequest request) {
        Plate plate = plate(request.plateText());
        if (way == GateEvent.Kind.EXIT && inside(plate).isEmpty() && unavailable == null) {
            Visit alone = leaveAlone(plate, Duration.ZERO);
            return new OpenOutcome.Left(
                    alone.eventId(), alone.id(), plate, null, clock.instant(), Duration.ZERO, 0);
        }
        return passed(way, request).outcome();
    }

    synchronized @Nullable Visit insideNow(String plateText) {
        return inside(plate(plateText)).orElse(null);
    }

    /** A person lets a car in. */
    synchronized CompletableFuture<Passed> letIn(OpenRequest request, @Nullable Because because) {
        if (because != null && unavailable == null) {
            incidents.add(because);
            if (because.reason() == Because.Reason.DUPLICATE) {
                inside(plate(request.plateText())).ifPresent(old -> leave(old, Duration.ZERO, 1));
            }
        }
        return pass(GateEvent.Kind.ENTRY, request);
    }

    /** A person lets a car out. */
    synchronized CompletableFuture<Passed> letOut(OpenRequest request, Settlement settlement) {
        if (request.shown() == null) {
            requests.add(request);
            settlements.add(settlement);
            return CompletableFuture.completedFuture(
                    Passed.first(written(GateEvent.Kind.EXIT, request)));
        }
        Visit visit = inside(plate(request.plateText())).orElse(null);
        long due = visit == null ? 0 : due(visit).feeDong();
        if (visit != null && due != settlement.dueDong() && unavailable == null) {
            return CompletableFuture.completedFuture(
                    Passed.first(
                            new OpenOutcome.FeeChanged(visit.plate(), due, settlement.dueDong())));
        }
        settlements.add(settlement);
        return pass(GateEvent.Kind.EXIT, request);
    }

    /** The fee of an exit that is written is settled. */
    synchronized CompletableFuture<SettleOutcome> settle(String eventId, Settlement settlement) {
        Visit visit =
                visits.stream().filter(v -> v.eventId().equals(eventId)).findFirst().orElse(null);
        if (unavailable != null) {
            return CompletableFuture.completedFuture(new SettleOutcome.Unavailable(unavailable));
        }
        if (visit == null) {
            return CompletableFuture.completedFuture(new SettleOutcome.NotFound());
        }
        if (!settled.add(eventId)) {
            return CompletableFuture.completedFuture(new SettleOutcome.AlreadySettled());
        }
        settlements.add(settlement);
        long change =
                settlement instanceof Settlement.Cash cash ? cash.givenDong() - cash.dueDong() : 0;
        return CompletableFuture.completedFuture(
                new SettleOutcome.Settled(eventId, visit.plate(), settlement.dueDong(), change));
    }

    /** A person takes the last act back. */
    synchronized CompletableFuture<UndoOutcome> undo(UndoRequest request) {
        undone.add(request);
        if (tooLate) {
            return CompletableFuture.completedFuture(new UndoOutcome.TooLate(plate("29A-123.40")));
        }
        Visit visit =
                visits.stream()
                        .filter(v -> v.eventId().equals(request.eventId()))
                        .findFirst()
                        .orElse(null);
        if (visit == null) {
            return CompletableFuture.completedFuture(new UndoOutcome.NotFound());
        }
        Visit.Departure exit = visit.exit();
        if (request.way() == GateEvent.Kind.ENTRY) {
            visits.remove(visit);
        } else {
            replace(visit, visit.plate(), null);
        }
        return CompletableFuture.completedFuture(
                new UndoOutcome.Undone(
                        visit.plate(), request.way(), exit == null ? 0 : exit.feeDong()));
    }

    synchronized CompletableFuture<ChangeOutcome> noteIncident(Because because) {
        incidents.add(because);
        return CompletableFuture.completedFuture(new ChangeOutcome.Done(0));
    }

    synchronized CompletableFuture<ChangeOutcome> keepReading(OpenRequest report) {
        kept.add(report.plateText());
        return CompletableFuture.completedFuture(new ChangeOutcome.Done(0));
    }

    synchronized List<Settlement> settlements() {
        return List.copyOf(settlements);
    }

    synchronized List<Because> incidents() {
        return List.copyOf(incidents);
    }

    /** From now on nothing can be taken back. */
    synchronized void tooLate() {
        tooLate = true;
    }

    synchronized List<UndoRequest> undone() {
        return List.copyOf(undone);
    }

    /** What devices read of cars about which a person decided otherwise. */
    synchronized List<String> keptReadings() {
        return List.copyOf(kept);
    }

    private Passed passed(GateEvent.Kind way, OpenRequest request) {
        if (unavailable != null) {
            return Passed.first(new OpenOutcome.Unavailable(unavailable));
        }
        Plate plate = plate(request.plateText());
        Visit visit = inside(plate).orElse(null);
        if (way == GateEvent.Kind.ENTRY) {
            if (visit != null) {
                return Passed.first(
                        new OpenOutcome.AlreadyInside(plate, visit.entry().at(), visit.eventId()));
            }
            Visit in = enter(request.plateText(), Duration.ZERO, 1);
            return Passed.first(
                    new OpenOutcome.Entered(in.eventId(), in.id(), plate, in.entry().at()));
        }
        if (visit == null) {
            return Passed.first(new OpenOutcome.NotInside(plate));
        }
        Visit.Departure exit = leave(visit, Duration.ZERO, 1).exit();
        return Passed.first(
                new OpenOutcome.Left(
                        visit.eventId(),
                        visit.id(),
                        plate,
                        visit.entry().at(),
                        clock.instant(),
                        Duration.ofSeconds(exit == null ? 0 : exit.seconds()),
                        exit == null ? 0 : exit.feeDong()));
    }

    synchronized CompletableFuture<CloseOutcome> close(String plateText) {
        CloseOutcome outcome =
                inside(plate(plateText))
                        .<CloseOutcome>map(v -> new CloseOutcome.Confirmed(v.eventId()))
                        .orElseGet(CloseOutcome.NothingToConfirm::new);
        return CompletableFuture.completedFuture(outcome);
    }

    synchronized CompletableFuture<ChangeOutcome> correct(CorrectionRequest request) {
        if (unavailable != null) {
            return CompletableFuture.completedFuture(new ChangeOutcome.Unavailable(unavailable));
        }
        Visit before = byId(request.historyId());
        String text = request.plateText();
        if (before == null || text == null) {
            return CompletableFuture.completedFuture(
                    new ChangeOutcome.NotFound(request.historyId()));
        }
        Visit after = replace(before, plate(text), before.exit());
        change(before, after, request.staff(), request.reason());
        return CompletableFuture.completedFuture(new ChangeOutcome.Done(before.id()));
    }

    synchronized CompletableFuture<ChangeOutcome> remove(
            long id, @Nullable String reason, @Nullable String staff) {
        if (unavailable != null) {
            return CompletableFuture.completedFuture(new ChangeOutcome.Unavailable(unavailable));
        }
        Visit before = byId(id);
        if (before == null) {
            return CompletableFuture.completedFuture(new ChangeOutcome.NotFound(id));
        }
        visits.remove(before);
        change(before, null, staff, reason);
        return CompletableFuture.completedFuture(new ChangeOutcome.Done(id));
    }

    private void change(
            Visit before, @Nullable Visit after, @Nullable String staff, @Nullable String reason) {
        changes.addFirst(
                new HistoryChange(
                        changes.size() + 1L,
                        before,
                        after,
                        clock.instant(),
                        FakeNode.SELF,
                        staff,
                        reason));
    }

    private @Nullable Visit byId(long id) {
        return visits.stream().filter(v -> v.id() == id).findFirst().orElse(null);
    }

    synchronized List<HistoryChange> changes(@Nullable Long id, int limit, int offset) {
        return changes.stream()
                .filter(c -> id == null || c.before().id() == id)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    /** From now on the export's page of that number waits. */
    void holdPages(int number) {
        heldPage = number;
        bigPages = 0;
        pageGate = new CountDownLatch(1);
    }

    void letPagesGo() {
        pageGate.countDown();
    }

    VisitPage visits(VisitQuery query) {
        if (query.limit() == HistoryQuery.MAX_LIMIT && ++bigPages == heldPage) {
            await(pageGate);
        }
        VisitPage read = page(query);
        readsHeld.incrementAndGet();
        await(readGate);
        readsHeld.decrementAndGet();
        return read;
    }

    /** From now on what was read of a page comes later. */
    void holdRead() {
        readGate = new CountDownLatch(1);
    }

    /** Whether somebody waits for a page. */
    boolean holdsRead() {
        return readsHeld.get() > 0;
    }

    void letReadGo() {
        readGate.countDown();
    }

    private synchronized VisitPage page(VisitQuery query) {
        VisitQuery.Place after = query.after();
        List<VisitPage.Row> all = sought(query);
        List<VisitPage.Row> rest =
                all.stream()
                        .filter(r -> after == null || ORDER.compare(place(r.visit()), after) > 0)
                        .limit(query.limit() + 1L)
                        .toList();
        return VisitPage.of(rest, query.limit());
    }

    synchronized long count(VisitQuery query) {
        return sought(query).size();
    }

    private static final Comparator<VisitQuery.Place> ORDER =
            Comparator.comparingLong(VisitQuery.Place::enteredMs)
                    .thenComparingLong(VisitQuery.Place::id)
                    .reversed();

    private static VisitQuery.Place place(Visit visit) {
        return new VisitQuery.Place(visit.entry().at().toEpochMilli(), visit.id());
    }

    private List<VisitPage.Row> sought(VisitQuery query) {
        return visits.stream()
                .map(v -> new VisitPage.Row(v, isCorrected(v), odd.contains(v.id())))
                .filter(row -> isChosen(row, query.which()))
                .filter(row -> isWithin(row.visit(), query))
                .sorted(Comparator.comparing(row -> place(row.visit()), ORDER))
                .toList();
    }

    private boolean isCorrected(Visit visit) {
        return changes.stream().anyMatch(c -> c.after() != null && c.before().id() == visit.id());
    }

    private boolean isChosen(VisitPage.Row row, VisitQuery.Which which) {
        return switch (which) {
            case ALL -> true;
            case TODAY -> day(row.visit().entry().at()).equals(day(clock.instant()));
            case INSIDE -> row.visit().inside();
            case LEFT -> !row.visit().inside();
            case CORRECTED -> row.corrected();
            case ODD -> row.odd();
        };
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZONE);
    }

    private static boolean isWithin(Visit visit, VisitQuery query) {
        Instant at = visit.entry().at();
        String key = query.search() == null ? "" : Plates.searchKey(query.search());
        return (query.from() == null || !at.isBefore(query.from()))
                && (query.to() == null || at.isBefore(query.to()))
                && Plates.comparisonKey(visit.plate().canonical()).contains(key);
    }

    /** From now on who searches by the end of a plate waits. */
    void holdTails() {
        tailGate = new CountDownLatch(1);
    }

    void letTailsGo() {
        tailGate.countDown();
    }

    List<Visit> insideLike(String typed, int limit) {
        await(tailGate);
        String key = Plates.searchKey(typed);
        List<Visit> ends = insideBy(key, limit);
        return !ends.isEmpty() || PlateSearch.isTail(key) ? ends : like(key, limit);
    }

    private synchronized List<Visit> like(String key, int limit) {
        List<Visit> inside = insideBy("", Integer.MAX_VALUE);
        List<String> plates = inside.stream().map(v -> v.plate().canonical()).toList();
        return PlateSearch.like(key, plates, limit).stream()
                .map(plate -> inside.get(plates.indexOf(plate)))
                .toList();
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Visit> insideBy(String tail, int limit) {
        return visits.stream()
                .filter(Visit::inside)
                .filter(v -> Plates.comparisonKey(v.plate().canonical()).endsWith(tail))
                .sorted(Comparator.comparing(FakeDesk::place, ORDER))
                .limit(limit)
                .toList();
    }
}
