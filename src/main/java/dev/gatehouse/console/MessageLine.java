package dev.gatehouse.console;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.SVGPath;

/** One calm line for what the booth should know. */
final class MessageLine extends HBox {
    private final Words words;
    private final SVGPath mark = Mark.DISC.node();
    private final HBox chip = new HBox(mark);
    private final Label text = new Label();

    MessageLine(Words words) {
        this.words = words;
        setId("message-line");
        getStyleClass().addAll("panel", "line", "message");
        setAccessibleRole(AccessibleRole.TEXT);
        chip.getStyleClass().add("chip");
        chip.managedProperty().bind(chip.visibleProperty());
        managedProperty().bind(visibleProperty());
        getChildren().setAll(chip, text);
        setVisible(false);
    }

    /**
     * @param withPeers whether to speak of peers; on a screen that shows them, only alarms and the
     *     node's own trouble are news
     */
    void show(LiveNode live, boolean withPeers) {
        Message message =
                Message.of(live.health(), live.status(), live.alarms(), live.now(), words);
        setVisible(withPeers || message.everywhere());
        for (Message.Level level : Message.Level.values()) {
            chip.pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(level.style()), level == message.level());
        }
        chip.setVisible(message.level() != Message.Level.CALM);
        message.level().mark().show(mark);
        text.setText(message.text());
        setAccessibleText(message.text());
    }
}
