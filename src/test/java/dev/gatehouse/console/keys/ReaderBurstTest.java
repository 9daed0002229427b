package dev.gatehouse.console.keys;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** A reader that types is told from a hand by its pace. */
class ReaderBurstTest {
    private Instant now = Instant.parse("2026-11-22T07:32:07Z");
    private final ReaderBurst burst = new ReaderBurst(() -> now);

    private void type(String text, long apartMs) {
        for (String character : text.split("")) {
            now = now.plusMillis(apartMs);
            burst.typed(
                    new KeyEvent(
                            KeyEvent.KEY_TYPED,
                            character,
                            "",
                            KeyCode.UNDEFINED,
                            false,
                            false,
                            false,
                            false));
        }
    }

    private boolean enter(long afterMs) {
        now = now.plusMillis(afterMs);
        return burst.isEndedBy(
                new KeyEvent(
                        KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
    }

    @Test
    void sixCharactersInAStreamAndAnEnterAreAReader() {
        type("990123", 30);
        assertThat(enter(30)).isTrue();
        assertThat(enter(1)).as("its Enter is one").isFalse();
    }

    @Test
    void aHandIsSlowerOrTypesLessOrPressesEnterLater() {
        type("990123", 31);
        assertThat(enter(1)).isFalse();
        type("99012", 1);
        assertThat(enter(1)).isFalse();
        now = now.plus(Duration.ofSeconds(1));
        type("990123", 1);
        assertThat(enter(31)).isFalse();
    }

    @Test
    void whatAHandTypedBeforeDoesNotCount() {
        type("99", 1);
        now = now.plusMillis(200);
        type("0123", 1);
        assertThat(enter(1)).isFalse();
    }

    @Test
    void aClockThatIsSetBackIsNoReader() {
        type("99012", 1);
        now = now.minus(Duration.ofHours(1));
        type("3", 0);
        assertThat(enter(1)).isFalse();
    }
}
