package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.StoreUnreadableException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

class HistoryApiTest {
    private static final String HISTORY = "/api/parking/history";

    private static final String RECORDED =
            """
            {"success":true,"count":1,
             "stats":{"vehicles_in_parking":0,"entries_today":1,"exits_today":1,"revenue_today":0},
             "history":[{"id":1,"event_id":"e","source_central":"central-1","edge_id":null,
              "plate_id":"29A12345","plate_view":"29A-123.45","entry_time":"2026-11-22 09:51:48",
              "entry_camera_id":1,"entry_camera_name":"Cong A","entry_confidence":0.92,
              "entry_source":"auto","exit_time":"2026-11-22 09:51:48","exit_camera_id":2,
              "exit_camera_name":"Cong B","exit_confidence":0.92,"exit_source":"auto",
              "duration":"0 giờ 0 phút","fee":0,"status":"OUT","sync_status":"LOCAL",
              "created_at":"2026-11-22 02:51:48","updated_at":"2026-11-22 02:51:48"}]}
            """;

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private static Visit visit(Visit.@Nullable Departure exit, boolean local) {
        return new Visit(
                1,
                "central-1_1733140800000_29A12345",
                new CentralId("central-1"),
                null,
                FakeNode.PLATE,
                new Visit.Passage(FakeNode.MORNING, 1, "Cong A", 0.92, "auto"),
                false,
                exit,
                local,
                FakeNode.MORNING,
                FakeNode.MORNING.plusSeconds(4_000));
    }

    private static Visit ended() {
        return visit(
                new Visit.Departure(
                        new Visit.Passage(
                                FakeNode.MORNING.plusSeconds(3_700), 2, "Cong B", 0.9, "auto"),
                        new CentralId("central-5"),
                        "edge-9",
                        3_700,
                        25_000),
                true);
    }

    private void found(Visit... visits) {
        api.node.find = query -> new HistoryPage(List.of(visits), new DayStats(4, 3, 2, 75_000));
    }

    @Test
    void anEndedVisitHasTheOriginalsColumnsInItsOrder() {
        found(ended());
        var json = api.get(HISTORY).json();
        Shape.assertSame(RECORDED, json);
        assertThat(List.copyOf(json.get("history").get(0).propertyNames()))
                .startsWith(
                        RunningApi.JSON
                                .readTree(RECORDED)
                                .get("history")
                                .get(0)
                                .propertyNames()
                                .toArray(String[]::new))
                .endsWith("needs_review", "seen_at", "exit_seen_at", "readings", "fee_due");
    }

    @Test
    void anEndedVisitSaysWhenItLeftAndWhatItPaid() {
        found(ended());
        var row = api.get(HISTORY).json().get("history").get(0);
        assertThat(row.get("status").asString()).isEqualTo("OUT");
        assertThat(row.get("entry_time").asString()).isEqualTo("2026-11-22 09:51:48");
        assertThat(row.get("exit_time").asString()).isEqualTo("2026-11-22 10:53:28");
        assertThat(row.get("duration").asString()).isEqualTo("1 giờ 1 phút");
        assertThat(row.get("fee").asLong()).isEqualTo(25_000);
        assertThat(row.get("created_at").asString()).isEqualTo("2026-11-22 02:51:48");
        assertThat(row.get("updated_at").asString()).isEqualTo("2026-11-22 03:58:28");
    }

    @Test
    void aCarInsideHasNullsForItsExitAndNoFee() {
        found(visit(null, false));
        var row = api.get(HISTORY).json().get("history").get(0);
        assertThat(row.get("status").asString()).isEqualTo("IN");
        assertThat(row.get("sync_status").asString()).isEqualTo("SYNCED");
        assertThat(row.get("fee").asInt()).isZero();
        for (String column :
                List.of(
                        "edge_id",
                        "exit_time",
                        "exit_camera_id",
                        "exit_camera_name",
                        "exit_confidence",
                        "exit_source",
                        "duration")) {
            assertThat(row.has(column)).as(column).isTrue();
            assertThat(row.get(column).isNull()).as(column).isTrue();
        }
    }

    @Test
    void theFiguresOfTheDayComeWithEveryAnswer() {
        found(ended(), visit(null, true));
        var json = api.get(HISTORY).json();
        assertThat(json.get("count").asInt()).isEqualTo(2);
        assertThat(json.get("stats").toString())
                .isEqualTo(
                        "{\"vehicles_in_parking\":4,\"entries_today\":3,\"exits_today\":2,"
                                + "\"revenue_today\":75000,\"revenue_to_check\":0}");
    }

    @Test
    void withoutParametersTheFirstHundredAreAskedFor() {
        api.get(HISTORY);
        assertThat(api.node.asked).containsExactly(HistoryQuery.FIRST);
    }

    @Test
    void everyParameterReachesTheHistory() {
        api.get(
                HISTORY
                        + "?limit=20&offset=40&today_only=true&status=out&search=29a%20%C4%91"
                        + "&entries_only=1");
        assertThat(api.node.asked).containsExactly(new HistoryQuery(20, 40, true, "OUT", "29a đ"));
    }

    @Test
    void inParkingOnlyAsksForTheOpenVisits() {
        api.get(HISTORY + "?in_parking_only=True&search=");
        assertThat(api.node.asked).containsExactly(new HistoryQuery(100, 0, false, "IN", null));
    }

    @Test
    void insideAndEndedAtOnceFindsNothing() {
        var json = api.get(HISTORY + "?in_parking_only=true&status=OUT").json();
        assertThat(json.get("count").asInt()).isZero();
        assertThat(json.get("stats").get("revenue_today").asLong()).isEqualTo(25_000);
        assertThat(api.node.asked).isEmpty();
    }

    @Test
    void aLimitOverAThousandCountsAsAThousand() {
        api.get(HISTORY + "?limit=100000");
        assertThat(api.node.asked).extracting(HistoryQuery::limit).containsExactly(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    limit=abc            | limit
                    limit=0              | limit
                    limit=-1             | limit
                    limit=               | limit
                    limit=1.5            | limit
                    limit=99999999999999999999 | limit
                    offset=-1            | offset
                    offset=x             | offset
                    status=MAYBE         | status
                    status=IN%00         | status
                    today_only=perhaps   | today_only
                    in_parking_only=2    | in_parking_only
                    entries_only=ja      | entries_only
                    """)
    void aParameterThatCannotBeMeantIs400AndNamed(String query, String name) {
        String error = api.get(HISTORY + "?" + query).refusedWith(400, "BAD_FIELD");
        assertThat(error).startsWith(name + ": got '").contains("expected ");
    }

    @ParameterizedTest
    @CsvSource({
        "search=%, search",
        "search=%ZZ, search",
        "search=29A%, search",
        "search=%2, search",
        "search=%FF, search",
        "search=%C3%28, search",
        "search=%ED%A0%80, search",
        "search=%0A, search",
        "search=%00, search",
        "search=29A%0012345, search",
        "search=..., search",
        "search=-, search",
        "search=%20.%20-, search",
        "limit=%, limit",
        "status=%FF, status",
        "today_only=tr%75%, today_only",
        "x=%C0%AF, x",
        "%zz=1, the query",
    })
    void aQueryThatIsBadlyEncodedOrMeansNothingIs400AndNamed(String query, String name)
            throws IOException {
        String answer = raw("GET", HISTORY + "?" + query);
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("BAD_FIELD", "\"" + name + ": got ");
        assertThat(api.node.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"?search=", "?search", "?", "?=&&&==", "?search=&today_only=false"})
    void anEmptySearchFindsAll(String query) throws IOException {
        assertThat(raw("GET", HISTORY + query)).startsWith("HTTP/1.1 200 ");
        assertThat(api.node.asked).containsExactly(HistoryQuery.FIRST);
    }

    @ParameterizedTest
    @CsvSource({
        "?search=29A-123.45, 29A-123.45",
        "?search=%32%39a+%c4%91, 29a đ",
        "?search=+29+, 29",
        "?search=29&search=%, 29",
        "?search=9%2B, 9+",
    })
    void aSearchIsDecodedAsFormsAndProgramsEncodeIt(String query, String found) throws IOException {
        String first = query.contains("&search=%") ? query.replace("%", "30") : query;
        assertThat(raw("GET", HISTORY + first)).startsWith("HTTP/1.1 200 ");
        assertThat(api.node.asked).extracting(HistoryQuery::search).containsExactly(found);
    }

    @Test
    void aBrokenParameterOfOtherPathsIs400Too() throws IOException {
        for (String path :
                List.of(
                        HISTORY + "/changes?history_id=%",
                        HISTORY + "/irregular?kind=%ZZ",
                        "/api/alarms?limit=%FF")) {
            assertThat(raw("GET", path)).as(path).startsWith("HTTP/1.1 400 ");
        }
        assertThat(raw("POST", "/api/p2p/resync?peer_id=%")).startsWith("HTTP/1.1 400 ");
    }

    private String raw(String method, String path) throws IOException {
        return api.raw(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    private static HistoryPage page(List<Visit> visits, HistoryQuery.@Nullable Place next) {
        return new HistoryPage(visits, new DayStats(4, 3, 2, 75_000), next);
    }

    @Test
    void anAnswerSaysWhichLimitWasAppliedAndThatNothingFollows() {
        for (String limit : List.of("1001", "5000", "1000000")) {
            var json = api.get(HISTORY + "?limit=" + limit).json();
            assertThat(json.get("limit").asInt()).as(limit).isEqualTo(1_000);
            assertThat(json.get("next").isNull()).isTrue();
        }
        assertThat(api.get(HISTORY).json().get("limit").asInt()).isEqualTo(100);
        assertThat(api.get(HISTORY + "?limit=5").json().get("limit").asInt()).isEqualTo(5);
    }

    @Test
    void theCursorOfAPageLeadsToThePlaceWhereItEnded() {
        var place = new HistoryQuery.Place(FakeNode.MORNING, 48_213);
        api.node.find = query -> page(List.of(ended()), place);
        String next = api.get(HISTORY + "?limit=1").json().get("next").asString();
        api.get(HISTORY + "?limit=1&status=OUT&after=" + next);
        assertThat(api.node.asked)
                .last()
                .isEqualTo(new HistoryQuery(1, 0, false, "OUT", null, place));
        assertThat(next).matches("[0-9a-z.]+");
    }

    @Test
    void aCursorOfATimeBeforeTheEpochIsTakenToo() {
        var place = new HistoryQuery.Place(Instant.ofEpochSecond(-5), 7);
        api.node.find = query -> page(List.of(ended()), place);
        String next = api.get(HISTORY).json().get("next").asString();
        api.get(HISTORY + "?after=" + next);
        assertThat(api.node.asked).last().extracting(HistoryQuery::after).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "-1",
                "%2700",
                "5",
                "h",
                "h.",
                "h1",
                "h1.",
                "h.1",
                "c1.1",
                "H1.1",
                "h1.1.1",
                "h1.1%20",
                "hzzzzzzzzzzzzz.1",
                "h1.zzzzzzzzzzzzz",
                "h%00.1",
                "null"
            })
    void aCursorThatNoAnswerHadIs400(String cursor) {
        String error = api.get(HISTORY + "?after=" + cursor).refusedWith(400, "BAD_FIELD");
        assertThat(error).startsWith("after: got '").contains("next");
        assertThat(api.node.asked).isEmpty();
    }

    @Test
    void aCursorBesideAnOffsetIs400() {
        String error = api.get(HISTORY + "?after=h1.1&offset=0").refusedWith(400, "BAD_FIELD");
        assertThat(error).contains("after").contains("offset");
        api.get(HISTORY + "/changes?after=c1.1&offset=5").refusedWith(400, "BAD_FIELD");
        api.get(HISTORY + "/changes?after=h1.1").refusedWith(400, "BAD_FIELD");
    }

    @Test
    void changesArePagedByACursorToo() {
        var place = new ChangeQuery.Place(115_964_116_992_000_001L, 3);
        api.node.nextChange = place;
        var json = api.get(HISTORY + "/changes?limit=2000").json();
        assertThat(json.get("limit").asInt()).isEqualTo(1_000);
        api.node.nextChange = null;
        String next = json.get("next").asString();
        var last = api.get(HISTORY + "/changes?limit=5&history_id=7&after=" + next).json();
        assertThat(last.get("next").isNull()).isTrue();
        assertThat(api.node.changesAsked)
                .containsExactly(
                        new ChangeQuery(null, 1_000, 0, null), new ChangeQuery(7L, 5, 0, place));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/parking/history",
                "/api/parking/history?limit=2",
                "/api/stats",
                "/api/status",
                "/api/cameras",
                "/api/parking/state",
                "/api/parking/fees",
                "/health",
                "/openapi.json",
                "/api/parking/history/changes",
                "/api/p2p/status",
                "/api/unknown",
                "/api/parking/history?limit=x",
                "/api/edge/event"
            })
    void headIsAnsweredAsGetWithoutTheBody(String path) throws IOException {
        found(ended(), visit(null, false));
        String get = raw("GET", path);
        String head = raw("HEAD", path);
        int end = get.indexOf("\r\n\r\n") + 4;
        assertThat(withoutDate(head)).isEqualTo(withoutDate(get.substring(0, end)));
        assertThat(get.length()).as("the answer to GET has a body").isGreaterThan(end);
    }

    private static String withoutDate(String head) {
        return head.replaceAll("(?m)^Date: .*$", "");
    }

    @Test
    void headOfManyRowsAndOfTheMetricsHasTheHeadOfGet() throws IOException {
        Visit[] many = new Visit[1_000];
        Arrays.fill(many, ended());
        found(many);
        for (String path : List.of(HISTORY + "?limit=1000", "/metrics")) {
            String get = raw("GET", path);
            String head = raw("HEAD", path);
            String bare = "(?im)^(date|content-length): .*$";
            assertThat(head.replaceAll(bare, ""))
                    .isEqualTo(get.substring(0, get.indexOf("\r\n\r\n") + 4).replaceAll(bare, ""));
            assertThat(head).doesNotContain("Content-Length: 0");
        }
    }

    @Test
    void aSearchLongerThanAnyPlateIsRefused() {
        api.get(HISTORY + "?search=" + "9".repeat(101)).refusedWith(400, "BAD_FIELD");
    }

    @Test
    void anUnreadableDatabaseIs503WithTheReason() {
        api.node.find =
                query -> {
                    throw new StoreUnreadableException(
                            "the database is locked: wait", new IOException("secret"));
                };
        assertThat(api.get(HISTORY).refusedWith(503, "STORE_UNREADABLE"))
                .isEqualTo("the database is locked: wait");
    }

    @Test
    void aThousandRowsComeWhole() {
        Visit[] many = new Visit[1_000];
        Arrays.fill(many, ended());
        found(many);
        assertThat(api.get(HISTORY + "?limit=1000").json().get("history").size()).isEqualTo(1_000);
    }

    @Test
    void aVisitWhoseExitNobodySawHasLeftAndTellsNoTime() {
        Visit.Passage again =
                new Visit.Passage(FakeNode.MORNING.plusSeconds(9_000), null, null, null, "manual");
        found(
                visit(
                        new Visit.Departure(
                                again, new CentralId("central-1"), null, 9_000, 0, false, true),
                        true));

        var row = api.get(HISTORY).json().get("history").get(0);

        assertThat(row.get("status").asString()).isEqualTo("OUT");
        assertThat(row.get("exit_time").isNull()).isTrue();
        assertThat(row.get("duration").isNull()).isTrue();
        assertThat(row.get("fee").asLong()).isZero();
        assertThat(row.get("needs_review").asString()).isEqualTo("EXIT_UNKNOWN");
    }
}
