package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Health;
import dev.gatehouse.model.Health.Check;
import dev.gatehouse.model.Health.Code;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

class HealthApiTest {
    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void theRootSaysWhatThisIs() {
        assertThat(api.get("/").response().body())
                .isEqualTo(
                        "{\"service\":\"Gatehouse\",\"version\":\"0.1.0\",\"status\":\"running\"}");
    }

    @Test
    void aNodeInWhichAllWorksIsOk() {
        var answer = api.get("/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .isEqualTo(
                        "{\"status\":\"ok\",\"ready\":true,\"checks\":[{\"name\":\"store\","
                            + "\"ok\":true,\"detail\":\"\",\"code\":\"OK\",\"args\":[]}],\"central\":\"central-1\","
                            + "\"version\":\"0.1.0\"}");
    }

    @Test
    void aNodeWithoutItsPeersIsDegradedButReady() {
        api.node.health =
                new Health(
                        List.of(
                                Check.well("store"),
                                Check.broken("p2p", Code.PORT_TAKEN, "port 9000 is taken")));
        var answer = api.get("/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asString()).isEqualTo("degraded");
        assertThat(answer.json().get("ready").asBoolean()).isTrue();
    }

    @Test
    void aNodeThatCannotStoreIsNotReady() {
        api.node.health =
                new Health(List.of(Check.broken("store", Code.STORE_CANNOT_WRITE, "disk full")));
        var answer = api.get("/health");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().get("ready").asBoolean()).isFalse();
        assertThat(answer.json().get("checks").get(0).get("detail").asString())
                .isEqualTo("disk full");
    }

    @Test
    void anUnknownPathIs404InJson() {
        assertThat(api.get("/api/parking/histroy").refusedWith(404, "NOT_FOUND"))
                .contains("/api/parking/histroy");
    }

    @Test
    void aWrongMethodIs405AndNamesTheRightOnes() {
        var answer = api.get("/api/edge/barrier/open");
        answer.refusedWith(405, "METHOD_NOT_ALLOWED");
        assertThat(answer.response().headers().firstValue("Allow")).hasValue("POST");
        api.post("/health", "{}").refusedWith(405, "METHOD_NOT_ALLOWED");
        api.send("OPTIONS", "/health", BodyPublishers.noBody())
                .refusedWith(405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void aHeadIsAnsweredWithoutABody() {
        var answer = api.send("HEAD", "/health", BodyPublishers.noBody());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEmpty();
    }

    @Test
    void everyAnswerIsDataOfThisMomentForThisOriginOnly() {
        for (String path : List.of("/health", "/nowhere")) {
            var headers = api.get(path).response().headers();
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Server")).isEmpty();
            assertThat(headers.firstValue("X-Powered-By")).isEmpty();
            assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        }
    }
}
