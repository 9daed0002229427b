package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The events that two centrals do not both hold, one row each, with what either has. */
final class DifferencesTable {
    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final LiveTable<Differences.One> table;

    DifferencesTable(LiveNode live, Words words, SiteTime time, Settings settings) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.table = new LiveTable<>("differences", words, settings);
        buildTable();
    }

    private void buildTable() {
        table.setId("differences");
        table.getStyleClass().addAll("panel", "merge-log");
        words.bind(table.accessibleTextProperty(), "differences.table");
        table.addText("how", "differences.column.how", 200, this::how, "strong");
        table.addText("source", "differences.column.source", 150, this::source);
        table.addText("number", "differences.column.number", 90, this::number, "number", "mono");
        table.addText("here", "differences.column.here", 380, one -> side(one, true));
        table.addText("there", "differences.column.there", 380, one -> side(one, false));
    }

    LiveTable<Differences.One> node() {
        return table;
    }

    void show(Differences found) {
        if (!found.listed().equals(table.getItems())) {
            table.getItems().setAll(found.listed());
        }
        table.redraw();
    }

    void clear() {
        table.getItems().setAll(List.of());
    }

    /** What was found, in one line. */
    String summary(Differences found) {
        String at = time.of(found.at(), live.now());
        String altered =
                found.altered() == 0 ? "" : " " + words.get("differences.altered", found.altered());
        if (found.total() == 0 && found.complete()) {
            return words.get("differences.none", at) + altered;
        }
        return apart(found, at) + altered;
    }

    private String apart(Differences found, String at) {
        return words.get(
                found.complete() ? "differences.found" : "differences.foundPart",
                at,
                found.thereOnly(),
                found.hereOnly(),
                found.twoFacts());
    }

    /** Why there is nothing to show. */
    String notCompared(DifferencesAnswer why) {
        return switch (why) {
            case DifferencesAnswer.UnknownPeer _ -> words.get("resync.unknownPeer");
            case DifferencesAnswer.Offline _ -> words.get("resync.offline");
            case DifferencesAnswer.NoAnswer _ -> words.get("differences.noAnswer");
            case DifferencesAnswer.Compared(Differences found) -> summary(found);
        };
    }

    private String how(Differences.One one) {
        return switch (one.kind()) {
            case TWO_FACTS -> words.get("differences.twoFacts");
            case THERE_ONLY -> words.get("differences.thereOnly");
            case HERE_ONLY -> words.get("differences.hereOnly");
            case ALTERED -> words.get("differences.alteredHere");
            case RESTORED -> words.get("differences.restored");
        };
    }

    private String source(Differences.One one) {
        return one.central() == null ? words.unknown() : one.central().value();
    }

    private String number(Differences.One one) {
        return words.number(one.seq());
    }

    private String side(Differences.One one, boolean here) {
        Differences.@Nullable Side side = here ? one.here() : one.there();
        Differences.Kind missing = here ? Differences.Kind.THERE_ONLY : Differences.Kind.HERE_ONLY;
        if (side == null) {
            return one.kind() == missing ? words.get("app.none") : words.unknown();
        }
        String plate = side.plate();
        return words.get(
                "differences.side",
                kind(side.kind()),
                plate == null ? words.get("app.none") : plate,
                time.of(side.wall(), live.now()),
                side.hash().code());
    }

    /** A later version may write kinds that this one has no word for. */
    private String kind(String kind) {
        return switch (kind) {
            case "entry" -> words.get("gate.entry");
            case "exit" -> words.get("gate.exit");
            case "confirmed" -> words.get("differences.kind.confirmed");
            case "correction" -> words.get("differences.kind.correction");
            case "void" -> words.get("differences.kind.void");
            case "exit_undone" -> words.get("differences.kind.exitUndone");
            default -> kind;
        };
    }
}
