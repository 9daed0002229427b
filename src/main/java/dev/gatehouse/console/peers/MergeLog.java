package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveEvents.Arrival;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.GateEvent;

import javafx.scene.control.Label;
import javafx.scene.control.TableView;

import java.time.Duration;

/**
 * What came over the feed since the window opened, newest first: merged from peers, or from here.
 */
final class MergeLog {
    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final LiveTable<Arrival> table;

    MergeLog(LiveNode live, Words words, SiteTime time, Settings settings) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.table = new LiveTable<>("merges", words, settings);
        buildTable();
    }

    private void buildTable() {
        table.setId("merge-log");
        table.getStyleClass().addAll("panel", "merge-log");
        words.bind(table.accessibleTextProperty(), "merges.table");
        table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
        table.addText("at", "merges.column.at", 130, a -> time.of(a.at(), live.now()), "mono");
        table.addText("central", "merges.column.central", 190, a -> a.event().central().value());
        table.addText("plate", "merges.column.plate", 160, a -> a.event().plate().view(), "plate");
        table.addText("kind", "merges.column.kind", 84, a -> kind(a.event()), "strong");
        table.addText("what", "merges.column.what", 130, this::what);
        table.addText("delay", "merges.column.delay", 150, this::delay, "number");
        live.events().arrivalsProperty().addListener((_, _, all) -> table.show(all));
        Label empty = new Label();
        words.bind(empty.textProperty(), "merges.empty");
        table.setPlaceholder(empty);
    }

    LiveTable<Arrival> node() {
        return table;
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
