package dev.gatehouse.console.keys;

import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** One screen, as the window frames it. FX thread only. */
public interface ScreenPane {
    /** What is shown. */
    Node node();

    /** Where the focus goes when the screen is opened. */
    Node firstFocus();

    /** Whether the key does something there at this moment; the key strip shows only those. */
    boolean offers(Shortcut shortcut);

    /** Does it; called only for what is {@linkplain #offers offered}. */
    void perform(Shortcut shortcut);

    /** A character is typed somewhere in the window; comes before the focused control gets it. */
    default void typed(KeyEvent event) {}

    /** A reader read a card or a code; it is typed nowhere. */
    default void scanned(String code) {}

    /** Called when it is seen again: after another screen, or something that covered it. */
    default void opened() {}

    /** Called when another screen takes its place. */
    default void left() {}
}
