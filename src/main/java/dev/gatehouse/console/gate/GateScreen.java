package dev.gatehouse.console.gate;

import dev.gatehouse.console.field.PlateInput;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveEvents;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.live.PassageFilter;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.table.Skeleton;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Visit;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.time.Duration;
import java.time.InstantSource;

/**
 * The Gate screen: the figures of the day, the plate field, one car before the barrier, and the
 * live table of passages; on a wide window the peers beside it.
 */
public final class GateScreen implements ScreenPane {
    /** From this width on, in px, there is room for a second column of {@link #ASIDE_WIDTH}. */
    private static final double WIDE_FROM = 1_800;

    private static final double ASIDE_WIDTH = 680;

    /** On a lower screen, in px, a car before the barrier has the room of the day's figures. */
    private static final double DAY_FROM = 540;

    /** And on a still lower one that of the table, of which no row would be left. */
    private static final double TABLE_FROM = 460;

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");

    private final LiveNode live;
    private final Words words;
    private final DayStrip day;
    private final PlateLine plate;
    private final PlateInput field;
    private final Matches matches;
    private final Deciding deciding;
    private final DecisionCard card;
    private final ResultLine result;
    private final ScanLine scan;
    private final PassageTable passages;
    private final LiveTable<GateEvent> table;
    private final Runnable keysChanged;
    private final Label empty = new Label();
    private final Skeleton skeleton;
    private final Label failure = new Label();
    private final HBox failureLine = new HBox();
    private final HBox root = new HBox();

    /** Enter came before the cars that were typed for: which makes no difference. */
    private boolean enterWhenFound;

    /**
     * @param clock by which keys are told from bounces, and fees grow old
     * @param aside what stands beside the events where there is room
     * @param keysChanged run when other keys are {@linkplain #offers offered}
     */
    public GateScreen(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            Settings settings,
            InstantSource clock,
            Region aside,
            Runnable keysChanged) {
        this.live = live;
        this.words = words;
        this.keysChanged = keysChanged;
        this.skeleton = new Skeleton(words);
        this.deciding = new Deciding(bridge, live.node().gate(), clock, this::step);
        this.plate = new PlateLine(words, this::markedLetter);
        this.field = plate.field();
        this.matches =
                new Matches(
                        bridge, live, words, time, settings, this::matched, deciding::unreadable);
        this.card = new DecisionCard(live, words, time, this::confirm);
        this.result = new ResultLine(words, time);
        this.scan = new ScanLine(words, clock);
        this.passages = new PassageTable(live, words, time, settings);
        this.table = passages.node();
        this.day = new DayStrip(live, words, passages.state());
        buildFailureLine();
        build(aside);
        field.textProperty().addListener((_, _, typed) -> typed(typed));
        live.events().stateProperty().addListener((_, _, _) -> render());
        live.onChange(
                () -> {
                    deciding.tick();
                    scan.tick();
                    render();
                });
        words.onChange(
                () -> {
                    render();
                    step();
                });
    }

    private void build(Region aside) {
        VBox.setVgrow(table, Priority.ALWAYS);
        table.setMinHeight(0);
        VBox events = new VBox(day, plate, card, matches.node(), result, scan, failureLine, table);
        events.getStyleClass().add("screen-column");
        day.managedProperty().bind(day.visibleProperty());
        day.visibleProperty()
                .bind(root.heightProperty().greaterThan(DAY_FROM).or(card.visibleProperty().not()));
        table.visibleProperty()
                .bind(
                        root.heightProperty()
                                .greaterThan(TABLE_FROM)
                                .or(card.visibleProperty().not()));
        HBox.setHgrow(events, Priority.ALWAYS);
        aside.setPrefWidth(ASIDE_WIDTH);
        aside.setMinWidth(ASIDE_WIDTH);
        root.getStyleClass().add("screen-row");
        root.getChildren().setAll(events);
        root.widthProperty().addListener((_, _, width) -> fit(aside, width.doubleValue()));
    }

    /** Not hidden but taken out: what changes unseen has JavaFX draw the whole window. */
    private void fit(Region aside, double width) {
        boolean wide = width >= WIDE_FROM;
        if (wide != root.getChildren().contains(aside)) {
            if (wide) {
                root.getChildren().add(aside);
            } else {
                root.getChildren().remove(aside);
            }
            card.pseudoClassStateChanged(WIDE, wide);
        }
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

    private void render() {
        LiveEvents.State state = live.events().stateProperty().get();
        switch (state) {
            case LiveEvents.State.Loading _ -> table.setPlaceholder(skeleton);
            case LiveEvents.State.Ready _ -> {
                boolean all = passages.filter() == PassageFilter.ALL;
                empty.setText(words.get(all ? "gate.empty" : "gate.emptyFiltered"));
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

    /** Shows how far the booth is with the car. */
    private void step() {
        Step step = deciding.step();
        boolean ready = step instanceof Step.Ready;
        if (ready && passed(deciding.result()) && !field.getText().isEmpty()) {
            field.clear(); // the next car
        }
        card.show(step);
        plate.lock(deciding.isAboutCar());
        plate.hint(step, matches);
        matches.node().setVisible(ready && !matches.isEmpty());
        result.show(ready ? deciding.result() : new Result.None(), live.now());
        keysChanged.run();
    }

    private static boolean passed(Result result) {
        return result instanceof Result.Entered
                || result instanceof Result.Left
                || result instanceof Result.NotInside;
    }

    private void matched() {
        plate.askToChoose(false);
        if (enterWhenFound && matches.isCurrent()) {
            enterWhenFound = false;
            if (isToBeChosen()) {
                plate.askToChoose(true);
            } else {
                lookAtTyped();
            }
        }
        step();
    }

    private void typed(String text) {
        plate.askToChoose(false);
        enterWhenFound = false;
        if (!(deciding.step() instanceof Step.Ready)) {
            deciding.cancel(); // another plate is typed over the one that is shown
        }
        if (!text.isEmpty()) {
            deciding.forget();
        }
        matches.search(text);
        plate.hint(deciding.step(), matches);
        keysChanged.run();
    }

    private void markedLetter() {
        deciding.cancel();
        deciding.refuseMarkedLetter();
    }

    /** Digits are for the plate field wherever the focus is, but not while money is shown. */
    @Override
    public void typed(KeyEvent event) {
        String typed = event.getCharacter();
        boolean digit = typed.length() == 1 && typed.charAt(0) >= '0' && typed.charAt(0) <= '9';
        if (digit && !field.isFocused() && field.isEditable()) {
            event.consume();
            field.requestFocus();
            field.end();
            field.replaceSelection(typed);
        }
    }

    private void confirm() {
        if (deciding.bounces()) {
            return;
        }
        if (!(deciding.step() instanceof Step.Ready)) {
            deciding.confirm();
        } else if (!matches.isCurrent()) {
            enterWhenFound = true;
            matches.again(); // the read before may have failed
        } else if (isToBeChosen()) {
            plate.askToChoose(true);
            plate.hint(deciding.step(), matches);
        } else {
            lookAtTyped();
        }
    }

    /**
     * Whether Enter alone means no car: digits are no plate, and of a list none is meant but the
     * one whose whole plate was typed.
     */
    private boolean isToBeChosen() {
        return matches.chosen() == null
                && (field.holdsDigitsOnly() || (!matches.isEmpty() && !matches.has(field)));
    }

    /** A person says that no car in the list is meant, so that this car is not inside. */
    private void lookAtNew() {
        if (!deciding.bounces()) {
            deciding.look(field.getText());
            field.selectAll();
        }
    }

    private void lookAtTyped() {
        Visit chosen = matches.isCurrent() ? matches.chosen() : null;
        deciding.look(chosen == null ? field.getText() : chosen.plate().canonical());
        field.selectAll(); // what is typed now is another plate
    }

    /** What a reader read changes no car: no card is on record yet. */
    @Override
    public void scanned(String code) {
        scan.show(code);
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public Node firstFocus() {
        return field;
    }

    @Override
    public boolean offers(Shortcut shortcut) {
        Step step = deciding.step();
        boolean ready = step instanceof Step.Ready;
        boolean typed = !field.getText().isBlank();
        return switch (shortcut) {
            case CONFIRM ->
                    step instanceof Step.Unusual
                            || step instanceof Step.Offered
                            || (ready && typed);
            case NEW_CAR ->
                    ready
                            && typed
                            && !field.holdsDigitsOnly()
                            && matches.isCurrent()
                            && !matches.isEmpty();
            case BACK -> ready ? typed : !(step instanceof Step.Writing);
            case PREVIOUS, NEXT -> ready && !matches.isEmpty();
            case PLATE, FIND, FILTER, HOLD -> true;
            case CLOSE_BARRIER -> ready && deciding.entered() != null;
            case RETRY -> live.events().stateProperty().get() instanceof LiveEvents.State.Failed;
            default -> false;
        };
    }

    @Override
    public void perform(Shortcut shortcut) {
        switch (shortcut) {
            case CONFIRM -> confirm();
            case NEW_CAR -> lookAtNew();
            case BACK -> back();
            case PREVIOUS -> matches.move(-1);
            case NEXT -> matches.move(1);
            case PLATE -> {
                deciding.cancel(); // another plate is to be typed
                field.requestFocus();
                field.selectAll();
            }
            case FILTER -> {
                passages.nextFilter();
                render();
            }
            case HOLD -> passages.state().toggleHold();
            case CLOSE_BARRIER -> {
                if (!deciding.bounces()) {
                    deciding.close();
                }
            }
            case RETRY -> live.reread();
            default -> {} // not offered
        }
    }

    private void back() {
        if (deciding.step() instanceof Step.Ready) {
            field.clear();
            deciding.forget();
        } else {
            deciding.cancel();
        }
        field.requestFocus();
    }

    @Override
    public boolean wantsPeerMessages() {
        return true;
    }
}
