package dev.gatehouse.console;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.FxDelay;
import dev.gatehouse.console.keys.HeldKeys;
import dev.gatehouse.console.keys.ReaderFilter;
import dev.gatehouse.console.keys.Shortcut;

import javafx.event.Event;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every key of the window, before any control gets it: tells a reader from a hand and a held key
 * from one that is pressed again, does what the key stands for, and says so where a key stands for
 * nothing at present. FX thread only.
 */
final class Keyboard {
    /** What the keys are for at present. */
    interface Keys {
        /** Whether the key does something at this moment. */
        boolean offers(Shortcut shortcut);

        /** Does it; called only for what is offered. */
        void perform(Shortcut shortcut);

        /** Whether something lies over the window, so that nothing beneath it may act. */
        boolean isCovered();

        /** A key is pressed while something lies over the window. */
        void pressedAbove(KeyEvent event);

        /** A character is typed; comes before the focused control gets it. */
        void typed(KeyEvent event);

        /** A reader read that. */
        void scanned(String code);

        /**
         * A key was pressed that does nothing at this moment.
         *
         * @param label what is printed on it
         */
        void useless(String label);
    }

    /** What moves about, answers or leaves: nobody wonders where there is nothing to answer. */
    private static final Set<KeyCode> QUIET =
            EnumSet.of(
                    KeyCode.ENTER,
                    KeyCode.ESCAPE,
                    KeyCode.TAB,
                    KeyCode.UP,
                    KeyCode.DOWN,
                    KeyCode.LEFT,
                    KeyCode.RIGHT);

    /** With Ctrl, a text field does something with these. */
    private static final Set<KeyCode> EDITING =
            EnumSet.of(KeyCode.A, KeyCode.C, KeyCode.V, KeyCode.X, KeyCode.Y, KeyCode.Z);

    private final Scene scene;
    private final Keys keys;
    private final HeldKeys held = new HeldKeys();
    private final ReaderFilter reader;
    private boolean didSomething;

    /** The key whose character is on its way, to be spoken of where nobody takes that. */
    private @Nullable String untaken;

    Keyboard(FxBridge bridge, Scene scene, Keys keys) {
        this.scene = scene;
        this.keys = keys;
        this.reader =
                new ReaderFilter(
                        new FxDelay(bridge, ReaderFilter.APART), this::typedByHand, keys::scanned);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        scene.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
        scene.addEventFilter(KeyEvent.KEY_RELEASED, this::released);
    }

    /** The window lost or got the focus: what is let go from now on is let go elsewhere. */
    void forget() {
        held.clear();
        reader.clear();
    }

    /** Whether it is not known yet whether a hand or a reader types. */
    boolean holds() {
        return reader.holds();
    }

    /** To whatever has the focus by now: the key before may have moved it. */
    private void typedByHand(KeyEvent event) {
        Node focused = scene.getFocusOwner();
        EventTarget target = focused == null ? scene : focused;
        Event.fireEvent(target, event.copyFor(target, target));
    }

    private void pressed(KeyEvent event) {
        if (reader.takes(event)) {
            return;
        }
        didSomething = false;
        untaken = null;
        if (keys.isCovered()) {
            keys.pressedAbove(event);
            didSomething = event.isConsumed();
            return;
        }
        if (held.isRepeat(event)) {
            event.consume();
            return;
        }
        if (isInText() && isCharacter(event)) {
            return;
        }
        List<Shortcut> meant = Shortcut.of(event).toList();
        Optional<Shortcut> offered =
                meant.stream()
                        .filter(s -> !focusedControlWants(s, event.getCode()))
                        .filter(keys::offers)
                        .findFirst();
        if (offered.isPresent()) {
            event.consume();
            didSomething = true;
            keys.perform(offered.get());
        } else if (isToBeSaid(event, meant)) {
            String label = meant.isEmpty() ? event.getCode().getName() : meant.getFirst().label();
            if (isCharacter(event)) {
                untaken = label;
            } else {
                keys.useless(label);
            }
        }
    }

    /** The letter of a key that did something is no text for the field that it opened. */
    private void typed(KeyEvent event) {
        if (reader.takes(event)) {
            return;
        }
        String label = untaken;
        untaken = null;
        if (didSomething) {
            event.consume();
        } else if (!keys.isCovered()) {
            keys.typed(event);
            if (label != null && !event.isConsumed() && !isInText()) {
                keys.useless(label);
            }
        }
    }

    private void released(KeyEvent event) {
        if (reader.takes(event)) {
            return;
        }
        held.released(event);
        didSomething = false;
    }

    /** Whether the key gets there: a letter that is typed into a field does nothing else. */
    boolean reaches(Shortcut shortcut) {
        return !isInText() || !shortcut.isCharacter();
    }

    private boolean isInText() {
        return scene.getFocusOwner() instanceof TextInputControl;
    }

    /** A letter or digit in a field is text, whatever else its key may mean. */
    private static boolean isCharacter(KeyEvent event) {
        KeyCode code = event.getCode();
        return (code.isLetterKey() || code.isDigitKey())
                && !event.isControlDown()
                && !event.isAltDown();
    }

    /** Enter on a focused button means that button; arrows in a table or pane move in that. */
    private boolean focusedControlWants(Shortcut shortcut, KeyCode code) {
        Node focused = scene.getFocusOwner();
        return switch (shortcut) {
            case CONFIRM, DETAILS -> code == KeyCode.ENTER && focused instanceof ButtonBase;
            case PREVIOUS, NEXT -> focused instanceof TableView<?> || focused instanceof ScrollPane;
            default -> false;
        };
    }

    /** Whether somebody who presses that here expects something, and the focused control not. */
    private boolean isToBeSaid(KeyEvent event, List<Shortcut> meant) {
        KeyCode code = event.getCode();
        boolean bare = !event.isControlDown() && !event.isAltDown() && !event.isMetaDown();
        boolean known = !meant.isEmpty() || code.isFunctionKey() && bare;
        boolean edits =
                isInText()
                        && (code == KeyCode.BACK_SPACE
                                || event.isControlDown() && EDITING.contains(code));
        boolean pages = code == KeyCode.PAGE_UP || code == KeyCode.PAGE_DOWN;
        boolean moves = pages && scene.getFocusOwner() instanceof TableView<?>;
        return known && !QUIET.contains(code) && !edits && !moves;
    }
}
