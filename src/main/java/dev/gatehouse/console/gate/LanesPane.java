package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The cards of the lanes: side by side where there is room, and otherwise the one at which a person
 * works, with the others as chips above it. A device that no lane names has a chip until a person
 * works there, so that a camera too many takes no room from the lanes. FX thread only.
 */
final class LanesPane extends VBox {
    /** Two cards need this width, in px, each. */
    private static final double LEAST_WIDTH = 560;

    /** And this height. */
    private static final double LEAST_HEIGHT = 300;

    private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");

    private final FxBridge bridge;
    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final Runnable confirm;
    private final IntConsumer choose;
    private final CarWords say;
    private final FlowPane chips = new FlowPane();
    private final GridPane grid = new GridPane();
    private final List<LanePane> panes = new ArrayList<>();
    private final List<Button> buttons = new ArrayList<>();
    private List<LaneWork> works = List.of();
    private int selected;
    private String laidOutFor = "";

    /**
     * @param confirm run when a primary action is clicked
     * @param choose given the place of a lane that was clicked, from 0
     */
    LanesPane(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            Runnable confirm,
            IntConsumer choose) {
        this.bridge = bridge;
        this.live = live;
        this.words = words;
        this.time = time;
        this.confirm = confirm;
        this.choose = choose;
        this.say = new CarWords(live, words, time);
        setId("gate-card");
        getStyleClass().add("lanes");
        grid.getStyleClass().add("lane-grid");
        chips.getStyleClass().add("lane-chips");
        chips.setId("lane-chips");
        chips.managedProperty().bind(chips.visibleProperty());
        setVgrow(grid, Priority.ALWAYS);
        grid.setMinSize(0, 0);
        setMinHeight(0);
        getChildren().setAll(chips, grid);
        // not while the window is laid out: what is put in then is not laid out
        widthProperty().addListener(_ -> bridge.execute(this::arrange));
        heightProperty().addListener(_ -> bridge.execute(this::arrange));
    }

    /** Other lanes. */
    void use(List<LaneWork> lanes) {
        works = List.copyOf(lanes);
        panes.clear();
        buttons.clear();
        for (int i = 0; i < works.size(); i++) {
            int place = i;
            panes.add(
                    new LanePane(
                            bridge,
                            live,
                            words,
                            time,
                            i + 1,
                            works.size() == 1,
                            () -> clicked(place),
                            () -> choose.accept(place)));
            Button chip = new Button("", Mark.TRIANGLE.node());
            chip.getStyleClass().add("lane-chip");
            chip.getGraphic().managedProperty().bind(chip.getGraphic().visibleProperty());
            chip.setFocusTraversable(false);
            chip.setOnAction(_ -> choose.accept(place));
            chip.managedProperty().bind(chip.visibleProperty());
            buttons.add(chip);
        }
        laidOutFor = "";
        arrange();
    }

    private void clicked(int place) {
        if (place == selected) {
            confirm.run();
        } else {
            choose.accept(place);
        }
    }

    /**
     * Shows how far it is with each.
     *
     * @param at which one Enter works at
     */
    void show(int at) {
        selected = at;
        for (int i = 0; i < panes.size(); i++) {
            panes.get(i).show(works.get(i), i == at);
            LaneWork work = works.get(i);
            Button chip = buttons.get(i);
            boolean waits = work.isCarWaiting() || work.hasUndecidedCar();
            chip.setText(words.get("gate.lane.chipKey", i + 1, say.chip(work)));
            chip.pseudoClassStateChanged(WAITING, waits);
            chip.getGraphic().setVisible(waits);
        }
        arrange();
    }

    /** How many columns there is room for; 0 where the lanes do not fit side by side. */
    private int columns(int lanes) {
        int fit = Math.max(1, (int) (getWidth() / LEAST_WIDTH));
        int rows = Math.max(1, (int) (getHeight() / LEAST_HEIGHT));
        int columns = Math.min(lanes, lanes == 4 && fit >= 2 && rows >= 2 ? 2 : fit);
        int needed = (lanes + columns - 1) / Math.max(1, columns);
        return needed <= rows ? columns : 0;
    }

    private void arrange() {
        if (works.isEmpty() || getWidth() <= 0) {
            return;
        }
        List<Integer> lanes =
                IntStream.range(0, works.size()).filter(this::isConfigured).boxed().toList();
        int columns = lanes.contains(selected) ? columns(lanes.size()) : 0;
        List<Integer> shown = columns == 0 ? List.of(selected) : lanes;
        String wanted = shown + " in " + columns;
        if (wanted.equals(laidOutFor)) {
            return;
        }
        laidOutFor = wanted;
        grid.getChildren().clear();
        chips.getChildren().clear();
        for (int i = 0; i < buttons.size(); i++) {
            if (!shown.contains(i)) {
                chips.getChildren().add(buttons.get(i));
            }
        }
        chips.setVisible(!chips.getChildren().isEmpty());
        int across = Math.max(1, columns);
        constrain(across, (shown.size() + across - 1) / across);
        for (int i = 0; i < shown.size(); i++) {
            grid.add(panes.get(shown.get(i)), i % across, i / across);
        }
    }

    private boolean isConfigured(int place) {
        return works.get(place).state().configured();
    }

    private void constrain(int columns, int rows) {
        grid.getColumnConstraints().clear();
        grid.getRowConstraints().clear();
        for (int i = 0; i < columns; i++) {
            var column = new ColumnConstraints(0, USE_COMPUTED_SIZE, Double.MAX_VALUE);
            column.setPercentWidth(100.0 / columns);
            column.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(column);
        }
        for (int i = 0; i < rows; i++) {
            var row = new RowConstraints(0, USE_COMPUTED_SIZE, Double.MAX_VALUE);
            row.setPercentHeight(100.0 / rows);
            row.setVgrow(Priority.ALWAYS);
            grid.getRowConstraints().add(row);
        }
    }
}
