package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.model.Visit;

import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import javax.imageio.ImageIO;

/** What comes up by itself at the lanes of a booth, and what the keys do with it. */
class LaneWorkTest {
    private static final Duration BETWEEN_KEYS = Duration.ofMillis(301);
    private static final String STAFF = System.getProperty("user.name");

    @TempDir Path settings;
    private final FakeNode node = new FakeNode(2);
    private Booth booth;

    @BeforeEach
    void sitDown() {
        node.lanes.use(
                FakeLanes.lane("lane-1", "Làn 1", Lane.Direction.IN),
                FakeLanes.lane("lane-2", "Làn 2", Lane.Direction.OUT));
        booth = new Booth(node, settings);
    }

    @AfterEach
    void leave() {
        booth.close();
    }

    private void enter() {
        node.pass(BETWEEN_KEYS);
        booth.press(KeyCode.ENTER);
    }

    private void lane(int number) {
        booth.press(KeyCode.CONTROL, KeyCode.getKeyCode(Integer.toString(number)));
    }

    private void cards(String... words) {
        booth.untilRead("#gate-card", t -> assertThat(t).contains(words));
    }

    private void result(String... words) {
        booth.untilRead("#gate-result", t -> assertThat(t).contains(words));
    }

    private void seesIn(String plate, @Nullable Double sure) {
        node.lanes.sees("cam-lane-1", null, plate, sure);
    }

    private void seesOut(String plate, @Nullable Double sure) {
        node.lanes.sees("cam-lane-2", null, plate, sure);
    }

    private Visit inside(String plate, Duration ago, int central) {
        return node.desk.enter(plate, ago, central);
    }

    @Test
    void aCarThatACameraSeesComesUpAtItsLaneAndEnterLetsItIn() {
        seesIn("30G-567.89", 0.96);
        cards("Làn 1 · VÀO", "XE VÀO", "30G-567.89", "đọc 96 %", "Ô tô · Xe lượt", "Cho xe vào");
        cards("Làn 2 · RA", "Chờ xe");
        assertThat(node.desk.requests()).isEmpty();
        enter();
        result("VÀO 30G-567.89", "Hãy mở barie");
        assertThat(node.desk.requests())
                .extracting(OpenRequest::plateText, OpenRequest::edgeId)
                .containsExactly(tuple("30G56789", "cam-lane-1"));
    }

    @Test
    void whatComesUpUnderTheHandIsNotLetInByAKeyThatWasOnItsWay() {
        node.pass(BETWEEN_KEYS);
        seesIn("30G-567.89", 0.96);
        cards("Cho xe vào");
        booth.press(KeyCode.ENTER);
        node.pass(Duration.ofMillis(299));
        booth.press(KeyCode.ENTER);
        assertThat(node.desk.requests()).isEmpty();
        node.pass(Duration.ofMillis(1));
        booth.press(KeyCode.ENTER);
        until(() -> assertThat(node.desk.requests()).hasSize(1));
    }

    @Test
    void anotherLaneRaisesItsChipAndIsWorkedAtOnlyOnceItIsChosen() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        seesOut("29A-123.45", 0.97);
        cards("xe chờ", "75.000 ₫");
        booth.type("75000"); // at the lane that is chosen, these are digits of a plate
        until(() -> assertThat(typed()).isEqualTo("75000"));
        booth.press(KeyCode.ESCAPE);
        booth.press(KeyCode.F4);
        booth.type("100000");
        booth.untilRead("#card-change", t -> assertThat(t).contains("25.000 ₫"));
        enter();
        result("RA 29A-123.45", "Đã thu 75.000 ₫, trả lại 25.000 ₫");
        assertThat(node.desk.settlements())
                .containsExactly(new Settlement.Cash(75_000, 100_000, STAFF));
    }

    private String typed() {
        return Booth.fx(() -> ((TextField) booth.one("#plate-field")).getText());
    }

    @Test
    void anExitLaneNeverLetsIn() {
        lane(2);
        booth.type("30g56789");
        enter();
        cards("KHÔNG CÓ LƯỢT VÀO", "30G-567.89");
        for (int i = 0; i < 3; i++) {
            enter();
        }
        assertThat(node.desk.requests()).isEmpty();
        assertThat(node.desk.visits()).isEmpty();
    }

    @Test
    void aCarWithoutEntryLeavesForAReasonThatIsKept() {
        seesOut("77C-777.77", 0.95);
        lane(2);
        cards("KHÔNG CÓ LƯỢT VÀO", "77C-777.77");
        enter();
        cards("F8 chọn lý do");
        booth.press(KeyCode.F8);
        cards("SỰ CỐ", "Không có lượt vào – cho ra");
        booth.type("2");
        enter();
        result("RA 77C-777.77", "Không có lượt vào");
        assertThat(node.desk.settlements())
                .containsExactly(
                        new Settlement.Excused(
                                0, new Because(Because.Reason.NO_ENTRY, null, STAFF)));
    }

    @Test
    void aMisreadPlateThatMeansOneCarIsProposedWithWhatTheCameraRead() {
        inside("29A-123.45", Duration.ofMinutes(60), 2);
        seesOut("29A-1234S", 0.81);
        lane(2);
        cards("XE RA", "29A-123.45", "camera đọc 29A-1234S (81 %)", "25.000 ₫");
        assertThat(node.desk.requests()).isEmpty();
        booth.type("*");
        enter();
        result("RA 29A-123.45", "Đã thu 25.000 ₫");
        until(() -> assertThat(node.desk.keptReadings()).containsExactly("29A-1234S"));
    }

    @Test
    void ofSeveralCarsThatMayBeMeantEnterAloneChoosesNone() {
        inside("51F-123.45", Duration.ofHours(2), 1);
        inside("51F-123.54", Duration.ofHours(1), 1);
        seesOut("51F-123.44", 0.7);
        lane(2);
        cards("CÓ PHẢI XE NÀY?", "51F-123.45", "51F-123.54");
        enter();
        cards("Chọn xe bằng ↑ ↓ trước");
        booth.press(KeyCode.DOWN);
        enter();
        cards("XE RA", "51F-123.54", "25.000 ₫");
        assertThat(node.desk.requests()).isEmpty();
    }

    /** A picture that the node has. */
    private Hash picture() throws IOException {
        var png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(48, 27, BufferedImage.TYPE_INT_RGB), "png", png);
        Hash picture = Hash.over(png.toByteArray());
        node.pictures.put(picture, new PictureAnswer.Found(png.toByteArray(), "image/png"));
        return picture;
    }

    @Test
    void theCarThatAPersonPointsAtIsSeenBesideTheOneAtTheBarrier() throws Exception {
        node.desk.enter("51F-123.45", Duration.ofHours(2), 1, picture());
        inside("51F-123.54", Duration.ofHours(1), 1);
        seesOut("51F-123.44", 0.7);
        lane(2);
        cards("CÓ PHẢI XE NÀY?");
        until(() -> assertThat(booth.all(".choice-row .picture")).hasSize(2));
        until(() -> assertThat(images(".choice-row .picture")).isEqualTo(1));
        assertThat(images(".pictures")).isZero();
        booth.press(KeyCode.DOWN);
        booth.untilRead(".pictures", t -> assertThat(t).contains("Vào"));
        booth.press(KeyCode.DOWN);
        until(() -> assertThat(images(".pictures")).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({"1366,768", "1366,700", "1024,600"})
    void thePicturesStayWhileTheCashIsTypedAndTheBarSaysWhatIsShort(int width, int height)
            throws Exception {
        node.lanes.use(
                FakeLanes.lane("1", "Làn 1", Lane.Direction.IN),
                FakeLanes.lane("2", "Làn 2", Lane.Direction.OUT));
        fx(
                () -> {
                    booth.stage().setWidth(width);
                    booth.stage().setHeight(height);
                    return true;
                });
        node.desk.enter("29A-123.45", Duration.ofMinutes(195), 3, picture());
        node.lanes.sees("cam-2", null, "29A-123.45", 0.96);
        booth.press(KeyCode.CONTROL, KeyCode.DIGIT2);
        booth.untilRead("#gate-card", t -> assertThat(t).contains("75.000"));
        booth.type("50000");
        booth.untilRead(
                ".decision:active #card-primary",
                t -> assertThat(t).contains("Còn thiếu 25.000 ₫"));
        booth.press(KeyCode.CONTROL, KeyCode.L);
        booth.untilRead(
                ".decision:active #card-primary", t -> assertThat(t).contains("25,000 VND short"));
        booth.press(KeyCode.CONTROL, KeyCode.L);
        booth.press(KeyCode.BACK_SPACE);
        booth.type("00"); // 500,000
        booth.untilRead("#card-change", t -> assertThat(t).contains("₫"));
        booth.settle();
        Snapshot.save(
                booth.window().scene(),
                Path.of("target", "pictures", "cash-" + width + "-" + height + ".png"));
        until(
                () ->
                        assertThat(booth.one(".decision:active .pictures").isVisible())
                                .as("the pictures are shown")
                                .isTrue());
        assertThat(fx(() -> booth.read(".decision:active .picture-caption")))
                .contains("Vào", "central-3")
                .doesNotContain("| ·");
    }

    /** How many pictures are drawn there. */
    private long images(String selector) {
        return booth.all(selector + " .image-view").stream()
                .filter(view -> ((ImageView) view).getImage() != null)
                .count();
    }

    @Test
    void aDeviceThatNoLaneNamesTakesNoRoomFromTheLanes() {
        seesIn("30G-567.89", 0.96);
        cards("30G-567.89");
        node.lanes.sees("cam-99", GateEvent.Kind.ENTRY, "51F-222.33", 0.9);
        booth.untilRead("#lane-chips", t -> assertThat(t).contains("cam-99", "xe chờ"));
        cards("Làn 1 · VÀO", "Làn 2 · RA", "30G-567.89");
        lane(3);
        cards("51F-222.33", "Cho xe vào");
        booth.untilRead("#lane-chips", t -> assertThat(t).contains("Làn 1", "Làn 2"));
    }

    @Test
    void aCarThatIsInsideAlreadyIsDecidedByAPerson() {
        inside("30G-567.89", Duration.ofHours(5), 2);
        seesIn("30G-567.89", 0.96);
        cards("XE ĐÃ Ở TRONG BÃI", "Lần ra trước bị sót", "Xe khác mang biển này");
        enter();
        cards("Chọn bằng phím số trước");
        assertThat(node.desk.requests()).isEmpty();
        booth.type("1");
        enter();
        result("VÀO 30G-567.89");
        assertThat(node.desk.incidents())
                .containsExactly(new Because(Because.Reason.DUPLICATE, null, STAFF));
        assertThat(node.desk.visits()).filteredOn(Visit::inside).hasSize(1);
    }

    @Test
    void aSecondCarWithThePlateOfOneInsideIsNotLetInAndNoted() {
        inside("30G-567.89", Duration.ofHours(5), 2);
        seesIn("30G-567.89", 0.96);
        cards("XE ĐÃ Ở TRONG BÃI");
        booth.type("2");
        enter();
        result("30G-567.89", "Xe khác mang biển này", "Đã ghi");
        assertThat(node.desk.incidents())
                .extracting(Because::reason)
                .containsExactly(Because.Reason.CLONE);
        assertThat(node.desk.requests()).isEmpty();
    }

    @Test
    void anUnreadCarGetsThePlateThatIsTyped() {
        seesIn("", null);
        cards("KHÔNG ĐỌC ĐƯỢC BIỂN SỐ", "gõ biển số");
        booth.type("30g56789");
        enter();
        cards("XE VÀO", "30G-567.89");
        enter();
        result("VÀO 30G-567.89");
        booth.untilRead("#gate-card", t -> assertThat(t).doesNotContain("KHÔNG ĐỌC"));
    }

    @Test
    void aPlateThatIsTypedForACarWithoutEntryKeepsWhatTheCameraRead() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        seesOut("77C-777.77", 0.95);
        lane(2);
        cards("KHÔNG CÓ LƯỢT VÀO");
        booth.type("29a12345");
        enter();
        cards("XE RA", "29A-123.45", "camera đọc 77C-777.77");
        booth.type("*");
        enter();
        result("Đã thu 75.000 ₫");
        until(() -> assertThat(node.desk.keptReadings()).containsExactly("77C-777.77"));
        booth.untilRead("#gate-card", t -> assertThat(t).doesNotContain("KHÔNG CÓ LƯỢT"));
    }

    @Test
    void aBlockedCarThatLeavesPaysOnlyAfterSomebodyLetItPass() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        node.desk.lapsed("blocked", null);
        seesOut("29A-123.45", 0.95);
        lane(2);
        cards("BIỂN SỐ ĐEN");
        booth.type("2");
        enter();
        cards("75.000 ₫", "Khách đưa");
        booth.type("*");
        enter();
        result("Đã thu 75.000 ₫");
        assertThat(node.desk.incidents())
                .extracting(Because::reason)
                .containsExactly(Because.Reason.BLOCKED);
    }

    @Test
    void aCarThatWaitsIsNamedOnAnotherScreenAndFFourGoesThere() {
        booth.press(KeyCode.ALT, KeyCode.DIGIT2);
        seesOut("77C-777.77", 0.95);
        booth.untilRead("#waiting-car", t -> assertThat(t).contains("F4", "Làn 2", "xe chờ"));
        booth.press(KeyCode.F4);
        cards("Ctrl+2 · đang chọn", "KHÔNG CÓ LƯỢT VÀO");
    }

    @Test
    void whatACameraRecordedIsShownAndGoesByItselfOrByEnter() {
        node.lanes.reports("cam-lane-1", GateEvent.Kind.ENTRY, "30G-567.89", 0.96);
        cards("ĐÃ GHI VÀO", "30G-567.89", "Xe đã qua");
        enter();
        booth.untilRead("#gate-card", t -> assertThat(t).doesNotContain("30G-567.89"));
        assertThat(node.desk.visits()).hasSize(1);
        assertThat(node.desk.requests()).isEmpty();
    }

    @Test
    void theFeeOfAnExitThatACameraRecordedIsTakenAtTheCard() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        node.lanes.reports("cam-lane-2", GateEvent.Kind.EXIT, "29A-123.45", 0.96);
        lane(2);
        cards("XE RA", "75.000 ₫", "Khách đưa");
        booth.type("*");
        enter();
        result("Đã thu 75.000 ₫");
        assertThat(node.desk.settlements())
                .containsExactly(new Settlement.Cash(75_000, 75_000, STAFF));
        booth.untilRead("#gate-card", t -> assertThat(t).doesNotContain("XE RA"));
    }

    @Test
    void aFeeIsNotTakenForAReasonThatIsKept() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        seesOut("29A-123.45", 0.97);
        lane(2);
        cards("75.000 ₫");
        booth.press(KeyCode.F8);
        booth.type("5");
        enter();
        cards("VÌ SAO MIỄN PHÍ?");
        booth.type("2");
        enter();
        cards("Miễn phí – Cho xe ra");
        enter();
        result("RA 29A-123.45", "không thu 75.000 ₫");
        assertThat(node.desk.settlements())
                .containsExactly(
                        new Settlement.Excused(
                                75_000, new Because(Because.Reason.FREE, "guest", STAFF)));
    }

    @Test
    void aLostCardIsNotedAndTheFeeIsStillTaken() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        seesOut("29A-123.45", 0.97);
        lane(2);
        cards("75.000 ₫");
        booth.press(KeyCode.F8);
        booth.type("1");
        enter();
        result("Mất thẻ", "Đã ghi");
        booth.type("*");
        enter();
        result("Đã thu 75.000 ₫");
        assertThat(node.desk.incidents())
                .extracting(Because::reason)
                .containsExactly(Because.Reason.LOST_CARD);
    }

    @Test
    void aWrongPlateIsTypedAgainAndWhatTheCameraReadIsKept() {
        seesIn("30G-567.80", 0.92);
        cards("XE VÀO", "30G-567.80");
        booth.press(KeyCode.F8);
        booth.type("3");
        enter();
        cards("gõ biển số");
        booth.type("30g56789");
        enter();
        cards("XE VÀO", "30G-567.89", "camera đọc 30G-567.80");
        enter();
        result("VÀO 30G-567.89");
        until(() -> assertThat(node.desk.keptReadings()).containsExactly("30G-567.80"));
    }

    @Test
    void anotherCarIsNotLetOutWhereTheExitOfTheWrongOneCannotBeTakenBack() {
        inside("29A-123.40", Duration.ofMinutes(195), 3);
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        node.lanes.reports("cam-lane-2", GateEvent.Kind.EXIT, "29A-123.40", 0.96);
        lane(2);
        cards("29A-123.40", "75.000 ₫");
        booth.press(KeyCode.F8);
        booth.type("3");
        enter();
        booth.type("29a12345");
        enter();
        cards("29A-123.45", "camera đọc 29A-123.40");
        node.desk.tooLate();
        booth.type("*");
        enter();
        result("29A-123.40", "quá một phút");
        assertThat(node.desk.visits()).filteredOn(Visit::inside).hasSize(1);
        assertThat(node.desk.settlements()).isEmpty();
    }

    @Test
    void aCarThatTurnsRoundIsDroppedAndNoted() {
        seesIn("30G-567.89", 0.96);
        cards("XE VÀO");
        booth.press(KeyCode.F8);
        booth.type("6");
        enter();
        result("30G-567.89", "quay đầu");
        assertThat(node.desk.requests()).isEmpty();
        assertThat(node.desk.incidents())
                .extracting(Because::reason)
                .containsExactly(Because.Reason.CANCELLED);
    }

    @Test
    void theLastActIsShownBeforeItIsTakenBackAndOnlyForAMinute() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        seesOut("29A-123.45", 0.97);
        lane(2);
        cards("75.000 ₫");
        booth.type("*");
        enter();
        result("RA 29A-123.45");
        booth.press(KeyCode.CONTROL, KeyCode.Z);
        cards("HOÀN TÁC?", "29A-123.45", "75.000 ₫", "Hủy lượt ra này");
        assertThat(node.desk.undone()).isEmpty();
        enter();
        result("Đã hủy lượt ra của 29A-123.45", "Trả lại khách 75.000 ₫");
        assertThat(node.desk.undone())
                .extracting(UndoRequest::way)
                .containsExactly(GateEvent.Kind.EXIT);
        assertThat(node.desk.visits()).allMatch(Visit::inside);

        seesIn("30G-567.89", 0.96);
        lane(1);
        cards("Cho xe vào");
        enter();
        result("VÀO 30G-567.89");
        node.pass(Duration.ofMinutes(1));
        booth.press(KeyCode.CONTROL, KeyCode.Z);
        booth.untilRead("#gate-card", t -> assertThat(t).doesNotContain("HOÀN TÁC"));
    }

    @Test
    void aBlockedPlateIsNotLetInByEnter() {
        node.desk.lapsed("blocked", null);
        seesIn("30G-567.89", 0.96);
        cards("BIỂN SỐ ĐEN", "Gọi trưởng ca");
        enter();
        assertThat(node.desk.requests()).isEmpty();
        booth.type("2");
        enter();
        cards("Cho xe vào");
        enter();
        result("VÀO 30G-567.89");
        assertThat(node.desk.incidents())
                .extracting(Because::reason)
                .containsExactly(Because.Reason.BLOCKED);
    }

    @Test
    void aPassThatHasEndedIsSaid() {
        node.desk.lapsed("active", "2026-11-20");
        seesIn("30G-567.89", 0.96);
        cards("Vé tháng hết hạn 20/11/2026");
    }

    @Test
    void aCardThatNobodyDecidesGoesAndSaysSo() {
        seesIn("30G-567.89", 0.96);
        cards("XE VÀO");
        node.pass(Duration.ofMinutes(5));
        result("30G-567.89", "hết giờ chờ");
        booth.untilRead("#gate-card", t -> assertThat(t).doesNotContain("XE VÀO"));
    }

    @Test
    void whatCannotBeWrittenStaysAtItsLaneAndIsTriedAgainByEnter() {
        node.desk.unavailable("gatehouse.db: disk full");
        node.lanes.reports("cam-lane-1", GateEvent.Kind.ENTRY, "30G-567.89", 0.96);
        cards("CHƯA GHI ĐƯỢC", "phiếu giấy", "Ghi lại");
        node.desk.unavailable(null);
        enter();
        result("VÀO 30G-567.89");
    }

    @Test
    void aCarThatComesUpWhileAPlateIsTypedWaitsUntilThatIsDone() {
        inside("29A-123.45", Duration.ofMinutes(195), 3);
        lane(2);
        booth.type("999");
        seesOut("29A-123.45", 0.97);
        cards("xe chờ");
        booth.type("99");
        until(() -> assertThat(typed()).isEqualTo("99999"));
        booth.press(KeyCode.ESCAPE);
        cards("XE RA", "75.000 ₫");
    }

    @Test
    void theKeysOfACarThatWaitsWhenTheWindowOpensAreAllWithinIt() {
        FakeNode other = new FakeNode(2);
        other.lanes.use(
                FakeLanes.lane("lane-1", "Làn 1", Lane.Direction.IN),
                FakeLanes.lane("lane-2", "Làn 2", Lane.Direction.OUT));
        other.lanes.sees("cam-lane-1", null, "30G-567.89", 0.96);
        try (var late = new Booth(other, settings)) {
            late.untilRead("#gate-card", t -> assertThat(t).contains("Cho xe vào"));
            late.untilRead(".key-strip", t -> assertThat(t).contains("Enter", "F8"));
            until(
                    () ->
                            assertThat(late.all(".key-strip .key"))
                                    .filteredOn(Node::isVisible)
                                    .allMatch(key -> end(key) <= late.window().scene().getWidth()));
        }
    }

    /** Where it ends on the right, in px. */
    private static double end(Node node) {
        return node.localToScene(node.getLayoutBounds()).getMaxX();
    }

    @Test
    void theCardIsReadAloudWhole() {
        seesIn("30G-567.89", 0.96);
        until(
                () ->
                        assertThat(
                                        Objects.requireNonNullElse(
                                                booth.one(".decision").getAccessibleText(), ""))
                                .contains("Làn 1", "XE VÀO", "30G-567.89", "Cho xe vào"));
    }
}
