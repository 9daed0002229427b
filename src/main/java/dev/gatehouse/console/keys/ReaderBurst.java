package dev.gatehouse.console.keys;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Tells a card or barcode reader that types like a keyboard from a hand: it is faster than any, and
 * ends with an Enter that nobody pressed. FX thread only.
 */
public final class ReaderBurst {
    /** The longest time between two characters of a reader, in which no hand types six. */
    static final Duration APART = Duration.ofMillis(30);

    static final int FEWEST = 6;

    private final InstantSource clock;
    private Instant last = Instant.EPOCH;
    private int characters;

    public ReaderBurst(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes note of a character, wherever it goes. */
    public void typed(KeyEvent typed) {
        String text = typed.getCharacter();
        if (!text.isEmpty() && !Character.isISOControl(text.charAt(0))) {
            Instant now = clock.instant();
            characters = follows(now) ? characters + 1 : 1;
            last = now;
        }
    }

    /** Whether that is the Enter with which a reader ends. */
    public boolean isEndedBy(KeyEvent pressed) {
        if (pressed.getCode() != KeyCode.ENTER) {
            return false;
        }
        boolean ended = characters >= FEWEST && follows(clock.instant());
        characters = 0;
        return ended;
    }

    private boolean follows(Instant now) {
        Duration since = Duration.between(last, now);
        return !since.isNegative() && since.compareTo(APART) <= 0;
    }
}
