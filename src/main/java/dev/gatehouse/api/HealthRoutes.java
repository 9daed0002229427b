package dev.gatehouse.api;

import dev.gatehouse.model.Health;
import dev.gatehouse.port.NodePort;

import io.javalin.config.RoutesConfig;
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

    void install(RoutesConfig routes) {
        routes.get("/", this::root);
        routes.get("/health", this::health);
        routes.get(
                "/metrics", ctx -> ctx.result(metrics.now()).contentType(MetricsText.CONTENT_TYPE));
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

    private record RootJson(String service, String version, String status) {}

    private record HealthJson(
            String status,
            boolean ready,
            List<Health.Check> checks,
            String central,
            String version) {}
}
