package dev.gatehouse.console.demo;

import dev.gatehouse.console.fx.Coalescer;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.text.AlarmWords;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.port.DemoPort;
import dev.gatehouse.port.DemoPort.Central;
import dev.gatehouse.port.DemoPort.Outcome;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** One central at a time, what befell it, and what can befall it next. */
public final class DemoBar extends VBox {
    /** Enough for the alarm, and for a fee that is an hour too high. */
    private static final Duration AHEAD = Duration.ofSeconds(20);

    private static final PseudoClass ODD = PseudoClass.getPseudoClass("odd");

    private final FxBridge bridge;
    private final DemoPort demo;
    private final Words words;
    private final AlarmWords alarmWords;
    private final InstantSource clock;
    private final List<ToggleButton> choices = new ArrayList<>();
    private final Map<Shortcut, Button> levers = new EnumMap<>(Shortcut.class);
    private final HBox choiceRow = new HBox();
    private final Label state = new Label();
    private final SVGPath mark = Mark.TRIANGLE.node();
    private final HBox chip = new HBox(mark);
    private final Label alarm = new Label();
    private final Coalescer pushes;
    private volatile List<Central> polled;

    // FX thread
    private List<Central> centrals = List.of();
    private int chosen;
    private @Nullable Outcome trouble;

    /**
     * @param bridge ends the asking when closed
     */
    public DemoBar(FxBridge bridge, DemoPort demo, Words words, InstantSource clock) {
        this.bridge = bridge;
        this.demo = demo;
        this.words = words;
        this.alarmWords = new AlarmWords(words);
        this.clock = clock;
        this.polled = demo.centrals();
        this.centrals = polled;
        this.chosen = Math.min(1, centrals.size() - 1); // the first one cannot be stopped
        this.pushes = new Coalescer(bridge, Coalescer.INTERVAL, this::push);
        setId("demo-bar");
        getStyleClass().add("demo-bar");
        getChildren().setAll(levers(), states());
        words.onChange(this::render);
        bridge.every(Coalescer.INTERVAL, this::poll);
    }

    private HBox levers() {
        Label title = new Label();
        title.getStyleClass().add("strong");
        words.bind(title.textProperty(), "demo.title");
        choiceRow.getStyleClass().add("demo-choices");
        for (int i = 0; i < centrals.size(); i++) {
            int index = i;
            ToggleButton choice = new ToggleButton(String.valueOf(i + 1));
            choice.getStyleClass().add("demo-choice");
            choice.setId("demo-choose-" + (i + 1));
            choice.setAccessibleRole(AccessibleRole.RADIO_BUTTON);
            choice.setFocusTraversable(false); // it has keys, and Enter is for the car
            choice.setOnAction(_ -> choose(index));
            choices.add(choice);
        }
        choiceRow.getChildren().setAll(choices);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(title, choiceRow, space);
        for (Shortcut lever :
                List.of(
                        Shortcut.DEMO_CUT,
                        Shortcut.DEMO_STOP,
                        Shortcut.DEMO_CLOCK,
                        Shortcut.DEMO_ALTER)) {
            Label cap = new Label(lever.label());
            cap.getStyleClass().add("key-cap");
            Button button = new Button(null, cap);
            button.setId(lever.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            button.getStyleClass().add("key");
            button.setFocusTraversable(false);
            button.setOnAction(_ -> perform(lever));
            levers.put(lever, button);
            row.getChildren().add(button);
        }
        row.getStyleClass().add("demo-row");
        return row;
    }

    private HBox states() {
        chip.getStyleClass().add("chip");
        chip.managedProperty().bind(chip.visibleProperty());
        state.setId("demo-state");
        state.setMinWidth(USE_PREF_SIZE);
        alarm.setId("demo-alarm");
        HBox row = new HBox(state, chip, alarm);
        row.getStyleClass().add("demo-row");
        return row;
    }

    private void poll() {
        List<Central> now = demo.centrals();
        if (!now.equals(polled)) {
            polled = now;
            pushes.touch();
        }
    }

    private void push() {
        centrals = polled;
        render();
    }

    private void choose(int index) {
        chosen = Math.floorMod(index, centrals.size());
        trouble = null;
        render();
    }

    /** Whether that is a lever. */
    public boolean offers(Shortcut shortcut) {
        return levers.containsKey(shortcut)
                || shortcut == Shortcut.DEMO_PREVIOUS
                || shortcut == Shortcut.DEMO_NEXT;
    }

    /** Pulls the lever; called only for what is {@linkplain #offers offered}. */
    public void perform(Shortcut shortcut) {
        Central central = centrals.get(chosen);
        CentralId id = central.id();
        switch (shortcut) {
            case DEMO_PREVIOUS -> choose(chosen - 1);
            case DEMO_NEXT -> choose(chosen + 1);
            case DEMO_CUT -> told(demo.cut(id, !central.cut()));
            case DEMO_STOP -> told(demo.run(id, central.state() != DemoPort.State.RUNNING));
            case DEMO_CLOCK ->
                    told(demo.setClock(id, central.ahead().isZero() ? AHEAD : Duration.ZERO));
            case DEMO_ALTER -> told(demo.alter(id));
            default -> throw new IllegalArgumentException(shortcut + " is no lever");
        }
    }

    private void told(CompletableFuture<Outcome> outcome) {
        outcome.thenAccept(
                what ->
                        bridge.execute(
                                () -> {
                                    trouble = what == Outcome.DONE ? null : what;
                                    push(demo.centrals());
                                }));
    }

    private void push(List<Central> now) {
        polled = now;
        push();
    }

    private void render() {
        for (int i = 0; i < choices.size(); i++) {
            ToggleButton choice = choices.get(i);
            choice.setSelected(i == chosen);
            choice.pseudoClassStateChanged(ODD, isOdd(centrals.get(i)));
            choice.setAccessibleText(say(centrals.get(i)));
        }
        Central central = centrals.get(chosen);
        label(Shortcut.DEMO_CUT, words.get(central.cut() ? "demo.doHeal" : "demo.doCut"));
        boolean off = central.state() == DemoPort.State.STOPPED;
        label(Shortcut.DEMO_STOP, words.get(off ? "demo.doStart" : "demo.doStop"));
        label(
                Shortcut.DEMO_CLOCK,
                central.ahead().isZero()
                        ? words.get("demo.doAhead", words.span(AHEAD))
                        : words.get("demo.doRight"));
        label(Shortcut.DEMO_ALTER, words.get("demo.doAlter"));
        button(Shortcut.DEMO_STOP).setDisable(central.shown());
        state.setText(say(central));
        sayBelow(central);
    }

    private Button button(Shortcut lever) {
        return Objects.requireNonNull(levers.get(lever));
    }

    private void label(Shortcut lever, String text) {
        Button button = button(lever);
        button.setText(text);
        button.setAccessibleText(lever.label() + " " + text);
    }

    private static boolean isOdd(Central central) {
        DemoPort.Altered altered = central.altered();
        return central.cut()
                || central.state() != DemoPort.State.RUNNING
                || !central.ahead().isZero()
                || altered != null && !altered.mended();
    }

    private String say(Central central) {
        var parts = new ArrayList<String>();
        parts.add(
                words.get(
                        switch (central.state()) {
                            case STARTING -> "demo.starting";
                            case RUNNING -> "demo.running";
                            case STOPPING -> "demo.stopping";
                            case STOPPED -> "demo.stopped";
                        }));
        if (central.cut()) {
            parts.add(words.get("demo.cut"));
        }
        if (!central.ahead().isZero()) {
            parts.add(words.get("demo.ahead", words.span(central.ahead())));
        }
        DemoPort.Altered altered = central.altered();
        if (altered != null) {
            String number = words.number(altered.seq());
            String key = altered.mended() ? "demo.mended" : "demo.altered";
            parts.add(words.get(key, number, altered.writer()));
        }
        return words.get("demo.central", central.id(), String.join(" · ", parts));
    }

    /** What the last lever did not do, or else what that central itself has to say. */
    private void sayBelow(Central central) {
        Outcome last = trouble;
        List<Alarm> alarms = central.alarms();
        chip.setVisible(last != null || !alarms.isEmpty());
        mark.setVisible(chip.isVisible());
        int severity = last != null ? 3 : alarms.isEmpty() ? 3 : alarms.getFirst().severity();
        Mark shape =
                switch (severity) {
                    case 1 -> Mark.SQUARE;
                    case 2 -> Mark.TRIANGLE;
                    default -> Mark.DIAMOND;
                };
        shape.show(mark);
        for (int p = 1; p <= 3; p++) {
            chip.pseudoClassStateChanged(PseudoClass.getPseudoClass("p" + p), p == severity);
        }
        if (last != null) {
            alarm.setText(
                    words.get(
                            switch (last) {
                                case DONE, FAILED -> "demo.failed";
                                case BUSY -> "demo.busy";
                                case SHOWN -> "demo.shown";
                                case NOTHING_THERE -> "demo.nothing";
                            },
                            central.id()));
        } else {
            alarm.setText(
                    alarms.isEmpty() ? "" : alarmWords.what(alarms.getFirst(), clock.instant()));
        }
    }
}
