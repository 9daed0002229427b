package dev.gatehouse.console.history;

import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveCell;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;

import javafx.css.PseudoClass;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One page of visits. The visit that is selected stays so while its row changes. */
final class VisitTable {
    /** From this width on, in px, there is room for all columns; the detail has them all. */
    private static final double ALL_FROM = 1_250;

    /** From this width on, in px, there is room for the gates. */
    private static final double GATES_FROM = 1_130;

    /** Of a cell in which words stand where others have a time. */
    private static final PseudoClass WORDS = PseudoClass.getPseudoClass("words");

    private final Words words;
    private final SiteTime time;
    private final Supplier<Instant> now;
    private final LiveTable<VisitPage.Row> table;

    /**
     * @param now the present second, by which times of today are told from others
     */
    VisitTable(Words words, SiteTime time, Settings settings, Supplier<Instant> now) {
        this.words = words;
        this.time = time;
        this.now = now;
        this.table = new LiveTable<>("history", words, settings);
        table.setId("history-visits");
        table.getStyleClass().add("panel");
        table.addText(
                "plate", "history.column.plate", 150, r -> words.plate(r.visit().plate()), "plate");
        table.addText("entered", "history.column.entered", 142, this::entered, "mono");
        var entry = table.addText("entry", "history.column.entry", 120, this::entry);
        table.add("left", "history.column.left", 142, this::leftCell, "mono");
        var exit = table.addText("exit", "history.column.exit", 120, this::exit);
        table.addText("stay", "history.column.stay", 152, this::stay, "number");
        table.addText("fee", "history.column.fee", 150, this::fee, "number", "strong");
        var source =
                table.addText(
                        "source", "history.column.source", 120, this::source, "spaced-little");
        table.addText("marks", "history.column.marks", 210, this::marks, "strong", "spaced-little");
        table.widthProperty()
                .addListener(
                        (_, _, width) -> {
                            source.setVisible(width.doubleValue() >= ALL_FROM);
                            entry.setVisible(width.doubleValue() >= GATES_FROM);
                            exit.setVisible(width.doubleValue() >= GATES_FROM);
                        });
        words.bind(table.accessibleTextProperty(), "history.table");
    }

    LiveTable<VisitPage.Row> node() {
        return table;
    }

    private String entered(VisitPage.Row row) {
        return row.visit().entryKnown()
                ? time.inColumn(row.visit().entry().at(), now.get())
                : words.get("app.none");
    }

    private String entry(VisitPage.Row row) {
        return row.visit().entryKnown() ? row.visit().sourceCentral().value() : "";
    }

    private String left(VisitPage.Row row) {
        Visit.Departure exit = row.visit().exit();
        if (exit == null) {
            return words.get("history.stillInside");
        }
        return exit.missed() ? words.unknown() : time.inColumn(exit.passage().at(), now.get());
    }

    private LiveCell<VisitPage.Row> leftCell() {
        LiveCell<VisitPage.Row> cell =
                new LiveCell<>() {
                    @Override
                    protected void show(VisitPage.@Nullable Row row) {
                        setText(row == null ? null : left(row));
                        pseudoClassStateChanged(WORDS, row != null && row.visit().inside());
                    }
                };
        cell.getStyleClass().add("mono");
        return cell;
    }

    private String exit(VisitPage.Row row) {
        Visit.Departure exit = row.visit().exit();
        return exit == null ? "" : exit.central().value();
    }

    private String stay(VisitPage.Row row) {
        Visit.Departure exit = row.visit().exit();
        if (exit != null && exit.missed()) {
            return words.unknown();
        }
        Duration stay =
                exit == null
                        ? Duration.between(row.visit().entry().at(), now.get())
                        : Duration.ofSeconds(exit.seconds());
        return words.stay(stay);
    }

    private String fee(VisitPage.Row row) {
        Visit.Departure exit = row.visit().exit();
        return exit == null ? "" : words.dong(exit.feeDong());
    }

    private String source(VisitPage.Row row) {
        return sourceOf(row.visit().entry(), words);
    }

    /** How a plate came to be known: what a camera saw is its own where it says nothing else. */
    static String sourceOf(Visit.Passage passage, Words words) {
        boolean camera =
                passage.cameraId() != null
                        || passage.cameraName() != null
                        || passage.confidence() != null;
        return passage.source() == null && camera
                ? words.get("history.source.auto")
                : sourceOf(passage.source(), words);
    }

    /** How a plate came to be known, in words where it is one of the usual ways. */
    static String sourceOf(@Nullable String source, Words words) {
        return switch (source) {
            case null -> words.get("app.none");
            case "auto" -> words.get("history.source.auto");
            case "manual" -> words.get("history.source.manual");
            default -> source;
        };
    }

    private String marks(VisitPage.Row row) {
        return marksOf(row, words);
    }

    /** What a person should know at a glance; empty where there is nothing. */
    static String marksOf(VisitPage.Row row, Words words) {
        List<String> marks = new ArrayList<>();
        if (row.corrected()) {
            marks.add(words.get("history.mark.corrected"));
        }
        Review review = row.visit().review();
        if (review != null) {
            marks.add("▲ " + words.review(review));
        } else if (row.odd()) {
            marks.add(words.get("history.mark.odd"));
        }
        return String.join(" · ", marks);
    }

    VisitPage.@Nullable Row selected() {
        return table.getSelectionModel().getSelectedItem();
    }

    /** Shows those rows; one that changed is drawn anew and stays selected. */
    void show(List<VisitPage.Row> rows) {
        if (rows.equals(table.getItems())) {
            return;
        }
        VisitPage.Row before = selected();
        table.getItems().setAll(rows);
        table.getSelectionModel().clearSelection();
        if (before != null) {
            rows.stream()
                    .filter(row -> row.visit().id() == before.visit().id())
                    .findFirst()
                    .ifPresent(row -> table.getSelectionModel().select(row));
        }
    }

    void top() {
        if (!table.getItems().isEmpty()) {
            table.scrollTo(0);
        }
    }

    /** Scrolls as little as needed for the selected visit to be seen. */
    void reveal() {
        int selected = table.getSelectionModel().getSelectedIndex();
        if (selected >= 0) {
            table.reveal(selected);
        }
    }

    void move(int rows) {
        int last = table.getItems().size() - 1;
        int to = Math.clamp(table.getSelectionModel().getSelectedIndex() + (long) rows, 0, last);
        table.getSelectionModel().select(to);
        table.reveal(to);
    }
}
