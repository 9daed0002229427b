package dev.gatehouse.ledger;

import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reading in one transaction on maps. */
class MemoryReadTx implements Store.ReadTx {
    /** As the database counts an event besides its payload. */
    private static final int EVENT_OVERHEAD = 120;

    final MemoryTables tables;

    MemoryReadTx(MemoryTables tables) {
        this.tables = tables;
    }

    @Override
    public List<Store.StoredStream> streams() {
        var streams = new ArrayList<Store.StoredStream>();
        tables.streams.upwards().forEach(row -> streams.add(row.value()));
        return streams;
    }

    @Override
    public List<LedgerEvent> events(
            int key, StreamId stream, long from, int maxRows, int maxBytes) {
        var events = new ArrayList<LedgerEvent>();
        long bytes = 0;
        for (var row : tables.events.from(new MemoryTables.Numbered(key, from))) {
            LedgerEvent event = row.value().event();
            bytes += event.payload().length() + EVENT_OVERHEAD;
            if (events.size() >= maxRows
                    || row.key().stream() != key
                    || event.seq() != from + events.size()
                    || (bytes > maxBytes && !events.isEmpty())) {
                break;
            }
            events.add(event);
        }
        return events;
    }

    @Override
    public List<Hash> leaves(int key, long from, long to) {
        var leaves = new ArrayList<Hash>();
        for (var row : tables.events.from(new MemoryTables.Numbered(key, from + 1))) {
            if (row.key().stream() != key || row.key().number() > to) {
                break;
            }
            leaves.add(row.value().leaf());
        }
        return leaves;
    }

    @Override
    public List<Hash> nodes(int key, int level, long from, long to) {
        var nodes = new ArrayList<Hash>();
        for (var row : tables.nodes.from(new MemoryTables.NodeKey(key, level, from))) {
            MemoryTables.NodeKey node = row.key();
            if (node.stream() != key || node.level() != level || node.at() >= to) {
                break;
            }
            nodes.add(row.value());
        }
        return nodes;
    }

    @Override
    public Optional<Store.StoredStream> stream(int key) {
        return Optional.ofNullable(tables.streams.get(key));
    }

    @Override
    public NavigableMap<Long, Hash> looseRoots(int key) {
        var roots = new TreeMap<Long, Hash>();
        for (var row : tables.looseRoots.from(new MemoryTables.Numbered(key, 0))) {
            if (row.key().stream() != key) {
                break;
            }
            roots.put(row.key().number(), row.value());
        }
        return roots;
    }

    @Override
    public Marks marks() {
        return tables.marks;
    }

    @Override
    public List<Store.HashOnly> hashesOnly() {
        var found = new ArrayList<Store.HashOnly>();
        tables.events
                .upwards()
                .forEach(
                        row -> {
                            LedgerEvent e = row.value().event();
                            if (e.erased()) {
                                found.add(new Store.HashOnly(e.stream(), e.seq(), e.kind()));
                            }
                        });
        return found;
    }

    @Override
    public List<Fork> forks() {
        var forks = new ArrayList<Fork>();
        tables.forks.upwards().forEach(row -> forks.add(row.value()));
        return forks;
    }

    @Override
    public List<Store.Quarantined> quarantined() {
        var quarantined = new ArrayList<Store.Quarantined>();
        tables.quarantined.upwards().forEach(row -> quarantined.add(row.value()));
        return quarantined;
    }

    @Override
    public long quarantinedCount() {
        return quarantined().size();
    }

    @Override
    public Optional<LedgerEvent> event(int key, long seq) {
        return Optional.ofNullable(tables.events.get(new MemoryTables.Numbered(key, seq)))
                .map(Leafed::event);
    }

    @Override
    public List<Store.Keyed> facts(String plate, long fromT) {
        var facts = new ArrayList<Store.Keyed>();
        for (var row : tables.facts.from(MemoryTables.FactKey.first(plate, fromT))) {
            MemoryTables.FactKey fact = row.key();
            if (!fact.plate().equals(plate)) {
                break;
            }
            event(fact.stream(), fact.seq())
                    .ifPresent(event -> facts.add(new Store.Keyed(fact.stream(), event)));
        }
        return facts;
    }

    @Override
    public List<Store.Spot> eventsInside(int limit) {
        var inside = new ArrayList<Store.StoredVisit>();
        for (var row : tables.visits.upwards()) {
            if (row.value().visit().inside()) {
                inside.add(row.value());
            }
        }
        inside.sort(Comparator.comparingLong(visit -> -visit.entryT()));
        var spots = new ArrayList<Store.Spot>();
        for (Store.StoredVisit visit : inside) {
            String plate = visit.visit().plate().canonical();
            for (var row : tables.facts.from(MemoryTables.FactKey.first(plate, visit.entryT()))) {
                if (spots.size() >= limit || !row.key().plate().equals(plate)) {
                    break;
                }
                spots.add(new Store.Spot(row.key().stream(), row.key().seq()));
            }
        }
        return spots;
    }

    @Override
    public List<Store.FactRow> named(String eventId) {
        var named = new ArrayList<Store.FactRow>();
        for (var row : tables.factsByName.from(MemoryTables.NamedKey.first(eventId))) {
            Store.FactRow fact = tables.facts.get(row.key().fact());
            if (!row.key().eventId().equals(eventId) || fact == null) {
                break;
            }
            named.add(fact);
        }
        return named;
    }

    @Override
    public List<Store.RemarkRow> remarks(String plate, long fromT) {
        var remarks = new ArrayList<Store.RemarkRow>();
        for (var row : tables.remarks.from(MemoryTables.FactKey.first(plate, fromT))) {
            if (!row.key().plate().equals(plate)) {
                break;
            }
            remarks.add(row.value());
        }
        return remarks;
    }

    @Override
    public List<Store.RemarkRow> remarks(Remark.What what, int limit, int offset) {
        var remarks = new ArrayList<Store.RemarkRow>();
        tables.remarks.upwards().forEach(row -> remarks.add(row.value()));
        return remarks.stream()
                .filter(row -> row.what() == what)
                .sorted(
                        Comparator.comparingLong(Store.RemarkRow::t)
                                .reversed()
                                .thenComparing(Store.RemarkRow::plate)
                                .thenComparing(Store.RemarkRow::key)
                                .thenComparing(Store.RemarkRow::seq))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Store.Change> changes(
            @Nullable String eventId, ChangeQuery.@Nullable Place after, int limit, int offset) {
        var changes = new TreeMap<Long, Store.Change>();
        for (var row : tables.facts.upwards()) {
            Store.FactRow fact = row.value();
            boolean change =
                    fact.kind().equals(Fact.Correction.KIND)
                            || fact.kind().equals(Fact.Voided.KIND)
                            || fact.kind().equals(ExitUndone.KIND);
            if (change && (eventId == null || eventId.equals(fact.eventId()))) {
                event(fact.key(), fact.seq())
                        .ifPresent(
                                event -> {
                                    Long id = tables.changeIds.get(event.id());
                                    if (id != null) {
                                        changes.merge(
                                                id,
                                                new Store.Change(id, fact.t(), event),
                                                (one, other) -> other.t() > one.t() ? other : one);
                                    }
                                });
            }
        }
        return changes.values().stream()
                .filter(
                        change ->
                                after == null
                                        || change.t() < after.at()
                                        || change.t() == after.at() && change.id() < after.id())
                .sorted(
                        Comparator.comparingLong(Store.Change::t)
                                .thenComparing(Store.Change::id)
                                .reversed())
                .skip(offset)
                .limit(limit)
                .toList();
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
    public Optional<Store.StoredVisit> stored(String eventId) {
        return Optional.ofNullable(tables.historyIds.get(eventId)).map(tables.visits::get);
    }

    @Override
    public Store.Standing standing(String plate) {
        return new Store.Standing(lastFoldKey(plate).value(), openVisit(plate).isPresent());
    }

    @Override
    public boolean hasSiteFact(String kind, EventId id, Hlc from) {
        for (var row : tables.siteFacts.upwards()) {
            if (row.key().kind().equals(kind)
                    && event(row.key().place().stream(), row.key().place().number())
                            .filter(event -> event.hlc().compareTo(from) >= 0)
                            .filter(event -> event.id().equals(id))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Store.StoredVisit> visitsSince(Instant from, long afterId, int limit) {
        var found = new ArrayList<Store.StoredVisit>();
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
    public List<LedgerEvent> siteFacts(String kind, long toHlc, int limit, int offset) {
        var found = new ArrayList<LedgerEvent>();
        for (var row : tables.siteFacts.upwards()) {
            if (row.key().kind().equals(kind)) {
                event(row.key().place().stream(), row.key().place().number())
                        .filter(event -> event.hlc().value() <= toHlc)
                        .ifPresent(found::add);
            }
        }
        return found.reversed().stream().skip(offset).limit(limit).toList();
    }

    @Override
    public Store.SiteMark siteMark(String kind) {
        List<LedgerEvent> all = siteFacts(kind, Long.MAX_VALUE, Integer.MAX_VALUE, 0);
        return new Store.SiteMark(all.size(), all.isEmpty() ? null : all.getFirst().id());
    }

    @Override
    public Optional<FoldDigest> fold() {
        return Optional.ofNullable(tables.fold);
    }

    @Override
    public List<LedgerEvent> passages(int limit) {
        var passages = new ArrayList<LedgerEvent>();
        for (var row : tables.passages.downwards()) {
            if (passages.size() >= limit) {
                break;
            }
            addEvent(passages, row.key().stream(), row.key().seq());
        }
        return passages;
    }

    private void addEvent(List<LedgerEvent> events, int stream, long seq) {
        Leafed found = tables.events.get(new MemoryTables.Numbered(stream, seq));
        if (found != null) {
            events.add(found.event());
        }
    }

    @Override
    public Hlc lastFoldKey(String plate) {
        for (var row : tables.facts.below(MemoryTables.FactKey.first(plate + '\0', 0))) {
            return row.key().plate().equals(plate) ? new Hlc(row.key().t()) : Hlc.ZERO;
        }
        return Hlc.ZERO;
    }

    @Override
    public Optional<Visit> visit(long id) {
        return Optional.ofNullable(tables.visits.get(id)).map(Store.StoredVisit::visit);
    }

    @Override
    public Optional<Visit> openVisit(String plate) {
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
        return visits(plate, Long.MIN_VALUE).reversed().stream()
                .map(Store.StoredVisit::visit)
                .toList();
    }

    @Override
    public Optional<Store.Rest> restBefore(String plate, long t) {
        for (var row : tables.visitsByPlate.below(MemoryTables.Place.first(plate, t))) {
            if (!row.key().plate().equals(plate)) {
                return Optional.empty();
            }
            Visit visit = stored(row.key().id()).visit();
            Visit.Departure exit = visit.exit();
            boolean joined = exit != null && exit.alone() && visit.entryKnown();
            return Optional.of(new Store.Rest(row.key().entryT(), visit.eventId(), joined));
        }
        return Optional.empty();
    }

    @Override
    public List<Store.StoredVisit> visits(String plate, long fromT) {
        var visits = new ArrayList<Store.StoredVisit>();
        for (var row : tables.visitsByPlate.from(MemoryTables.Place.first(plate, fromT))) {
            if (!row.key().plate().equals(plate)) {
                break;
            }
            visits.add(stored(row.key().id()));
        }
        return visits;
    }

    @Override
    public List<Visit> visitsBefore(long id, int limit) {
        Store.StoredVisit of = tables.visits.get(id);
        return of == null
                ? List.of()
                : visits(of.visit().plate().canonical(), 0).reversed().stream()
                        .filter(visit -> visit.entryT() < of.entryT())
                        .limit(limit)
                        .map(Store.StoredVisit::visit)
                        .toList();
    }

    @Override
    public List<Visit> soonAgain(Store.Day day, Duration within, int limit) {
        var found = new ArrayList<Visit>();
        for (var row : tables.visits.upwards()) {
            Visit visit = row.value().visit();
            Instant entered = visit.entry().at();
            if (!isWithin(entered, day)) {
                continue;
            }
            visitsBefore(row.key(), 1).stream()
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

    final Store.StoredVisit stored(long id) {
        Store.StoredVisit found = tables.visits.get(id);
        if (found == null) {
            throw new IllegalStateException("an index names the visit " + id + ", which is gone");
        }
        return found;
    }

    @Override
    public List<Visit> find(HistoryQuery query, Store.Day day) {
        var visits = new ArrayList<Visit>();
        int passedOver = 0;
        for (var row : tables.visitsByAge.downwards()) {
            if (visits.size() >= query.limit()) {
                break;
            }
            Visit visit = stored(row.key().id()).visit();
            if (isBehind(visit, query.after())
                    && isFound(visit, query, day)
                    && passedOver++ >= query.offset()) {
                visits.add(visit);
            }
        }
        return visits;
    }

    private static boolean isBehind(Visit visit, HistoryQuery.@Nullable Place after) {
        return after == null
                || visit.createdAt().isBefore(after.createdAt())
                || visit.createdAt().equals(after.createdAt()) && visit.id() < after.id();
    }

    private static boolean isFound(Visit visit, HistoryQuery query, Store.Day day) {
        String status = query.status();
        String search = query.search();
        return (status == null || status.equals(visit.inside() ? "IN" : "OUT"))
                && (search == null || visit.plate().canonical().replace('Đ', 'D').contains(search))
                && (!query.todayOnly()
                        || isWithin(visit.entry().at(), day)
                        || leftWithin(visit, day));
    }

    private static boolean leftWithin(Visit visit, Store.Day day) {
        Visit.Departure exit = visit.exit();
        return exit != null && isWithin(exit.passage().at(), day);
    }

    private static boolean isWithin(Instant at, Store.Day day) {
        return !at.isBefore(day.from()) && at.isBefore(day.to());
    }

    @Override
    public List<VisitPage.Row> visits(VisitQuery query, Store.Day day) {
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
    public long count(VisitQuery query, Store.Day day) {
        return sought(query, day).size();
    }

    private static final Comparator<VisitQuery.Place> NEWEST_ENTRY =
            Comparator.comparingLong(VisitQuery.Place::enteredMs)
                    .thenComparingLong(VisitQuery.Place::id)
                    .reversed();

    private static VisitQuery.Place placeOf(Visit visit) {
        return new VisitQuery.Place(visit.entry().at().toEpochMilli(), visit.id());
    }

    private List<VisitPage.Row> sought(VisitQuery query, Store.Day day) {
        Set<String> odd = new HashSet<>();
        tables.remarks.upwards().forEach(row -> odd.add(row.value().visit()));
        var found = new ArrayList<VisitPage.Row>();
        for (var stored : tables.visits.upwards()) {
            Visit visit = stored.value().visit();
            boolean corrected =
                    named(visit.eventId()).stream()
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

    private static boolean isSought(VisitPage.Row row, VisitQuery query, Store.Day day) {
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
        var inside = new ArrayList<Store.StoredVisit>();
        for (var row : tables.visits.upwards()) {
            Visit visit = row.value().visit();
            if (visit.inside() && keyOf(visit).endsWith(key)) {
                inside.add(row.value());
            }
        }
        inside.sort(Comparator.comparingLong(Store.StoredVisit::entryT).reversed());
        return inside.stream().limit(limit).map(Store.StoredVisit::visit).toList();
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
    public DayStats stats(Store.Day day) {
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
    public List<SyncStamp> syncStamps() {
        var stamps = new ArrayList<SyncStamp>();
        tables.syncStamps.upwards().forEach(row -> stamps.add(row.value()));
        return stamps;
    }
}
