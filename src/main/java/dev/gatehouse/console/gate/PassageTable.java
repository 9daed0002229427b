package dev.gatehouse.console.gate;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.GateEvent;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The live table of passages: filtered, and held still while somebody reads. FX thread only. */
final class PassageTable {
    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final LiveTable<GateEvent> table;
    private final Label filterName = new Label();
    private final Label heldWords = new Label();
    private final HBox heldChip = new HBox(8, Mark.PAUSE.node(), heldWords);
    private final HBox state = new HBox(18, filterName, heldChip);
    private PassageFilter filter = PassageFilter.ALL;
    private Set<GateEvent> heldRows = Set.of();
    private boolean held;

    PassageTable(LiveNode live, Words words, SiteTime time, Settings settings) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.table = new LiveTable<>("gate", words, settings);
        table.setId("gate-events");
        table.getStyleClass().add("panel");
        table.addText("time", "gate.column.time", 120, e -> time.of(e.at(), live.now()), "mono");
        table.addText("kind", "gate.column.kind", 90, this::kind, "strong");
        table.addText("plate", "gate.column.plate", 190, e -> e.plate().view(), "plate");
        table.addText("central", "gate.column.central", 190, e -> e.central().value());
        table.addText("fee", "gate.column.fee", 150, this::fee, "number", "strong");
        table.addText("stay", "gate.column.stay", 190, this::stay, "number");
        table.addText("origin", "gate.column.origin", 230, this::origin, "muted-cell", "spaced");
        words.bind(table.accessibleTextProperty(), "gate.table");
        state.setId("gate-list-state");
        state.getStyleClass().add("list-state");
        filterName.getStyleClass().add("muted");
        filterName.setMinWidth(HBox.USE_PREF_SIZE);
        heldWords.setMinWidth(HBox.USE_PREF_SIZE);
        heldChip.getStyleClass().add("list-state");
        heldChip.managedProperty().bind(heldChip.visibleProperty());
        live.events().rowsProperty().addListener(_ -> take());
        words.onChange(this::say);
        take();
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

    LiveTable<GateEvent> node() {
        return table;
    }

    /** Which rows are listed, and whether they are held still. */
    HBox state() {
        return state;
    }

    PassageFilter filter() {
        return filter;
    }

    /** Lists the next sort of passages. */
    void nextFilter() {
        filter = filter.next();
        heldRows = Set.of();
        held = false;
        take();
    }

    /** Holds the rows still, or lets them go on. */
    void toggleHold() {
        held = !held;
        heldRows = held ? new HashSet<>(table.getItems()) : Set.of();
        take();
    }

    private List<GateEvent> listed() {
        return live.events().rowsProperty().get().stream().filter(filter::lists).toList();
    }

    private void take() {
        if (!held) {
            table.show(listed());
        }
        say();
    }

    private void say() {
        filterName.setText(words.get("gate.list", words.get(filter.key())));
        heldChip.setVisible(held);
        if (held) {
            long fresh = listed().stream().filter(e -> !heldRows.contains(e)).count();
            heldWords.setText(words.get("gate.held", fresh));
        }
    }
}
