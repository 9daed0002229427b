package dev.gatehouse.console.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.console.fx.Delay;

import javafx.event.EventType;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** A reader that types is told from a hand by its pace, before what it types does anything. */
class ReaderFilterTest {
    private final List<String> passed = new ArrayList<>();
    private final List<String> scans = new ArrayList<>();
    private @Nullable Runnable due;

    private final ReaderFilter filter =
            new ReaderFilter(
                    new Delay() {
                        @Override
                        public void start(Runnable then) {
                            due = then;
                        }

                        @Override
                        public void cancel() {
                            due = null;
                        }
                    },
                    this::pass,
                    scans::add);

    private void pass(KeyEvent event) {
        if (event.getEventType() == KeyEvent.KEY_PRESSED) {
            passed.add(event.getCode().name());
        } else if (event.getEventType() == KeyEvent.KEY_TYPED) {
            passed.add("'" + event.getCharacter() + "'");
        }
    }

    private void fire(EventType<KeyEvent> type, String text, KeyCode code, boolean control) {
        var event = new KeyEvent(type, text, text, code, false, control, false, false);
        if (!filter.takes(event)) {
            pass(event);
        }
    }

    private void type(String text) {
        for (String one : text.split("")) {
            KeyCode code = KeyCode.getKeyCode(one);
            fire(KeyEvent.KEY_PRESSED, one, code, false);
            fire(KeyEvent.KEY_TYPED, one, KeyCode.UNDEFINED, false);
            fire(KeyEvent.KEY_RELEASED, one, code, false);
        }
    }

    private void press(KeyCode code) {
        String text = code == KeyCode.ENTER ? "\r" : code == KeyCode.TAB ? "\t" : "";
        fire(KeyEvent.KEY_PRESSED, text, code, false);
        if (!text.isEmpty()) {
            fire(KeyEvent.KEY_TYPED, text, KeyCode.UNDEFINED, false);
        }
        fire(KeyEvent.KEY_RELEASED, text, code, false);
    }

    /** So much time passes that no reader goes on. */
    private void pause() {
        Runnable then = due;
        if (then != null) {
            due = null;
            then.run();
        }
    }

    @Test
    void sixCharactersInAStreamAndAnEnterAreAReaderAndNothingElseHearsOfThem() {
        type("990123");
        press(KeyCode.ENTER);
        pause();

        assertThat(scans).containsExactly("990123");
        assertThat(passed).isEmpty();
        assertThat(filter.holds()).isFalse();
    }

    @Test
    void aTabEndsAScanToo() {
        type("0012345678");
        press(KeyCode.TAB);

        assertThat(scans).containsExactly("0012345678");
        assertThat(passed).isEmpty();
    }

    @Test
    void theNextEnterIsAHandsAgain() {
        type("990123");
        press(KeyCode.ENTER);
        press(KeyCode.ENTER);

        assertThat(passed).containsExactly("ENTER", "'\r'");
    }

    @Test
    void theEnterAfterAScanThatEndedInAnotherWindowIsAHandsAgain() {
        type("990123");
        fire(KeyEvent.KEY_PRESSED, "\r", KeyCode.ENTER, false); // and is let go elsewhere
        filter.clear();
        press(KeyCode.ENTER);

        assertThat(scans).containsExactly("990123");
        assertThat(passed).containsExactly("ENTER", "'\r'");
    }

    @Test
    void aHandGetsBackWhatItTypedInItsOrder() {
        type("1");
        assertThat(passed).isEmpty();
        pause();
        type("2");
        pause();
        press(KeyCode.ENTER);

        assertThat(scans).isEmpty();
        assertThat(passed).containsExactly("DIGIT1", "'1'", "DIGIT2", "'2'", "ENTER", "'\r'");
    }

    @Test
    void fewerThanSixCharactersAreAHandsHoweverFast() {
        type("99012");
        press(KeyCode.ENTER);

        assertThat(scans).isEmpty();
        assertThat(passed).hasSize(12).endsWith("'2'", "ENTER", "'\r'");
    }

    @Test
    void whatAHandTypedBeforeIsNoPartOfAScan() {
        type("51F");
        pause();
        type("0012345678");
        press(KeyCode.ENTER);

        assertThat(scans).containsExactly("0012345678");
        assertThat(passed).containsExactly("DIGIT5", "'5'", "DIGIT1", "'1'", "F", "'F'");
    }

    @Test
    void aKeyThatWritesNothingComesBehindWhatWasTypedBeforeIt() {
        type("4");
        press(KeyCode.ESCAPE);

        assertThat(passed).containsExactly("DIGIT4", "'4'", "ESCAPE");
    }

    @Test
    void aKeyWithControlIsNoText() {
        fire(KeyEvent.KEY_PRESSED, "f", KeyCode.F, true);

        assertThat(passed).containsExactly("F");
    }

    @Test
    void aKeyThatRestsIsGivenBackBeforeItFillsTheMemory() {
        for (int i = 0; i < 300; i++) {
            fire(KeyEvent.KEY_PRESSED, "5", KeyCode.DIGIT5, false);
            fire(KeyEvent.KEY_TYPED, "5", KeyCode.UNDEFINED, false);
        }

        assertThat(passed).hasSizeGreaterThan(200);
    }
}
