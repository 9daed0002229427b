package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.fold.DigestSum;
import dev.gatehouse.ledger.fold.PlateFold;
import dev.gatehouse.ledger.fold.VisitFacts;
import dev.gatehouse.ledger.fold.Visits;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.FactRows;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Remark;
import dev.gatehouse.ledger.store.SiteFactRows;
import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.ledger.store.SqliteRemarks;
import dev.gatehouse.ledger.store.SqliteTx;
import dev.gatehouse.ledger.store.VisitRows;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Finding.Kind;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Folds every car anew and compares what comes out with what is stored. Reads on the snapshot of
 * one connection, a few cars at a time.
 */
final class ProjectionCheck {
    /** What names a car: that it differs is said, what it is not. */
    private static final Set<String> NAMES_THE_CAR = Set.of("event_id", "plate", "view");

    /** Visits without facts that are read at once; where there are so many, a hundred say it. */
    private static final int SPARE_VISITS = 10_000;

    /** Whose fold it is matters only to what is not compared. */
    private static final CentralId ANYBODY = new CentralId("anybody");

    private static final String STORED =
            "SELECT "
                    + VisitRows.COLUMNS
                    + " FROM visit v"
                    + VisitRows.TEXTS
                    + "WHERE v.plate > ?1 AND (?2 IS NULL OR v.plate <= ?2)"
                    + " ORDER BY v.plate, v.entry_t";

    private final Sql sql;
    private final FactCodec codec;
    private final Map<Integer, StreamId> streams;
    private final LongConsumer advanced;
    private final String from;
    private final @Nullable String to;
    private final DigestSum sum;
    private final Map<FactStore.FactRow, FactStore.RemarkRow> remarks = new HashMap<>();
    private final Findings findings = new Findings();
    private long facts;
    private long visits;

    /**
     * @param from the plate behind which the cars are checked
     * @param to that of the last car, null for all behind
     */
    ProjectionCheck(
            Sql sql,
            FactCodec codec,
            Map<Integer, StreamId> streams,
            LongConsumer advanced,
            String from,
            @Nullable String to) {
        this.sql = sql;
        this.from = from;
        this.to = to;
        this.codec = codec;
        this.sum = new DigestSum(codec.zone(), FoldDigest.NOTHING);
        this.streams = streams;
        this.advanced = advanced;
    }

    /** The plate that parts the cars in two halves; null where there are none. */
    static @Nullable String middle(Sql sql) {
        return sql.first(
                        "SELECT plate FROM car ORDER BY plate LIMIT 1"
                                + " OFFSET (SELECT count(*) / 2 FROM car)",
                        rs -> rs.getString(1))
                .orElse(null);
    }

    /** Checks the cars. */
    ProjectionCheck run() {
        var factRows = new FactRows(sql, codec, streams);
        String done = from;
        List<FactRows.Car> cars;
        do {
            cars = factRows.after(done, to);
            compare(done, cars);
            done = cars.isEmpty() ? done : cars.getLast().plate();
        } while (!cars.isEmpty());
        return this;
    }

    /**
     * Checks what is not of a single car, once the cars are checked.
     *
     * @param other who checked the other cars
     */
    ProjectionCheck finish(ProjectionCheck other) {
        findings.addAll(other.findings);
        facts += other.facts;
        visits += other.visits;
        sum.add(other.sum);
        siteFacts();
        numbers();
        digest();
        return this;
    }

    Findings findings() {
        return findings;
    }

    /** Rows of {@code fact} that say where their event belongs. */
    long facts() {
        return facts;
    }

    /** Visits that were compared. */
    long visits() {
        return visits;
    }

    /** Which of the fields of a visit all centrals have in common. */
    private static final boolean[] SHARED = shared();

    private static final int EVENT_ID = VisitRows.FIELDS.indexOf("event_id");

    private static final int ID = VisitRows.FIELDS.indexOf("id");

    private static final int PLATE = VisitRows.FIELDS.indexOf("plate");

    private static boolean[] shared() {
        var shared = new boolean[VisitRows.FIELDS.size()];
        for (int i = 0; i < shared.length; i++) {
            shared[i] = !VisitRows.LOCAL.contains(VisitRows.FIELDS.get(i));
        }
        return shared;
    }

    /**
     * A visit as it must be.
     *
     * @param fields by {@link VisitRows#FIELDS}
     */
    private record Expected(String plate, @Nullable Object[] fields) {}

    /** The cars behind {@code done}, up to the last of these; all that follow where none is. */
    private void compare(String done, List<FactRows.Car> cars) {
        var expected = new LinkedHashMap<String, Expected>();
        long seen = 0;
        Set<String> searched = searched(done, cars);
        for (FactRows.Car car : cars) {
            if (!searched.contains(car.plate())) {
                findings.add(
                        new Finding(
                                Kind.CAR, null, 0, null, car.plate(), "no search finds this car"));
            }
            fold(car, expected);
            seen += car.rows().size();
        }
        String last = cars.isEmpty() ? to : cars.getLast().plate();
        long limit = seen + SPARE_VISITS;
        var taken = new ArrayList<Boolean>();
        List<@Nullable Object[]> stored =
                sql.listWhile(
                        STORED,
                        ProjectionCheck::fields,
                        _ -> {
                            taken.add(true);
                            return taken.size() <= limit;
                        },
                        done,
                        last);
        for (@Nullable Object[] row : stored) {
            compare(row, expected);
        }
        expected.forEach(
                (eventId, visit) ->
                        findings.add(Finding.visit(eventId, visit.plate(), "it is not there")));
        compareRemarks(done, last);
        visits += stored.size();
        advanced.accept(seen);
    }

    /** Of those cars, the ones that a search looks at. */
    private Set<String> searched(String done, List<FactRows.Car> cars) {
        return cars.isEmpty()
                ? Set.of()
                : new HashSet<>(
                        sql.list(
                                "SELECT plate FROM car WHERE plate > ? AND plate <= ?",
                                rs -> rs.getString(1),
                                done,
                                cars.getLast().plate()));
    }

    private void fold(FactRows.Car car, Map<String, Expected> expected) {
        List<FoldFact> known = placed(car);
        PlateFold.Result folded = PlateFold.fold(known, codec.zone());
        for (PlateFold.Stay stay : folded.stays()) {
            var visit = Visits.of(stay, ANYBODY, null, Instant.EPOCH);
            long entryT = stay.entry().key().t();
            expected.put(
                    visit.eventId(), new Expected(car.plate(), VisitRows.fields(visit, entryT)));
            sum.add(new VisitStore.StoredVisit(visit, entryT));
        }
        for (Remark remark : folded.remarks()) {
            remarks.put(FactStore.FactRow.of(remark.fact(), car.plate()), remark.row(car.plate()));
        }
    }

    /** The facts of a car that are what their events tell, and belong to it. */
    private List<FoldFact> placed(FactRows.Car car) {
        var told = new ArrayList<FoldFact>();
        Set<EventStore.EventRef> places = new HashSet<>();
        for (FactRows.Row row : car.rows()) {
            FoldFact fact = row.fact();
            if (!places.add(new EventStore.EventRef(row.row().key(), row.row().seq()))) {
                findings.add(misplaced(car, row, "a fact that stands there twice"));
            } else if (fact != null) {
                told.add(fact);
                facts++;
            } else {
                findings.add(
                        misplaced(
                                car,
                                row,
                                row.found()
                                        ? "a fact that its event does not tell"
                                        : "a fact without an event"));
            }
        }
        Map<String, VisitFacts> groups = VisitFacts.all(told);
        var placed = new ArrayList<FoldFact>();
        for (FactRows.Row row : car.rows()) {
            FoldFact fact = row.fact();
            if (fact != null && belongs(fact, car.plate(), groups.get(fact.named()))) {
                placed.add(fact);
            } else if (fact != null) {
                findings.add(misplaced(car, row, "a fact that stands with another car"));
            }
        }
        return placed;
    }

    private boolean belongs(FoldFact fact, String plate, @Nullable VisitFacts group) {
        boolean here = (group == null ? fact.ownPlate() : group.plateOf(fact)).equals(plate);
        if (group == null || group.entry() != null || !here) {
            return here;
        }
        return new SqliteTx(sql)
                .facts().named(fact.named()).stream()
                        .noneMatch(
                                row ->
                                        row.kind().equals(Fact.Entry.KIND)
                                                && !row.plate().equals(plate));
    }

    private static Finding misplaced(FactRows.Car car, FactRows.Row row, String text) {
        return new Finding(Kind.FACT, row.stream(), row.row().seq(), null, car.plate(), text);
    }

    /** What is listed beside the visits, of the same cars. */
    private void compareRemarks(String done, @Nullable String last) {
        List<FactStore.RemarkRow> stored =
                sql.list(
                        "SELECT plate, t, stream, seq, what, event_id FROM remark"
                                + " WHERE plate > ?1 AND (?2 IS NULL OR plate <= ?2)",
                        SqliteRemarks::read,
                        done,
                        last);
        var spare = new HashSet<>(stored);
        for (FactStore.RemarkRow row : remarks.values()) {
            if (!spare.remove(row)) {
                findings.add(of(row, "is not listed as " + row.what().code()));
            }
        }
        spare.forEach(row -> findings.add(of(row, "is listed as " + row.what().code())));
        remarks.clear();
    }

    private Finding of(FactStore.RemarkRow row, String text) {
        return new Finding(
                Kind.REMARK, streams.get(row.key()), row.seq(), row.visit(), row.plate(), text);
    }

    /** Rows of facts that concern no car, against their events. */
    private void siteFacts() {
        var counted = new SiteFactRows(sql, streams).run(SPARE_VISITS);
        facts += counted.told();
        for (EventStore.EventRef spare : counted.spare()) {
            findings.add(
                    new Finding(
                            Kind.FACT,
                            streams.get(spare.key()),
                            spare.seq(),
                            null,
                            null,
                            "a fact that no event tells"));
        }
    }

    /** Where a row differs, it is said already. */
    private void digest() {
        FoldDigest stored = new SqliteTx(sql).visits().fold().orElse(null);
        if (findings.count() == 0 && (stored == null || !stored.digest().equals(sum.value()))) {
            findings.add(
                    Finding.of(
                            Kind.PROJECTIONS,
                            "the stored digest is not that of the visits: run gatehouse rebuild"));
        }
    }

    private static @Nullable Object[] fields(ResultSet rs) throws SQLException {
        var fields = new @Nullable Object[VisitRows.FIELDS.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = rs.getObject(i + 1);
        }
        return fields;
    }

    private void compare(@Nullable Object[] stored, Map<String, Expected> expected) {
        if (!(stored[EVENT_ID] instanceof String eventId)) {
            findings.add(
                    new Finding(
                            Kind.VISIT,
                            null,
                            0,
                            null,
                            String.valueOf(stored[PLATE]),
                            "row " + stored[ID] + " lacks the name of its central"));
            return;
        }
        Expected visit = expected.remove(eventId);
        if (visit == null) {
            String plate = String.valueOf(stored[PLATE]);
            findings.add(Finding.visit(eventId, plate, "no event tells of it"));
            return;
        }
        for (int i = 0; i < SHARED.length; i++) {
            Object is = stored[i];
            Object mustBe = visit.fields()[i];
            if (SHARED[i] && !VisitRows.same(is, mustBe)) {
                findings.add(Finding.visit(eventId, visit.plate(), differs(i, is, mustBe)));
            }
        }
    }

    private static String differs(int column, @Nullable Object is, @Nullable Object mustBe) {
        String name = VisitRows.FIELDS.get(column);
        return NAMES_THE_CAR.contains(name) || is instanceof byte[] || mustBe instanceof byte[]
                ? name + " is not that of the events"
                : name + " is " + is + ", by the events " + mustBe;
    }

    /** Numbers that were given twice. */
    private void numbers() {
        sql.list(
                        "SELECT r.id, r.name FROM retired r JOIN visit v ON v.id = r.id LIMIT ?",
                        rs ->
                                new Finding(
                                        Kind.NUMBER,
                                        null,
                                        0,
                                        rs.getString(2),
                                        null,
                                        "row " + rs.getLong(1) + " has the number of another"),
                        SPARE_VISITS)
                .forEach(findings::add);
    }
}
