package dev.gatehouse.console.history;

import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.shape.SVGPath;

/** The line in which a person says where the file is to be, and sees it written. */
final class ExportLine extends HBox {
    private static final PseudoClass P2 = PseudoClass.getPseudoClass("p2");

    private final Words words;
    private final Exporting exporting;
    private final SVGPath mark = Mark.TRIANGLE.node();
    private final HBox chip = new HBox(mark);
    private final Label text = new Label();
    private final TextField file = new TextField();
    private final ProgressBar bar = new ProgressBar();
    private final Label figures = new Label();
    private final Button stop = new Button();

    ExportLine(Words words, Exporting exporting) {
        this.words = words;
        this.exporting = exporting;
        setId("history-export");
        getStyleClass().addAll("panel", "line");
        setAccessibleRole(AccessibleRole.TEXT);
        chip.getStyleClass().add("chip");
        chip.pseudoClassStateChanged(P2, true);
        file.setId("export-file");
        words.bind(file.accessibleTextProperty(), "history.exportTo");
        text.setWrapText(true);
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(file, Priority.ALWAYS);
        HBox.setHgrow(bar, Priority.ALWAYS);
        figures.getStyleClass().add("muted");
        figures.setMinWidth(USE_PREF_SIZE);
        words.bind(stop.textProperty(), "history.exportStop");
        stop.setFocusTraversable(false); // a key does it
        stop.setOnAction(_ -> exporting.cancel());
        for (var node : new javafx.scene.Node[] {chip, file, bar, stop}) {
            node.managedProperty().bind(node.visibleProperty());
        }
        managedProperty().bind(visibleProperty());
        getChildren().setAll(chip, text, file, bar, figures, stop);
        words.onChange(this::render);
    }

    /** Opens the question with that file. */
    void ask(String proposed) {
        file.setText(proposed);
        exporting.ask();
        file.requestFocus();
        file.end();
    }

    String file() {
        return file.getText();
    }

    void render() {
        Exporting.Stage stage = exporting.stage();
        setVisible(!(stage instanceof Exporting.Stage.Nothing));
        file.setVisible(stage instanceof Exporting.Stage.Asking);
        boolean runs = stage instanceof Exporting.Stage.Running;
        bar.setVisible(runs);
        stop.setVisible(runs);
        chip.setVisible(
                stage instanceof Exporting.Stage.Exists || stage instanceof Exporting.Stage.Failed);
        figures.setText("");
        text.setText(
                switch (stage) {
                    case Exporting.Stage.Nothing _ -> "";
                    case Exporting.Stage.Asking _ -> {
                        figures.setText(words.get("history.exportHint"));
                        yield words.get("history.exportTo");
                    }
                    case Exporting.Stage.Running(long written, var total) -> {
                        bar.setProgress(
                                total == null || total == 0
                                        ? ProgressBar.INDETERMINATE_PROGRESS
                                        : Math.min(1, (double) written / total));
                        figures.setText(
                                words.get(
                                        "history.exportRows",
                                        words.number(written),
                                        words.numberOrUnknown(total)));
                        yield words.get("history.exporting");
                    }
                    case Exporting.Stage.Done(var path, long written) ->
                            words.get("history.exported", written, path);
                    case Exporting.Stage.Cancelled _ -> words.get("history.exportCancelled");
                    case Exporting.Stage.Exists(var path) ->
                            words.get("history.exportExists", path);
                    case Exporting.Stage.Failed(var why) ->
                            words.get("history.exportFailed", new Causes(words).of(why));
                });
        setAccessibleText(text.getText() + " " + figures.getText());
        bar.setAccessibleText(getAccessibleText());
    }
}
