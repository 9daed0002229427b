package dev.gatehouse.console.gate;

import dev.gatehouse.console.field.PlateInput;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.Refresh;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveCell;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Visit;

import javafx.scene.control.ContentDisplay;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cars inside that may be meant by what was typed; of none it is said that it is. FX thread only.
 */
final class Matches {
    /** More than anybody reads; who sees so many types another digit. */
    static final int LIMIT = 50;

    /** Two characters name one car in a hundred or so; one would list a tenth of the park. */
    private static final int LEAST_TYPED = 2;

    private static final int ROWS_IN_SIGHT = 6;

    /** Faster than anybody types, and slow enough to leave the database to the gate. */
    private static final Duration APART = Duration.ofMillis(50);

    private final LiveTable<Visit> table;
    private final Runnable changed;
    private final Refresh<Found> reads;
    private volatile String wanted = "";
    private String found = "";

    private record Found(String text, List<Visit> visits) {}

    /**
     * @param changed run after every answer
     * @param failed told what a read threw
     */
    Matches(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            Settings settings,
            Runnable changed,
            Consumer<Throwable> failed) {
        this.changed = changed;
        this.table = new LiveTable<>("matches", words, settings);
        table.setId("gate-matches");
        table.getStyleClass().add("panel");
        table.setFocusTraversable(false);
        table.add(
                "picture",
                "gate.column.picture",
                74,
                () -> new PictureCell(PictureBox.small(bridge, live.node().pictures(), words)));
        table.add("plate", "gate.column.plate", 190, () -> new PlateCell(words), "plate");
        table.addText("entered", "gate.column.entered", 200, v -> entered(v, live, time), "mono");
        table.addText("central", "gate.column.central", 190, v -> v.sourceCentral().value());
        table.addText(
                "stay",
                "gate.column.stay",
                190,
                v -> words.stay(Duration.between(v.entry().at(), live.now())),
                "number");
        words.bind(table.accessibleTextProperty(), "gate.matches");
        table.setVisible(false);
        table.managedProperty().bind(table.visibleProperty());
        this.reads =
                new Refresh<>(
                        bridge,
                        "matches",
                        APART,
                        () -> {
                            String text = wanted;
                            return new Found(
                                    text,
                                    text.isEmpty()
                                            ? List.of()
                                            : live.node().history().insideLike(text, LIMIT));
                        },
                        this::show,
                        failed);
    }

    /**
     * The picture of the entry where this PC has it: a list that changes with every digit must not
     * keep peers busy. The card of the car asks them.
     */
    private static final class PictureCell extends LiveCell<Visit> {
        private final PictureBox box;

        PictureCell(PictureBox box) {
            this.box = box;
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void show(@Nullable Visit visit) {
            Hash hash = visit == null ? null : visit.entry().picture();
            box.show(hash, null, "");
            setGraphic(hash == null ? null : box);
        }
    }

    /**
     * The plate, with what differs from the typed one underlined where that is not a part of it.
     */
    private final class PlateCell extends LiveCell<Visit> {
        private final Words words;
        private final PlateText plate = new PlateText();

        PlateCell(Words words) {
            this.words = words;
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void show(@Nullable Visit visit) {
            String text = visit == null ? "" : words.plate(visit.plate());
            plate.show(text, PlateMarks.isPart(found, text) ? null : found);
            setText(text); // what is read aloud
            setGraphic(visit == null ? null : plate);
        }
    }

    private static String entered(Visit visit, LiveNode live, SiteTime time) {
        return time.of(visit.entry().at(), live.now());
    }

    LiveTable<Visit> node() {
        return table;
    }

    /** Looks for what is typed now. */
    void search(String typed) {
        String text = typed.strip();
        wanted = text.length() < LEAST_TYPED ? "" : text;
        if (wanted.isEmpty()) {
            show(new Found("", List.of()));
        } else {
            reads.ask();
        }
    }

    /** Looks for the same once more. */
    void again() {
        reads.ask();
    }

    /** Whether the cars shown are those of what is typed now. */
    boolean isCurrent() {
        return found.equals(wanted);
    }

    boolean isEmpty() {
        return table.getItems().isEmpty();
    }

    /** Whether one of them is the car whose whole plate was typed. */
    boolean has(PlateInput typed) {
        return table.getItems().stream().anyMatch(visit -> typed.spells(visit.plate()));
    }

    /** The chosen car, null where none is. */
    @Nullable Visit chosen() {
        return table.getSelectionModel().getSelectedItem();
    }

    /** Chooses the car so many rows further down; up from the first chooses none. */
    void move(int rows) {
        int from = table.getSelectionModel().getSelectedIndex();
        int to = Math.min(from + rows, table.getItems().size() - 1);
        if (to < 0) {
            table.getSelectionModel().clearSelection();
        } else {
            table.getSelectionModel().select(to);
            table.reveal(to);
        }
    }

    void clear() {
        search("");
    }

    private void show(Found next) {
        if (!next.text().equals(wanted)) {
            return;
        }
        found = next.text();
        table.getItems().setAll(next.visits());
        table.redraw(); // of a car that stays another part is underlined
        table.getSelectionModel().clearSelection(); // which of them is meant a person says
        int rows = Math.min(ROWS_IN_SIGHT, next.visits().size());
        double height = LiveTable.HEADER_HEIGHT + rows * LiveTable.ROW_HEIGHT + 6;
        table.setMinHeight(height);
        table.setPrefHeight(height);
        table.setMaxHeight(height);
        table.setVisible(rows > 0);
        changed.run();
    }
}
