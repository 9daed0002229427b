package dev.gatehouse.console;

import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.function.Supplier;

/** What stands in place of a screen while there is no node to show. */
final class Notices {
    private Notices() {}

    /** The node is opening. */
    static final class Opening extends VBox {
        Opening(Words words) {
            setId("opening");
            getStyleClass().addAll("panel", "notice");
            Label text = new Label();
            text.getStyleClass().add("notice-title");
            words.bind(text.textProperty(), "app.opening");
            Label more = new Label();
            more.getStyleClass().add("muted");
            words.bind(more.textProperty(), "app.openingMore");
            getChildren().setAll(text, more);
        }
    }

    /** The node did not open; the window stays so that the booth sees why, and hands it on. */
    static final class Failed extends VBox {
        Failed(Words words, FailureReport report, Supplier<String> details) {
            setId("failed");
            getStyleClass().addAll("panel", "notice");
            HBox chip = new HBox(Mark.SQUARE.node());
            chip.getStyleClass().addAll("chip", "p1");
            Label title = new Label();
            title.getStyleClass().add("notice-title");
            words.bind(title.textProperty(), "app.failed");
            HBox first = new HBox(chip, title);
            first.getStyleClass().add("notice-first");
            Label why = new Label();
            words.onChange(() -> why.setText(words.get("app.failedWhy", report.message())));
            why.setId("failed-why");
            why.setWrapText(true);
            Label todo = new Label();
            todo.getStyleClass().add("muted");
            todo.setWrapText(true);
            words.onChange(() -> todo.setText(words.get("app.failedCode", report.code())));
            Button copy = new Button();
            copy.setId("failed-copy");
            words.bind(copy.textProperty(), "failure.copy");
            copy.setOnAction(
                    _ -> {
                        FailurePane.put(details.get());
                        copy.setText(words.get("failure.copied"));
                    });
            getChildren().setAll(first, why, todo, copy);
        }
    }
}
