package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Visit;

import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/** What an attendant does at the Gate screen, by the keys alone. */
class GateWorkTest {
    private static final Duration BETWEEN_KEYS = Duration.ofMillis(301);

    @TempDir Path settings;
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

    /** Presses Enter as a person does: not twice within a blink. */
    private void enter() {
        node.pass(BETWEEN_KEYS);
        booth.press(KeyCode.ENTER);
    }

    private void lookAt(String plate) {
        booth.press(KeyCode.F2);
        booth.type(plate);
        enter();
    }

    private void untilNoCar() {
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Chờ xe"));
    }

    /** The driver gives exactly the fee, and Enter books it. */
    private void take() {
        booth.type("*");
        booth.untilRead("#card-primary", t -> assertThat(t).contains("Đã thu tiền"));
        enter();
    }

    private String typed() {
        return Booth.fx(() -> ((TextField) booth.one("#plate-field")).getText());
    }

    @Test
    void aCarThatIsNotInsideIsShownAndLetInByEnter() {
        lookAt("30g56789");
        booth.untilRead(
                "#gate-card",
                t ->
                        assertThat(t)
                                .contains("XE VÀO", "30G-567.89", "Xe không ở trong bãi")
                                .contains("Cho xe vào")
                                .doesNotContain("arie")); // nobody has read its state
        assertThat(node.desk.requests()).isEmpty();

        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("VÀO 30G-567.89", "mở barie"));
        untilNoCar();
        assertThat(node.desk.requests())
                .containsExactly(
                        new OpenRequest(
                                "30G56789", "30G-567.89", null, null, null, null, "manual"));
        assertThat(typed()).isEmpty();
    }

    @Test
    void aFeeThatTheClockOfAnotherGateMayHaveMadeIsLookedAtByAPerson() {
        node.desk.enter("29A-123.45", Duration.ofMinutes(31).plusSeconds(20), 3);
        lookAt("29A-123.45");
        booth.untilRead(
                "#gate-card",
                t -> assertThat(t).contains("25.000 ₫").doesNotContain("cần kiểm tra"));
        booth.press(KeyCode.ESCAPE);
        node.change(3, peer -> new GivenPeer(peer).offset(-95_000.0).state());
        node.pass(Duration.ofMillis(100));
        lookAt("29A-123.45");
        booth.untilRead(
                "#gate-card",
                t -> assertThat(t).contains("25.000 ₫", "Thời gian gửi này cần kiểm tra."));
    }

    @Test
    void theFeeAndHowItCameAboutAreShownBeforeTheBarrierOpens() {
        node.desk.enter("29A-123.45", Duration.ofMinutes(195).plusSeconds(53), 3);
        lookAt("29A-123.45");
        booth.untilRead(
                "#gate-card",
                t ->
                        assertThat(t)
                                .contains("XE RA", "29A-123.45", "75.000 ₫")
                                .contains("miễn phí 30 phút + 3 giờ × 25.000")
                                .contains("central-3", "3 giờ 15 phút", "Khách đưa"));
        assertThat(node.desk.requests()).isEmpty();

        take();
        booth.untilRead(
                "#gate-result", t -> assertThat(t).contains("RA 29A-123.45", "Đã thu 75.000 ₫"));
        assertThat(node.desk.visits()).noneMatch(Visit::inside);
    }

    @Test
    void aStayWithinTheFreeTimeCostsNothingAndSaysSo() {
        node.desk.enter("29A-123.45", Duration.ofMinutes(30), 1);
        lookAt("29A12345");
        booth.untilRead(
                "#gate-card",
                t -> assertThat(t).contains("0 ₫", "miễn phí 30 phút đầu", "Cho xe ra"));
        enter();
        booth.untilRead(
                "#gate-result",
                t -> assertThat(t).contains("RA 29A-123.45", "Miễn phí").doesNotContain("Đã thu"));
    }

    @Test
    void aPassIsShownWithItsLastDayAndTheDaysUntilThen() {
        node.desk.pass("2026-11-30");
        lookAt("30g56789");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("vé đến 30/11/2026, còn 8 ngày"));
        node.desk.pass("2026-11-22");
        lookAt("30g56780");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("hôm nay là ngày cuối"));
        node.desk.pass(null);
        lookAt("30g56781");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("vé không thời hạn"));
        node.desk.pass("cuối năm"); // as it was taken over
        lookAt("30g56782");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("vé đến cuối năm"));
    }

    @Test
    void whatIsReadAloudOfACarIsAllThatIsShown() {
        node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        booth.untilRead("#message-line", t -> assertThat(t).contains("central-3"));
        lookAt("30G56789");
        until(
                () ->
                        assertThat(booth.one(".decision").getAccessibleText())
                                .contains("XE VÀO", "30G-567.89")
                                .contains("Chưa nhận dữ liệu mới của central-3", "Cho xe vào"));
    }

    @Test
    void aFeeThatIsShownGrowsWithTheHours() {
        node.desk.enter("29A-123.45", Duration.ofMinutes(89).plusSeconds(58), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("25.000 ₫"));
        node.pass(Duration.ofSeconds(6));
        booth.untilRead("#gate-card", t -> assertThat(t).contains("50.000 ₫"));
    }

    @Test
    void aFeeThatRisesBeforeTheMoneyIsTakenIsShownAgainAndNotBooked() {
        node.desk.enter("29A-123.45", Duration.ofMinutes(89).plusSeconds(58), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("25.000 ₫"));
        booth.type("*");
        node.pass(Duration.ofSeconds(3)); // too soon to be looked at again
        booth.press(KeyCode.ENTER);
        booth.untilRead(
                "#gate-result",
                t -> assertThat(t).contains("50.000 ₫", "không còn 25.000 ₫", "Chưa ghi gì"));
        booth.untilRead("#card-fee", t -> assertThat(t).contains("50.000 ₫"));
        assertThat(node.desk.requests()).isEmpty();
        assertThat(node.desk.visits()).allMatch(Visit::inside);

        take();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("Đã thu 50.000 ₫"));
    }

    @Test
    void digitsFindTheCarsInsideByTheEndOfTheirPlatesNewestFirst() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        node.desk.enter("30E-123.45", Duration.ofHours(2), 2);
        node.desk.enter("51F-999.99", Duration.ofHours(1), 2);
        node.desk.leave(node.desk.enter("30K-123.45", Duration.ofHours(1), 2), Duration.ZERO, 1);

        booth.type("12345");
        booth.untilRead(
                "#gate-matches",
                t ->
                        assertThat(t)
                                .containsSubsequence("30E-123.45", "29A-123.45")
                                .doesNotContain("51F", "30K"));
        booth.press(KeyCode.DOWN);
        booth.press(KeyCode.DOWN);
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("29A-123.45", "XE RA"));
        booth.untilRead("#gate-matches", t -> assertThat(t).isEmpty());
    }

    @Test
    void ofTheCarsInAListNoneIsMeantUntilAPersonChoosesOne() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        node.desk.enter("30E-123.45", Duration.ofHours(2), 2);
        booth.type("345");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("30E-123.45"));
        enter();
        enter();
        booth.untilRead("#plate-hint", t -> assertThat(t).contains("Chọn xe", "trước"));
        untilNoCar();

        booth.press(KeyCode.DOWN);
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("30E-123.45", "XE RA"));
        assertThat(node.desk.requests()).isEmpty();
    }

    @Test
    void aPlateThatIsMistypedAtTheExitIsNotLetInByEnter() {
        node.desk.enter("30G-567.89", Duration.ofHours(1), 1);
        booth.press(KeyCode.F2);
        booth.type("30G56798");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("30G-567.89"));
        booth.untilRead("#plate-hint", t -> assertThat(t).contains("gần giống", "Shift+Enter"));
        for (int i = 0; i < 3; i++) {
            enter();
        }
        untilNoCar();

        booth.press(KeyCode.DOWN);
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE RA", "30G-567.89"));
        assertThat(node.desk.requests()).isEmpty();
    }

    @Test
    void aCarThatIsOnlyLikeOneInsideIsLetInWhereAPersonSaysSo() {
        node.desk.enter("30G-567.89", Duration.ofHours(1), 1);
        booth.press(KeyCode.F2);
        booth.type("30G56798");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("30G-567.89"));
        node.pass(BETWEEN_KEYS);
        booth.press(KeyCode.SHIFT, KeyCode.ENTER);
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE VÀO", "30G-567.98"));
    }

    @Test
    void theBeginningOfAPlateFindsItsCar() {
        node.desk.enter("51F-999.99", Duration.ofHours(1), 1);
        booth.press(KeyCode.F2);
        booth.type("51F");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("51F-999.99"));
        enter();
        untilNoCar();
    }

    @Test
    void whatDiffersFromTheTypedPlateIsUnderlinedInTheList() {
        node.desk.enter("51F-123.45", Duration.ofHours(2), 1);
        booth.type("51F12344");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("51F-123.45"));
        until(() -> assertThat(underlined()).isEqualTo("5"));
        booth.press(KeyCode.ESCAPE);
        booth.type("51F1");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("51F-123.45"));
        until(() -> assertThat(underlined()).isEmpty());
    }

    private String underlined() {
        return booth.all("#gate-matches .plate-run").stream()
                .map(run -> (Text) run)
                .filter(Text::isUnderline)
                .map(Text::getText)
                .collect(Collectors.joining());
    }

    @Test
    void theOnlyCarOfAListIsNotMeantByEnterAlone() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        booth.type("12345");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("29A-123.45"));
        enter();
        booth.untilRead("#plate-hint", t -> assertThat(t).contains("Chọn xe"));
        untilNoCar();
    }

    @Test
    void digitsThatNoCarEndsWithAreNoPlateHoweverOftenEnterComes() {
        booth.type("100000");
        booth.untilRead("#plate-hint", t -> assertThat(t).contains("Không có xe nào"));
        for (int i = 0; i < 4; i++) {
            enter();
        }
        booth.untilRead("#plate-hint", t -> assertThat(t).contains("không phải biển số"));
        untilNoCar();
        assertThat(node.desk.requests()).isEmpty();
    }

    @Test
    void whatIsTypedWhileACarIsShownIsNoOtherPlate() {
        node.desk.enter("29A-123.45", Duration.ofMinutes(5), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("0 ₫", "Cho xe ra"));
        booth.type("100000");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("29A-123.45", "Cho xe ra"));
        assertThat(typed()).isEqualTo("29A12345");

        booth.press(KeyCode.F2);
        untilNoCar();
        booth.type("30G56789");
        assertThat(typed()).isEqualTo("30G56789");
        assertThat(node.desk.requests()).isEmpty();
    }

    @Test
    void whatCameOfACarIsTakenAwayWhenTheCarHasGone() {
        lookAt("30G56789");
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("VÀO 30G-567.89"));
        node.pass(Duration.ofSeconds(20));
        booth.untilRead("#gate-result", t -> assertThat(t).isEmpty());
    }

    @Test
    void digitsGoToThePlateFieldWhereverTheFocusIs() {
        Booth.fx(
                () -> {
                    booth.one("#gate-events").requestFocus();
                    return true;
                });
        booth.type("123");
        assertThat(typed()).isEqualTo("123");
    }

    @Test
    void aMarkedLetterIsRefusedWithAWordAndDigitsStayUsable() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        booth.type("30Ạ");
        booth.untilRead("#gate-result", t -> assertThat(t).contains("Đang bật gõ tiếng Việt"));
        assertThat(typed()).isEmpty();
        booth.press(KeyCode.ENTER);
        untilNoCar();

        booth.type("12345");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("29A-123.45"));
        booth.untilRead("#gate-result", t -> assertThat(t).contains("Đang bật gõ tiếng Việt"));
        booth.press(KeyCode.DOWN);
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("29A-123.45"));
        booth.untilRead("#gate-result", t -> assertThat(t).isEmpty());
    }

    @Test
    void crossedDIsALetterOfPlates() {
        lookAt("29-mđ1 013.53");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("29-MĐ1 013.53", "XE VÀO"));
    }

    @Test
    void aCarThatIsTypedWithoutItsBarIsTheOneInside() {
        node.desk.enter("29-MĐ1 013.53", Duration.ofMinutes(20), 3);
        lookAt("29md101353");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE RA", "29-MĐ1 013.53"));
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("RA 29-MĐ1 013.53"));
        assertThat(node.desk.visits()).noneMatch(Visit::inside);
    }

    @Test
    void anUnusualPlateNeedsASecondEnterAndAReason() {
        lookAt("abc");
        booth.untilRead(
                "#gate-card", t -> assertThat(t).contains("XE VÀO", "ABC", "biển số đặc biệt"));
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("BIỂN SỐ LẠ", "Biển tạm"));
        enter(); // without a reason nothing is accepted
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Chọn bằng phím số"));
        assertThat(node.desk.requests()).isEmpty();

        booth.type("2");
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("VÀO ABC"));
        assertThat(node.desk.incidents())
                .containsExactly(
                        new Because(
                                Because.Reason.UNUSUAL_PLATE,
                                "temporary",
                                System.getProperty("user.name")));

        lookAt("abc"); // it is inside now: nothing to accept
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE RA", "ABC"));
    }

    @Test
    void whatIsTooShortForAPlateIsRefused() {
        lookAt("-a-");
        booth.untilRead("#gate-result", t -> assertThat(t).contains("3 đến 20 chữ và số"));
    }

    @Test
    void escapeNeverOpens() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000 ₫"));
        booth.press(KeyCode.ESCAPE);
        untilNoCar();
        assertThat(node.desk.requests()).isEmpty();
        booth.press(KeyCode.ESCAPE);
        assertThat(typed()).isEmpty();
    }

    @Test
    void aKeyThatBouncesCountsOnce() {
        booth.type("30G56789");
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        booth.press(KeyCode.ENTER);
        node.pass(Duration.ofMillis(299));
        booth.press(KeyCode.ENTER);
        assertThat(node.desk.requests()).isEmpty();
        node.pass(Duration.ofMillis(2));
        booth.press(KeyCode.ENTER);
        until(() -> assertThat(node.desk.requests()).hasSize(1));
    }

    @Test
    void aKeyThatIsHeldDownOpensNothing() {
        booth.type("30G56789");
        node.pass(BETWEEN_KEYS);
        booth.hold(KeyCode.ENTER);
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        for (int i = 0; i < 20; i++) {
            node.pass(BETWEEN_KEYS);
            booth.repeat(KeyCode.ENTER);
        }
        assertThat(node.desk.requests()).isEmpty();
        booth.release(KeyCode.ENTER);
        enter();
        until(() -> assertThat(node.desk.requests()).hasSize(1));
    }

    @Test
    void aKeyThatWasLetGoWhileTheWindowHadNoFocusIsNotHeldDownAnyMore() {
        booth.type("30G56789");
        node.pass(BETWEEN_KEYS);
        booth.hold(KeyCode.ENTER);
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        booth.focus(false); // the key is let go where this window does not hear of it
        booth.focus(true);
        node.pass(BETWEEN_KEYS);
        booth.repeat(KeyCode.ENTER); // and pressed again
        booth.release(KeyCode.ENTER);
        until(() -> assertThat(node.desk.requests()).hasSize(1));
    }

    @Test
    void whileMoneyIsDueDigitsAreTheCashThatIsGivenAndItsChangeIsShownAtOnce() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000 ₫"));
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("phím * là vừa đủ"));
        booth.type("50000");
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Chưa đủ: phí là 75.000 ₫"));
        assertThat(node.desk.requests()).isEmpty();

        for (int i = 0; i < 5; i++) {
            booth.press(KeyCode.BACK_SPACE);
        }
        booth.type("100000");
        booth.untilRead("#card-change", t -> assertThat(t).contains("25.000 ₫"));
        assertThat(typed()).isEqualTo("29A12345");
        enter();
        booth.untilRead(
                "#gate-result", t -> assertThat(t).contains("Đã thu 75.000 ₫, trả lại 25.000 ₫"));
        assertThat(node.desk.settlements())
                .containsExactly(
                        new Settlement.Cash(75_000, 100_000, System.getProperty("user.name")));
    }

    @Test
    void escapeClearsTheCashFirstAndThenLeavesTheCar() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000 ₫"));
        booth.type("7");
        booth.untilRead("#card-cash", t -> assertThat(t).contains("7"));
        booth.press(KeyCode.ESCAPE);
        booth.untilRead("#card-cash", t -> assertThat(t).isEmpty());
        booth.press(KeyCode.ESCAPE);
        untilNoCar();
    }

    @Test
    void whatAnotherGateDidMeanwhileIsToldAndNothingOpens() {
        var plate = FakeDesk.plate("30G-567.89");
        lookAt("30G56789");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE VÀO"));
        node.desk.answerNext(
                Passed.first(
                        new OpenOutcome.AlreadyInside(
                                plate, FakeNode.START, "central-2_1_30G56789")));
        enter();
        booth.untilRead(
                "#gate-result",
                t -> assertThat(t).contains("30G-567.89 đã ở trong bãi", "không mở"));

        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE RA"));
        node.desk.answerNext(Passed.first(new OpenOutcome.NotInside(FakeDesk.plate("29A-123.45"))));
        take();
        booth.untilRead(
                "#gate-result",
                t -> assertThat(t).contains("29A-123.45 không còn lượt vào", "không mở"));
    }

    @Test
    void aCarThatLeftElsewhereWhileItsFeeIsShownIsNotLetInByTheEnterForThatFee() {
        Visit visit = node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000 ₫"));
        node.desk.leave(visit, Duration.ZERO, 2);
        node.pass(Duration.ofSeconds(6));
        booth.untilRead(
                "#gate-result",
                t -> assertThat(t).contains("29A-123.45 không còn lượt vào", "Không ghi gì"));
        untilNoCar();

        enter();
        enter();
        assertThat(node.desk.requests()).isEmpty();
        assertThat(node.desk.visits()).noneMatch(Visit::inside);
    }

    @Test
    void aFeeIsNotTakenForAnotherVisitOfTheSameCar() {
        Visit visit = node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000 ₫"));
        node.desk.leave(visit, Duration.ZERO, 2);
        node.desk.enter("29A-123.45", Duration.ofMinutes(-1), 2);
        node.pass(Duration.ofSeconds(6));
        booth.untilRead(
                "#gate-result", t -> assertThat(t).contains("29A-123.45 không còn lượt vào"));
        enter();
        assertThat(node.desk.requests()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenOpensNothingAndSaysWhatToDo() {
        node.desk.unavailable("gatehouse.db: disk full");
        lookAt("30G56789");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        enter();
        booth.untilRead(
                "#gate-result", t -> assertThat(t).contains("không mở barie", "Dùng phiếu giấy"));
    }

    @Test
    void afterASearchThatFailedEnterSearchesAgain() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        node.unreadable(true);
        booth.type("345");
        booth.untilRead("#gate-result", t -> assertThat(t).contains("Hãy thử lại"));
        node.unreadable(false);
        enter();
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("29A-123.45"));
        booth.press(KeyCode.DOWN);
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("29A-123.45", "XE RA"));
    }

    @Test
    void aCarThatWasFoundByWhatStoodThereBeforeIsNotMeant() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        booth.type("345");
        booth.untilRead("#gate-matches", t -> assertThat(t).contains("29A-123.45"));
        node.desk.holdTails();
        try {
            booth.type("k");
            enter();
        } finally {
            node.desk.letTailsGo();
        }
        booth.untilRead("#gate-card", t -> assertThat(t).contains("345K", "biển số đặc biệt"));
    }

    @Test
    void theEnterOfAReaderThatTypesIsNotTheOneThatTheMoneyWasTaken() {
        node.desk.enter("29A-123.45", Duration.ofHours(3), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000 ₫"));
        node.pass(BETWEEN_KEYS);
        booth.scan("0012345678");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000 ₫"));
        assertThat(node.desk.requests()).isEmpty();
        take();
        until(() -> assertThat(node.desk.requests()).hasSize(1));
    }

    @Test
    void aReaderThatTypesWhileACarWithoutFeeIsShownChangesNoCar() {
        node.desk.enter("29A-123.45", Duration.ofMinutes(5), 1);
        lookAt("29A12345");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("0 ₫", "Cho xe ra"));

        booth.scan("0012345678");

        booth.untilRead("#gate-scan", t -> assertThat(t).contains("0012345678", "không thay đổi"));
        booth.untilRead("#gate-card", t -> assertThat(t).contains("29A-123.45", "Cho xe ra"));
        assertThat(typed()).isEqualTo("29A12345");
        assertThat(node.desk.requests()).isEmpty();

        node.pass(Duration.ofSeconds(10));
        booth.untilRead("#gate-scan", t -> assertThat(t).isEmpty());
    }

    @Test
    void whatAReaderReadsIsNoPartOfThePlateThatAPersonTypes() {
        booth.press(KeyCode.F2);
        booth.type("30G");
        booth.scan("990123");
        assertThat(typed()).isEqualTo("30G");

        booth.type("56789");
        assertThat(typed()).isEqualTo("30G56789");
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("30G-567.89"));
    }

    @Test
    void whatAReaderReadsOnAnotherScreenIsWrittenInNoField() {
        booth.press(KeyCode.ALT, KeyCode.DIGIT2);
        until(() -> assertThat(booth.all("#history-visits")).isNotEmpty());
        booth.scan("4012345678901");
        assertThat(
                        Booth.fx(
                                () ->
                                        booth.all(".text-input").stream()
                                                .map(field -> ((TextInputControl) field).getText())
                                                .toList()))
                .allSatisfy(text -> assertThat(text).isEmpty());

        booth.press(KeyCode.ALT, KeyCode.DIGIT1);
        booth.untilRead("#gate-scan", t -> assertThat(t).contains("4012345678901"));
    }

    @Test
    void theCardIsSeenAndWorksAtTheLargestType() {
        lookAt("30G56789");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE VÀO"));
        booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
        booth.press(KeyCode.CONTROL, KeyCode.EQUALS);
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        until(() -> assertThat(booth.one("#plate-field").isFocused()).isTrue());
        enter();
        until(() -> assertThat(node.desk.requests()).hasSize(1));
    }

    @Test
    void whatCannotBeReadIsSaidAndTheNextTryWorks() {
        node.unreadable(true);
        lookAt("30G56789");
        booth.untilRead("#gate-result", t -> assertThat(t).contains("STORE_UNREADABLE"));
        node.unreadable(false);
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("XE VÀO"));
    }

    @Test
    void nothingOpensBeforeItIsWrittenAndEnterDoesNotWriteTwice() {
        node.desk.hold();
        lookAt("30G56789");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Đang ghi…"));
        enter();
        booth.press(KeyCode.ESCAPE);
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Đang ghi…"));
        assertThat(node.desk.requests()).hasSize(1);
        node.desk.letGo();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("VÀO 30G-567.89"));
    }

    @Test
    void theBarrierIsNotedAsClosedBehindTheLastCarThatCameIn() {
        lookAt("30G56789");
        booth.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
        enter();
        booth.untilRead("#gate-result", t -> assertThat(t).contains("VÀO 30G-567.89"));
        node.pass(BETWEEN_KEYS);
        booth.press(KeyCode.F7);
        booth.untilRead(
                "#gate-result", t -> assertThat(t).contains("Barie đã đóng sau xe 30G-567.89"));
    }

    @Test
    void aCarThatSeemsNotToBeInsideMayHaveComeInWhereNothingIsHeardFrom() {
        node.change(3, FakeNode.lost(Duration.ofMinutes(33), null, 112L));
        booth.untilRead("#message-line", t -> assertThat(t).contains("central-3"));
        lookAt("30G56789");
        booth.untilRead(
                "#gate-card", t -> assertThat(t).contains("Chưa nhận dữ liệu mới của central-3"));
    }

    @Test
    void theLiveTableIsFilteredAndHeldStillByTheKeys() {
        node.publish(9_980, 9_992);
        until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(6)); // of this gate
        booth.press(KeyCode.CONTROL, KeyCode.E);
        until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(6)); // of others
        booth.press(KeyCode.CONTROL, KeyCode.E);
        until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(12));
        booth.press(KeyCode.CONTROL, KeyCode.E);
        until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(8));
        booth.untilRead("#gate-list-state", t -> assertThat(t).contains("chỉ xe vào"));
        booth.press(KeyCode.CONTROL, KeyCode.E);
        until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(4));

        booth.press(KeyCode.CONTROL, KeyCode.S);
        node.publish(9_992, 9_998);
        booth.untilRead(
                "#gate-list-state", t -> assertThat(t).contains("Đang tạm dừng danh sách · 2 mới"));
        until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(4));
        booth.press(KeyCode.CONTROL, KeyCode.S);
        until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(6));
    }
}
