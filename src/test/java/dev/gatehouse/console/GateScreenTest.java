package dev.gatehouse.console;

import static dev.gatehouse.console.Booth.fx;
import static dev.gatehouse.console.Booth.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.console.live.LiveEvents;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Notice;

import javafx.scene.control.IndexedCell;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/** The Gate screen, seen by who sits before it. */
class GateScreenTest {
    @TempDir Path settings;

    /** Those of other gates, too. */
    private static void listAll(Booth booth) {
        booth.press(KeyCode.CONTROL, KeyCode.E);
        booth.press(KeyCode.CONTROL, KeyCode.E);
    }

    @Test
    void anEventThatIsPublishedBecomesARow() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.untilRead("#gate-events", t -> assertThat(t).contains("Chưa có sự kiện"));
            listAll(booth);
            booth.node.publish(9_999, 10_000);

            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(1));
            GateEvent car = (GateEvent) booth.table("#gate-events").getItems().getFirst();
            until(
                    () -> {
                        assertThat(booth.cell("#gate-events", 0, "plate"))
                                .isEqualTo(car.plate().view());
                        assertThat(booth.cell("#gate-events", 0, "time")).isEqualTo("14:31:56");
                        assertThat(booth.cell("#gate-events", 0, "kind")).isEqualTo("RA");
                        assertThat(booth.cell("#gate-events", 0, "fee")).endsWith("000 ₫");
                        assertThat(booth.cell("#gate-events", 0, "origin")).isEqualTo("cổng khác");
                    });
        }
    }

    @Test
    void tenThousandEventsBecomeFewUpdatesAndAtMostFiveThousandRows() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            listAll(booth);
            until(() -> Booth.check(booth.node.reads() == 1));
            long begun = System.nanoTime();
            for (int n = 0; n < 10_000; n += 20) {
                booth.node.publish(n, n + 20);
            }
            GateEvent last = booth.node.car(9_999);
            until(
                    () -> {
                        assertThat(booth.table("#gate-events").getItems())
                                .hasSize(LiveEvents.LIMIT);
                        GateEvent top =
                                (GateEvent) booth.table("#gate-events").getItems().getFirst();
                        assertThat(top.at()).isEqualTo(last.at());
                    });

            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(booth.live().events().updates())
                    .as("updates within %.1f s", seconds)
                    .isLessThanOrEqualTo((long) Math.ceil(4 * seconds) + 1);
            assertThat(fx(() -> booth.table("#gate-events").getItems().stream()))
                    .map(e -> ((GateEvent) e).at())
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {768, 775, 782, 789, 796})
    void noRowIsCutHoweverHighTheWindowIs(double height) {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.node.publish(9_900, 10_000);
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(50));
            fx(
                    () -> {
                        booth.stage().setHeight(height);
                        return true;
                    });
            until(
                    () -> {
                        var flow = (VirtualFlow<?>) booth.one("#gate-events .virtual-flow");
                        IndexedCell<?> last = flow.getLastVisibleCell();
                        assertThat(last.getIndex()).isPositive();
                        assertThat(last.getBoundsInParent().getMaxY())
                                .isCloseTo(flow.getHeight(), within(2.1));
                    });
        }
    }

    @Test
    void whatWasLostOnTheWayIsReadFromTheDatabase() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            listAll(booth);
            booth.node.publish(9_980, 9_990);
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(10));
            booth.node.commitSilently(9_990, 9_997);
            booth.node.say(new Notice.Gap(7));
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(17));
        }
    }

    @Test
    void aChangeOfVisitsThatIsNoPassageReadsNoRows() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            until(() -> Booth.check(booth.node.reads() == 1));
            for (int n = 0; n < 50; n++) {
                booth.node.say(new Notice.VisitsChanged());
            }
            booth.node.publish(9_980, 9_981);
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(1));
            assertThat(booth.node.reads()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeReadIsSaidWithACodeAndTheRowsReadBeforeStay() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            listAll(booth);
            booth.node.publish(9_980, 9_990);
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(10));
            booth.node.unreadable(true);
            booth.node.say(new Notice.Gap(1));
            booth.untilRead(
                    "#gate-failure",
                    t ->
                            assertThat(t)
                                    .contains("Không đọc được dữ liệu")
                                    .contains("STORE_UNREADABLE"));
            until(() -> assertThat(booth.table("#gate-events").getItems()).hasSize(10));
            booth.node.unreadable(false);
            booth.press(KeyCode.CONTROL, KeyCode.R);
            booth.untilRead("#gate-failure", t -> assertThat(t).isEmpty());
        }
    }

    @Test
    void aWideWindowShowsTheFiguresOfTheDayAndAQuestionMarkWhereTheyAreNotKnown() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            fx(
                    () -> {
                        booth.stage().setWidth(1_900);
                        return true;
                    });
            booth.node.publish(9_980, 9_990);
            booth.untilRead("#gate-day", t -> assertThat(t).contains("Hôm nay vào | 812"));
            booth.node.unreadable(true);
            booth.node.say(new Notice.Gap(1));
            booth.untilRead("#gate-day", t -> assertThat(t).contains("Hôm nay vào | ?"));
        }
    }

    @Test
    void evenAnErrorOfTheProgramIsSaidAndDoesNotLoadForEver() {
        FakeNode node = new FakeNode(2);
        node.torn(true);
        try (var booth = new Booth(node, settings)) {
            booth.untilRead("#gate-failure", t -> assertThat(t).contains("READ_FAILED"));
            node.torn(false);
            booth.press(KeyCode.CONTROL, KeyCode.R);
            booth.untilRead("#gate-events", t -> assertThat(t).contains("Chưa có sự kiện"));
        }
    }

    @Test
    void oldDataSaysItsAge() {
        try (var booth = new Booth(new FakeNode(2), settings)) {
            booth.untilRead("#gate-age", t -> assertThat(t).isEmpty());
            booth.node.freeze(Duration.ofSeconds(40));
            booth.untilRead("#gate-age", t -> assertThat(t).contains("Dữ liệu cũ 40 s"));
        }
    }
}
