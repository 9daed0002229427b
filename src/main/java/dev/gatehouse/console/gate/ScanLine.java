package dev.gatehouse.console.gate;

import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What a reader read last, for a while: so that nobody takes a silent reader for a broken one. */
final class ScanLine extends HBox {
    /** Long enough to be read aloud; then it says nothing about the car that is there by now. */
    private static final Duration SHOWN = Duration.ofSeconds(10);

    /** Characters of a code that are shown; the rest tells one from another to nobody. */
    private static final int MOST_SHOWN = 24;

    private final Words words;
    private final InstantSource clock;
    private final Label text = new Label();
    private @Nullable String code;
    private Instant at = Instant.MIN;

    ScanLine(Words words, InstantSource clock) {
        this.words = words;
        this.clock = clock;
        setId("gate-scan");
        getStyleClass().addAll("panel", "line");
        setAccessibleRole(AccessibleRole.TEXT);
        HBox chip = new HBox(Mark.DISC.node());
        chip.getStyleClass().add("chip");
        text.setWrapText(true);
        getChildren().setAll(chip, text);
        managedProperty().bind(visibleProperty());
        setVisible(false);
        words.onChange(this::say);
    }

    void show(String scanned) {
        code = scanned;
        at = clock.instant();
        say();
        setVisible(true);
    }

    /** Time passes. */
    void tick() {
        if (isVisible() && Duration.between(at, clock.instant()).compareTo(SHOWN) >= 0) {
            setVisible(false);
        }
    }

    private void say() {
        String read = code;
        if (read != null) {
            String shown = read.length() <= MOST_SHOWN ? read : read.substring(0, MOST_SHOWN) + "…";
            text.setText(words.get("gate.scanned", shown));
            setAccessibleText(text.getText());
        }
    }
}
