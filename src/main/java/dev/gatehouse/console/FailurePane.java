package dev.gatehouse.console;

import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Over the window, where the window itself failed at something: what, a short code, and a button
 * that copies the details. One failure at a time: those that come meanwhile are counted. FX thread.
 */
final class FailurePane extends StackPane {
    private final Words words;
    private final InstantSource clock;
    private final Supplier<@Nullable String> version;
    private final Label why = new Label();
    private final Label code = new Label();
    private final Button copy = new Button();
    private @Nullable FailureReport shown;
    private @Nullable Node focusedBefore;
    private int more;
    private boolean copied;

    /**
     * @param version of the program; gives null where it is not known yet
     */
    FailurePane(Words words, InstantSource clock, Supplier<@Nullable String> version) {
        this.words = words;
        this.clock = clock;
        this.version = version;
        setId("failure");
        getStyleClass().add("failure-ground");
        setVisible(false);
        Label title = new Label();
        title.getStyleClass().add("notice-title");
        words.bind(title.textProperty(), "failure.title");
        HBox chip = new HBox(Mark.SQUARE.node());
        chip.getStyleClass().addAll("chip", "p1");
        HBox first = new HBox(chip, title);
        first.getStyleClass().add("notice-first");
        why.setWrapText(true);
        code.setWrapText(true);
        code.getStyleClass().add("muted");
        copy.setId("failure-copy");
        copy.getStyleClass().add("primary");
        copy.setOnAction(_ -> copy());
        Button close = new Button();
        close.setId("failure-close");
        words.bind(close.textProperty(), "failure.close");
        close.setOnAction(_ -> hide());
        HBox buttons = new HBox(copy, close);
        buttons.getStyleClass().add("failure-buttons");
        VBox box = new VBox(first, why, code, buttons);
        box.getStyleClass().addAll("panel", "failure");
        getChildren().setAll(box);
        words.onChange(this::render);
    }

    /** Shows it; where one is shown already, counts it. */
    void show(FailureReport report) {
        if (shown != null) {
            more++;
        } else {
            shown = report;
            focusedBefore = getScene() == null ? null : getScene().getFocusOwner();
            setVisible(true);
            copy.requestFocus();
        }
        render();
    }

    boolean isOpen() {
        return shown != null;
    }

    /** Goes, and gives the focus back. */
    void hide() {
        shown = null;
        more = 0;
        copied = false;
        setVisible(false);
        Node before = focusedBefore;
        focusedBefore = null;
        if (before != null) {
            before.requestFocus();
        }
    }

    private void copy() {
        FailureReport report = shown;
        if (report != null) {
            put(report.details(clock.instant(), version.get()));
            copied = true;
            render();
        }
    }

    /** Puts a text on the clipboard. */
    static void put(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void render() {
        copy.setText(words.get(copied ? "failure.copied" : "failure.copy"));
        FailureReport report = shown;
        if (report != null) {
            why.setText(words.get("app.failedWhy", report.message()));
            code.setText(words.get("failure.code", report.code(), more));
        }
    }
}
