package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveEvents.Arrival;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.live.PassageFilter;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.Listing;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Csv;
import dev.gatehouse.model.GateEvent;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came over the feed since the window opened, newest first: merged from peers, or from here.
 */
final class MergeLog {
    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final LiveTable<Arrival> table;
    private final Listing<Arrival> listing;
    private final StackPane pane = new StackPane();
    private PassageFilter filter = PassageFilter.ALL;

    MergeLog(LiveNode live, Words words, SiteTime time, Settings settings) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.table = new LiveTable<>("merges", words, settings);
        buildTable();
        this.listing =
                new Listing<>(
                        table,
                        words,
                        live.events().arrivalsProperty()::get,
                        PassageFilter.ALL.key());
        listing.setId("merges-list-state");
        listing.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        listing.setMouseTransparent(true);
        live.events().arrivalsProperty().addListener(_ -> listing.take());
        table.visibleProperty().bind(pane.visibleProperty());
        pane.setMinHeight(0);
        StackPane.setAlignment(table, Pos.TOP_LEFT); // it takes the room of whole rows
        StackPane.setAlignment(listing, Pos.TOP_RIGHT); // where the header of the table is empty
        StackPane.setMargin(listing, new Insets(7, 18, 0, 0));
        pane.getChildren().setAll(table, listing);
    }

    private void buildTable() {
        table.setId("merge-log");
        table.getStyleClass().addAll("panel", "merge-log");
        words.bind(table.accessibleTextProperty(), "merges.table");
        table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
        table.addText(
                "at", "merges.column.at", 130, a -> time.inColumn(a.at(), live.now()), "mono");
        table.addText("central", "merges.column.central", 190, a -> a.event().central().value());
        table.addText(
                "plate", "merges.column.plate", 160, a -> words.plate(a.event().plate()), "plate");
        table.addText("kind", "merges.column.kind", 84, a -> kind(a.event()), "strong");
        table.addText("what", "merges.column.what", 130, this::what);
        table.addText("delay", "merges.column.delay", 172, this::delay, "number");
        Label empty = new Label();
        words.bind(empty.textProperty(), "merges.empty");
        table.setPlaceholder(empty);
    }

    Region node() {
        return pane;
    }

    void rowHeight(double height) {
        table.setFixedCellSize(height);
    }

    /** Lists the next sort of events. */
    void nextFilter() {
        filter = filter.next();
        listing.filter(filter.key(), a -> filter.lists(a.event()));
    }

    /** Holds the rows still, or lets them go on. */
    void toggleHold() {
        listing.toggleHold();
    }

    boolean isEmpty() {
        return table.getItems().isEmpty();
    }

    /** What is listed, as lines of a file, the header first; times in the site's zone. */
    List<List<Csv.Cell>> cells() {
        var lines = new ArrayList<List<Csv.Cell>>();
        lines.add(
                Stream.of(
                                "merges.column.at",
                                "merges.column.central",
                                "merges.column.plate",
                                "merges.column.kind",
                                "gate.column.time",
                                "merges.column.what")
                        .map(key -> Csv.text(words.get(key)))
                        .toList());
        for (Arrival arrival : table.getItems()) {
            GateEvent event = arrival.event();
            lines.add(
                    List.of(
                            Csv.moment(time.full(arrival.at())),
                            Csv.text(event.central().value()),
                            Csv.text(words.plate(event.plate())),
                            Csv.text(kind(event)),
                            Csv.moment(time.full(event.at())),
                            Csv.text(what(arrival))));
        }
        return lines;
    }

    private String kind(GateEvent event) {
        return switch (event.kind()) {
            case ENTRY -> words.get("gate.entry");
            case EXIT -> words.get("gate.exit");
        };
    }

    private String what(Arrival arrival) {
        return words.get(arrival.event().local() ? "merges.here" : "merges.merged");
    }

    /** From the passage, by its central's clock, to this window; negative shows clocks apart. */
    private String delay(Arrival arrival) {
        Duration delay = Duration.between(arrival.event().at(), arrival.at());
        if (delay.isNegative()) {
            return words.offset(delay.toMillis());
        }
        return delay.compareTo(Duration.ofSeconds(1)) < 0
                ? words.get("time.ms", delay.toMillis())
                : words.span(delay);
    }
}
