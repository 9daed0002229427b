package dev.gatehouse.console.gate;

import dev.gatehouse.console.field.PlateInput;
import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveEvents;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.table.Skeleton;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.Visit;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The Gate screen: the lanes with the cars before their barriers, the plate field, and the passages
 * of this gate; on a wide window the passages stand beside the lanes, with the peers. FX thread
 * only.
 */
public final class GateScreen implements ScreenPane {
    /** From this width on, in px, there is room for a second column of {@link #ASIDE_WIDTH}. */
    private static final double WIDE_FROM = 1_600;

    private static final double ASIDE_WIDTH = 660;

    /** On a lower screen, in px, the cards have the room of the day's figures. */
    private static final double DAY_FROM = 700;

    /** And on a still lower one that of the passages. */
    private static final double TABLE_FROM = 480;

    /** From this width on the plate line says which passages are listed. */
    private static final double LIST_STATE_FROM = 1_180;

    /** So many passages are seen below the cards, where the window is not wide. */
    private static final int ROWS_BELOW = 2;

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass BELOW = PseudoClass.getPseudoClass("below");

    private final FxBridge bridge;
    private final LiveNode live;
    private final Words words;
    private final DayStrip day;
    private final PlateLine plate;
    private final PlateInput field;
    private final Matches matches;
    private final LanesPane lanes;
    private final ScanLine scan;
    private final PassageTable passages;
    private final LiveTable<GateEvent> table;
    private final Runnable keysChanged;
    private final Label age = new Label();
    private final Label empty = new Label();
    private final Skeleton skeleton;
    private final UnreadLine failureLine;
    private final StackPane middle = new StackPane();
    private final VBox work = new VBox();
    private final VBox beside = new VBox();
    private final HBox root = new HBox();
    private final LaneWorks works;

    /** Enter came before the cars that were typed for: which makes no difference. */
    private boolean enterWhenFound;

    /**
     * @param clock by which keys are told from bounces, and fees grow old
     * @param aside what stands below the passages where there is room
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
        this.bridge = bridge;
        this.live = live;
        this.words = words;
        this.works = new LaneWorks(bridge, live.node(), clock, this::step);
        this.keysChanged = keysChanged;
        this.skeleton = new Skeleton(words);
        this.plate = new PlateLine(words, this::markedLetter);
        this.field = plate.field();
        this.matches =
                new Matches(
                        bridge,
                        live,
                        words,
                        time,
                        settings,
                        this::matched,
                        failed -> selected().unreadable(failed));
        this.lanes = new LanesPane(bridge, live, words, time, this::confirm, this::select);
        this.scan = new ScanLine(words, clock);
        this.failureLine = new UnreadLine(live, words, () -> perform(Shortcut.RETRY));
        this.passages = new PassageTable(live, words, time, settings);
        this.table = passages.node();
        this.day = new DayStrip(live, words);
        age.setId("gate-age");
        age.getStyleClass().add("age");
        age.setMinWidth(Region.USE_PREF_SIZE);
        age.managedProperty().bind(age.textProperty().isNotEmpty());
        plate.getChildren().addAll(passages.state(), age);
        build(aside);
        field.textProperty().addListener((_, _, typed) -> typed(typed));
        live.events().stateProperty().addListener((_, _, _) -> render());
        takeLanes();
        live.onLanes(this::takeLanes);
        live.onChange(
                () -> {
                    works.all().forEach(LaneWork::tick);
                    scan.tick();
                    render();
                    step();
                });
        words.onChange(
                () -> {
                    render();
                    step();
                });
    }

    private void build(Region aside) {
        VBox.setVgrow(middle, Priority.ALWAYS);
        middle.setMinHeight(0);
        middle.getChildren().setAll(lanes, matches.node());
        StackPane.setAlignment(matches.node(), Pos.BOTTOM_CENTER);
        table.setMinHeight(0);
        work.getStyleClass().add("screen-column");
        beside.getStyleClass().add("screen-column");
        beside.setMinWidth(ASIDE_WIDTH);
        beside.setPrefWidth(ASIDE_WIDTH);
        beside.setMaxWidth(ASIDE_WIDTH);
        HBox.setHgrow(work, Priority.ALWAYS);
        work.setMinWidth(0);
        VBox.setVgrow(aside, Priority.ALWAYS);
        root.getStyleClass().add("screen-row");
        // not while the window is laid out: what is put in then is not laid out
        root.widthProperty().addListener(_ -> bridge.execute(() -> fit(aside)));
        root.heightProperty().addListener(_ -> bridge.execute(() -> fit(aside)));
        fit(aside);
    }

    /** Not hidden but taken out: what changes unseen has JavaFX draw the whole window. */
    private void fit(Region aside) {
        boolean wide = root.getWidth() >= WIDE_FROM;
        List<Node> below = new ArrayList<>(List.of(middle, plate, scan, failureLine));
        if (!wide && root.getHeight() >= DAY_FROM) {
            below.add(day);
        }
        if (!wide && (root.getHeight() >= TABLE_FROM || root.getHeight() == 0)) {
            below.add(table);
        }
        passages.state().setVisible(root.getWidth() >= LIST_STATE_FROM);
        passages.compact(wide);
        List<Node> columns = wide ? List.of(work, beside) : List.of(work);
        if (work.getChildren().equals(below) && root.getChildren().equals(columns)) {
            return;
        }
        work.getChildren().clear();
        beside.getChildren().clear();
        table.pseudoClassStateChanged(BELOW, !wide);
        double rows = ROWS_BELOW * LiveTable.ROW_HEIGHT + 4;
        table.setPrefHeight(wide ? Region.USE_COMPUTED_SIZE : rows);
        table.setMaxHeight(wide ? Double.MAX_VALUE : rows);
        table.setMinHeight(wide ? 0 : rows);
        VBox.setVgrow(table, wide ? Priority.ALWAYS : Priority.NEVER);
        work.getChildren().setAll(below);
        if (wide) {
            beside.getChildren().setAll(day, table, aside);
        }
        root.getChildren().setAll(columns);
    }

    private void render() {
        LiveEvents.State state = live.events().stateProperty().get();
        switch (state) {
            case LiveEvents.State.Loading _ -> table.setPlaceholder(skeleton);
            case LiveEvents.State.Ready _ -> {
                boolean all = live.events().rowsProperty().get().isEmpty();
                empty.setText(words.get(all ? "gate.empty" : "gate.emptyFiltered"));
                table.setPlaceholder(empty);
            }
            case LiveEvents.State.Failed _ -> {
                empty.setText(words.get("gate.unreadable"));
                table.setPlaceholder(empty);
            }
        }
        failureLine.show(state);
        Duration stale = live.staleFor();
        table.pseudoClassStateChanged(STALE, stale != null);
        age.setText(stale == null ? "" : words.get("app.stale", words.span(stale)));
    }

    /** The node knows something else of the lanes. */
    private void takeLanes() {
        if (works.take(live.lanes())) {
            lanes.use(works.all());
            step();
        }
    }

    private LaneWork selected() {
        return works.selected();
    }

    /** Works at that lane from now on. */
    public void workAt(Lane lane) {
        select(works.placeOf(lane));
    }

    /** Works at another lane from now on. */
    private void select(int place) {
        if (works.canSelect(place)) {
            selected().hold(false);
            field.clear();
            works.select(place);
            field.requestFocus();
            step();
        }
    }

    /** Shows how far the booth is with each lane. */
    private void step() {
        if (works.all().isEmpty()) {
            return; // while the screen is made
        }
        LaneWork at = selected();
        boolean ready = at.step() instanceof Step.Ready;
        if (ready && passed(at.stage().result()) && !field.getText().isEmpty()) {
            field.clear(); // the next car
        }
        lanes.show(works.place());
        plate.lock(!at.takesPlate());
        plate.hint(at, matches);
        matches.node().setVisible(at.takesPlate() && !matches.isEmpty());
        keysChanged.run();
    }

    private static boolean passed(Result result) {
        return result instanceof Result.Entered
                || result instanceof Result.Left
                || result instanceof Result.Excused
                || result instanceof Result.Noted
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
        LaneWork at = selected();
        if (at.step() instanceof Step.Looking) {
            at.back(); // another plate is typed over the one that is looked for
        }
        if (!text.isEmpty()) {
            at.forget();
        }
        at.hold(!text.isEmpty());
        matches.search(text);
        plate.hint(at, matches);
        keysChanged.run();
    }

    private void markedLetter() {
        selected().refuseMarkedLetter();
    }

    /**
     * Digits are what the card asks for: a number of a menu, or money; where it asks for none, they
     * are for the plate field wherever the focus is.
     */
    @Override
    public void typed(KeyEvent event) {
        String typed = event.getCharacter();
        LaneWork at = selected();
        boolean digit = typed.length() == 1 && typed.charAt(0) >= '0' && typed.charAt(0) <= '9';
        if (at.takesCash() && (digit || typed.equals("*"))) {
            event.consume();
            at.stage().typeCash(typed);
        } else if (digit && at.step() instanceof Step.Menu) {
            event.consume();
            at.stage().choose(typed.charAt(0) - '0');
        } else if (digit && !field.isFocused() && field.isEditable()) {
            event.consume();
            field.requestFocus();
            field.end();
            field.replaceSelection(typed);
        }
    }

    /** Whether Enter is about what was typed in the plate field. */
    private boolean isSearch() {
        Step step = selected().step();
        return step instanceof Step.Ready
                || step instanceof Step.Looking
                || (selected().takesPlate() && !field.getText().isBlank());
    }

    private void confirm() {
        if (!isSearch()) {
            selected().confirm();
        } else if (field.getText().isBlank()) {
            return;
        } else if (!matches.isCurrent()) {
            enterWhenFound = true;
            matches.again(); // the read before may have failed
        } else if (isToBeChosen()) {
            plate.askToChoose(true);
            plate.hint(selected(), matches);
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
        selected().marksAreGone();
        selected().look(field.getText());
        field.selectAll();
    }

    private void lookAtTyped() {
        Visit chosen = matches.isCurrent() ? matches.chosen() : null;
        selected().marksAreGone();
        selected().look(chosen == null ? field.getText() : chosen.plate().canonical());
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
    public void opened() {
        selected().showAnew();
    }

    @Override
    public boolean offers(Shortcut shortcut) {
        LaneWork at = selected();
        Step step = at.step();
        boolean typed = !field.getText().isBlank();
        boolean search = isSearch();
        return switch (shortcut) {
            case CONFIRM ->
                    search
                            ? typed
                            : step instanceof Step.Shown
                                    || step instanceof Step.Menu
                                    || step instanceof Step.Undoing;
            case NEW_CAR ->
                    search
                            && typed
                            && !field.holdsDigitsOnly()
                            && matches.isCurrent()
                            && !matches.isEmpty();
            case BACK -> search ? typed || step.car() != null : !(step instanceof Step.Writing);
            case PREVIOUS, NEXT -> search && typed ? !matches.isEmpty() : at.hasChoices();
            case PLATE, FIND, FILTER, HOLD -> true;
            case EXCEPTIONS ->
                    step instanceof Step.Shown(Car car) && !Choice.exceptions(car).isEmpty();
            case CASH -> at.takesCash();
            case ERASE -> at.takesCash() && !at.stage().cash().isEmpty();
            case UNDO -> works.toUndo() != null && !(step instanceof Step.Writing);
            case LANE_NEXT -> works.all().size() > 1;
            case LANE_1, LANE_2, LANE_3, LANE_4 ->
                    works.all().size() > 1 && number(shortcut) < works.all().size();
            case CLOSE_BARRIER -> step instanceof Step.Ready && at.entered() != null;
            case RETRY -> live.events().stateProperty().get() instanceof LiveEvents.State.Failed;
            default -> false;
        };
    }

    /** The place of the lane that a key chooses, from 0. */
    private static int number(Shortcut shortcut) {
        return shortcut.ordinal() - Shortcut.LANE_1.ordinal();
    }

    @Override
    public void perform(Shortcut shortcut) {
        switch (shortcut) {
            case CONFIRM -> confirm();
            case NEW_CAR -> lookAtNew();
            case BACK -> back();
            case PREVIOUS -> move(-1);
            case NEXT -> move(1);
            case PLATE -> {
                selected().typeAnother(); // another plate is to be typed
                field.requestFocus();
                field.selectAll();
            }
            case EXCEPTIONS -> selected().openMenu();
            case CASH -> selected().askForCash();
            case ERASE -> selected().stage().eraseCash();
            case UNDO -> undo();
            case LANE_NEXT -> select((works.place() + 1) % works.all().size());
            case LANE_1, LANE_2, LANE_3, LANE_4 -> select(number(shortcut));
            case FILTER -> {
                passages.nextFilter();
                render();
            }
            case HOLD -> passages.state().toggleHold();
            case CLOSE_BARRIER -> selected().close();
            case RETRY -> live.reread();
            default -> {} // not offered
        }
    }

    private void move(int rows) {
        if (isSearch() && !field.getText().isBlank()) {
            matches.move(rows);
            plate.askToChoose(false);
            plate.hint(selected(), matches);
        } else {
            selected().stage().move(rows);
        }
    }

    private void undo() {
        LaneWork at = works.toUndo();
        Act act = at == null ? null : at.act();
        if (at != null && act != null) {
            select(works.all().indexOf(at));
            field.clear();
            at.openUndo(act);
        }
    }

    private void back() {
        LaneWork at = selected();
        if (isSearch() && !field.getText().isBlank()) {
            field.clear();
            at.marksAreGone();
            at.forget();
            if (at.step() instanceof Step.Looking) {
                at.back();
            }
        } else {
            at.back();
        }
        field.requestFocus();
    }
}
