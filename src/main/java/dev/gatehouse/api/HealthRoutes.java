package dev.gatehouse.api;

import dev.gatehouse.model.Health;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import java.util.List;

/** What this is, whether it works, and its figures. */
final class HealthRoutes {
    private final NodePort node;
    private final MetricsText metrics;

    HealthRoutes(NodePort node, HttpCounts counts) {
        this.node = node;
        this.metrics = new MetricsText(node, counts);
    }

    void install(Operations routes) {
        routes.get("/", "What this is", this::root).answers(RootJson.class);
        routes.get("/health", "Whether it works", this::health)
                .answers(HealthJson.class)
                .also(503, HealthJson.class);
        routes.get(
                        "/metrics",
                        "Figures for Prometheus",
                        ctx -> ctx.result(metrics.now()).contentType(MetricsText.CONTENT_TYPE))
                .answersText("text/plain");
    }

    private void root(Context ctx) {
        ctx.json(new RootJson("Gatehouse", node.info().version(), "running"));
    }

    /** 503 only where events cannot be kept: a booth without its peers goes on working. */
    private void health(Context ctx) {
        Health health = node.health();
        var info = node.info();
        boolean allWell = health.checks().stream().allMatch(Health.Check::ok);
        ctx.status(health.ready() ? 200 : 503)
                .json(
                        new HealthJson(
                                allWell ? "ok" : "degraded",
                                health.ready(),
                                health.checks(),
                                info.central().value(),
                                info.version()));
    }

    record RootJson(String service, String version, String status) {}

    record HealthJson(
            String status,
            boolean ready,
            List<Health.Check> checks,
            String central,
            String version) {}
}
