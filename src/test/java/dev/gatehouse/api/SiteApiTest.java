package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class SiteApiTest {
    private static final String FEES = "/api/parking/fees";
    private static final String STAFF = "/api/staff";
    private static final String PASSES = "/api/subscriptions";

    private static final String STAFF_BODY =
            """
            {"staff":[{"id":1,"name":"Nguyễn Lan","position":"Bảo vệ trưởng","phone":"0901234567",
             "shift":"Ca ngày","status":"active"}]}
            """;

    private static final String PASSES_BODY =
            """
            {"subscriptions":[{"id":1,"plate_number":"30A12345","owner_name":"Minh",
             "type":"monthly","status":"active","start_date":"2024-01-01",
             "end_date":"2024-12-31","phone":"0901","note":"tầng 2"}]}
            """;

    private static final Visit VISIT =
            new Visit(
                    1,
                    "central-1_1733140800000_29A12345",
                    new CentralId("central-1"),
                    null,
                    new Plate("29A12345", "29A-123.45"),
                    new Visit.Passage(FakeNode.MORNING, 1, "Cong A", 0.92, "auto"),
                    false,
                    null,
                    true,
                    FakeNode.MORNING,
                    FakeNode.MORNING);

    private final RunningApi api = new RunningApi();

    @AfterEach
    void stop() {
        api.close();
    }

    private RunningApi.Answer put(String path, String body) {
        return api.send("PUT", path, BodyPublishers.ofString(body));
    }

    private String refused(String path, String body) {
        return put(path, body).refusedWith(400, "BAD_FIELD");
    }

    @Test
    void theFeesHaveTheOriginalsShape() {
        var json = api.get(FEES).json();
        Shape.assertSame(
                "{\"success\":true,\"fees\":{\"fee_base\":0.5,\"fee_per_hour\":25000},"
                        + "\"source\":\"file\"}",
                json);
        assertThat(json.at("/fees/fee_base").asDouble()).isEqualTo(0.5);
        assertThat(json.get("source").asString()).isEqualTo("config");
    }

    @Test
    void feesThatArePutAreInForce() {
        var answer = put(FEES, "{\"fees\":{\"fee_base\":0.25,\"fee_per_hour\":30000}}");
        assertThat(answer.response().body()).isEqualTo("{\"success\":true}");
        assertThat(api.node.fees).isEqualTo(new FeeRules(15, 30_000));
        assertThat(api.get(FEES).json().get("source").asString()).isEqualTo("ledger");
    }

    @Test
    void wholeHoursAndNoneAreFreeTimeToo() {
        put(FEES, "{\"fees\":{\"fee_base\":2,\"fee_per_hour\":0}}");
        assertThat(api.node.fees).isEqualTo(new FeeRules(120, 0));
        put(FEES, "{\"fees\":{\"fee_base\":0,\"fee_per_hour\":1000}}");
        assertThat(api.node.fees).isEqualTo(new FeeRules(0, 1_000));
    }

    @Test
    void aLimitPerDayAndSharedFreeMinutesArePutAndGivenBack() {
        put(
                FEES,
                "{\"fees\":{\"fee_base\":0.5,\"fee_per_hour\":25000,"
                        + "\"fee_cap_per_day\":150000,\"same_stay_minutes\":15}}");

        assertThat(api.node.fees).isEqualTo(new FeeRules(30, 25_000, 150_000, 15));
        assertThat(api.get(FEES).json().get("fees").toString())
                .isEqualTo(
                        "{\"fee_base\":0.5,\"fee_per_hour\":25000,\"fee_cap_per_day\":150000,"
                                + "\"same_stay_minutes\":15}");
    }

    @Test
    void aLimitThatIsNotNamedStaysAndZeroTakesItAway() {
        api.node.fees = new FeeRules(30, 25_000, 150_000, 15);

        put(FEES, "{\"fees\":{\"fee_base\":1,\"fee_per_hour\":30000}}");
        assertThat(api.node.fees).isEqualTo(new FeeRules(60, 30_000, 150_000, 15));

        put(
                FEES,
                "{\"fees\":{\"fee_base\":1,\"fee_per_hour\":30000,\"fee_cap_per_day\":0,"
                        + "\"same_stay_minutes\":0}}");
        assertThat(api.node.fees).isEqualTo(new FeeRules(60, 30_000));
        assertThat(api.get(FEES).json().get("fees").size())
                .as("the original's two fields")
                .isEqualTo(2);
    }

    @Test
    void limitsThatCannotBeMeantAreRefused() {
        String begin = "{\"fees\":{\"fee_base\":1,\"fee_per_hour\":1,";
        assertThat(refused(FEES, begin + "\"fee_cap_per_day\":-1}}"))
                .startsWith("fees.fee_cap_per_day: got '-1', expected a whole number from 0");
        assertThat(refused(FEES, begin + "\"fee_cap_per_day\":\"150000\"}}"))
                .startsWith("fees.fee_cap_per_day");
        assertThat(refused(FEES, begin + "\"same_stay_minutes\":1441}}"))
                .startsWith("fees.same_stay_minutes: got '1441'");
        assertThat(api.node.feesAreShared).isFalse();
    }

    @Test
    void theVisitsThatSharedFreeMinutesAreListedByTheirDay() {
        api.node.sharedFree = Map.of(LocalDate.of(2026, 11, 30), List.of(VISIT));

        var json = api.get("/api/parking/history/free_again?day=2026-11-30").json();
        assertThat(json.get("count").asInt()).isEqualTo(1);
        assertThat(json.at("/history/0/plate_id").asString()).isEqualTo("29A12345");

        String other = "/api/parking/history/free_again?day=2026-12-01";
        assertThat(api.get(other).json().get("count").asInt()).isZero();
        for (String odd :
                List.of("", "?day=", "?day=30-11-2026", "?day=9000-01-01", "?day=1969-12-31")) {
            api.get("/api/parking/history/free_again" + odd).refusedWith(400, "BAD_FIELD");
        }
        String pass = "{\"subscriptions\":[{\"id\":1,\"plate_number\":\"30A1\",\"end_date\":";
        assertThat(refused(PASSES, pass + "\"+999999999-12-31\"}]}"))
                .endsWith("expected a day such as 2026-12-31");
    }

    @Test
    void feesThatCannotBeMeantAreRefused() {
        assertThat(refused(FEES, "{}")).startsWith("fees: missing");
        assertThat(refused(FEES, "{\"fees\":{\"fee_base\":0.33,\"fee_per_hour\":1}}"))
                .startsWith("fees.fee_base: got '0.33', expected hours from 0 to 168");
        assertThat(refused(FEES, "{\"fees\":{\"fee_base\":-1,\"fee_per_hour\":1}}"))
                .startsWith("fees.fee_base");
        assertThat(refused(FEES, "{\"fees\":{\"fee_base\":1e9999999,\"fee_per_hour\":1}}"))
                .startsWith("fees.fee_base");
        assertThat(refused(FEES, "{\"fees\":{\"fee_base\":1e99999999999,\"fee_per_hour\":1}}"))
                .isEqualTo(
                        "fees.fee_base: got '1e99999999999', expected hours from 0 to 168 that"
                                + " make whole minutes, such as 0.5");
        assertThat(refused(FEES, "{\"fees\":{\"fee_base\":1e-9999999,\"fee_per_hour\":1}}"))
                .startsWith("fees.fee_base");
        assertThat(refused(FEES, "{\"fees\":{\"fee_base\":0.5,\"fee_per_hour\":2.5}}"))
                .startsWith("fees.fee_per_hour: got a number '2.5'");
        assertThat(refused(FEES, "{\"fees\":{\"fee_base\":0.5,\"fee_per_hour\":-1}}"))
                .startsWith("fees.fee_per_hour");
        assertThat(api.node.feesAreShared).isFalse();
    }

    @Test
    void theStaffComesBackAsItWasPut() {
        assertThat(put(STAFF, STAFF_BODY).response().body()).isEqualTo("{\"success\":true}");
        var json = api.get(STAFF).json();
        Shape.assertSame(
                """
                {"success":true,"staff":[{"id":1,"name":"…","position":"Bảo vệ trưởng",
                 "phone":"…","shift":"Ca ngày","status":"active"}],"source":"file"}
                """,
                json);
        assertThat(json.get("staff")).isEqualTo(RunningApi.JSON.readTree(STAFF_BODY).get("staff"));
    }

    @Test
    void thePassesComeBackAsTheyWerePut() {
        assertThat(put(PASSES, PASSES_BODY).status()).isEqualTo(200);
        var json = api.get(PASSES).json();
        Shape.assertSame(
                """
                {"success":true,"subscriptions":[{"id":1,"plate_number":"30A12345",
                 "owner_name":"…","type":"monthly","status":"active","start_date":"2024-01-01",
                 "end_date":"2024-12-31","phone":"…","note":"…"}],"source":"file"}
                """,
                json);
        assertThat(json.get("subscriptions"))
                .isEqualTo(RunningApi.JSON.readTree(PASSES_BODY).get("subscriptions"));
    }

    private static String many(String name, int lines, String line) {
        return IntStream.range(0, lines)
                .mapToObj(i -> line.formatted(i, i))
                .collect(Collectors.joining(",", "{\"" + name + "\":[", "]}"));
    }

    @Test
    void listsAreAsLongAsTheManualPromises() {
        String pass =
                "{\"id\":%d,\"plate_number\":\"30A%05d\",\"owner_name\":\"Nguyễn Thị Minh\","
                        + "\"type\":\"monthly\",\"status\":\"active\","
                        + "\"start_date\":\"2026-01-01\",\"end_date\":\"2026-12-31\","
                        + "\"phone\":\"0901234567\",\"note\":\"\"}";
        assertThat(put(PASSES, many("subscriptions", 5_000, pass)).status()).isEqualTo(200);
        assertThat(api.node.passes).hasSize(5_000);
        String member =
                "{\"id\":%d,\"name\":\"Lan %d\",\"position\":\"\",\"phone\":\"\","
                        + "\"shift\":\"\",\"status\":\"\"}";
        assertThat(put(STAFF, many("staff", 1_000, member)).status()).isEqualTo(200);
        assertThat(api.node.staff).hasSize(1_000);
        assertThat(put(PASSES, "{\"subscriptions\":[" + "1,".repeat(400_000) + "1]}"))
                .satisfies(
                        refused ->
                                assertThat(refused.refusedWith(400, "BAD_JSON"))
                                        .contains("250001", "250000"));
    }

    @Test
    void anEmptyListIsAList() {
        api.node.staff = List.of(new Fact.Member(1, "Lan", null, null, null, null));
        assertThat(put(STAFF, "{\"staff\":[]}").status()).isEqualTo(200);
        assertThat(api.node.staff).isEmpty();
    }

    @Test
    void aListThatCannotBeMeantIsRefusedWithThePlace() {
        assertThat(refused(STAFF, "{\"staff\":{}}")).startsWith("staff: got an object");
        assertThat(refused(STAFF, "{\"staff\":[1]}")).startsWith("staff[0]: got a number '1'");
        assertThat(refused(STAFF, "{\"staff\":[{\"id\":1,\"name\":\"A\"},{\"name\":\"B\"}]}"))
                .startsWith("staff[1].id: missing");
        assertThat(
                        refused(
                                STAFF,
                                "{\"staff\":[{\"id\":1,\"name\":\"A\"},{\"id\":1,\"name\":\"B\"}]}"))
                .startsWith("staff[1].id: got '1', expected an id that no other");
        assertThat(
                        refused(
                                PASSES,
                                "{\"subscriptions\":[{\"id\":1,\"plate_number\":\"30A12345\","
                                        + "\"end_date\":\"31/12/2024\"}]}"))
                .startsWith("subscriptions[0].end_date: got '31/12/2024', expected a day");
    }

    @Test
    void whatTheNodeRefusesOrCannotWriteIsTold() {
        api.node.siteOutcome = new SiteOutcome.Refused("staff", "payload of 70000 bytes");
        assertThat(refused(STAFF, STAFF_BODY)).isEqualTo("staff: payload of 70000 bytes");
        api.node.siteOutcome = new SiteOutcome.Unavailable("the disk is full");
        put(PASSES, PASSES_BODY).refusedWith(503, "UNAVAILABLE");
    }
}
