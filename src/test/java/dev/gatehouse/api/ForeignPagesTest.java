package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;

class ForeignPagesTest {
    private static final String OPEN = "/api/edge/barrier/open";
    private static final String BODY = "{\"edge_id\":\"e\",\"plate_id\":\"29A12345\"}";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static RunningApi.Answer post(String... headers) {
        api.node.opened.clear();
        return api.send("POST", OPEN, BodyPublishers.ofString(BODY), headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "https://127.0.0.1:8000",
                "null",
                "file://",
                ""
            })
    void aPageOfAnotherOriginCannotOpenABarrier(String origin) {
        post("Origin", origin).refusedWith(403, "FOREIGN_ORIGIN");
        assertThat(api.node.opened).isEmpty();
    }

    @Test
    void aPageOfThisOriginCan() {
        String own = "http://127.0.0.1:" + api.api.boundPort();
        assertThat(post("Origin", own).status()).isEqualTo(200);
        assertThat(post("Origin", own, "Sec-Fetch-Site", "same-origin").status()).isEqualTo(200);
    }

    @Test
    void oneOwnOriginDoesNotExcuseAForeignOne() {
        String own = "http://127.0.0.1:" + api.api.boundPort();
        post("Origin", own, "Origin", "http://evil.example").refusedWith(403, "FOREIGN_ORIGIN");
    }

    @Test
    void aBrowserThatSaysTheSiteIsAnotherIsBelieved() {
        post("Sec-Fetch-Site", "cross-site").refusedWith(403, "FOREIGN_ORIGIN");
        post("Sec-Fetch-Site", "same-site").refusedWith(403, "FOREIGN_ORIGIN");
    }

    @Test
    void noPageOfAnotherOriginCanStartOrStopAResync() {
        for (String method : new String[] {"POST", "DELETE"}) {
            api.send(
                            method,
                            "/api/p2p/resync",
                            BodyPublishers.noBody(),
                            "Origin",
                            "http://evil.example")
                    .refusedWith(403, "FOREIGN_ORIGIN");
        }
    }

    @Test
    void readingIsNotRefusedButNoOtherOriginMaySeeIt() {
        var answer =
                api.send(
                        "GET",
                        "/api/parking/history",
                        BodyPublishers.noBody(),
                        "Origin",
                        "http://evil.example");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aPublicNameThatWasPointedHereReadsNothing() throws IOException {
        String answer =
                api.raw(
                        "GET /api/parking/history HTTP/1.1\r\nHost: evil.example:8000\r\n"
                                + "Connection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 403").contains("FOREIGN_HOST");
        assertThat(
                        api.raw(
                                "GET /api/parking/history HTTP/1.1\r\nHost: booth-1:8000\r\n"
                                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.168.1.101:8000, 192.168.1.101:8000, true",
        "http://[::1]:8000, [::1]:8000, true",
        "http://localhost:8000, localhost:8000, true",
        "HTTP://BOOTH-1:8000, booth-1:8000, true",
        "http://booth-1.example:8000, booth-1.example:8000, true",
        "http://evil.example:8000, evil.example:8000, false",
        "http://192.168.1.101:8000, 192.168.1.102:8000, false",
        "http://192.168.1.101, 192.168.1.101:8000, false",
        "http://192.168.1.101:8000, , false",
    })
    void anOriginIsOwnWhenItIsTheHostAndNoPublicName(String origin, String host, boolean own) {
        assertThat(Guard.isOwn(origin, host, "booth-1.example")).isEqualTo(own);
    }
}
