package dev.gatehouse.console.gate;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.live.PassageFilter;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.Listing;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.GateEvent;

import javafx.scene.Node;

import java.time.Duration;
import java.util.Set;

/** The live table of passages: filtered, and held still while somebody reads. FX thread only. */
final class PassageTable {
    private static final Set<String> COMFORT = Set.of("stay", "origin");

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final LiveTable<GateEvent> table;
    private final Listing<GateEvent> listing;
    private boolean named = true;
    private PassageFilter filter = PassageFilter.HERE;

    PassageTable(LiveNode live, Words words, SiteTime time, Settings settings) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.table = new LiveTable<>("gate", words, settings);
        table.setId("gate-events");
        table.getStyleClass().add("panel");
        table.addText(
                "time", "gate.column.time", 130, e -> time.inColumn(e.at(), live.now()), "mono");
        table.addText("kind", "gate.column.kind", 100, this::kind, "strong");
        table.addText("plate", "gate.column.plate", 170, e -> words.plate(e.plate()), "plate");
        table.addText("central", "gate.column.central", 140, e -> e.central().value());
        table.addText("fee", "gate.column.fee", 165, this::fee, "number", "strong");
        table.addText("stay", "gate.column.stay", 190, this::stay, "number");
        table.addText("origin", "gate.column.origin", 230, this::origin, "muted-cell", "spaced");
        table.skinProperty().addListener(_ -> nameColumns());
        words.bind(table.accessibleTextProperty(), "gate.table");
        this.listing = // a booth's own cars first: the others run by under its eyes
                new Listing<>(
                        table, words, live.events().rowsProperty()::get, PassageFilter.HERE.key());
        listing.setId("gate-list-state");
        listing.filter(filter.key(), filter::lists);
        live.events().rowsProperty().addListener(_ -> listing.take());
    }

    private String kind(GateEvent event) {
        return switch (event.kind()) {
            case ENTRY -> words.get("gate.entry");
            case EXIT -> words.get("gate.exit");
        };
    }

    private String fee(GateEvent event) {
        if (event.takenBack()) {
            return words.get("gate.takenBack");
        }
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

    /**
     * Beside the lanes there is room only for what tells one passage from another, and below them
     * none for the names of the columns.
     */
    void compact(boolean beside) {
        named = beside;
        nameColumns();
        table.getColumns().stream()
                .filter(column -> COMFORT.contains(String.valueOf(column.getId())))
                .filter(column -> column.isVisible() == beside)
                .forEach(column -> column.setVisible(!beside));
    }

    private void nameColumns() {
        Node names = table.lookup(".column-header-background");
        if (names != null) {
            names.setVisible(named);
        }
    }

    /** Which rows are listed, and whether they are held still. */
    Listing<GateEvent> state() {
        return listing;
    }

    PassageFilter filter() {
        return filter;
    }

    /** Lists the next sort of passages. */
    void nextFilter() {
        filter = filter.next();
        listing.filter(filter.key(), filter::lists);
    }
}
