package dev.gatehouse.api;

import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** The visits, in the original's rows. */
final class HistoryRoutes {
    private static final int DEFAULT_LIMIT = 100;

    /** This list in a {@link PageCursor}. */
    private static final char LIST = 'h';

    private static final String IN = "IN";
    private static final String OUT = "OUT";

    private final NodePort node;

    HistoryRoutes(NodePort node) {
        this.node = node;
    }

    void install(Operations routes) {
        routes.get("/api/parking/history", "The visits, newest first", this::history)
                .query("limit", Operation.Kind.WHOLE)
                .query("offset", Operation.Kind.WHOLE)
                .query("after", Operation.Kind.TEXT)
                .query("today_only", Operation.Kind.FLAG)
                .query("status", Operation.Kind.TEXT)
                .query("search", Operation.Kind.TEXT)
                .query("in_parking_only", Operation.Kind.FLAG)
                .query("entries_only", Operation.Kind.FLAG)
                .answers(HistoryJson.class);
    }

    /**
     * Pages by {@code after} neither repeat nor leave out a row while cars come, as pages by {@code
     * offset} do. Filters add up. {@code entries_only} asks for the open and the ended visits that
     * have an entry; as every visit here begins with one, it is checked and changes nothing. A
     * {@code limit} over 1,000 gives 1,000 rows, since scripts of the original ask for more than
     * they need.
     */
    private void history(Context ctx) {
        var query = new Query(ctx);
        int limit = query.number("limit", DEFAULT_LIMIT, 1, HistoryQuery.MAX_LIMIT);
        int offset = query.number("offset", 0, 0, Integer.MAX_VALUE);
        boolean today = query.flag("today_only");
        boolean inside = query.flag("in_parking_only");
        query.flag("entries_only");
        @Nullable String status = status(query);
        @Nullable String search = query.search("search");
        @Nullable PageCursor after = PageCursor.of(query, LIST);
        var history = node.history();
        HistoryPage page =
                inside && OUT.equals(status)
                        ? new HistoryPage(List.of(), history.today())
                        : history.find(
                                new HistoryQuery(
                                        limit,
                                        offset,
                                        today,
                                        inside ? IN : status,
                                        search,
                                        place(after)));
        ZoneId zone = node.info().zone();
        List<RowJson> rows =
                page.visits().stream().map(v -> RowJson.of(v, history.dueDong(v), zone)).toList();
        ctx.json(
                new HistoryJson(
                        true,
                        rows.size(),
                        limit,
                        cursor(page.next()),
                        StatsJson.of(page.stats()),
                        rows));
    }

    private static HistoryQuery.@Nullable Place place(@Nullable PageCursor cursor) {
        return cursor == null
                ? null
                : new HistoryQuery.Place(Instant.ofEpochSecond(cursor.order()), cursor.id());
    }

    private static @Nullable String cursor(HistoryQuery.@Nullable Place place) {
        return place == null
                ? null
                : new PageCursor(LIST, place.createdAt().getEpochSecond(), place.id()).text();
    }

    private static @Nullable String status(Query query) {
        @Nullable String status = query.text("status");
        if (status == null) {
            return null;
        }
        String upper = status.toUpperCase(Locale.ROOT);
        if (!upper.equals(IN) && !upper.equals(OUT)) {
            throw Problem.badField("status", status, "IN or OUT");
        }
        return upper;
    }

    /**
     * @param limit the one that was applied, which may be less than was asked for
     * @param next what to ask for as {@code after}, null behind the last row
     */
    record HistoryJson(
            boolean success,
            int count,
            int limit,
            @Nullable String next,
            StatsJson stats,
            List<RowJson> history) {}
}
