package dev.gatehouse.console.gate;

import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveEvents;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.GateEvent;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.time.Duration;

/**
 * The Gate screen: the figures of the day over the live table of passages; on a wide window the
 * peers beside it.
 */
public final class GateScreen implements ScreenPane {
    /** From this width on, in px, there is room for a second column of {@link #ASIDE_WIDTH}. */
    private static final double WIDE_FROM = 1_800;

    private static final double ASIDE_WIDTH = 680;
    private static final int SKELETON_ROWS = 3;
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final DayStrip day;
    private final LiveTable<GateEvent> table;
    private final Label empty = new Label();
    private final VBox skeleton = new VBox();
    private final Label failure = new Label();
    private final HBox failureLine = new HBox();
    private final HBox root = new HBox();

    /**
     * @param aside what stands beside the events where there is room
     */
    public GateScreen(LiveNode live, Words words, SiteTime time, Settings settings, Region aside) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.day = new DayStrip(live, words);
        this.table = new LiveTable<>("gate", words, settings);
        buildTable();
        buildFailureLine();
        buildSkeleton();
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox events = new VBox(day, failureLine, table);
        events.getStyleClass().add("screen-column");
        HBox.setHgrow(events, Priority.ALWAYS);
        aside.setPrefWidth(ASIDE_WIDTH);
        aside.setMinWidth(ASIDE_WIDTH);
        aside.visibleProperty().bind(root.widthProperty().greaterThanOrEqualTo(WIDE_FROM));
        aside.managedProperty().bind(aside.visibleProperty());
        root.getStyleClass().add("screen-row");
        root.getChildren().setAll(events, aside);
        live.events().stateProperty().addListener((_, _, _) -> render());
        live.onChange(this::render);
        words.onChange(this::render);
    }

    private void buildTable() {
        table.setId("gate-events");
        table.getStyleClass().add("panel");
        table.addText("time", "gate.column.time", 120, e -> time.of(e.at(), live.now()), "mono");
        table.addText("kind", "gate.column.kind", 90, this::kind, "strong");
        table.addText("plate", "gate.column.plate", 190, e -> e.plate().view(), "plate");
        table.addText("central", "gate.column.central", 190, e -> e.central().value());
        table.addText("fee", "gate.column.fee", 150, this::fee, "number", "strong");
        table.addText("stay", "gate.column.stay", 190, this::stay, "number");
        table.addText("origin", "gate.column.origin", 230, this::origin, "muted-cell", "spaced");
        table.follow(live.events().rows());
        words.bind(table.accessibleTextProperty(), "gate.table");
    }

    private String kind(GateEvent event) {
        return switch (event.kind()) {
            case ENTRY -> words.get("gate.entry");
            case EXIT -> words.get("gate.exit");
        };
    }

    private String fee(GateEvent event) {
        return event.kind() == GateEvent.Kind.EXIT ? words.dong(event.feeDong()) : "";
    }

    private String stay(GateEvent event) {
        Duration stay = event.stay();
        return stay == null ? "" : words.stay(stay);
    }

    private String origin(GateEvent event) {
        return words.get(event.local() ? "gate.local" : "gate.merged");
    }

    private void buildFailureLine() {
        failureLine.setId("gate-failure");
        failureLine.getStyleClass().addAll("panel", "line");
        HBox chip = new HBox(Mark.DIAMOND.node());
        chip.getStyleClass().addAll("chip", "p3");
        failure.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(failure, Priority.ALWAYS);
        Button retry = new Button();
        words.bind(retry.textProperty(), "gate.retry");
        retry.setOnAction(_ -> perform(Shortcut.RETRY));
        failureLine.getChildren().setAll(chip, failure, retry);
        failureLine.managedProperty().bind(failureLine.visibleProperty());
    }

    private void buildSkeleton() {
        skeleton.getStyleClass().add("skeleton");
        for (int i = 0; i < SKELETON_ROWS; i++) {
            Region row = new Region();
            row.getStyleClass().add("skeleton-row");
            skeleton.getChildren().add(row);
        }
        words.bind(skeleton.accessibleTextProperty(), "app.loading");
    }

    private void render() {
        LiveEvents.State state = live.events().stateProperty().get();
        switch (state) {
            case LiveEvents.State.Loading _ -> table.setPlaceholder(skeleton);
            case LiveEvents.State.Ready _ -> {
                empty.setText(words.get("gate.empty"));
                table.setPlaceholder(empty);
            }
            case LiveEvents.State.Failed failed -> {
                empty.setText(words.get("gate.unreadable"));
                table.setPlaceholder(empty);
                long seconds =
                        Math.max(0, Duration.between(live.now(), failed.retryAt()).toSeconds());
                failure.setText(words.get("gate.failed", seconds, failed.code()));
            }
        }
        failureLine.setVisible(state instanceof LiveEvents.State.Failed);
        table.pseudoClassStateChanged(STALE, live.staleFor() != null);
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public Node firstFocus() {
        return table;
    }

    @Override
    public boolean offers(Shortcut shortcut) {
        return shortcut == Shortcut.RETRY
                && live.events().stateProperty().get() instanceof LiveEvents.State.Failed;
    }

    @Override
    public void perform(Shortcut shortcut) {
        if (shortcut == Shortcut.RETRY) {
            live.reread();
        }
    }

    @Override
    public boolean wantsPeerMessages() {
        return true;
    }
}
