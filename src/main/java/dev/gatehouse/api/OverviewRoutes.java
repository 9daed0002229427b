package dev.gatehouse.api;

import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** How the car park and its cameras stand now. */
final class OverviewRoutes {
    /** Cars in one answer: as many as the largest car parks hold, in some 6 MB of text. */
    private static final int MOST_INSIDE = 10_000;

    private final NodePort node;

    OverviewRoutes(NodePort node) {
        this.node = node;
    }

    void install(Operations routes) {
        routes.get(
                        "/api/stats",
                        "The figures of the day",
                        ctx -> ctx.json(StatsJson.AnswerJson.of(node.history().today())))
                .answers(StatsJson.AnswerJson.class);
        routes.get("/api/parking/state", "The cars inside", this::state).answers(StateJson.class);
        routes.get(
                        "/api/cameras",
                        "The cameras of this booth",
                        ctx -> ctx.json(CamerasJson.AnswerJson.of(node.cameras().cameras())))
                .answers(CamerasJson.AnswerJson.class);
        routes.get("/api/status", "Cameras and figures", this::status).answers(StatusJson.class);
    }

    private void state(Context ctx) {
        ZoneId zone = node.info().zone();
        HistoryPage inside = inside();
        ctx.json(
                new StateJson(
                        true,
                        inside.visits().stream().map(v -> RowJson.of(v, zone)).toList(),
                        StatsJson.of(inside.stats())));
    }

    /** All cars inside; page by page, as no page has more than a screen can use. */
    private HistoryPage inside() {
        var visits = new ArrayList<Visit>();
        var inside = new HistoryQuery(HistoryQuery.MAX_LIMIT, 0, false, "IN", null);
        HistoryPage page;
        HistoryQuery.@Nullable Place next = null;
        do {
            page = node.history().find(inside.after(next));
            visits.addAll(page.visits());
            next = page.next();
        } while (next != null && visits.size() < MOST_INSIDE);
        return new HistoryPage(List.copyOf(visits), page.stats());
    }

    private void status(Context ctx) {
        ctx.json(
                new StatusJson(
                        true,
                        CamerasJson.of(node.cameras().cameras()),
                        StatsJson.of(node.history().today())));
    }

    record StateJson(boolean success, List<RowJson> vehiclesInParking, StatsJson stats) {}

    record StatusJson(boolean success, CamerasJson cameras, StatsJson parking) {}
}
