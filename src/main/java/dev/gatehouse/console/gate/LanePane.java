package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.Visit;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The card of one lane: the car before its barrier, what is known of it, what it pays and why, and
 * the one thing that Enter does. Readable from a metre away. FX thread only.
 */
final class LanePane extends VBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");
    private static final PseudoClass QUIET = PseudoClass.getPseudoClass("quiet");
    private static final PseudoClass ALARMING = PseudoClass.getPseudoClass("alarming");

    private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");
    private static final PseudoClass ACTIVE = PseudoClass.getPseudoClass("active");

    /** Pictures take what is left, but no less than can be seen and no more than is of use. */
    private static final double LEAST_PICTURE = 56;

    private static final double MOST_PICTURE = 230;

    /** From this height on, in px, plate and fee have the size for a large screen. */
    private static final double WIDE_FROM = 520;

    /** Below this height plate and fee are smaller, so that nothing is cut. */
    private static final double TIGHT_BELOW = 345;

    /** A card that is as wide and as low as this has two columns. */
    private static final double BROAD_FROM = 860;

    private static final double BROAD_BELOW = 400;

    /** Below this width, in px, a long plate or fee would be cut at its usual size. */
    private static final double NARROW_BELOW = 560;

    private final Words words;
    private final CarWords say;
    private final boolean one;
    private final int number;
    private final Label name = new Label();
    private final Label keys = new Label();
    private final Label age = new Label();
    private final Label waitingWord = new Label();
    private final HBox waiting = new HBox(Mark.TRIANGLE.node(), waitingWord);
    private final PictureBox before;
    private final PictureBox now;
    private final HBox pictures = new HBox();
    private final Label prompt = new Label();
    private final PlateText plate = new PlateText();
    private final Label pass = new Label();
    private final Label about = new Label();
    private final Label fee = new Label();
    private final Label given = new Label();
    private final Label givenName = new Label();
    private final Label change = new Label();
    private final HBox cash = new HBox(givenName, given);
    private final VBox paid = new VBox(cash, change);
    private final FlowPane money = new FlowPane();
    private final VBox beside = new VBox(prompt, pass);
    private final FlowPane first = new FlowPane(plate, beside);
    private final Label why = new Label();
    private final Label warning = new Label();
    private final HBox warn;
    private final ChoiceList choices;
    private final ResultLine result;
    private final Label key = new Label();
    private final Button primary = new Button("", key);
    private final VBox body = new VBox();
    private final VBox left = new VBox();
    private final VBox right = new VBox();
    private final HBox columns = new HBox(left, right);
    private boolean hasPictures;

    /** Whether there is a picture, rather than the word that there is none. */
    private boolean isPictured;

    private CarWords.@Nullable Said shown;
    private boolean tight;

    /**
     * @param number 1 for the first lane
     * @param one whether it is the only one, which needs no name
     * @param confirm run when the primary action is clicked
     * @param chosen run when the card is clicked
     */
    LanePane(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            int number,
            boolean one,
            Runnable confirm,
            Runnable chosen) {
        this.words = words;
        this.one = one;
        this.number = number;
        this.say = new CarWords(live, words, time);
        this.before = new PictureBox(bridge, live.node().pictures(), words);
        this.now = new PictureBox(bridge, live.node().pictures(), words);
        this.choices = new ChoiceList(bridge, words, time, live);
        this.result = new ResultLine(words, time);
        this.warn = new HBox(chip(Mark.TRIANGLE, "p2"), warning);
        getStyleClass().addAll("panel", "decision");
        setAccessibleRole(AccessibleRole.TEXT);
        setMinSize(0, 0);
        style();
        primary.setOnAction(_ -> confirm.run());
        setOnMouseClicked(_ -> chosen.run());
        build();
        var clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip); // what does not fit must not cover the plate field
        heightProperty().addListener((_, _, height) -> fit(height.doubleValue()));
        heightProperty().addListener(_ -> bridge.execute(this::arrange));
        widthProperty().addListener(_ -> bridge.execute(this::arrange));
        widthProperty()
                .addListener(
                        (_, _, width) ->
                                pseudoClassStateChanged(
                                        NARROW, width.doubleValue() < NARROW_BELOW));
    }

    private static HBox chip(Mark mark, String level) {
        HBox chip = new HBox(mark.node());
        chip.getStyleClass().addAll("chip", level);
        return chip;
    }

    private void style() {
        name.getStyleClass().add("lane-name");
        keys.getStyleClass().addAll("muted", "lane-keys");
        age.getStyleClass().addAll("muted", "lane-keys");
        waiting.getStyleClass().addAll("chip", "p2", "lane-waiting");
        prompt.getStyleClass().add("decision-prompt");
        prompt.setWrapText(true);
        plate.getStyleClass().add("decision-plate");
        plate.setId("card-plate");
        pass.getStyleClass().add("decision-pass");
        pass.setWrapText(true);
        about.getStyleClass().add("decision-about");
        about.setWrapText(true);
        fee.getStyleClass().add("decision-fee");
        fee.setId("card-fee");
        given.getStyleClass().add("cash-field");
        given.setId("card-cash");
        givenName.getStyleClass().add("cash-name");
        change.getStyleClass().add("cash-change");
        change.setId("card-change");
        cash.getStyleClass().add("cash");
        money.getStyleClass().add("decision-money");
        why.getStyleClass().add("decision-why");
        why.setId("card-why");
        why.setWrapText(true);
        warning.getStyleClass().add("decision-warning");
        warning.setWrapText(true);
        warn.getStyleClass().add("decision-warn");
        key.getStyleClass().add("primary-key");
        primary.setId("card-primary");
        primary.getStyleClass().add("decision-primary");
        primary.setFocusTraversable(false); // Enter does it wherever the focus is
        primary.setMaxWidth(Double.MAX_VALUE);
        paid.getStyleClass().add("paid");
        beside.getStyleClass().add("decision-beside");
        first.getStyleClass().add("decision-plate-row");
        pictures.getStyleClass().add("pictures");
        body.getStyleClass().add("decision-body");
        for (Label label : new Label[] {name, keys, age, fee, given, givenName, change}) {
            label.setMinWidth(USE_PREF_SIZE);
        }
    }

    private void build() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(name, keys, space, waiting, age);
        head.getStyleClass().add("decision-first");
        HBox.setHgrow(before, Priority.ALWAYS);
        HBox.setHgrow(now, Priority.ALWAYS);
        before.setPrefWidth(100); // both get the same, whatever is said under them
        now.setPrefWidth(100);
        before.setMaxWidth(Double.MAX_VALUE);
        now.setMaxWidth(Double.MAX_VALUE);
        pictures.getChildren().setAll(before, now);
        money.getChildren().setAll(fee, paid);
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        HBox.setHgrow(warning, Priority.ALWAYS);
        left.getStyleClass().add("decision-body");
        right.getStyleClass().add("decision-body");
        columns.getStyleClass().add("decision-columns");
        for (VBox column : new VBox[] {left, right}) {
            HBox.setHgrow(column, Priority.ALWAYS);
            column.setPrefWidth(100); // both get the same
            column.setMinWidth(0);
        }
        inOneColumn();
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(0);
        for (Region each :
                new Region[] {
                    pictures, prompt, plate, pass, about, money, paid, change, why, warn, primary,
                    waiting, choices, before
                }) {
            each.managedProperty().bind(each.visibleProperty());
        }
        getChildren().setAll(head, body, rest, primary);
    }

    private void inOneColumn() {
        left.getChildren().clear();
        right.getChildren().clear();
        body.getChildren().setAll(pictures, first, about, money, why, warn, choices, result);
    }

    private void inTwoColumns() {
        body.getChildren().clear();
        left.getChildren().setAll(pictures, first, about);
        right.getChildren().setAll(money, why, warn, choices, result);
        body.getChildren().setAll(columns);
    }

    private boolean isBroad() {
        return body.getChildren().contains(columns);
    }

    private void arrange() {
        boolean broad = getWidth() >= BROAD_FROM && getHeight() < BROAD_BELOW;
        if (broad && !isBroad()) {
            inTwoColumns();
        } else if (!broad && isBroad()) {
            inOneColumn();
        }
    }

    private void fit(double height) {
        pseudoClassStateChanged(WIDE, height >= WIDE_FROM);
        tighten(height < TIGHT_BELOW);
    }

    private void tighten(boolean smaller) {
        tight = smaller;
        pseudoClassStateChanged(TIGHT, smaller);
    }

    /** The words come first: pictures have what is left. */
    @Override
    protected void layoutChildren() {
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        double others = snappedTopInset() + snappedBottomInset();
        for (Node each : getManagedChildren()) {
            others += each == body ? getSpacing() : each.prefHeight(width) + getSpacing();
        }
        VBox of = isBroad() ? left : body;
        double column = (width - columns.getSpacing()) / 2;
        double words = of.prefHeight(isBroad() ? column : width);
        if (pictures.isVisible()) {
            words -= pictures.prefHeight(isBroad() ? column : width) + of.getSpacing();
        }
        double beside = isBroad() ? right.prefHeight(column) : 0;
        double free = getHeight() - others;
        if (Math.max(words, beside) > free && !tight) {
            tighten(true); // until something else is shown
        }
        double room = free - words - of.getSpacing();
        if (isPictured && room < LEAST_PICTURE && !tight) {
            tighten(true); // whoever compares two pictures needs them more than large digits
        }
        boolean shows = hasPictures && room >= LEAST_PICTURE;
        double picture = Math.min(room, MOST_PICTURE);
        if (shows != pictures.isVisible() || (shows && picture != before.getPrefHeight())) {
            for (PictureBox box : new PictureBox[] {before, now}) {
                box.setMinHeight(picture);
                box.setPrefHeight(picture);
                box.setMaxHeight(picture);
            }
            pictures.setVisible(shows);
        }
        super.layoutChildren();
    }

    /**
     * Shows how far it is with the lane.
     *
     * @param selected whether Enter works here
     */
    void show(LaneWork work, boolean selected) {
        pseudoClassStateChanged(CHOSEN, selected && !one);
        pseudoClassStateChanged(ACTIVE, selected);
        head(work, selected);
        CarWords.Said said = say.of(work);
        if (!said.equals(shown)) {
            shown = said;
            tighten(getHeight() < TIGHT_BELOW);
        }
        Car car = work.step().car();
        prompt.setText(said.prompt());
        prompt.setVisible(!said.prompt().isEmpty());
        pseudoClassStateChanged(QUIET, work.step() instanceof Step.Ready);
        pseudoClassStateChanged(ALARMING, said.alarming());
        plate.setVisible(!said.plate().isEmpty());
        plate.show(said.plate(), car == null ? null : car.readAs());
        put(pass, said.pass());
        put(about, said.about());
        money(work, car, said);
        put(why, said.why());
        warning.setText(said.warning());
        warn.setVisible(!said.warning().isEmpty());
        choices.show(work);
        pictures(car, work.nearChosen());
        Result came = work.stage().result();
        result.show(came, say.now(), say.unreached());
        primary(work, said, selected);
        setAccessibleText(spoken(said));
    }

    private void head(LaneWork work, boolean selected) {
        name.setText(said(work.lane()));
        name.setVisible(!name.getText().isEmpty());
        keys.setText(
                one
                        ? ""
                        : selected
                                ? words.get("gate.lane.chosen", "Ctrl+" + number)
                                : "Ctrl+" + number);
        int more = work.state().waiting();
        waiting.setVisible(work.isCarWaiting() || (!selected && work.hasUndecidedCar()));
        waitingWord.setText(
                more > 0 ? words.get("gate.lane.more", more) : words.get("gate.lane.waits"));
        age.setText(say.age(work));
    }

    /** What people call the lane, and which way cars go there. */
    private String said(Lane lane) {
        if (lane.name().isEmpty()) {
            return "";
        }
        String way =
                switch (lane.direction()) {
                    case IN -> words.get("gate.lane.in");
                    case OUT -> words.get("gate.lane.out");
                    case BOTH -> words.get("gate.lane.both");
                };
        return words.get("gate.lane.name", lane.name(), way);
    }

    private static void put(Label label, String text) {
        label.setText(text);
        label.setVisible(!text.isEmpty());
    }

    private void money(LaneWork work, @Nullable Car car, CarWords.Said said) {
        money.setVisible(!said.fee().isEmpty());
        fee.setText(said.fee());
        boolean pays = car != null && car.isToPay() && !(work.step() instanceof Step.Menu);
        paid.setVisible(pays);
        givenName.setText(words.get("gate.card.given"));
        Long dong = work.stage().cash().dong();
        given.setText(dong == null ? " " : words.number(dong));
        Long back = car == null ? null : work.stage().cash().change(car.feeDong());
        change.setVisible(pays && back != null);
        change.setText(back == null ? "" : words.get("gate.card.change", words.dong(back)));
    }

    private void pictures(@Nullable Car car, @Nullable Visit chosen) {
        hasPictures = car != null;
        isPictured = false;
        if (car != null) {
            CarPictures of = CarPictures.of(car, chosen);
            isPictured = of.entry() != null || of.now() != null;
            before.setVisible(of.hasEntry());
            before.show(
                    of.entry(),
                    of.entryCentral(),
                    say.entryCaption(chosen == null ? car.visit() : chosen));
            now.show(of.now(), null, say.nowCaption(car));
        }
        requestLayout(); // whether they have room
    }

    private void primary(LaneWork work, CarWords.Said said, boolean selected) {
        primary.setVisible(!said.action().isEmpty());
        primary.setText(said.action());
        primary.setDisable(work.step() instanceof Step.Writing);
        key.setText(selected ? "Enter" : "Ctrl+" + number);
    }

    private String spoken(CarWords.Said said) {
        return Stream.of(
                        name.getText(),
                        said.prompt(),
                        said.plate(),
                        said.pass(),
                        said.about(),
                        said.fee(),
                        said.why(),
                        paid.isVisible() ? givenName.getText() + " " + given.getText() : "",
                        change.isVisible() ? change.getText() : "",
                        said.warning(),
                        said.action(),
                        Objects.requireNonNullElse(result.getAccessibleText(), ""))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(". "));
    }
}
