package dev.gatehouse.api;

import dev.gatehouse.api.Operation.Field;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.ChangePage;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Corrections and voids, which add to the ledger and overwrite nothing; and what needs one. */
final class ChangeRoutes {
    private static final int DEFAULT_LIMIT = 100;

    /** The list of changes in a {@link PageCursor}. */
    private static final char CHANGES = 'c';

    private static final Set<String> CORRECTION =
            Set.of("plate_id", "plate_view", "reason", "staff");

    private final NodePort node;
    private final BodyReader reader;
    private final Answers answers;

    ChangeRoutes(NodePort node, BodyReader reader, Answers answers) {
        this.node = node;
        this.reader = reader;
        this.answers = answers;
    }

    void install(Operations routes) {
        routes.put("/api/parking/history/{id}", "Corrects the plate of a visit", this::correct)
                .body(
                        "{\"plate_id\":\"29A12346\",\"plate_view\":\"29A-123.46\"}",
                        Field.may("plate_id", Operation.Kind.TEXT),
                        Field.may("plate_view", Operation.Kind.TEXT),
                        Field.may("reason", Operation.Kind.TEXT),
                        Field.may("staff", Operation.Kind.TEXT))
                .answers(DoneJson.class);
        routes.delete("/api/parking/history/{id}", "Voids a visit", this::remove)
                .query("reason", Operation.Kind.TEXT)
                .query("staff", Operation.Kind.TEXT)
                .answers(DoneJson.class);
        routes.get("/api/parking/history/changes", "Corrections and voids", this::changes)
                .query("limit", Operation.Kind.WHOLE)
                .query("offset", Operation.Kind.WHOLE)
                .query("after", Operation.Kind.TEXT)
                .query("history_id", Operation.Kind.WHOLE)
                .answers(ChangesJson.class);
        routes.get("/api/parking/history/irregular", "What needs a look", this::irregular)
                .needs("kind", Operation.Kind.TEXT, "second_exit")
                .query("limit", Operation.Kind.WHOLE)
                .query("offset", Operation.Kind.WHOLE)
                .answers(IrregularsJson.class);
    }

    private void correct(Context ctx) {
        long id = id(ctx);
        Body body = reader.read(ctx, CORRECTION);
        answer(
                ctx,
                answers.await(
                        node.gate()
                                .correct(
                                        new CorrectionRequest(
                                                id,
                                                body.optionalText("plate_id"),
                                                body.optionalText("plate_view"),
                                                body.optionalText("reason"),
                                                body.optionalText("staff")))));
    }

    /** Without a body, as the original's page asks; {@code reason} and {@code staff} may follow. */
    private void remove(Context ctx) {
        var query = new Query(ctx);
        answer(
                ctx,
                answers.await(
                        node.gate().remove(id(ctx), query.text("reason"), query.text("staff"))));
    }

    /** What is no number is the id of no row. */
    private static long id(Context ctx) {
        String text = ctx.pathParam("id");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw notFound(Problem.shown(text));
        }
    }

    private static Problem notFound(String id) {
        return new Problem(404, "NOT_FOUND", "no row of the history has the id " + id);
    }

    private static void answer(Context ctx, ChangeOutcome outcome) {
        switch (outcome) {
            case ChangeOutcome.Done _ -> ctx.json(new DoneJson(true));
            case ChangeOutcome.NotFound(long id) -> throw notFound("" + id);
            case ChangeOutcome.Refused(String field, String why) ->
                    throw new Problem(400, "BAD_FIELD", field + ": " + why);
            case ChangeOutcome.Unavailable(String why) ->
                    throw new Problem(503, "UNAVAILABLE", why);
        }
    }

    private void changes(Context ctx) {
        var query = new Query(ctx);
        int limit = query.number("limit", DEFAULT_LIMIT, 1, HistoryQuery.MAX_LIMIT);
        int offset = query.number("offset", 0, 0, Integer.MAX_VALUE);
        Long historyId =
                query.text("history_id") == null
                        ? null
                        : (Long) query.required("history_id", Long.MAX_VALUE);
        ZoneId zone = node.info().zone();
        @Nullable PageCursor after = PageCursor.of(query, CHANGES);
        var place = after == null ? null : new ChangeQuery.Place(after.order(), after.id());
        ChangePage page = node.history().changes(new ChangeQuery(historyId, limit, offset, place));
        List<ChangeJson> changes =
                page.changes().stream().map(change -> ChangeJson.of(change, zone)).toList();
        ctx.json(new ChangesJson(true, changes.size(), limit, cursor(page.next()), changes));
    }

    private static @Nullable String cursor(ChangeQuery.@Nullable Place place) {
        return place == null ? null : new PageCursor(CHANGES, place.at(), place.id()).text();
    }

    private void irregular(Context ctx) {
        var query = new Query(ctx);
        int limit = query.number("limit", DEFAULT_LIMIT, 1, HistoryQuery.MAX_LIMIT);
        int offset = query.number("offset", 0, 0, Integer.MAX_VALUE);
        Irregularity.Kind kind = kind(query.text("kind"));
        ZoneId zone = node.info().zone();
        List<IrregularJson> found =
                node.history().irregular(kind, limit, offset).stream()
                        .map(one -> IrregularJson.of(one, zone))
                        .toList();
        ctx.json(new IrregularsJson(true, found.size(), found));
    }

    private static Irregularity.Kind kind(@Nullable String text) {
        String expected = "superseded, second_exit, waiting, voided or voided_exit";
        if (text == null) {
            throw Problem.missingField("kind", expected);
        }
        for (Irregularity.Kind kind : Irregularity.Kind.values()) {
            if (code(kind).equals(text)) {
                return kind;
            }
        }
        throw Problem.badField("kind", text, expected);
    }

    private static String code(Irregularity.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    record DoneJson(boolean success) {}

    /**
     * @param limit the one that was applied, which may be less than was asked for
     * @param next what to ask for as {@code after}, null behind the last change
     */
    record ChangesJson(
            boolean success,
            int count,
            int limit,
            @Nullable String next,
            List<ChangeJson> changes) {}

    /** The original's row of {@code history_changes}, with who and why behind it. */
    record ChangeJson(
            long id,
            long historyId,
            String changeType,
            String oldPlateId,
            String oldPlateView,
            @Nullable String newPlateId,
            @Nullable String newPlateView,
            RowJson oldData,
            @Nullable RowJson newData,
            String changedAt,
            String changedBy,
            String central,
            @Nullable String reason) {
        static ChangeJson of(HistoryChange change, ZoneId zone) {
            Visit before = change.before();
            Visit after = change.after();
            String staff = change.staff();
            return new ChangeJson(
                    change.id(),
                    before.id(),
                    after == null ? "DELETE" : "UPDATE",
                    before.plate().canonical(),
                    before.plate().view(),
                    after == null ? null : after.plate().canonical(),
                    after == null ? null : after.plate().view(),
                    RowJson.of(before, zone),
                    after == null ? null : RowJson.of(after, zone),
                    TimeText.local(change.at(), zone),
                    staff == null ? "system" : staff,
                    change.central().value(),
                    change.reason());
        }
    }

    record IrregularsJson(boolean success, int count, List<IrregularJson> irregular) {}

    /** {@code fee} is that of the passage itself; that of the visit is in its row. */
    record IrregularJson(
            String kind,
            String type,
            @Nullable String eventId,
            String plateId,
            String plateView,
            String time,
            String central,
            @Nullable String edgeId,
            @Nullable Long fee,
            @Nullable RowJson visit) {
        static IrregularJson of(Irregularity one, ZoneId zone) {
            GateEvent passage = one.passage();
            Visit visit = one.visit();
            boolean exit = passage.kind() == GateEvent.Kind.EXIT;
            return new IrregularJson(
                    code(one.kind()),
                    passage.kind().name(),
                    one.eventId(),
                    passage.plate().canonical(),
                    passage.plate().view(),
                    TimeText.local(passage.at(), zone),
                    passage.central().value(),
                    passage.edge().isEmpty() ? null : passage.edge(),
                    exit ? (Long) passage.feeDong() : null,
                    visit == null ? null : RowJson.of(visit, zone));
        }
    }
}
