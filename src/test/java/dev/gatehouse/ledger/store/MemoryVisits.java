package dev.gatehouse.ledger.store;

import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Visits in memory. */
final class MemoryVisits implements VisitStore.Writer {
    private static final Comparator<VisitQuery.Place> NEWEST_ENTRY =
            Comparator.comparingLong(VisitQuery.Place::enteredMs)
                    .thenComparingLong(VisitQuery.Place::id)
                    .reversed();

    private static final Comparator<VisitStore.StoredVisit> NEWEST =
            Comparator.comparing(stored -> placeOf(stored.visit()), NEWEST_ENTRY);

    private final MemoryTables tables;
    private final MemoryRoom room;
    private final MemoryFacts facts;

    MemoryVisits(MemoryTables tables, MemoryRoom room, MemoryFacts facts) {
        this.tables = tables;
        this.room = room;
        this.facts = facts;
    }

    @Override
    public List<EventStore.EventRef> eventsInside(int limit) {
        var inside = new ArrayList<VisitStore.StoredVisit>();
        for (var row : tables.visits.upwards()) {
            if (row.value().visit().inside()) {
                inside.add(row.value());
            }
        }
        inside.sort(NEWEST);
        var spots = new ArrayList<EventStore.EventRef>();
        for (VisitStore.StoredVisit visit : inside) {
            String plate = visit.visit().plate().canonical();
            for (var row : tables.facts.from(MemoryTables.FactKey.first(plate, visit.entryT()))) {
                if (spots.size() >= limit || !row.key().plate().equals(plate)) {
                    break;
                }
                spots.add(new EventStore.EventRef(row.key().stream(), row.key().seq()));
            }
        }
        return spots;
    }

    @Override
    public Optional<String> eventIdOf(long historyId) {
        for (var row : tables.historyIds.upwards()) {
            if (row.value() == historyId) {
                return Optional.of(row.key());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Long> historyIdOf(String eventId) {
        return Optional.ofNullable(tables.historyIds.get(eventId));
    }

    @Override
    public Optional<VisitStore.StoredVisit> stored(String eventId) {
        return Optional.ofNullable(tables.historyIds.get(eventId)).map(tables.visits::get);
    }

    @Override
    public VisitStore.CarPosition standing(String plate) {
        return new VisitStore.CarPosition(
                facts.lastFoldKey(plate).value(), open(plate).isPresent());
    }

    @Override
    public List<VisitStore.StoredVisit> since(Instant from, long afterId, int limit) {
        var found = new ArrayList<VisitStore.StoredVisit>();
        for (var row : tables.visits.upwards()) {
            Visit visit = row.value().visit();
            Visit.Departure exit = visit.exit();
            boolean recent =
                    !visit.entry().at().isBefore(from)
                            || (exit != null && !exit.passage().at().isBefore(from));
            if (recent && visit.entryKnown() && visit.id() > afterId && found.size() < limit) {
                found.add(row.value());
            }
        }
        return found;
    }

    @Override
    public Optional<FoldDigest> fold() {
        return Optional.ofNullable(tables.fold);
    }

    @Override
    public Optional<Visit> visit(long id) {
        return Optional.ofNullable(tables.visits.get(id)).map(VisitStore.StoredVisit::visit);
    }

    @Override
    public Optional<Visit> open(String plate) {
        return newestFirst(plate).stream().filter(Visit::inside).findFirst();
    }

    @Override
    public Optional<Visit> unconfirmed(String plate, @Nullable String edgeId) {
        return newestFirst(plate).stream()
                .filter(visit -> !visit.confirmed())
                .filter(visit -> edgeId == null || edgeId.equals(visit.edgeId()))
                .findFirst();
    }

    private List<Visit> newestFirst(String plate) {
        return ofCar(plate, Long.MIN_VALUE).reversed().stream()
                .map(VisitStore.StoredVisit::visit)
                .toList();
    }

    @Override
    public Optional<VisitStore.FoldStart> restBefore(String plate, long t) {
        for (var row : tables.visitsByPlate.below(MemoryTables.Place.first(plate, t))) {
            if (!row.key().plate().equals(plate)) {
                return Optional.empty();
            }
            Visit visit = stored(row.key().id()).visit();
            Visit.Departure exit = visit.exit();
            boolean joined = exit != null && exit.alone() && visit.entryKnown();
            return Optional.of(
                    new VisitStore.FoldStart(row.key().entryT(), visit.eventId(), joined));
        }
        return Optional.empty();
    }

    @Override
    public List<VisitStore.StoredVisit> ofCar(String plate, long fromT) {
        var visits = new ArrayList<VisitStore.StoredVisit>();
        for (var row : tables.visitsByPlate.from(MemoryTables.Place.first(plate, fromT))) {
            if (!row.key().plate().equals(plate)) {
                break;
            }
            visits.add(stored(row.key().id()));
        }
        return visits;
    }

    @Override
    public List<Visit> before(long id, int limit) {
        VisitStore.StoredVisit of = tables.visits.get(id);
        return of == null
                ? List.of()
                : ofCar(of.visit().plate().canonical(), 0).reversed().stream()
                        .filter(visit -> visit.entryT() < of.entryT())
                        .limit(limit)
                        .map(VisitStore.StoredVisit::visit)
                        .toList();
    }

    @Override
    public List<Visit> soonAgain(VisitStore.Day day, Duration within, int limit) {
        var found = new ArrayList<Visit>();
        for (var row : tables.visits.upwards()) {
            Visit visit = row.value().visit();
            Instant entered = visit.entry().at();
            if (!isWithin(entered, day)) {
                continue;
            }
            before(row.key(), 1).stream()
                    .map(Visit::exit)
                    .filter(Objects::nonNull)
                    .filter(
                            exit ->
                                    Duration.between(exit.passage().at(), entered)
                                                    .abs()
                                                    .compareTo(within)
                                            <= 0)
                    .forEach(_ -> found.add(visit));
        }
        found.sort(
                Comparator.comparing((Visit visit) -> visit.entry().at())
                        .thenComparing(Visit::id)
                        .reversed());
        return found.stream().limit(limit).toList();
    }

    private VisitStore.StoredVisit stored(long id) {
        VisitStore.StoredVisit found = tables.visits.get(id);
        if (found == null) {
            throw new IllegalStateException("an index names the visit " + id + ", which is gone");
        }
        return found;
    }

    @Override
    public List<Visit> find(HistoryQuery query, VisitStore.Day day) {
        var visits = new ArrayList<Visit>();
        int passedOver = 0;
        for (var row : tables.visits.downwards()) {
            if (visits.size() >= query.limit()) {
                break;
            }
            Visit visit = row.value().visit();
            if (isBehind(visit, query.after())
                    && isFound(visit, query, day)
                    && passedOver++ >= query.offset()) {
                visits.add(visit);
            }
        }
        return visits;
    }

    private static boolean isBehind(Visit visit, HistoryQuery.@Nullable Place after) {
        return after == null || visit.id() < after.id();
    }

    private static boolean isFound(Visit visit, HistoryQuery query, VisitStore.Day day) {
        String status = query.status();
        String search = query.search();
        return (status == null || status.equals(visit.inside() ? "IN" : "OUT"))
                && (search == null || visit.plate().canonical().replace('Đ', 'D').contains(search))
                && (!query.todayOnly()
                        || isWithin(visit.entry().at(), day)
                        || leftWithin(visit, day));
    }

    private static boolean leftWithin(Visit visit, VisitStore.Day day) {
        Visit.Departure exit = visit.exit();
        return exit != null && isWithin(exit.passage().at(), day);
    }

    private static boolean isWithin(Instant at, VisitStore.Day day) {
        return !at.isBefore(day.from()) && at.isBefore(day.to());
    }

    @Override
    public List<VisitPage.Row> search(VisitQuery query, VisitStore.Day day) {
        VisitQuery.Place after = query.after();
        return sought(query, day).stream()
                .filter(
                        row ->
                                after == null
                                        || NEWEST_ENTRY.compare(placeOf(row.visit()), after) > 0)
                .limit(query.limit() + 1L)
                .toList();
    }

    @Override
    public long count(VisitQuery query, VisitStore.Day day) {
        return sought(query, day).size();
    }

    private static VisitQuery.Place placeOf(Visit visit) {
        return new VisitQuery.Place(visit.entry().at().toEpochMilli(), visit.id());
    }

    private List<VisitPage.Row> sought(VisitQuery query, VisitStore.Day day) {
        Set<String> odd = new HashSet<>();
        tables.remarks.upwards().forEach(row -> odd.add(row.value().visit()));
        var found = new ArrayList<VisitPage.Row>();
        for (var stored : tables.visits.upwards()) {
            Visit visit = stored.value().visit();
            boolean corrected =
                    facts.named(visit.eventId()).stream()
                            .anyMatch(fact -> fact.kind().equals(Fact.Correction.KIND));
            boolean strange = visit.review() != null || odd.contains(visit.eventId());
            var row = new VisitPage.Row(visit, corrected, strange);
            if (isSought(row, query, day)) {
                found.add(row);
            }
        }
        found.sort(Comparator.comparing(row -> placeOf(row.visit()), NEWEST_ENTRY));
        return found;
    }

    private static boolean isSought(VisitPage.Row row, VisitQuery query, VisitStore.Day day) {
        Visit visit = row.visit();
        Instant entered = visit.entry().at();
        boolean chosen =
                switch (query.which()) {
                    case ALL -> true;
                    case TODAY -> isWithin(entered, day) || leftWithin(visit, day);
                    case INSIDE -> visit.inside();
                    case LEFT -> !visit.inside();
                    case CORRECTED -> row.corrected();
                    case ODD -> row.odd();
                };
        return chosen
                && (query.from() == null || !entered.isBefore(query.from()))
                && (query.to() == null || entered.isBefore(query.to()))
                && (query.search() == null || keyOf(visit).contains(query.search()));
    }

    @Override
    public List<Visit> insideByTail(String key, int limit) {
        var inside = new ArrayList<VisitStore.StoredVisit>();
        for (var row : tables.visits.upwards()) {
            Visit visit = row.value().visit();
            if (visit.inside() && keyOf(visit).endsWith(key)) {
                inside.add(row.value());
            }
        }
        inside.sort(NEWEST);
        return inside.stream().limit(limit).map(VisitStore.StoredVisit::visit).toList();
    }

    @Override
    public List<String> platesInside(int limit) {
        return insideByTail("", limit).stream().map(visit -> visit.plate().canonical()).toList();
    }

    @Override
    public List<Visit> insideWith(Collection<String> plates) {
        return insideByTail("", Integer.MAX_VALUE).stream()
                .filter(visit -> plates.contains(visit.plate().canonical()))
                .toList();
    }

    private static String keyOf(Visit visit) {
        return visit.plate().canonical().replace('Đ', 'D');
    }

    @Override
    public DayStats stats(VisitStore.Day day) {
        long inside = 0;
        long entries = 0;
        long exits = 0;
        long revenue = 0;
        long toReview = 0;
        for (var row : tables.visits.upwards()) {
            Visit visit = row.value().visit();
            Visit.Departure exit = visit.exit();
            inside += exit == null ? 1 : 0;
            entries += visit.entryKnown() && isWithin(visit.entry().at(), day) ? 1 : 0;
            if (exit != null && isWithin(exit.passage().at(), day)) {
                exits++;
                revenue += visit.review() == null ? exit.feeDong() : 0;
                toReview += visit.review() == null ? 0 : exit.feeDong();
            }
        }
        return new DayStats(inside, entries, exits, revenue, toReview);
    }

    @Override
    public void saveFold(FoldDigest fold) {
        tables.fold = fold;
    }

    @Override
    public long historyId(String eventId) {
        Long known = tables.historyIds.get(eventId);
        if (known != null) {
            return known;
        }
        room.grow(MemoryRoom.ROW_BYTES);
        long id = ++tables.lastHistoryId;
        tables.historyIds = tables.historyIds.put(eventId, id);
        return id;
    }

    @Override
    public long historyIdOfNew(String eventId) {
        return historyId(eventId);
    }

    @Override
    public void save(Visit visit, long entryT, VisitStore.Sources sources) {
        takeOut(visit.id());
        room.grow(MemoryRoom.ROW_BYTES);
        tables.visits =
                tables.visits.put(visit.id(), new VisitStore.StoredVisit(asStored(visit), entryT));
        tables.visitsByPlate =
                tables.visitsByPlate.put(place(visit, entryT), MemoryTables.Present.YES);
    }

    @Override
    public void follow(Visit visit, long entryT, VisitStore.Sources sources) {
        save(visit, entryT, sources);
    }

    @Override
    public void add(Visit visit, long entryT, VisitStore.Sources sources) {
        save(visit, entryT, sources);
    }

    @Override
    public void remove(Visit visit) {
        takeOut(visit.id());
    }

    @Override
    public void forget(String eventId) {
        Long id = tables.historyIds.get(eventId);
        if (id != null && tables.visits.get(id) == null) {
            tables.historyIds = tables.historyIds.remove(eventId);
        }
    }

    private void takeOut(long id) {
        VisitStore.StoredVisit gone = tables.visits.get(id);
        if (gone != null) {
            room.grow(-MemoryRoom.ROW_BYTES);
            tables.visits = tables.visits.remove(id);
            tables.visitsByPlate = tables.visitsByPlate.remove(place(gone.visit(), gone.entryT()));
        }
    }

    private static MemoryTables.Place place(Visit visit, long entryT) {
        return new MemoryTables.Place(visit.plate().canonical(), entryT, visit.id());
    }

    /** As the columns keep it: times in whole milliseconds. */
    private static Visit asStored(Visit visit) {
        Visit.Departure exit = visit.exit();
        return new Visit(
                visit.id(),
                visit.eventId(),
                visit.sourceCentral(),
                visit.edgeId(),
                visit.plate(),
                asStored(visit.entry()),
                visit.confirmed(),
                exit == null
                        ? null
                        : new Visit.Departure(
                                asStored(exit.passage()),
                                exit.central(),
                                exit.edgeId(),
                                exit.seconds(),
                                exit.feeDong(),
                                exit.alone(),
                                exit.missed()),
                visit.local(),
                Instant.ofEpochMilli(visit.createdAt().toEpochMilli()),
                Instant.ofEpochMilli(visit.updatedAt().toEpochMilli()),
                visit.entryKnown(),
                visit.readings());
    }

    private static Visit.Passage asStored(Visit.Passage passage) {
        return new Visit.Passage(
                Instant.ofEpochMilli(passage.at().toEpochMilli()),
                passage.cameraId(),
                passage.cameraName(),
                passage.confidence(),
                passage.source(),
                passage.seenAt() == null
                        ? null
                        : Instant.ofEpochMilli(passage.seenAt().toEpochMilli()),
                passage.doubtful(),
                passage.picture());
    }

    static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
