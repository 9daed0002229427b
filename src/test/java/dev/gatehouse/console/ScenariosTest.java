package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.config.Config;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.theme.Theme;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Incident;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.sync.Cable;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The days of a booth, one scene each, as an attendant lives them: whole nodes, cameras that report
 * by HTTP, and the keys. Each leaves a picture of its moment in {@code target/pictures}.
 */
@SuppressWarnings("NullAway") // each test sits down first, and an exit that is missing fails it
class ScenariosTest {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final Duration LOOKED = Duration.ofMillis(350);

    @TempDir Path root;
    private final List<AutoCloseable> open = new ArrayList<>();
    private SceneClock clock = new SceneClock(1, "07:42:10");
    private SceneNode here;
    private Booth booth;

    @BeforeEach
    void chooseTheLook() {
        try (var settings = Settings.in(root)) {
            settings.put("theme", Theme.LIGHT);
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private SceneNode alone(List<Lane> lanes) throws Exception {
        Config.ThisCentral self = SceneNode.place("central-1");
        return opened(new SceneNode(root, clock, self, List.of(), lanes));
    }

    private void sitDownAt(SceneNode node) {
        here = node;
        booth = opened(new Booth(new Backend(node.node, node.node.feed()), root, clock::window));
    }

    /** Presses Enter as somebody does who looks first. */
    private void enter() {
        await().pollDelay(LOOKED).until(() -> true);
        booth.press(KeyCode.ENTER);
    }

    private void lane(int number) {
        booth.press(KeyCode.CONTROL, KeyCode.getKeyCode(Integer.toString(number)));
    }

    private void card(String... words) {
        booth.untilRead("#gate-card", t -> assertThat(t).contains(words));
    }

    private void result(String... words) {
        booth.untilRead("#gate-result", t -> assertThat(t).contains(words));
    }

    private void inEnglishAndDark() {
        booth.press(KeyCode.CONTROL, KeyCode.L);
        booth.press(KeyCode.CONTROL, KeyCode.T);
    }

    private void picture(String name) throws Exception {
        booth.settle();
        Snapshot.save(booth.window().scene(), PICTURES.resolve("scene-" + name + ".png"));
    }

    /** The newest of the passages that are listed. */
    private void newest(String way, String plate, String fee) {
        Booth.until(
                () ->
                        assertThat(List.of("kind", "plate", "fee"))
                                .extracting(column -> booth.cell("#gate-events", 0, column))
                                .containsExactly(way, plate, fee));
    }

    private List<Visit> inside() {
        return here.visits().stream().filter(Visit::inside).toList();
    }

    private void history(KeyCode... choice) {
        booth.press(KeyCode.ALT, KeyCode.DIGIT2);
        for (KeyCode key : choice) {
            booth.press(key);
        }
    }

    @Test
    void aCarReadAt96PercentComesUpAtLane1AndEnterLetsItInOnce() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        here.sees(1, "30G-567.89", 0.96);
        card("Làn 1 · VÀO", "XE VÀO", "30G-567.89", "đọc 96 %", "Cho xe vào");
        assertThat(here.visits()).isEmpty();
        picture("01-read-at-96-percent");
        enter();
        result("VÀO 30G-567.89", "Hãy mở barie");
        assertThat(inside()).extracting(v -> v.plate().view()).containsExactly("30G-567.89");
        history();
        booth.untilRead("#history-visits", t -> assertThat(t).contains("30G-567.89", "trong bãi"));
    }

    @Test
    void theSameCarReadAgainAfter20SecondsIsNoSecondStayAndCounted() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        here.sees(1, "30G-567.89", 0.96);
        card("Cho xe vào");
        enter();
        result("VÀO 30G-567.89");
        assertThat(here.get("/metrics")).contains("reports_repeated_total 0");
        clock.pass(Duration.ofSeconds(20));
        here.sees(1, "30G-567.89", 0.95);
        assertThat(here.passes("ENTRY", 1, "30G-567.89", 0.95).get("repeated").asBoolean())
                .isTrue();
        booth.still(
                Duration.ofSeconds(1),
                "#gate-card",
                t -> t.contains("Chờ xe") && !t.contains("ĐÃ"));
        assertThat(here.visits()).hasSize(1);
        assertThat(here.get("/metrics")).contains("reports_repeated_total 2");
        here.beats(1);
        booth.press(KeyCode.ALT, KeyCode.DIGIT7);
        booth.untilRead("#self-checks", t -> assertThat(t).contains("1 camera", "đọc lặp 2 lần"));
        inEnglishAndDark();
        picture("02-read-again-after-20-seconds");
    }

    @Test
    void theSameCarAtAnotherLaneIsAskedAboutAndTheOldStayClosedAsAnUnseenExit() throws Exception {
        sitDownAt(
                alone(
                        List.of(
                                SceneNode.lane(1, Lane.Direction.IN),
                                SceneNode.lane(2, Lane.Direction.OUT),
                                SceneNode.lane(3, Lane.Direction.IN))));
        here.passes("ENTRY", 1, "30G-567.89", 0.96);
        await().until(() -> here.visits().size() == 1);
        clock.pass(Duration.ofHours(5));
        here.sees(3, "30G-567.89", 0.94);
        lane(3);
        card("XE ĐÃ Ở TRONG BÃI", "30G-567.89", "Lần ra trước bị sót");
        enter();
        card("Chọn bằng phím số trước");
        assertThat(here.visits()).hasSize(1);
        picture("03-inside-already");
        booth.type("1");
        enter();
        result("VÀO 30G-567.89");
        assertThat(here.visits()).hasSize(2);
        assertThat(inside()).hasSize(1);
        Visit old = here.visits().getLast();
        assertThat(old.exit()).isNotNull().extracting(Visit.Departure::missed).isEqualTo(true);
        var odd = new VisitQuery(VisitQuery.Which.ODD, null, null, null, null, 10);
        assertThat(here.node.history().visits(odd).rows())
                .extracting(row -> row.visit().eventId())
                .containsExactly(old.eventId());
    }

    @Test
    void aCarInAtCentral1At0742OutAtCentral5At1058Pays75000OfThe100000Given() throws Exception {
        Config.ThisCentral first = SceneNode.place("central-1");
        Config.ThisCentral fifth = SceneNode.place("central-5");
        var one =
                opened(
                        new SceneNode(
                                root,
                                clock,
                                first,
                                List.of(SceneNode.at("central-5", SceneNode.address(fifth))),
                                SceneNode.inAndOut()));
        sitDownAt(
                opened(
                        new SceneNode(
                                root,
                                clock,
                                fifth,
                                List.of(SceneNode.at("central-1", SceneNode.address(first))),
                                SceneNode.inAndOut())));
        one.passes("ENTRY", 1, "29A-123.45", 0.97);
        await().until(() -> here.visits().size() == 1);
        clock.passTo("10:58:03");
        here.sees(2, "29A-123.45", 0.96);
        lane(2);
        card("XE RA", "29A-123.45", "75.000 ₫", "Vào central-1 lúc 07:42", "3 giờ × 25.000");
        booth.type("100000");
        booth.untilRead("#card-change", t -> assertThat(t).contains("25.000 ₫"));
        picture("04-in-at-one-out-at-five");
        assertThat(inside()).hasSize(1);
        enter();
        result("RA 29A-123.45", "Đã thu 75.000 ₫, trả lại 25.000 ₫");
        await().until(() -> one.visits().getFirst().exit() != null);
        assertThat(one.visits())
                .singleElement()
                .satisfies(
                        v -> {
                            assertThat(v.exit()).isNotNull();
                            assertThat(v.exit().feeDong()).isEqualTo(75_000);
                            assertThat(v.exit().central().value()).isEqualTo("central-5");
                        });
    }

    @Test
    void aStayOf30MinutesIsFreeAndOneSecondMoreCosts25000() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        clock.stand();
        here.passes("ENTRY", 1, "30G-567.89", 0.96);
        clock.pass(Duration.ofSeconds(30));
        here.passes("ENTRY", 1, "51F-678.90", 0.96);
        clock.pass(Duration.ofMinutes(30).minusSeconds(30));
        lane(2);
        here.passes("EXIT", 2, "30G-567.89", 0.97);
        card("ĐÃ GHI RA", "30G-567.89", "0 ₫", "miễn phí 30 phút đầu");
        clock.pass(Duration.ofSeconds(31));
        here.passes("EXIT", 2, "51F-678.90", 0.97);
        card("XE RA", "51F-678.90", "25.000 ₫", "1 giờ × 25.000");
        inEnglishAndDark();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("51F-678.90", "25,000"));
        picture("05-one-second-over-the-free-time");
        booth.type("*");
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("51F-678.90", "25,000"));
        assertThat(here.visits())
                .extracting(v -> v.exit().seconds() + " s: " + v.exit().feeDong())
                .containsExactlyInAnyOrder("1800 s: 0", "1801 s: 25000");
    }

    @Test
    void enterWithoutMoneyOpensNothingAndAsksForIt() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        here.passes("ENTRY", 1, "29A-123.45", 0.97);
        await().until(() -> here.visits().size() == 1);
        clock.pass(Duration.ofMinutes(195));
        here.sees(2, "29A-123.45", 0.96);
        lane(2);
        card("75.000 ₫", "Khách đưa");
        enter();
        enter();
        card("Nhập tiền khách đưa; phím * là vừa đủ.");
        picture("07-no-money-yet");
        assertThat(inside()).hasSize(1);
        booth.type("50000");
        enter();
        card("Chưa đủ: phí là 75.000 ₫");
        assertThat(inside()).hasSize(1);
    }

    @Test
    void aCarWhosePassHas12DaysLeftGoesThroughWithoutAKey() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        String last = clock.day().plusDays(12).toString();
        here.pass("30A99999", last);
        here.passes("ENTRY", 1, "30A-999.99", 0.98);
        card("ĐÃ GHI VÀO", "30A-999.99", "còn 12 ngày");
        clock.pass(Duration.ofHours(9));
        lane(2);
        here.passes("EXIT", 2, "30A-999.99", 0.98);
        card("ĐÃ GHI RA", "30A-999.99", "còn 12 ngày", "0 ₫", "Vé tháng – miễn phí");
        inEnglishAndDark();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("30A-999.99", "12 days left"));
        picture("08-pass-with-12-days-left");
        assertThat(here.visits())
                .singleElement()
                .satisfies(v -> assertThat(v.exit().feeDong()).isZero());
    }

    @Test
    void aPlateReadAs29A1234SIsProposedAs29A12345AndNothingOpensBeforeEnter() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        here.passes("ENTRY", 1, "29A-123.45", 0.97);
        await().until(() -> here.visits().size() == 1);
        clock.pass(Duration.ofMinutes(80));
        here.sees(2, "29A1234S", 0.81);
        lane(2);
        card("XE RA", "29A-123.45", "camera đọc 29A1234S (81 %)", "25.000 ₫");
        assertThat(booth.underlined("#card-plate")).isEqualTo("5");
        assertThat(inside()).hasSize(1);
        picture("10-misread-by-one-letter");
        booth.type("*");
        enter();
        result("RA 29A-123.45", "Đã thu 25.000 ₫");
        history();
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-detail", t -> assertThat(t).contains("29A-123.45", "29A1234S"));
    }

    @Test
    void typing12345FindsAllCarsInsideWhosePlateEndsSoTheNewestFirst() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        for (String plate : List.of("29A-123.45", "51F-678.90", "30E-123.45", "99K-123.45")) {
            here.passes("ENTRY", 1, plate, 0.97);
            clock.pass(Duration.ofMinutes(40));
        }
        await().until(() -> here.visits().size() == 4);
        lane(2);
        booth.type("12345");
        booth.untilRead(
                "#gate-matches",
                t ->
                        assertThat(t)
                                .containsSubsequence("99K-123.45", "30E-123.45", "29A-123.45")
                                .doesNotContain("51F-678.90"));
        enter();
        booth.untilRead("#plate-hint", t -> assertThat(t).contains("Chọn xe bằng ↑ ↓ trước"));
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.DOWN);
        picture("11-three-cars-end-so");
        enter();
        card("XE RA", "30E-123.45");
        assertThat(inside()).hasSize(4);
    }

    @Test
    void aPlateWithTheBarredDIsKeptWithItAndFoundWithoutIt() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        here.passes("ENTRY", 1, "29-MĐ1 013.53", 0.95);
        await().until(() -> here.visits().size() == 1);
        assertThat(here.visits().getFirst().plate().canonical()).isEqualTo("29MĐ101353");
        clock.pass(Duration.ofMinutes(50));
        lane(2);
        booth.type("29MD101353");
        enter();
        card("XE RA", "29-MĐ1 013.53", "25.000 ₫");
        inEnglishAndDark();
        picture("12-found-without-the-bar");
        booth.type("*");
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("29-MĐ1 013.53"));
        assertThat(inside()).isEmpty();
    }

    @Test
    void diplomaticAndMilitaryPlatesPassAndAbcNeedsEnterTwiceAndAReason() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        for (String plate : List.of("80-011-NG-01", "TC-33-86")) {
            booth.press(KeyCode.F2);
            booth.type(plate);
            enter();
            card("XE VÀO", plate, "Cho xe vào");
            enter();
            result("VÀO " + plate);
        }
        booth.press(KeyCode.F2);
        booth.type("ABC");
        enter();
        card("ABC", "Chấp nhận biển số đặc biệt");
        enter();
        card("BIỂN SỐ LẠ", "chọn lý do", "Biển nước ngoài");
        enter();
        assertThat(inside()).hasSize(2);
        inEnglishAndDark();
        picture("13-a-plate-like-no-other");
        inEnglishAndDark();
        booth.type("1");
        enter();
        card("Cho xe vào");
        enter();
        result("VÀO ABC");
        assertThat(inside())
                .extracting(v -> v.plate().view())
                .containsExactlyInAnyOrder("80-011-NG-01", "TC-33-86", "ABC");
        assertThat(here.written(Incident.KIND)).contains("unusual_plate", "foreign");
    }

    @Test
    void anExitAndAnEntryThatWereTakenBackAreSaidToBeInTheListOfPassages() throws Exception {
        sitDownAt(alone(SceneNode.inAndOut()));
        here.passes("ENTRY", 1, "29A-123.45", 0.97);
        await().until(() -> here.visits().size() == 1);
        clock.pass(Duration.ofMinutes(80));
        here.sees(2, "29A-123.45", 0.96);
        lane(2);
        card("XE RA", "25.000 ₫");
        booth.type("*");
        enter();
        result("RA 29A-123.45");
        newest("RA", "29A-123.45", "25.000 ₫");
        booth.press(KeyCode.CONTROL, KeyCode.Z);
        card("HOÀN TÁC?");
        enter();
        result("Đã hủy lượt ra của 29A-123.45", "Trả lại khách 25.000 ₫");
        newest("RA", "29A-123.45", "đã hủy");
        assertThat(inside()).hasSize(1);

        lane(1);
        here.sees(1, "30G-567.89", 0.96);
        card("Cho xe vào");
        enter();
        result("VÀO 30G-567.89");
        booth.press(KeyCode.CONTROL, KeyCode.Z);
        card("HOÀN TÁC?");
        enter();
        result("Đã hủy lượt vào của 30G-567.89");
        newest("VÀO", "30G-567.89", "đã hủy");
        assertThat(here.visits()).hasSize(1);
        assertThat(here.node.history().recent(10))
                .extracting(GateEvent::kind, GateEvent::takenBack)
                .containsExactly(
                        tuple(GateEvent.Kind.ENTRY, true),
                        tuple(GateEvent.Kind.EXIT, true),
                        tuple(GateEvent.Kind.ENTRY, false));
    }

    @Test
    void aCarLeavesCentral5WhileTheNetworkIsOutAndIsOneStayOnceItIsBack() throws Exception {
        Config.ThisCentral first = SceneNode.place("central-1");
        var cable = opened(new Cable(SceneNode.address(first)));
        var one =
                opened(
                        new SceneNode(
                                root,
                                clock,
                                first,
                                List.of(SceneNode.deaf("central-5")),
                                SceneNode.inAndOut()));
        sitDownAt(
                opened(
                        new SceneNode(
                                root,
                                clock,
                                SceneNode.place("central-5"),
                                List.of(SceneNode.at("central-1", cable.end())),
                                SceneNode.inAndOut())));
        await().until(() -> here.node.mesh().status().proof().complete());
        cable.pullOut();
        await().until(() -> here.node.mesh().status().connectedPeers() == 0);
        one.passes("ENTRY", 1, "60A-777.77", 0.97);
        clock.pass(Duration.ofMinutes(145));
        here.sees(2, "60A-777.77", 0.96);
        lane(2);
        card("KHÔNG CÓ LƯỢT VÀO", "60A-777.77", "Chưa nhận dữ liệu mới của central-1");
        booth.press(KeyCode.F8);
        booth.type("2");
        enter();
        result("RA 60A-777.77", "Chưa gửi tới central-1");
        picture("18-left-while-the-network-is-out");

        cable.putBack();
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                here.node.mesh().status().proof().complete()
                                        && one.visits().getFirst().exit() != null
                                        && here.visits().getFirst().entryKnown());
        for (SceneNode each : List.of(here, one)) {
            assertThat(each.visits())
                    .singleElement()
                    .satisfies(
                            v -> {
                                assertThat(v.entryKnown()).isTrue();
                                assertThat(v.sourceCentral().value()).isEqualTo("central-1");
                                assertThat(v.exit().central().value()).isEqualTo("central-5");
                                assertThat(each.node.history().dueDong(v)).isEqualTo(50_000);
                            });
        }
        history();
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#history-detail",
                t -> assertThat(t).contains("60A-777.77", "đã thu 0 ₫", "đúng ra 50.000 ₫"));
    }
}
