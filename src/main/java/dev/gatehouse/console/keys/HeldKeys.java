package dev.gatehouse.console.keys;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import java.util.EnumSet;
import java.util.Set;

/**
 * Tells a key that is held down from one that is pressed again, for keys that move money or a
 * barrier: somebody who rests a hand on Enter must not open anything.
 */
public final class HeldKeys {
    private static final Set<KeyCode> WEIGHTY =
            EnumSet.of(KeyCode.ENTER, KeyCode.F5, KeyCode.F6, KeyCode.F7, KeyCode.F8, KeyCode.F9);

    private final Set<KeyCode> held = EnumSet.noneOf(KeyCode.class);

    /** Takes note of a press; whether it is only the keyboard's repeat of the one before. */
    public boolean isRepeat(KeyEvent pressed) {
        return WEIGHTY.contains(pressed.getCode()) && !held.add(pressed.getCode());
    }

    /** The window lost the focus: what is let go now is let go elsewhere. */
    public void clear() {
        held.clear();
    }

    public void released(KeyEvent released) {
        held.remove(released.getCode());
    }
}
