package dev.gatehouse.console.keys;

import static javafx.scene.input.KeyCombination.ALT_DOWN;
import static javafx.scene.input.KeyCombination.CONTROL_DOWN;
import static javafx.scene.input.KeyCombination.SHIFT_ANY;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every key of the window, once. The key strip, the tabs and the dispatch are made from this list,
 * so none of them can promise a key that another does not know.
 */
public enum Shortcut {
    GATE("Alt+1", "key.gate", true, new KeyCodeCombination(KeyCode.DIGIT1, ALT_DOWN)),
    HISTORY("Alt+2", "key.history", true, new KeyCodeCombination(KeyCode.DIGIT2, ALT_DOWN)),
    PEERS("Alt+3", "key.peers", true, new KeyCodeCombination(KeyCode.DIGIT3, ALT_DOWN)),
    DIAGNOSTICS("Alt+7", "key.diagnostics", true, new KeyCodeCombination(KeyCode.DIGIT7, ALT_DOWN)),
    HELP("F1", "key.help", true, new KeyCodeCombination(KeyCode.F1)),
    PLATE("F2", "key.plate", false, new KeyCodeCombination(KeyCode.F2)),
    CONFIRM("Enter", "key.confirm", false, new KeyCodeCombination(KeyCode.ENTER)),
    NEW_CAR(
            "Shift+Enter",
            "key.newCar",
            false,
            new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHIFT_DOWN)),
    BACK("Esc", "key.back", false, new KeyCodeCombination(KeyCode.ESCAPE)),
    DETAILS(
            "Enter",
            "key.details",
            false,
            new KeyCodeCombination(KeyCode.ENTER)), // where no question waits for it
    TEST("T", "key.test", false, new KeyCodeCombination(KeyCode.T)),
    PREVIOUS("↑", "key.previous", false, new KeyCodeCombination(KeyCode.UP)),
    NEXT("↓", "key.next", false, new KeyCodeCombination(KeyCode.DOWN)),
    EXCEPTIONS("F8", "key.exceptions", false, new KeyCodeCombination(KeyCode.F8)),
    CASH("F9", "key.cash", false, new KeyCodeCombination(KeyCode.F9)),
    ERASE("⌫", "key.erase", false, new KeyCodeCombination(KeyCode.BACK_SPACE)),
    UNDO("Ctrl+Z", "key.undo", false, new KeyCodeCombination(KeyCode.Z, CONTROL_DOWN)),
    LANE_NEXT("F4", "key.laneNext", false, new KeyCodeCombination(KeyCode.F4)),
    LANE_1("Ctrl+1", "key.lane1", false, new KeyCodeCombination(KeyCode.DIGIT1, CONTROL_DOWN)),
    LANE_2("Ctrl+2", "key.lane2", false, new KeyCodeCombination(KeyCode.DIGIT2, CONTROL_DOWN)),
    LANE_3("Ctrl+3", "key.lane3", false, new KeyCodeCombination(KeyCode.DIGIT3, CONTROL_DOWN)),
    LANE_4("Ctrl+4", "key.lane4", false, new KeyCodeCombination(KeyCode.DIGIT4, CONTROL_DOWN)),
    CLOSE_BARRIER("F7", "key.closeBarrier", false, new KeyCodeCombination(KeyCode.F7)),
    FIND(
            "F3",
            "key.find",
            false,
            new KeyCodeCombination(KeyCode.F3),
            new KeyCodeCombination(KeyCode.F, CONTROL_DOWN)),
    CORRECT("C", "key.correct", false, new KeyCodeCombination(KeyCode.C)),
    VOID("V", "key.void", false, new KeyCodeCombination(KeyCode.V)),
    EXPORT("E", "key.export", false, new KeyCodeCombination(KeyCode.E)),
    PAGE_PREVIOUS(
            "Ctrl+PgUp",
            "key.pagePrevious",
            false,
            new KeyCodeCombination(KeyCode.PAGE_UP, CONTROL_DOWN)),
    PAGE_NEXT(
            "Ctrl+PgDn",
            "key.pageNext",
            false,
            new KeyCodeCombination(KeyCode.PAGE_DOWN, CONTROL_DOWN)),
    FILTER("Ctrl+E", "key.filter", false, new KeyCodeCombination(KeyCode.E, CONTROL_DOWN)),
    HOLD("Ctrl+S", "key.hold", false, new KeyCodeCombination(KeyCode.S, CONTROL_DOWN)),
    RESYNC("R", "key.resync", false, new KeyCodeCombination(KeyCode.R)),
    CANCEL("X", "key.cancel", false, new KeyCodeCombination(KeyCode.X)),
    PAUSE("P", "key.pause", false, new KeyCodeCombination(KeyCode.P)),
    DIFFERENCES("D", "key.differences", false, new KeyCodeCombination(KeyCode.D)),
    ORDER("O", "key.order", false, new KeyCodeCombination(KeyCode.O)),
    REASON_NETWORK("1", "key.reasonNetwork", false, new KeyCodeCombination(KeyCode.DIGIT1)),
    REASON_MOVE("2", "key.reasonMove", false, new KeyCodeCombination(KeyCode.DIGIT2)),
    REASON_DATA("3", "key.reasonData", false, new KeyCodeCombination(KeyCode.DIGIT3)),
    LENGTH_SHORT("1", "key.lengthShort", false, new KeyCodeCombination(KeyCode.DIGIT1)),
    LENGTH_HOUR("2", "key.lengthHour", false, new KeyCodeCombination(KeyCode.DIGIT2)),
    LENGTH_HALF_SHIFT("3", "key.lengthHalfShift", false, new KeyCodeCombination(KeyCode.DIGIT3)),
    LENGTH_MOST("4", "key.lengthMost", false, new KeyCodeCombination(KeyCode.DIGIT4)),
    SAVE_BUNDLE("S", "key.saveBundle", false, new KeyCodeCombination(KeyCode.S)),
    WITH_PLATES("B", "key.withPlates", false, new KeyCodeCombination(KeyCode.B)),
    ONLY_WRONG("W", "key.onlyWrong", false, new KeyCodeCombination(KeyCode.W)),
    COPY("Ctrl+C", "key.copy", false, new KeyCodeCombination(KeyCode.C, CONTROL_DOWN)),
    RETRY("Ctrl+R", "key.retry", false, new KeyCodeCombination(KeyCode.R, CONTROL_DOWN)),
    SCROLL_UP("Ctrl+↑", "key.scrollUp", false, new KeyCodeCombination(KeyCode.UP, CONTROL_DOWN)),
    SCROLL_DOWN(
            "Ctrl+↓", "key.scrollDown", false, new KeyCodeCombination(KeyCode.DOWN, CONTROL_DOWN)),
    DEMO_PREVIOUS(
            "Alt+←", "key.demoPrevious", false, new KeyCodeCombination(KeyCode.LEFT, ALT_DOWN)),
    DEMO_NEXT("Alt+→", "key.demoNext", false, new KeyCodeCombination(KeyCode.RIGHT, ALT_DOWN)),
    DEMO_CUT("Alt+C", "key.demoCut", false, new KeyCodeCombination(KeyCode.C, ALT_DOWN)),
    DEMO_STOP("Alt+S", "key.demoStop", false, new KeyCodeCombination(KeyCode.S, ALT_DOWN)),
    DEMO_CLOCK("Alt+K", "key.demoClock", false, new KeyCodeCombination(KeyCode.K, ALT_DOWN)),
    DEMO_ALTER("Alt+B", "key.demoAlter", false, new KeyCodeCombination(KeyCode.B, ALT_DOWN)),
    LANGUAGE("Ctrl+L", "key.language", true, new KeyCodeCombination(KeyCode.L, CONTROL_DOWN)),
    THEME("Ctrl+T", "key.theme", true, new KeyCodeCombination(KeyCode.T, CONTROL_DOWN)),
    ZOOM_IN(
            "Ctrl++",
            "key.zoomIn",
            true,
            new KeyCodeCombination(KeyCode.PLUS, CONTROL_DOWN, SHIFT_ANY),
            new KeyCodeCombination(KeyCode.EQUALS, CONTROL_DOWN, SHIFT_ANY),
            new KeyCodeCombination(KeyCode.ADD, CONTROL_DOWN)),
    ZOOM_OUT(
            "Ctrl+−",
            "key.zoomOut",
            true,
            new KeyCodeCombination(KeyCode.MINUS, CONTROL_DOWN),
            new KeyCodeCombination(KeyCode.SUBTRACT, CONTROL_DOWN)),
    FULL_SCREEN("F11", "key.fullScreen", true, new KeyCodeCombination(KeyCode.F11));

    private final String label;
    private final String key;
    private final boolean everywhere;
    private final List<KeyCombination> combinations;

    Shortcut(String label, String key, boolean everywhere, KeyCombination... combinations) {
        this.label = label;
        this.key = key;
        this.everywhere = everywhere;
        this.combinations = List.of(combinations);
    }

    /** What is printed on the key. */
    public String label() {
        return label;
    }

    /** Key of its name in the texts. */
    public String key() {
        return key;
    }

    /** Whether the window itself does it, on every screen. */
    public boolean everywhere() {
        return everywhere;
    }

    /** Whether the key alone types a letter or a digit where there is a field for it. */
    public boolean isCharacter() {
        return combinations.stream()
                .allMatch(
                        c ->
                                c instanceof KeyCodeCombination key
                                        && (key.getCode().isLetterKey()
                                                || key.getCode().isDigitKey())
                                        && key.getControl() != KeyCombination.ModifierValue.DOWN
                                        && key.getAlt() != KeyCombination.ModifierValue.DOWN);
    }

    public boolean matches(KeyEvent event) {
        return combinations.stream().anyMatch(c -> c.match(event));
    }

    /** What the pressed key may stand for; at most one of them is offered at a time. */
    public static Stream<Shortcut> of(KeyEvent event) {
        return Arrays.stream(values()).filter(s -> s.matches(event));
    }
}
