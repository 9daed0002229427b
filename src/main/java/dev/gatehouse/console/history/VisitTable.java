package dev.gatehouse.console.history;

import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Visit;
import dev.gatehouse.model.VisitPage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One page of visits. The visit that is selected stays so while its row changes. */
final class VisitTable {
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
                "plate", "history.column.plate", 170, r -> words.plate(r.visit().plate()), "plate");
        table.addText("entered", "history.column.entered", 140, this::entered, "mono");
        table.addText("entry", "history.column.entry", 130, this::entry);
        table.addText("left", "history.column.left", 140, this::left, "mono");
        table.addText("exit", "history.column.exit", 130, this::exit);
        table.addText("stay", "history.column.stay", 150, this::stay, "number");
        table.addText("fee", "history.column.fee", 140, this::fee, "number", "strong");
        table.addText("source", "history.column.source", 120, this::source, "spaced-little");
        table.addText("marks", "history.column.marks", 210, this::marks, "strong");
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
        return exit == null
                ? words.get("history.stillInside")
                : time.inColumn(exit.passage().at(), now.get());
    }

    private String exit(VisitPage.Row row) {
        Visit.Departure exit = row.visit().exit();
        return exit == null ? "" : exit.central().value();
    }

    private String stay(VisitPage.Row row) {
        Visit.Departure exit = row.visit().exit();
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
        return sourceOf(row.visit().entry().source(), words);
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
