package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.Visit;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A hand that rests on the keyboard while cars come up: whatever is written was on the screen, as
 * the thing that Enter does, for long enough to be seen.
 */
class RandomKeysTest {
    /** Of each seed; {@code -Drandom.keys=25000} makes 100,000 of them. */
    private static final int KEYS = Integer.getInteger("random.keys", 5_000);

    /** Nobody sees what is new and presses a key for it sooner. */
    private static final Duration SEEN = Duration.ofMillis(300);

    private static final List<KeyCode> KEYS_OF_SCREENS =
            List.of(
                    KeyCode.ENTER,
                    KeyCode.ENTER,
                    KeyCode.ENTER,
                    KeyCode.ESCAPE,
                    KeyCode.F1,
                    KeyCode.F2,
                    KeyCode.F4,
                    KeyCode.F5,
                    KeyCode.F7,
                    KeyCode.F8,
                    KeyCode.F9,
                    KeyCode.UP,
                    KeyCode.DOWN,
                    KeyCode.TAB,
                    KeyCode.BACK_SPACE,
                    KeyCode.DELETE);

    @TempDir Path settings;
    private final FakeNode node = new FakeNode(2);
    private final List<String> faults = new ArrayList<>();
    private String deed = "";
    private Instant deedSince = Instant.MIN;

    /** What the node was told so far. */
    private record Told(int requests, int settlements, int incidents, int undone, int changes) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_130, 77_077, 123_456_789})
    void nothingIsDoneThatWasNotOnTheScreenAsWhatThisKeyDoes(long seed) {
        node.lanes.use(
                FakeLanes.lane("lane-1", "Làn 1", Lane.Direction.IN),
                FakeLanes.lane("lane-2", "Làn 2", Lane.Direction.OUT));
        var random = new Random(seed);
        int acts = 0;
        try (var booth = new Booth(node, settings)) {
            for (int i = 0; i < KEYS; i++) {
                if (random.nextInt(12) == 0) {
                    happen(random);
                }
                node.pass(Duration.ofMillis(random.nextInt(3) == 0 ? 301 : random.nextInt(120)));
                look(booth);
                String before = deed;
                boolean seen = !deedSince.isAfter(node.instant().minus(SEEN));
                Told told = told();
                KeyCode key = press(booth, random);
                settle(booth);
                Told after = told();
                if (!after.equals(told)) {
                    acts++;
                    if (key != KeyCode.ENTER || before.isEmpty() || !seen) {
                        faults.add(
                                "key %d: %s did %s → %s; the screen said [%s] since %s, now %s"
                                        .formatted(
                                                i,
                                                key,
                                                told,
                                                after,
                                                before,
                                                deedSince,
                                                node.instant()));
                    }
                }
                look(booth);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(acts).as("acts, or nothing was tried").isGreaterThan(5);
    }

    private Told told() {
        return new Told(
                node.desk.requests().size(),
                node.desk.settlements().size(),
                node.desk.incidents().size(),
                node.desk.undone().size(),
                node.desk.changesMade().size());
    }

    /** Something comes up before a barrier, or time passes. */
    private void happen(Random random) {
        String plate = "51F-%03d.%02d".formatted(random.nextInt(4), random.nextInt(10));
        boolean out = random.nextBoolean();
        String device = out ? "cam-lane-2" : "cam-lane-1";
        switch (random.nextInt(6)) {
            case 0 -> node.lanes.sees(device, null, plate, random.nextDouble());
            case 1 -> node.lanes.sees(device, null, "", null);
            case 2 -> node.desk.enter(plate, Duration.ofMinutes(random.nextInt(300)), 2);
            case 3 ->
                    node.lanes.reports(
                            device,
                            out ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY,
                            plate,
                            random.nextDouble());
            case 4 ->
                    node.desk.visits().stream()
                            .filter(Visit::inside)
                            .findFirst()
                            .ifPresent(
                                    visit ->
                                            node.lanes.sees(
                                                    "cam-lane-2",
                                                    null,
                                                    visit.plate().view(),
                                                    0.95));
            default -> node.pass(Duration.ofSeconds(random.nextInt(30)));
        }
    }

    private static KeyCode press(Booth booth, Random random) {
        int what = random.nextInt(120);
        if (what < 36) {
            String typed = String.valueOf("0123456789*CV".charAt(random.nextInt(13)));
            Booth.fx(() -> strike(booth, typed));
            return KeyCode.UNDEFINED;
        }
        if (what < 39) {
            booth.scan("00" + (1_000_000 + random.nextInt(1_000_000)));
            return KeyCode.UNDEFINED;
        }
        if (what < 44) {
            KeyCode screen =
                    what < 42 ? KeyCode.DIGIT1 : what == 42 ? KeyCode.DIGIT2 : KeyCode.DIGIT7;
            Booth.fx(() -> strike(booth, screen, Held.ALT, 1));
            return KeyCode.UNDEFINED;
        }
        if (what < 48) {
            Booth.fx(() -> strike(booth, KeyCode.Z, Held.CONTROL, 1));
            return KeyCode.UNDEFINED;
        }
        KeyCode key = KEYS_OF_SCREENS.get(random.nextInt(KEYS_OF_SCREENS.size()));
        int times = random.nextInt(20) == 0 ? 10 : 1; // a key that is held down
        Booth.fx(() -> strike(booth, key, Held.NOTHING, times));
        return key;
    }

    /** Until whatever the node was asked has been answered and shown. */
    private static void settle(Booth booth) {
        for (int i = 0; i < 1_000; i++) {
            boolean busy =
                    Booth.fx(
                            () ->
                                    booth.all(".decision-prompt").stream()
                                                    .map(prompt -> ((Labeled) prompt).getText())
                                                    .anyMatch(text -> text.startsWith("Đang "))
                                            || booth.read("#history-change").contains("Đang "));
            if (!busy && i >= 2) {
                return;
            }
            Thread.yield();
        }
    }

    private enum Held {
        NOTHING,
        CONTROL,
        ALT
    }

    private static boolean strike(Booth booth, String typed) {
        KeyCode code = KeyCode.getKeyCode(typed);
        KeyCode known = code == null ? KeyCode.MULTIPLY : code;
        fire(booth, KeyEvent.KEY_PRESSED, typed, known, Held.NOTHING);
        fire(booth, KeyEvent.KEY_TYPED, typed, KeyCode.UNDEFINED, Held.NOTHING);
        fire(booth, KeyEvent.KEY_RELEASED, typed, known, Held.NOTHING);
        return true;
    }

    private static boolean strike(Booth booth, KeyCode key, Held held, int times) {
        for (int i = 0; i < times; i++) {
            fire(booth, KeyEvent.KEY_PRESSED, "", key, held);
        }
        fire(booth, KeyEvent.KEY_RELEASED, "", key, held);
        return true;
    }

    private static void fire(
            Booth booth, EventType<KeyEvent> type, String text, KeyCode code, Held held) {
        Node focused = booth.window().scene().getFocusOwner();
        if (focused != null) {
            Event.fireEvent(
                    focused,
                    new KeyEvent(
                            type,
                            text,
                            text,
                            code,
                            false,
                            held == Held.CONTROL,
                            held == Held.ALT,
                            false));
        }
    }

    /** Takes note of what the screen says that Enter does. */
    private void look(Booth booth) {
        String now = Booth.fx(() -> deed(booth));
        if (!now.equals(deed)) {
            deed = now;
            deedSince = node.instant();
        }
    }

    /**
     * The plate, the fee and the primary action of the lane that is worked at; in the history the
     * question that is asked.
     */
    private static String deed(Booth booth) {
        String asked = booth.read("#history-change");
        if (asked.contains("?")) {
            return asked;
        }
        for (Node pane : booth.all(".decision")) {
            boolean active =
                    pane.getPseudoClassStates().stream()
                            .anyMatch(state -> state.getPseudoClassName().equals("active"));
            if (active && pane instanceof Parent parent) {
                Node action = parent.lookup("#card-primary");
                if (action instanceof Labeled primary && primary.isVisible()) {
                    return String.join(
                            " · ",
                            text(parent.lookup("#card-plate")),
                            text(parent.lookup("#card-fee")),
                            primary.getText());
                }
            }
        }
        return "";
    }

    private static String text(Node node) {
        if (node instanceof Labeled label) {
            return label.getText();
        }
        var all = new StringBuilder();
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().stream()
                    .filter(Text.class::isInstance)
                    .forEach(part -> all.append(((Text) part).getText()));
        }
        return all.toString();
    }
}
