package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.ConfigChange;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

class ConfigApiTest {
    private static final String CONFIG = "/api/p2p/config";

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private RunningApi.Answer put(String body) {
        return api.send("PUT", CONFIG, BodyPublishers.ofString(body));
    }

    @Test
    void theConfigurationHasTheOriginalsShape() {
        Shape.assertSame(
                """
                {"success":true,"config":{"this_central":{"id":"central-1","ip":"…",
                 "p2p_port":9000,"api_port":8000},
                 "peer_centrals":[{"id":"central-2","ip":"…","p2p_port":9000}]}}
                """,
                api.get(CONFIG).json());
    }

    @Test
    void theInfoHasTheOriginalsShape() {
        Shape.assertSame(
                "{\"success\":true,\"info\":{\"id\":\"central-1\",\"ip\":\"…\",\"api_port\":8000}}",
                api.get("/api/p2p/info").json());
    }

    @Test
    void aChangeReachesTheNodeAsItCame() {
        String body = "{\"peer_centrals\": [{\"id\": \"central-2\", \"ip\": \"1.2.3.4\"}]}";
        var answer = put(body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("success").asBoolean()).isTrue();
        assertThat(answer.json().get("message").asString()).isEqualTo("saved and in force");
        assertThat(api.node.changes).containsExactly(body);
    }

    @Test
    void whatWaitsForTheNextStartIsSaid() {
        api.node.change = new ConfigChange.Applied(List.of("this_central.id"), List.of("a slip"));
        var json = put("{}").json();
        assertThat(json.get("message").asString())
                .isEqualTo(
                        "saved; in force but for this_central.id, which waits for the next start");
        assertThat(json.get("at_next_start").get(0).asString()).isEqualTo("this_central.id");
        assertThat(json.get("warnings").get(0).asString()).isEqualTo("a slip");
    }

    @Test
    void aBadChangeIs400WithEveryProblem() {
        api.node.change = new ConfigChange.Refused(List.of("the body: a: 1; expected 2", "b"));
        var answer = put("{}");
        assertThat(answer.refusedWith(400, "BAD_CONFIG"))
                .isEqualTo("the body: a: 1; expected 2 · b");
        assertThat(answer.json().get("problems").size()).isEqualTo(2);
    }

    @Test
    void whatCannotBeWrittenIs503() {
        api.node.change = new ConfigChange.Unwritten("config.json: cannot be written: read-only");
        assertThat(put("{}").refusedWith(503, "CONFIG_UNWRITTEN")).contains("read-only");
    }

    @Test
    void aBodyOverAMegabyteIsRefused() {
        put(" ".repeat(1_000_001)).refusedWith(413, "TOO_LARGE");
        assertThat(api.node.changes).isEmpty();
    }

    @Test
    void anotherSitesPageCannotChangeIt() {
        var answer =
                api.send(
                        "PUT",
                        CONFIG,
                        BodyPublishers.ofString("{}"),
                        "Origin",
                        "http://evil.example");
        answer.refusedWith(403, "FOREIGN_ORIGIN");
        assertThat(api.node.changes).isEmpty();
    }
}
