package dev.gatehouse.console.diagnostics;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.AlarmWords;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.Alarm.Code;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.NodeInfo;

import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Each part of this central: whether it works, and what to do where it does not. */
final class SelfChecks extends GridPane {
    /** Of one part; more are in the header. */
    private static final int NAMED = 3;

    private static final Set<Code> CAMERAS = EnumSet.of(Code.CAMERA_SILENT);
    private static final Set<Code> DISK = EnumSet.of(Code.DISK_FULL, Code.DISK_LOW);
    private static final Set<Code> CLOCK = EnumSet.of(Code.CLOCK_SKEW, Code.CLOCK_AHEAD);

    /** What the rows are made of. */
    private record Shown(
            NodeInfo info,
            List<Health.Check> checks,
            List<Alarm> alarms,
            List<Camera> cameras,
            long repeats) {}

    private final LiveNode live;
    private final Words words;
    private final Causes causes;
    private final AlarmWords alarmWords;
    private Shown shown;

    SelfChecks(LiveNode live, Words words) {
        this.live = live;
        this.words = words;
        this.causes = new Causes(words);
        this.alarmWords = new AlarmWords(words);
        this.shown = current();
        setId("self-checks");
        setMinHeight(USE_PREF_SIZE);
        getStyleClass().addAll("panel", "self-checks");
        ColumnConstraints fixed = new ColumnConstraints();
        fixed.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints rest = new ColumnConstraints();
        rest.setHgrow(Priority.ALWAYS);
        getColumnConstraints().setAll(fixed, fixed, rest);
        live.onChange(
                () -> {
                    if (!current().equals(shown)) {
                        render();
                    }
                });
        words.onChange(this::render);
    }

    private Shown current() {
        return new Shown(
                live.info(),
                live.health().checks(),
                live.alarms().open().stream().filter(Alarm::active).toList(),
                live.cameras().stream().filter(Camera::online).toList(),
                live.repeats());
    }

    private void render() {
        shown = current();
        getChildren().clear();
        if (shown.checks().isEmpty()) {
            Label loading = new Label(words.get("app.loading"));
            loading.getStyleClass().add("muted");
            add(loading, 0, 0);
            return;
        }
        int row = 0;
        for (Health.Check check : shown.checks()) {
            String severity = check.ok() ? "" : isWorst(check) ? "p1" : "p2";
            addPart(row++, mark(check), severity, name(check), state(check));
        }
        int online = shown.cameras().size();
        String heard =
                online == 0
                        ? words.get("diagnostics.cameras.none")
                        : words.get("diagnostics.cameras.heard", online);
        String repeated =
                shown.repeats() == 0
                        ? ""
                        : " · " + words.get("diagnostics.cameras.repeats", shown.repeats());
        addPart(row++, "diagnostics.cameras", CAMERAS, heard + repeated);
        addPart(row++, "diagnostics.disk", DISK, words.get("diagnostics.disk.ok"));
        addPart(row, "diagnostics.clock", CLOCK, words.get("diagnostics.clock.ok"));
    }

    /** A part of which only the alarms tell. */
    private void addPart(int row, String nameKey, Set<Code> codes, String otherwise) {
        List<Alarm> wrong = shown.alarms().stream().filter(a -> codes.contains(a.code())).toList();
        if (wrong.isEmpty()) {
            addPart(row, Mark.DISC, "", words.get(nameKey), otherwise);
            return;
        }
        Alarm worst = wrong.getFirst();
        Mark mark =
                switch (worst.severity()) {
                    case 1 -> Mark.SQUARE;
                    case 2 -> Mark.TRIANGLE;
                    default -> Mark.DIAMOND;
                };
        String state =
                wrong.stream()
                        .limit(NAMED)
                        .map(alarm -> alarmWords.what(alarm, live.now()))
                        .collect(Collectors.joining(" "));
        addPart(
                row,
                mark,
                "p" + worst.severity(),
                words.get(nameKey),
                state + " " + alarmWords.action(worst, live.now()));
    }

    /**
     * @param severity that of the marking in the style sheet; empty where all is well
     */
    private void addPart(int row, Mark what, String severity, String name, String state) {
        HBox chip = new HBox(what.node());
        chip.getStyleClass().add("chip");
        if (!severity.isEmpty()) {
            chip.pseudoClassStateChanged(PseudoClass.getPseudoClass(severity), true);
        }
        setValignment(chip, VPos.CENTER);
        Label part = new Label(name);
        part.getStyleClass().add("strong");
        Label now = new Label(state);
        now.getStyleClass().add("muted");
        now.setWrapText(true);
        now.setMaxWidth(Double.MAX_VALUE);
        addRow(row, chip, part, now);
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
            case STORE_CANNOT_WRITE -> words.get("message.store", causes.of(check));
            case PORT_TAKEN, ADDRESS_MISSING, NOT_ALLOWED, UNKNOWN_HOST, CONFIG_SLIP, FAILED ->
                    causes.of(check);
        };
    }
}
