package dev.gatehouse.console.diagnostics;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Health;

import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.shape.SVGPath;

import java.util.List;

/** Each part of this central: whether it works, and what to do where it does not. */
final class SelfChecks extends GridPane {
    private final LiveNode live;
    private final Words words;
    private final Causes causes;
    private List<Health.Check> shown = List.of();

    SelfChecks(LiveNode live, Words words) {
        this.live = live;
        this.words = words;
        this.causes = new Causes(words);
        setId("self-checks");
        getStyleClass().addAll("panel", "self-checks");
        ColumnConstraints fixed = new ColumnConstraints();
        fixed.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints rest = new ColumnConstraints();
        rest.setHgrow(Priority.ALWAYS);
        getColumnConstraints().setAll(fixed, fixed, rest);
        live.onChange(
                () -> {
                    if (!live.health().checks().equals(shown)) {
                        render();
                    }
                });
        words.onChange(this::render);
    }

    private void render() {
        shown = live.health().checks();
        getChildren().clear();
        if (shown.isEmpty()) {
            Label loading = new Label(words.get("app.loading"));
            loading.getStyleClass().add("muted");
            add(loading, 0, 0);
        }
        for (int row = 0; row < shown.size(); row++) {
            Health.Check check = shown.get(row);
            SVGPath mark = mark(check).node();
            HBox chip = new HBox(mark);
            chip.getStyleClass().add("chip");
            if (!check.ok()) {
                String severity = isWorst(check) ? "p1" : "p2";
                chip.pseudoClassStateChanged(PseudoClass.getPseudoClass(severity), true);
            }
            setValignment(chip, VPos.CENTER);
            Label name = new Label(name(check));
            name.getStyleClass().add("strong");
            Label state = new Label(state(check));
            state.getStyleClass().add("muted");
            addRow(row, chip, name, state);
        }
    }

    private static Mark mark(Health.Check check) {
        return switch (check.code()) {
            case OK -> Mark.DISC;
            case PENDING -> Mark.QUARTER;
            case PORT_TAKEN,
                    ADDRESS_MISSING,
                    NOT_ALLOWED,
                    UNKNOWN_HOST,
                    STORE_CANNOT_WRITE,
                    CONFIG_SLIP,
                    FAILED ->
                    isWorst(check) ? Mark.SQUARE : Mark.TRIANGLE;
        };
    }

    /** As the alarms: without its database or its cameras a booth cannot work. */
    private static boolean isWorst(Health.Check check) {
        return check.name().equals("store") || check.name().equals("api");
    }

    private String name(Health.Check check) {
        return switch (check.name()) {
            case "store" -> words.get("diagnostics.store");
            case "api" -> words.get("diagnostics.api", Integer.toString(live.info().apiPort()));
            case "p2p" -> words.get("diagnostics.p2p", Integer.toString(live.info().p2pPort()));
            case "config" -> words.get("diagnostics.config");
            default -> check.name(); // one of a later node
        };
    }

    private String state(Health.Check check) {
        return switch (check.code()) {
            case OK -> words.get("diagnostics.ok");
            case PENDING -> words.get("diagnostics.pending");
            case STORE_CANNOT_WRITE -> words.get("message.store");
            case PORT_TAKEN, ADDRESS_MISSING, NOT_ALLOWED, UNKNOWN_HOST, CONFIG_SLIP, FAILED ->
                    causes.of(check);
        };
    }
}
