package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The History screen, by the keys alone. */
class HistoryScreenTest {
    /** So long a question is on the screen before its Enter counts. */
    private static final Duration SEEN = Duration.ofMillis(301);

    @TempDir Path settings;
    @TempDir Path folder;
    private final FakeNode node = new FakeNode(2);
    private Booth booth;

    @BeforeEach
    void sitDown() {
        booth = new Booth(node, settings);
    }

    @AfterEach
    void leave() {
        booth.close();
    }

    private void open() {
        booth.press(KeyCode.ALT, KeyCode.DIGIT2);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("lượt"));
    }

    private void untilRows(int rows) {
        until(() -> assertThat(booth.table("#history-visits").getItems()).hasSize(rows));
    }

    private void threeDays() {
        Visit two = node.desk.enter("30E-123.45", Duration.ofHours(50), 2);
        node.desk.leave(two, Duration.ofHours(49), 3);
        Visit one = node.desk.enter("29A-123.45", Duration.ofHours(5), 1);
        node.desk.odd(node.desk.leave(one, Duration.ofHours(2), 1));
        node.desk.enter("51F-999.99", Duration.ofHours(1), 3);
    }

    private void set(String field, String text) {
        fx(
                () -> {
                    ((TextField) booth.one(field)).setText(text);
                    return true;
                });
    }

    @Test
    void anEmptyHistorySaysSo() {
        open();
        booth.untilRead("#history-visits", t -> assertThat(t).contains("Không có kết quả"));
        booth.press(KeyCode.ESCAPE); // asks for everything
        booth.untilRead("#history-visits", t -> assertThat(t).contains("Chưa có lượt xe nào"));
        booth.untilRead("#history-foot", t -> assertThat(t).contains("Không có lượt nào"));
    }

    @Test
    void aVisitIsReadWithWhereItBeganAndEndedAndWhatItCost() {
        threeDays();
        open();
        untilRows(2); // today
        until(
                () -> {
                    assertThat(booth.cell("#history-visits", 0, "plate")).isEqualTo("51F-999.99");
                    assertThat(booth.cell("#history-visits", 0, "left")).isEqualTo("trong bãi");
                    assertThat(booth.cell("#history-visits", 1, "entered")).isEqualTo("09:32:07");
                    assertThat(booth.cell("#history-visits", 1, "left")).isEqualTo("12:32:07");
                    assertThat(booth.cell("#history-visits", 1, "entry")).isEqualTo("central-1");
                    assertThat(booth.cell("#history-visits", 1, "fee")).isEqualTo("75.000 ₫");
                    assertThat(booth.cell("#history-visits", 1, "marks")).isEqualTo("bất thường");
                });
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–2 trong 2 lượt"));
    }

    @Test
    void theChoicesAreGoneThroughByOneKey() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.CONTROL, KeyCode.E); // inside
        untilRows(1);
        booth.press(KeyCode.CONTROL, KeyCode.E); // left
        untilRows(2);
        booth.press(KeyCode.CONTROL, KeyCode.E); // corrected
        untilRows(0);
        booth.press(KeyCode.CONTROL, KeyCode.E); // abnormal
        untilRows(1);
        booth.press(KeyCode.CONTROL, KeyCode.E); // all
        untilRows(3);
    }

    @Test
    void anEmptyDayShowsHowADayIsWrittenAndNoDayThatSomebodyMightTakeForAChoice() {
        open();
        for (String day : List.of("#history-from", "#history-to")) {
            TextField field = (TextField) booth.one(day);
            String typed = Booth.fx(field::getText);
            String hint = Booth.fx(field::getPromptText);
            assertThat(typed).isEmpty();
            assertThat(hint).isNotEmpty().doesNotContainPattern("\\d");
        }
    }

    @Test
    void aPartOfAPlateAndDaysNarrowTheListAndEscapeWidensIt() {
        threeDays();
        open();
        booth.press(KeyCode.F3);
        booth.type("12345");
        untilRows(1);
        booth.press(KeyCode.ESCAPE);
        untilRows(3);
        set("#history-from", "20/11");
        set("#history-to", "20/11/2026");
        untilRows(1);
        until(() -> assertThat(booth.cell("#history-visits", 0, "entered")).startsWith("20/11"));
        set("#history-to", "19/11");
        untilRows(0);
        set("#history-to", "31/02");
        untilRows(3); // which is no day, and narrows nothing
    }

    @Test
    void enterInThePlateGoesOnToTheReasonAndThenToTheQuestion() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.C);
        booth.type("30g56780");
        booth.press(KeyCode.ENTER);
        until(() -> assertThat(booth.one("#change-reason").isFocused()).isTrue());
        booth.type("doc sai");
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("thành 30G56780"));
    }

    @Test
    void theDetailOfAVisitThatIsOddSaysWhyAndWhere() {
        threeDays();
        Visit odd = node.desk.visits().get(1);
        var again =
                new GateEvent(
                        new StreamId(2, 7),
                        9,
                        GateEvent.Kind.EXIT,
                        FakeNode.START.minusSeconds(600),
                        FakeNode.central(3),
                        "cam-1",
                        odd.plate(),
                        25_000,
                        null,
                        false);
        node.irregular =
                List.of(new Irregularity(Irregularity.Kind.SECOND_EXIT, again, odd.eventId(), odd));
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#history-detail",
                t -> assertThat(t).contains("bất thường: ra lần nữa lúc 14:22:07 ở central-3"));
    }

    @Test
    void aDayThatIsNoneIsMarkedAndSaid() {
        open();
        set("#history-from", "31/02");
        booth.untilRead("#history-visits", t -> assertThat(t).contains("Ngày không đúng"));
    }

    @Test
    void whatCannotBeMeantIsSaidUnderTheRowsAndNothingIsExportedForIt() {
        threeDays();
        open();
        untilRows(2);
        set("#history-from", "31/02");
        booth.untilRead("#history-foot", t -> assertThat(t).contains("Ngày không đúng", "1–2"));
        booth.press(KeyCode.E);
        booth.untilRead("#history-export", t -> assertThat(t).isEmpty());
        booth.untilRead(".key-strip", t -> assertThat(t).doesNotContain("Xuất CSV"));

        set("#history-from", "");
        booth.untilRead("#history-foot", t -> assertThat(t).doesNotContain("Ngày không đúng"));
        booth.press(KeyCode.F3);
        booth.type("30Ạ");
        booth.untilRead("#history-foot", t -> assertThat(t).contains("Đang bật gõ tiếng Việt"));
        untilRows(2);
        booth.type("9");
        booth.untilRead("#history-foot", t -> assertThat(t).doesNotContain("gõ tiếng Việt"));
    }

    @Test
    void escapeFromTheQuestionGoesBackIntoTheField() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.C);
        booth.type("29a12346");
        booth.press(KeyCode.TAB);
        booth.type("camera doc sai");
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("thành 29A12346"));
        booth.press(KeyCode.ESCAPE);
        until(() -> assertThat(booth.one("#change-plate").isFocused()).isTrue());
    }

    @Test
    void theChangesOfAVisitAreScrolledByKeysAndReadAgainAfterAFailure() {
        threeDays();
        Visit visit = node.desk.visits().getLast();
        for (int i = 0; i < 20; i++) {
            node.desk.correct(
                    new CorrectionRequest(
                            visit.id(), "51F-999." + (10 + i), null, "camera doc sai", "An"));
        }
        open();
        untilRows(2);
        node.unreadable(true);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#history-detail", t -> assertThat(t).contains("Không đọc được các thay đổi"));
        node.unreadable(false);
        node.pass(Duration.ofSeconds(3));
        booth.untilRead("#history-detail", t -> assertThat(t).contains("20 lần thay đổi"));

        booth.press(KeyCode.TAB);
        booth.press(KeyCode.PAGE_DOWN);
        until(
                () -> {
                    var pane = (ScrollPane) booth.one("#history-detail .changes-pane");
                    assertThat(pane.isFocused()).isTrue();
                    assertThat(pane.getVvalue()).isPositive();
                });
    }

    @Test
    void lettersInTheSearchAreTextAndNotKeys() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.F3);
        booth.type("ev");
        booth.press(KeyCode.E, KeyCode.V);
        booth.untilRead("#history-change", t -> assertThat(t).isEmpty());
        booth.untilRead("#history-export", t -> assertThat(t).isEmpty());
    }

    @Test
    void aKeyThatErasesInAFieldIsNotCalledUselessOnAnyScreen() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.F3);
        booth.type("29");
        booth.press(KeyCode.BACK_SPACE);
        until(
                () ->
                        assertThat(((TextField) booth.one("#history-search")).getText())
                                .isEqualTo("2"));
        assertThat(fx(() -> booth.read("#message-line"))).doesNotContain("⌫");
        booth.press(KeyCode.ALT, KeyCode.DIGIT1);
        booth.type("30");
        booth.press(KeyCode.BACK_SPACE);
        assertThat(fx(() -> booth.read("#message-line"))).doesNotContain("⌫");
    }

    @Test
    void whileAFieldHasTheFocusNoLetterIsOfferedAsAKey() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.untilRead(".key-strip", t -> assertThat(t).contains("Sửa", "Hủy lượt", "Xuất CSV"));
        booth.press(KeyCode.F3);
        booth.untilRead(
                ".key-strip",
                t -> assertThat(t).contains("F3").doesNotContain("Sửa", "Hủy lượt", "Xuất CSV"));
        booth.press(KeyCode.ENTER);
        booth.untilRead(".key-strip", t -> assertThat(t).contains("Sửa", "Hủy lượt", "Xuất CSV"));
    }

    @Test
    void enterInTheFieldShowsTheOnlyVisitThatIsFound() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.F3);
        booth.type("999");
        booth.press(KeyCode.ENTER); // whether the answer is there by now or not
        booth.untilRead("#history-detail", t -> assertThat(t).contains("51F-999.99", "central-3"));
        until(() -> assertThat(booth.table("#history-visits").isFocused()).isTrue());
    }

    @Test
    void enterInTheFieldGoesToTheFirstOfSeveralAndTheNextOneShowsIt() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.F3);
        booth.press(KeyCode.ENTER);
        until(() -> assertThat(booth.table("#history-visits").isFocused()).isTrue());
        assertThat(fx(() -> booth.one("#history-detail").isVisible())).isFalse();
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-detail", t -> assertThat(t).contains("51F-999.99"));
    }

    @Test
    void enterInTheFieldShowsTheVisitThatIsChosen() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.F3);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-detail", t -> assertThat(t).contains("29A-123.45"));
    }

    @Test
    void onlyOnePageIsHeldAndTheOthersAreReadWhenTheyAreWanted() {
        for (int i = 0; i < 250; i++) {
            node.desk.enter("29A-" + (10_000 + i), Duration.ofSeconds(1_000 - i), 1);
        }
        open();
        untilRows(100);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–100 trong 250"));
        booth.press(KeyCode.CONTROL, KeyCode.PAGE_DOWN);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("101–200 trong 250"));
        untilRows(100);
        booth.press(KeyCode.CONTROL, KeyCode.PAGE_DOWN);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("201–250 trong 250"));
        untilRows(50);
        booth.press(KeyCode.CONTROL, KeyCode.PAGE_UP);
        booth.press(KeyCode.CONTROL, KeyCode.PAGE_UP);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–100 trong 250"));
        until(() -> assertThat(booth.cell("#history-visits", 0, "plate")).isEqualTo("29A-102.49"));
    }

    @Test
    void aPlateIsCorrectedWithAReasonAndTheChangeIsShownBeforeAndAfter() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#history-detail",
                t -> assertThat(t).contains("29A-123.45", "Chưa ai thay đổi lượt này"));

        booth.press(KeyCode.C);
        booth.type("29a12346");
        booth.press(KeyCode.ENTER); // to the reason
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("Cần biển số và lý do"));
        booth.type("camera doc sai");
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#history-change",
                t -> assertThat(t).contains("Sửa 29A-123.45 thành 29A12346 (camera doc sai)?"));
        assertThat(node.desk.changesMade()).isEmpty();
        booth.node.pass(SEEN);
        booth.press(KeyCode.ENTER);

        booth.untilRead("#history-change", t -> assertThat(t).contains("Đã sửa lượt của"));
        booth.untilRead(
                "#history-detail",
                t ->
                        assertThat(t)
                                .contains("29A-123.45 → 29A-123.46", "lý do: camera doc sai")
                                .contains(System.getProperty("user.name")));
        until(
                () ->
                        assertThat(booth.cell("#history-visits", 1, "marks"))
                                .isEqualTo("đã sửa · bất thường"));
    }

    @Test
    void aVisitWhoseExitNobodySawIsToBeLookedAtAndShowsNoTimeOfIt() {
        Visit in = node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        node.desk.missExit(in, Duration.ofMinutes(1));
        open();
        untilRows(1);
        until(
                () -> {
                    assertThat(booth.cell("#history-visits", 0, "left")).isEqualTo("?");
                    assertThat(booth.cell("#history-visits", 0, "stay")).isEqualTo("?");
                    assertThat(booth.cell("#history-visits", 0, "marks"))
                            .isEqualTo("▲ không rõ giờ ra");
                });
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#history-detail",
                t -> assertThat(t).contains("Ra: không rõ giờ · phát hiện 14:31:07"));
    }

    @Test
    void anExitThatWasTakenBackIsAmongTheChangesOfItsVisit() {
        Visit in = node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        node.desk.takeExitBack(node.desk.leave(in, Duration.ofMinutes(1), 1), "Lan");
        open();
        untilRows(1);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.ENTER);

        booth.untilRead(
                "#history-detail",
                t -> assertThat(t).contains("29A-123.45 → đã lấy lại lượt ra · Lan, central-1"));
        assertThat(booth.cell("#history-visits", 0, "left")).isEqualTo("trong bãi");
    }

    @Test
    void aVisitIsVoidedOnlyWithAReasonAndAfterAQuestion() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.V);
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("Cần lý do"));
        booth.type("thu may");
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("Không lấy lại được"));
        booth.press(KeyCode.ESCAPE); // back to the form, and the reason is still there
        booth.untilRead("#history-change", t -> assertThat(t).contains("Hủy lượt của 51F-999.99"));
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("thu may"));
        booth.node.pass(SEEN);
        booth.press(KeyCode.ENTER);

        booth.untilRead("#history-change", t -> assertThat(t).contains("Đã hủy lượt của"));
        untilRows(1);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–1 trong 1"));
        assertThat(node.desk.changesMade()).hasSize(1);
        assertThat(node.desk.changesMade().getFirst().reason()).isEqualTo("thu may");
    }

    @Test
    void whatCannotBeWrittenChangesNothingAndSaysSo() {
        threeDays();
        node.desk.unavailable("disk full");
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.V);
        booth.type("thu may");
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("Không lấy lại được"));
        booth.node.pass(SEEN);
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("không có gì thay đổi"));
        untilRows(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void theVisitThatIsBeingCorrectedStaysInSight(int row) {
        for (int car = 0; car < 40; car++) {
            node.desk.enter("29A-" + (10_000 + car), Duration.ofMinutes(10 + car), 1);
        }
        open();
        untilRows(40);
        for (int i = 0; i <= row; i++) {
            booth.press(KeyCode.DOWN);
        }
        booth.press(KeyCode.ENTER);
        booth.press(KeyCode.C);
        until(
                () -> {
                    assertThat(booth.one("#history-change").isVisible()).isTrue();
                    var table = booth.table("#history-visits");
                    var flow = (VirtualFlow<?>) booth.one("#history-visits .virtual-flow");
                    assertThat(table.getSelectionModel().getSelectedIndex()).isEqualTo(row);
                    assertThat(flow.getFirstVisibleCell().getIndex()).isLessThanOrEqualTo(row);
                    assertThat(flow.getLastVisibleCell().getIndex()).isGreaterThanOrEqualTo(row);
                });
    }

    @Test
    void aMarkedLetterIsRefusedInTheRightPlateToo() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.C);
        booth.type("30Ạ");
        booth.untilRead("#history-change", t -> assertThat(t).contains("Đang bật gõ tiếng Việt"));
    }

    @Test
    void oldRowsStayWhereTheDatabaseCannotBeRead() {
        threeDays();
        open();
        untilRows(2);
        node.unreadable(true);
        node.pass(Duration.ofSeconds(3));
        booth.untilRead("#history-foot", t -> assertThat(t).contains("STORE_UNREADABLE"));
        untilRows(2);
        node.unreadable(false);
        booth.press(KeyCode.CONTROL, KeyCode.R);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–2 trong 2"));
    }

    @Test
    void oldRowsSayTheirAge() {
        threeDays();
        open();
        untilRows(2);
        node.unreadable(true);
        node.pass(Duration.ofSeconds(40));
        booth.untilRead("#history-foot", t -> assertThat(t).contains("Dữ liệu cũ 40 s"));
    }

    @Test
    void newVisitsComeInByThemselves() {
        threeDays();
        open();
        untilRows(2);
        node.desk.enter("30G-567.89", Duration.ZERO, 1);
        node.pass(Duration.ofSeconds(3));
        untilRows(3);
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–3 trong 3"));
    }

    private void cars(int count) {
        for (int i = 0; i < count; i++) {
            node.desk.enter("29A-" + (10_000 + i), Duration.ofSeconds(1_000 - i), 1);
        }
    }

    @Test
    void moreThanAPageIsCountedAgainNowAndThen() {
        cars(150);
        open();
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–100 trong 150"));
        node.desk.enter("30G-567.89", Duration.ZERO, 1);
        node.pass(Duration.ofSeconds(31));
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–100 trong 151"));
    }

    @Test
    void whatWasReadBeforeAChangeIsNotTheCountAfterIt() {
        cars(150);
        open();
        untilRows(100);
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.V);
        booth.type("thu may");
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("Không lấy lại được"));
        node.desk.holdRead();
        node.pass(Duration.ofSeconds(3));
        until(() -> Booth.check(node.desk.holdsRead()));
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-change", t -> assertThat(t).contains("Đã hủy lượt của"));
        node.desk.letReadGo();
        booth.untilRead("#history-foot", t -> assertThat(t).contains("1–100 trong 149"));
    }

    @Test
    void whatMayBeMissingIsNamed() {
        node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        open();
        booth.untilRead(
                "#history-foot",
                t -> assertThat(t).contains("chưa có dữ liệu mới của central-3 từ 13:59:07"));
    }

    @Test
    void whatAPersonMustLookAtIsMarkedWithItsReason() {
        node.desk.leaveAlone(FakeDesk.plate("51F-678.90"), Duration.ofMinutes(5));
        node.desk.leaveAlone(
                Plate.unread(FakeNode.central(1), 1_795_323_600_000L), Duration.ofMinutes(3));
        open();
        untilRows(2);

        assertThat(booth.cell("#history-visits", 0, "plate")).isEqualTo("Không rõ");
        assertThat(booth.cell("#history-visits", 0, "marks")).isEqualTo("▲ không đọc được");
        assertThat(booth.cell("#history-visits", 1, "marks")).isEqualTo("▲ không có lượt vào");
        assertThat(booth.cell("#history-visits", 1, "entered")).isEqualTo("–");
    }

    @Test
    void theListIsWrittenToAFileThatIsThereWholeOrNotAtAll() throws Exception {
        threeDays();
        node.desk.enter("=1+1,2", Duration.ofMinutes(1), 1);
        open();
        untilRows(3);
        booth.press(KeyCode.E);
        Path file = folder.resolve("cars.csv");
        set("#export-file", file.toString());
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-export", t -> assertThat(t).contains("Đã ghi 3 lượt"));

        String text = Files.readString(file);
        assertThat(text).startsWith("\uFEFFBiển số,Vào lúc,");
        assertThat(text.lines())
                .hasSize(4)
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "29A-123.45,2026-11-22 09:32:07,central-1,2026-11-22"
                                                + " 12:32:07,central-1,10800,75000,camera,,có,,"))
                .anyMatch(line -> line.startsWith("\"'=1+1,2\",2026-11-22 14:31:07,"));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }

        booth.press(KeyCode.E);
        set("#export-file", file.toString());
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-export", t -> assertThat(t).contains("Đã có tệp"));
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void anExportThatIsCancelledLeavesNoFile() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            node.desk.enter("29A-" + (10_000 + i), Duration.ofSeconds(4_000 - i), 1);
        }
        open();
        untilRows(100);
        node.desk.holdPages(2); // the second page of a thousand comes when it is let go
        booth.press(KeyCode.E);
        set("#export-file", folder.resolve("cars.csv").toString());
        booth.press(KeyCode.ENTER);
        booth.untilRead("#history-export", t -> assertThat(t).contains("1.000/3.000"));
        booth.press(KeyCode.X);
        node.desk.letPagesGo();
        booth.untilRead("#history-export", t -> assertThat(t).contains("Đã hủy"));
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whereAFileCannotBeIsSaid() {
        threeDays();
        open();
        untilRows(2);
        booth.press(KeyCode.E);
        set("#export-file", folder.resolve("no/such/folder/cars.csv").toString());
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#history-export",
                t ->
                        assertThat(t)
                                .contains("Không ghi được tệp: không có tệp hoặc thư mục đó")
                                .doesNotContain("Exception"));
    }

    @Test
    void theKeysOfTheScreenAreShownWhereTheyWork() {
        threeDays();
        open();
        untilRows(2);
        booth.untilRead(
                ".key-strip", t -> assertThat(t).contains("F3", "Xuất CSV").doesNotContain("Sửa"));
        booth.press(KeyCode.DOWN);
        booth.untilRead(".key-strip", t -> assertThat(t).contains("Sửa", "Hủy lượt"));
    }

    @Test
    void onAWideWindowTheVisitStandsBesideTheListAndFollowsTheSelection() {
        threeDays();
        fx(
                () -> {
                    booth.stage().setWidth(1_920);
                    return true;
                });
        open();
        untilRows(2);
        booth.untilRead("#history-detail", t -> assertThat(t).contains("Chọn một lượt"));
        booth.press(KeyCode.DOWN);
        booth.untilRead("#history-detail", t -> assertThat(t).contains("51F-999.99", "central-3"));
        until(
                () -> {
                    var plate = (Label) booth.one("#history-detail .detail-plate");
                    assertThat(plate.getWidth()).isGreaterThan(plate.prefWidth(-1) - 1);
                    assertThat(plate.getHeight()).isGreaterThan(20);
                });
    }
}
