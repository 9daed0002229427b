package dev.gatehouse.ledger.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Incident;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

class FactCodecTest {
    private static final StreamId STREAM = new StreamId(7, 7);
    private static final CentralId CENTRAL = new CentralId("central-1");
    private static final Hlc CLOCK = Hlc.ofMs(1_733_140_800_000L);
    private static final String NAME = "central-1_1733140800000_29A12345";
    private static final Plate CAR = new Plate("29A12345", "29A-123.45");
    private static final Fact.Reading READING = new Fact.Reading(1, "Cổng A", 0.92, "auto");
    private static final Fact.Reading PICTURED =
            new Fact.Reading(1, "Cổng A", 0.92, "auto", "told", null, false, new Hash(1, 2, 3, 4));

    private static final String TIME = "2024-12-02 19:00:00";

    private final FactCodec codec = new FactCodec(Booth.ZONE);

    static Stream<Fact> made() {
        return Stream.of(
                new Fact.Entry(NAME, CAR, "edge-1", READING),
                new Fact.Entry(NAME, CAR, null, Fact.Reading.NONE),
                new Fact.EntryConfirmed(NAME, new Plate("29A12345", "29A12345"), "edge-1"),
                new Fact.Entry(NAME, CAR, "edge-1", PICTURED),
                new Fact.Exit(NAME, CAR, "edge-2", READING, 25_000, 3_600),
                new Fact.Exit(NAME, CAR, "edge-2", PICTURED, 25_000, 3_600),
                new Fact.Reread(NAME, "29A1Z345", PICTURED),
                new Fact.Correction(NAME, "29A12346", "29A-123.46", "đọc sai", "Lan", null),
                new Fact.Correction(NAME, null, "29A-123.45", null, null, null),
                new Fact.Voided(NAME, "thử máy", null),
                new Fact.Voided(NAME, null, null),
                new ExitUndone(NAME, new EventId(7, 8), "Lan"),
                new Fact.Exit(NAME, CAR, null, READING, 0, 3_600, null, false, true),
                new Incident(
                        NAME,
                        Because.Reason.FREE,
                        25_000,
                        "lane-2",
                        "29A-123.45",
                        "cứu hỏa",
                        "Lan"),
                new Incident(null, Because.Reason.CANCELLED, 0, null, null, null, "Lan"),
                new Fact.ManualOpening("edge-1", "29A-123.45", "xe cứu thương", "Lan"),
                new Fact.ManualOpening(null, null, "mất điện", null),
                new Fact.Payment(NAME, 25_000, "cash", "edge-2", "Lan", 100_000L),
                new Fact.Payment(null, -5_000, "transfer", null, null, null),
                new Fact.Shift("Lan", true, 500_000L, "đủ"),
                new Fact.Shift("Lan", false, null, null),
                new Fact.Fees(new FeeRules(30, 25_000)),
                new Fact.Fees(new FeeRules(30, 25_000, 150_000, 15)),
                new Fact.Passes(
                        List.of(
                                new Fact.Pass(
                                        1,
                                        "30A12345",
                                        "Công ty An",
                                        "company",
                                        "active",
                                        "2024-01-01",
                                        "2024-12-31",
                                        "0900",
                                        "tầng 2"),
                                new Fact.Pass(
                                        2, "30A1", null, null, null, null, null, null, null))),
                new Fact.Passes(List.of()),
                new Fact.Staff(
                        List.of(
                                new Fact.Member(
                                        1, "Lan", "Bảo vệ trưởng", "0900", "Ca ngày", "active"),
                                new Fact.Member(2, "Hà", null, null, null, null))),
                new Fact.Settings("Bãi xe A", "Asia/Ho_Chi_Minh", 300),
                new Fact.Settings(null, null, null),
                new Fact.Erase(List.of(new Fact.Place(STREAM, 5)), "theo yêu cầu", "Lan"),
                new Fact.Withdraw(List.of(new Fact.GivenUp(STREAM, 9, Merkle.EMPTY))));
    }

    static Stream<Fact> takenIn() {
        return Stream.of(
                new Fact.Entry(NAME, CAR, "edge-1", READING, TIME),
                new Fact.Entry("cổng cũ", CAR, null, Fact.Reading.NONE, TIME),
                new Fact.Exit(NAME, CAR, "edge-2", READING, 25_000, 3_600, TIME),
                new Fact.Exit(NAME, null, null, Fact.Reading.NONE, 0, 0, TIME),
                new Fact.Exit(null, CAR, "edge-2", READING, 25_000, 3_600, TIME),
                new Fact.Correction(NAME, "29A12346", "29A-123.46", null, null, TIME),
                new Fact.Voided(NAME, null, null),
                new Located(NAME, "29A12345", "tầng B2", TIME, false),
                new Located(null, "29A12345", "tầng B2", TIME, true),
                new ParkingLot("tầng B2", 120, "7", "PARKING_LOT", "edge-7"),
                new ParkingLot("tầng B2", null, null, null, null));
    }

    private LedgerEvent event(Fact fact, LedgerEvent.Source src, EventId id) {
        return event(fact.kind(), src, id, codec.encode(fact, "00112233aabbccdd"));
    }

    private static LedgerEvent event(
            String kind, LedgerEvent.Source src, EventId id, Blob payload) {
        return new LedgerEvent(STREAM, 3, id, kind, src, CENTRAL, CLOCK, CLOCK.ms(), payload);
    }

    private static EventId idOf(Fact fact) {
        return Objects.requireNonNull(TakenId.of(fact));
    }

    private static LedgerEvent made(String kind, String payload) {
        return event(
                kind, LedgerEvent.Source.NODE, Merkle.firstId(STREAM, 3), Blob.ofText(payload));
    }

    private String written(FeeRules rules) {
        return codec.encode(new Fact.Fees(rules), "00112233aabbccdd").text();
    }

    @Test
    void feesWithoutALimitAreWrittenAsBeforeThereWasOne() {
        assertThat(written(new FeeRules(30, 25_000)))
                .isEqualTo(
                        "{\"free_minutes\":30,\"per_hour\":25000,\"salt\":\"00112233aabbccdd\"}");
        assertThat(written(new FeeRules(30, 25_000, 150_000, 15)))
                .isEqualTo(
                        "{\"cap_per_day\":150000,\"free_minutes\":30,\"per_hour\":25000,"
                                + "\"salt\":\"00112233aabbccdd\",\"same_stay_minutes\":15}");
        assertThat(codec.decode(made("fee_rules", "{\"free_minutes\":30,\"per_hour\":25000}")))
                .isEqualTo(new DecodedFact.Known(new Fact.Fees(new FeeRules(30, 25_000))));
    }

    @ParameterizedTest
    @MethodSource("made")
    void whatANodeMadeComesBackAsItWas(Fact fact) {
        LedgerEvent event = event(fact, LedgerEvent.Source.NODE, Merkle.firstId(STREAM, 3));

        assertThat(codec.decode(event)).isEqualTo(new DecodedFact.Known(fact));
        assertThat(event.payload().length()).isLessThan(LedgerEvent.MAX_PAYLOAD);
    }

    @ParameterizedTest
    @MethodSource("made")
    void whatIsWrittenAgainUnderAnotherStreamIsTheSameFact(Fact fact) {
        LedgerEvent event =
                event(fact, LedgerEvent.Source.NODE, Merkle.firstId(new StreamId(1, 1), 8));

        assertThat(codec.decode(event)).isEqualTo(new DecodedFact.Known(fact));
    }

    @ParameterizedTest
    @MethodSource("takenIn")
    void whatWasTakenInComesBackAsItWas(Fact fact) {
        EventId id = idOf(fact);

        assertThat(codec.decode(event(fact, LedgerEvent.Source.IMPORTED, id)))
                .isEqualTo(new DecodedFact.Known(fact));
        assertThat(codec.decode(event(fact, LedgerEvent.Source.IMPORTED, new EventId(1, 2))))
                .as("its id is that of its content")
                .isInstanceOf(DecodedFact.Unusable.class);
    }

    @Test
    void theIdOfATakenInExitIsThatOfItsNameTimeAndFee() {
        var withPlate = new Fact.Exit(NAME, CAR, "edge-2", READING, 1_000, 60, TIME);
        var without = new Fact.Exit(NAME, null, null, Fact.Reading.NONE, 1_000, 61, TIME);
        var dearer = new Fact.Exit(NAME, CAR, "edge-2", READING, 2_000, 60, TIME);

        assertThat(TakenId.of(withPlate)).isEqualTo(TakenId.of(without));
        assertThat(TakenId.of(withPlate)).isNotEqualTo(TakenId.of(dearer));
        assertThat(TakenId.of(withPlate))
                .isEqualTo(
                        EventId.of(
                                Sha256.of(
                                                ("X|" + NAME + "|" + TIME + "|1000")
                                                        .getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8))
                                        .bytes()));
    }

    @Test
    void aTakenInEntryIsOfTheCarInItsName() {
        var row = new Fact.Entry(NAME, new Plate("30F99999", "30F-999.99"), null, READING, TIME);

        assertThat(codec.decode(event(row, LedgerEvent.Source.IMPORTED, idOf(row))))
                .isEqualTo(
                        new DecodedFact.Known(
                                new Fact.Entry(
                                        NAME,
                                        new Plate("29A12345", "29A12345"),
                                        null,
                                        READING,
                                        TIME)));
    }

    @Test
    void whatOriginalsDoNotTellAndKindsOfALaterVersionAreUnknown() {
        var confirmed = new Fact.EntryConfirmed(NAME, CAR, null);

        assertThat(codec.decode(event(confirmed, LedgerEvent.Source.IMPORTED, new EventId(1, 1))))
                .isEqualTo(new DecodedFact.Unknown());
        assertThat(codec.decode(made("reservation", "{}"))).isEqualTo(new DecodedFact.Unknown());
        assertThat(codec.decode(made("reservation", "not even JSON")))
                .isEqualTo(new DecodedFact.Unknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entry {\"event_id\":\"x_1_A\",\"plate_id\":\"A\"}",
                "exit {\"event_id\":\"x\",\"plate_id\":\"A\",\"fee\":1.5,\"seconds\":1}",
                "exit {\"event_id\":\"x\",\"plate_id\":\"A\",\"fee\":1}",
                "correction {\"event_id\":\"x\"}",
                "correction {\"event_id\":\"x\",\"plate_id\":\"\"}",
                "correction {\"event_id\":\"x\",\"plate_id\":7}",
                "correction {\"plate_id\":\"A\"}",
                "void {}",
                "void []",
                "manual_opening {\"reason\":\"\"}",
                "manual_opening {}",
                "exit_undone {\"event_id\":\"x\",\"staff\":\"Lan\"}",
                "exit_undone {\"event_id\":\"x\",\"exit\":\"zz\",\"staff\":\"Lan\"}",
                "exit_undone {\"exit\":\"00000000000000070000000000000008\",\"staff\":\"Lan\"}",
                "incident {\"reason\":\"free\",\"amount\":1}",
                "incident {\"reason\":\"luck\",\"amount\":1,\"staff\":\"Lan\"}",
                "payment {\"amount\":1,\"method\":\"cash\",\"given\":-1}",
                "payment {\"amount\":1}",
                "payment {\"amount\":9e99,\"method\":\"cash\"}",
                "shift {\"staff\":\"Lan\",\"begins\":1}",
                "fee_rules {\"free_minutes\":-1,\"per_hour\":1}",
                "fee_rules {\"free_minutes\":1,\"per_hour\":-1}",
                "fee_rules {\"free_minutes\":1,\"per_hour\":1,\"cap_per_day\":-1}",
                "fee_rules {\"free_minutes\":1,\"per_hour\":1,\"cap_per_day\":\"1\"}",
                "fee_rules {\"free_minutes\":1,\"per_hour\":1,\"same_stay_minutes\":1441}",
                "passes {}",
                "passes {\"passes\":[1]}",
                "passes {\"passes\":[{\"id\":1}]}",
                "staff {\"staff\":\"Lan\"}",
                "settings {\"time_zone\":\"Mars/Base\"}",
                "settings {\"capacity\":-1}",
                "erase {\"places\":[]}",
                "erase {\"places\":[{\"stream\":\"00\",\"seq\":1}]}",
                "erase {\"places\":[{\"stream\":\"00000000000000000000000000000001\","
                        + "\"seq\":9223372036854775807}]}",
                "withdraw {\"events\":[{\"stream\":\"00000000000000000000000000000001\",\"seq\":1,"
                        + "\"leaf\":\"zz\"}]}",
                "void {\"event_id\":\"x\",\"event_id\":\"y\"}",
                "void {\"event_id\":"
            })
    void whatMakesNoSenseIsUnusableAndSaysWhy(String kindAndPayload) {
        int space = kindAndPayload.indexOf(' ');

        assertThat(
                        codec.decode(
                                made(
                                        kindAndPayload.substring(0, space),
                                        kindAndPayload.substring(space + 1))))
                .isInstanceOfSatisfying(
                        DecodedFact.Unusable.class,
                        unusable -> assertThat(unusable.why()).isNotEmpty());
    }

    @Test
    void aReadingNamesItsPictureByTheHash() {
        assertThat(codec.encode(new Fact.Entry(NAME, CAR, "e", PICTURED), "00").text())
                .contains("\"picture\":\"" + new Hash(1, 2, 3, 4) + "\"");
        assertThat(codec.encode(new Fact.Entry(NAME, CAR, "e", READING), "00").text())
                .doesNotContain("picture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "7", "null", "{\"of\":1}", "\"\"", "[]"})
    void aPictureThatIsNoHashAndAFieldOfALaterVersionCostNoCarItsRecord(String picture) {
        String payload =
                "{\"event_id\":\"%s\",\"plate_id\":\"29A12345\",\"picture\":%s,\"later\":{\"x\":[1]}}"
                        .formatted(NAME, picture);
        assertThat(codec.decode(made("entry", payload)))
                .isInstanceOfSatisfying(
                        DecodedFact.Known.class,
                        known ->
                                assertThat(((Fact.Entry) known.fact()).reading())
                                        .isEqualTo(Fact.Reading.NONE));
    }

    @Test
    void textsAndListsAreBounded() {
        String element = "{\"id\":1,\"name\":\"a\"}";
        String list = String.join(",", java.util.Collections.nCopies(1_001, element));

        assertThat(codec.decode(made("staff", "{\"staff\":[" + list + "]}")))
                .isInstanceOf(DecodedFact.Unusable.class);
        assertThat(
                        codec.decode(
                                made(
                                        "void",
                                        "{\"event_id\":\"x\",\"reason\":\""
                                                + "a".repeat(501)
                                                + "\"}")))
                .isInstanceOf(DecodedFact.Unusable.class);
        assertThat(codec.decode(made("void", "{\"event_id\":\"" + "a".repeat(201) + "\"}")))
                .isInstanceOf(DecodedFact.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-12-02T19:00:00",
                "2024-12-02",
                "2024-02-30 10:00:00",
                "9999-01-01 00:00:00",
                "1969-01-01 00:00:00",
                "+12024-12-02 19:00:00",
                "-2024-12-02 19:00:00",
                "+999999999-01-01 00:00:00",
                "gestern"
            })
    void aTimeThatIsNoneIsNotTakenIn(String time) {
        var exit = new Fact.Exit(NAME, CAR, null, READING, 0, 0, time);

        assertThat(codec.decode(event(exit, LedgerEvent.Source.IMPORTED, idOf(exit))))
                .isInstanceOf(DecodedFact.Unusable.class);
    }

    @Test
    void aTakenInFactStandsWhereItsOwnTimesSay() {
        var entry = new Fact.Entry(NAME, CAR, null, READING, "2024-12-02 19:00:07");
        var odd = new Fact.Entry("odd", CAR, null, READING, "2024-12-02 19:00:07");
        var exit = new Fact.Exit(NAME, CAR, null, READING, 0, 0, "2024-12-02 20:00:00");
        var early = new Fact.Exit(NAME, CAR, null, READING, 0, 0, "2024-12-01 20:00:00");
        var fixed = new Fact.Correction(NAME, "A", null, null, null, "2024-12-02 13:00:00");

        assertThat(ms(entry)).isEqualTo(1_733_140_800_000L);
        assertThat(ms(odd)).isEqualTo(1_733_140_807_000L);
        assertThat(ms(exit)).isEqualTo(1_733_140_800_000L + 3_600_000);
        assertThat(ms(early)).as("never before its entry").isEqualTo(1_733_140_800_001L);
        assertThat(ms(fixed)).as("UTC").isEqualTo(1_733_140_800_000L + 3_600_000);
    }

    private long ms(Fact.OfCar fact) {
        LedgerEvent event = event(fact, LedgerEvent.Source.IMPORTED, idOf(fact));
        return new Hlc(FoldKey.of(event, fact, Booth.ZONE).t()).ms();
    }
}
