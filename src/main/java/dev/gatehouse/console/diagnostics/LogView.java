package dev.gatehouse.console.diagnostics;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.Refresh;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.FileTrouble;
import dev.gatehouse.model.LogLine;
import dev.gatehouse.port.DiagPort;

import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The end of the log, newest first, as long as somebody looks at it. FX thread. */
final class LogView extends VBox {
    /** A few hours of a quiet booth, and quick to draw. */
    private static final int LINES = 2_000;

    /** Times of the log file are in the time of this PC. */
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("dd/MM HH:mm:ss", Locale.ROOT);

    /** So that some lines are seen however many parts have something to say, in px. */
    private static final double LEAST_HEIGHT = LiveTable.HEADER_HEIGHT + 2 * LiveTable.ROW_HEIGHT;

    private static final Duration READS_APART = Duration.ofSeconds(1);

    private final Words words;
    private final SiteTime time;
    private final Label title = new Label();
    private final Label empty = new Label();
    private final LiveTable<LogLine> table;
    private final Refresh<List<LogLine>> reads;
    private volatile boolean looked;
    private List<LogLine> read = List.of();
    private boolean loading = true;
    private boolean onlyWrong;
    private @Nullable FileTrouble failure;

    LogView(FxBridge bridge, DiagPort port, Words words, SiteTime time, Settings settings) {
        this.words = words;
        this.time = time;
        this.table = new LiveTable<>("log", words, settings);
        this.reads =
                new Refresh<>(
                        bridge,
                        "log",
                        READS_APART,
                        () -> port.log(LINES),
                        this::show,
                        this::failed);
        buildTable();
        title.setId("log-title");
        title.getStyleClass().add("muted");
        table.setMinHeight(LEAST_HEIGHT);
        VBox.setVgrow(table, Priority.ALWAYS);
        getStyleClass().add("screen-column");
        getChildren().setAll(title, table);
        bridge.every(
                READS_APART,
                () -> {
                    if (looked) {
                        reads.ask();
                    }
                });
        sceneProperty().addListener((_, _, scene) -> look(scene != null));
        words.onChange(this::render);
    }

    private void buildTable() {
        table.setId("log");
        table.getStyleClass().add("panel");
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.addText("at", "diagnostics.column.at", 260, this::second, "mono");
        table.addText("level", "diagnostics.column.level", 195, this::level, "strong");
        table.addText("source", "diagnostics.column.source", 160, LogLine::source, "muted-cell");
        table.addText("text", "diagnostics.column.text", 715, LogLine::firstLine);
        table.setPlaceholder(empty);
        words.bind(table.accessibleTextProperty(), "diagnostics.log");
    }

    /** In the site's time, as the clock of the window; year and milliseconds are in the copy. */
    private String second(LogLine line) {
        try {
            Instant at =
                    LocalDateTime.parse(line.at(), WRITTEN)
                            .atZone(ZoneId.systemDefault())
                            .toInstant();
            return SHOWN.format(at.atZone(time.zone()));
        } catch (DateTimeParseException e) {
            return line.at(); // of a line that another program wrote
        }
    }

    /** A shape and a word: in a table of grey lines a colour would say nothing more. */
    private String level(LogLine line) {
        return switch (line.level()) {
            case INFO -> "";
            case WARN -> words.get("diagnostics.warn");
            case ERROR -> words.get("diagnostics.error");
        };
    }

    private void look(boolean somebody) {
        looked = somebody;
        if (somebody) {
            reads.ask();
        }
    }

    LiveTable<LogLine> table() {
        return table;
    }

    private void show(List<LogLine> lines) {
        loading = false;
        failure = null;
        if (!lines.equals(read)) {
            read = lines;
            fill();
        }
        render();
    }

    private void failed(Throwable why) {
        loading = false;
        failure = FileTrouble.of(why);
        render();
    }

    /** Shows warnings and errors alone, or all again. */
    void toggleOnlyWrong() {
        onlyWrong = !onlyWrong;
        fill();
        render();
    }

    private void fill() {
        table.show(
                read.stream()
                        .filter(line -> !onlyWrong || line.level() != LogLine.Level.INFO)
                        .toList());
    }

    boolean hasSelection() {
        return !table.getSelectionModel().getSelectedItems().isEmpty();
    }

    /** Puts the selected entries on the clipboard, whole. */
    void copySelected() {
        String text =
                table.getSelectionModel().getSelectedItems().stream()
                        .map(l -> l.at() + " " + l.level() + " " + l.source() + " " + l.text())
                        .collect(Collectors.joining("\n", "", "\n"));
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void render() {
        FileTrouble last = failure;
        title.setText(
                last != null
                        ? words.get("diagnostics.unreadable", new Causes(words).of(last))
                        : words.get(
                                onlyWrong ? "diagnostics.onlyWrong" : "diagnostics.all",
                                table.getItems().size()));
        empty.setText(
                words.get(
                        loading
                                ? "app.loading"
                                : onlyWrong ? "diagnostics.nothingWrong" : "diagnostics.empty"));
        table.redraw();
    }
}
