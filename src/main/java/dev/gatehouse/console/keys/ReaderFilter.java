package dev.gatehouse.console.keys;

import dev.gatehouse.console.fx.Delay;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells a card or barcode reader that types like a keyboard from a hand, before anything that it
 * types does something: it is faster than any hand, and ends with an Enter or a Tab. What is typed
 * is held for {@link #APART} after each character; from a hand it is given back then, in its order.
 * FX thread only.
 */
public final class ReaderFilter {
    /**
     * The longest time between two characters of a reader, in which no hand types six. So long is
     * what a hand types held back: nobody sees two frames of a screen.
     */
    public static final Duration APART = Duration.ofMillis(30);

    private static final int FEWEST = 6;

    /** A reader's longest code has some 40 characters, each with three events. */
    private static final int MOST_HELD = 256;

    private final Delay delay;
    private final Consumer<KeyEvent> back;
    private final Consumer<String> scanned;
    private final List<KeyEvent> held = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean givesBack;

    /** The key that ended a scan, until it is let go. */
    private @Nullable KeyCode ending;

    /**
     * @param delay waits for {@link #APART}
     * @param back gets each event that is of a hand, to be sent on its way once more
     * @param scanned gets what a reader typed
     */
    public ReaderFilter(Delay delay, Consumer<KeyEvent> back, Consumer<String> scanned) {
        this.delay = delay;
        this.back = back;
        this.scanned = scanned;
    }

    /** Whether something is held of which it is not known yet who typed it. */
    public boolean holds() {
        return !held.isEmpty();
    }

    /** The window lost the focus: what was begun there ends elsewhere. */
    public void clear() {
        ending = null;
        giveBack();
    }

    /**
     * Takes an event before anybody else.
     *
     * @return whether it is consumed: it is a reader's, or may be
     */
    public boolean takes(KeyEvent event) {
        if (givesBack) {
            return false;
        }
        boolean taken = isOfEnding(event) || mayBeOfReader(event);
        if (taken) {
            event.consume();
        }
        return taken;
    }

    /** Whether it belongs to the key with which a reader ended. */
    private boolean isOfEnding(KeyEvent event) {
        if (ending == null) {
            return false;
        }
        boolean pressed = event.getEventType() == KeyEvent.KEY_PRESSED;
        if (pressed && event.getCode() != ending) {
            ending = null;
            return false;
        }
        if (event.getEventType() == KeyEvent.KEY_RELEASED && event.getCode() == ending) {
            ending = null;
        }
        return true;
    }

    private boolean mayBeOfReader(KeyEvent event) {
        if (event.getEventType() == KeyEvent.KEY_PRESSED && !writes(event)) {
            if (!endsLine(event.getCode()) || text.length() < FEWEST) {
                giveBack();
                return false;
            }
            String scan = text.toString();
            forget();
            ending = event.getCode();
            scanned.accept(scan);
            return true;
        }
        boolean begins = event.getEventType() != KeyEvent.KEY_RELEASED && !isControl(event);
        if (held.isEmpty() && !begins) {
            return false;
        }
        hold(event);
        return true;
    }

    private void hold(KeyEvent event) {
        held.add(event);
        if (event.getEventType() == KeyEvent.KEY_TYPED && !isControl(event)) {
            text.append(event.getCharacter());
        }
        if (event.getEventType() != KeyEvent.KEY_RELEASED) {
            delay.start(this::giveBack);
        }
        if (held.size() > MOST_HELD) {
            giveBack();
        }
    }

    /** Whether a character was typed that is none of a text, as Enter and Escape type one. */
    private static boolean isControl(KeyEvent event) {
        String typed = event.getCharacter();
        return event.getEventType() == KeyEvent.KEY_TYPED
                && (typed.isEmpty() || Character.isISOControl(typed.charAt(0)));
    }

    private static boolean endsLine(KeyCode code) {
        return code == KeyCode.ENTER || code == KeyCode.TAB;
    }

    /** Whether the key is one that puts a character in, or Shift on its way to one. */
    private static boolean writes(KeyEvent pressed) {
        KeyCode code = pressed.getCode();
        if (pressed.isControlDown() || pressed.isAltDown() || pressed.isMetaDown()) {
            return false;
        }
        String text = pressed.getText();
        return code.isLetterKey()
                || code.isDigitKey()
                || code == KeyCode.SHIFT
                || !text.isEmpty() && !Character.isISOControl(text.charAt(0));
    }

    /** A hand typed it. */
    private void giveBack() {
        List<KeyEvent> all = List.copyOf(held);
        forget();
        givesBack = true;
        try {
            all.forEach(back);
        } finally {
            givesBack = false;
        }
    }

    private void forget() {
        delay.cancel();
        held.clear();
        text.setLength(0);
    }
}
