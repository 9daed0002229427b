package dev.gatehouse.console;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.shape.SVGPath;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The line for what the booth should know, on every screen. For some seconds it says what a key
 * that was just pressed did not do; what it said before waits.
 */
final class MessageLine extends HBox {
    /** Long enough to be read twice. */
    private static final Duration SAID = Duration.ofSeconds(5);

    /** Half of a flash: 1 Hz draws the eye, and is far from what can harm anybody. */
    private static final javafx.util.Duration HALF = javafx.util.Duration.millis(500);

    private static final PseudoClass FLASH = PseudoClass.getPseudoClass("flash");

    private final Words words;
    private final InstantSource clock;
    private final SVGPath mark = Mark.DISC.node();
    private final HBox chip = new HBox(mark);
    private final Label text = new Label();
    private final Label more = new Label();
    private final Timeline flashes = new Timeline(new KeyFrame(HALF, _ -> flash()));
    private boolean lit;
    private Message message = Message.NOTHING;
    private @Nullable String said;
    private Instant saidAt = Instant.MIN;

    MessageLine(Words words, InstantSource clock) {
        this.words = words;
        this.clock = clock;
        setId("message-line");
        getStyleClass().addAll("panel", "line", "message");
        setAccessibleRole(AccessibleRole.TEXT);
        chip.getStyleClass().add("chip");
        chip.setMinWidth(USE_PREF_SIZE);
        chip.managedProperty().bind(chip.visibleProperty());
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        more.setId("message-more");
        more.getStyleClass().add("message-more");
        more.setMinWidth(USE_PREF_SIZE);
        more.managedProperty().bind(more.visibleProperty());
        flashes.setCycleCount(Animation.INDEFINITE);
        getChildren().setAll(chip, text, more);
        render();
    }

    /** Shows what the node and its peers come to at present. */
    void show(LiveNode live) {
        message =
                Message.of(
                        live.health(),
                        live.status(),
                        live.alarms(),
                        live.now(),
                        words,
                        live.info().configFile());
        if (saidAt.plus(SAID).isBefore(clock.instant()) || clock.instant().isBefore(saidAt)) {
            said = null;
        }
        render();
    }

    /** Says that for some seconds, in the place of all else. */
    void say(String word) {
        said = word;
        saidAt = clock.instant();
        text.setMinHeight(text.getHeight()); // what stands above it does not jump
        render();
    }

    /** What was said of a key is of the screen on which it was pressed, and goes with that. */
    void hush() {
        if (said != null) {
            said = null;
            render();
        }
    }

    private void render() {
        String word = said;
        Message.Level level = word == null ? message.level() : Message.Level.SAID;
        if (word == null) {
            text.setMinHeight(USE_COMPUTED_SIZE);
        }
        for (Message.Level each : Message.Level.values()) {
            PseudoClass style = PseudoClass.getPseudoClass(each.style());
            pseudoClassStateChanged(style, each == level);
            chip.pseudoClassStateChanged(style, each == level);
        }
        chip.setVisible(level != Message.Level.CALM && level != Message.Level.SAID);
        level.mark().show(mark);
        text.setText(word == null ? message.text() : word);
        more.setVisible(word == null && message.more() > 0);
        more.setText(words.get("message.more", message.more()));
        setAccessibleText(
                more.isVisible() ? text.getText() + " " + more.getText() : text.getText());
        flash(message.urgent());
    }

    private void flash(boolean on) {
        if (on && flashes.getStatus() != Animation.Status.RUNNING) {
            flashes.play();
        } else if (!on && flashes.getStatus() == Animation.Status.RUNNING) {
            flashes.stop();
            lit = false;
            pseudoClassStateChanged(FLASH, false);
        }
    }

    private void flash() {
        lit = !lit;
        pseudoClassStateChanged(FLASH, lit);
    }
}
