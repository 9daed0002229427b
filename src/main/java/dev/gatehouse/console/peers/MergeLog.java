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
        table.addText("from", "merges.column.from", 200, this::from);
        table.addText("plate", "merges.column.plate", 160, a -> a.event().plate().view(), "plate");
        table.addText("kind", "merges.column.kind", 84, a -> kind(a.event()), "strong");
        table.addText("what", "merges.column.what", 220, this::what);
        table.addText(
                "passed",
                "merges.column.passed",
                160,
                a -> time.of(a.event().at(), live.now()),
                "mono",
                "muted-cell");
        table.follow(live.events().arrivals());
        Label empty = new Label();
        words.bind(empty.textProperty(), "merges.empty");
        table.setPlaceholder(empty);
    }

    LiveTable<Arrival> node() {
        return table;
    }

    private String from(Arrival arrival) {
        if (!arrival.event().local()) {
            return words.get("merges.fromPeer", arrival.event().central());
        }
        return arrival.peers() == 0
                ? words.get("merges.here")
                : words.get("merges.toPeers", arrival.peers());
    }

    private String kind(GateEvent event) {
        return switch (event.kind()) {
            case ENTRY -> words.get("gate.entry");
            case EXIT -> words.get("gate.exit");
        };
    }

    private String what(Arrival arrival) {
        if (!arrival.event().local()) {
            return words.get("merges.merged");
        }
        return words.get(arrival.peers() == 0 ? "merges.unsent" : "merges.sent");
    }
}
