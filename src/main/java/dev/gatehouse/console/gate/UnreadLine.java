package dev.gatehouse.console.gate;

import dev.gatehouse.console.live.LiveEvents;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import java.time.Duration;

/** Says that the passages cannot be read, and when that is tried again. FX thread only. */
final class UnreadLine extends HBox {
    private final LiveNode live;
    private final Words words;
    private final Label text = new Label();

    /**
     * @param retry run when it is to be tried at once
     */
    UnreadLine(LiveNode live, Words words, Runnable retry) {
        this.live = live;
        this.words = words;
        setId("gate-failure");
        getStyleClass().addAll("panel", "line");
        HBox chip = new HBox(Mark.DIAMOND.node());
        chip.getStyleClass().addAll("chip", "p3");
        text.setMaxWidth(Double.MAX_VALUE);
        text.setWrapText(true);
        setHgrow(text, Priority.ALWAYS);
        Button again = new Button();
        again.setMinWidth(USE_PREF_SIZE);
        words.bind(again.textProperty(), "gate.retry");
        again.setOnAction(_ -> retry.run());
        getChildren().setAll(chip, text, again);
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    void show(LiveEvents.State state) {
        if (state instanceof LiveEvents.State.Failed failed) {
            long seconds = Math.max(0, Duration.between(live.now(), failed.retryAt()).toSeconds());
            text.setText(words.get("gate.failed", seconds, failed.code()));
        }
        setVisible(state instanceof LiveEvents.State.Failed);
    }
}
