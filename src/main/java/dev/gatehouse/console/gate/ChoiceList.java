package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Visit;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person chooses from on a card: numbered choices, or cars inside that may be meant. None is
 * chosen until somebody does. FX thread only.
 */
final class ChoiceList extends VBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final FxBridge bridge;
    private final Words words;
    private final SiteTime time;
    private final LiveNode live;

    /** One for each row with a car; they stay, so that a picture is read once. */
    private final List<PictureBox> boxes = new ArrayList<>();

    ChoiceList(FxBridge bridge, Words words, SiteTime time, LiveNode live) {
        this.bridge = bridge;
        this.words = words;
        this.time = time;
        this.live = live;
        setId("card-choices");
        getStyleClass().add("choice-list");
    }

    void show(LaneWork work) {
        List<Node> rows =
                switch (work.step()) {
                    case Step.Menu menu -> choices(menu);
                    case Step.Shown(Car car) when car.task() == Task.NO_ENTRY ->
                            near(car, work.stage().nearChosen());
                    default -> List.of();
                };
        getChildren().setAll(rows);
        setVisible(!rows.isEmpty());
    }

    private List<Node> choices(Step.Menu menu) {
        List<Node> rows = new ArrayList<>();
        for (Choice choice : menu.choices()) {
            Label cap = new Label(Integer.toString(choice.number()));
            cap.getStyleClass().add("key-cap");
            Label name = new Label(words.get(choice.key()));
            name.setWrapText(true);
            HBox.setHgrow(name, Priority.ALWAYS);
            rows.add(row(choice == menu.chosen(), cap, name));
        }
        return rows;
    }

    private List<Node> near(Car car, int chosen) {
        List<Node> rows = new ArrayList<>();
        boolean pictured = car.near().stream().anyMatch(visit -> visit.entry().picture() != null);
        for (int i = 0; i < car.near().size(); i++) {
            Visit visit = car.near().get(i);
            var plate = new PlateText();
            plate.show(visit.plate().view(), car.plate().view());
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            Label entered =
                    new Label(
                            words.get(
                                    "gate.near.entered",
                                    time.of(visit.entry().at(), live.now()),
                                    visit.sourceCentral()));
            entered.setMinWidth(0);
            HBox row = row(i == chosen, plate, space, entered);
            if (pictured) {
                row.getChildren().addFirst(picture(i, visit));
            }
            rows.add(row);
        }
        return rows;
    }

    private PictureBox picture(int place, Visit visit) {
        while (boxes.size() <= place) {
            boxes.add(PictureBox.small(bridge, live.node().pictures(), words));
        }
        PictureBox box = boxes.get(place);
        box.show(visit.entry().picture(), visit.sourceCentral(), "");
        return box;
    }

    private static HBox row(boolean chosen, Node... parts) {
        HBox row = new HBox(parts);
        row.getStyleClass().add("choice-row");
        row.pseudoClassStateChanged(CHOSEN, chosen);
        return row;
    }
}
