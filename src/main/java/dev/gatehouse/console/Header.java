package dev.gatehouse.console;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.Language;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Logo;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.MeshStatus;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.jspecify.annotations.Nullable;

/** The row that stays on every screen: where this is, how full, how many peers, what time. */
final class Header extends HBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final Words words;
    private final Label site = new Label();
    private final Label central = new Label();
    private final Figure inside = new Figure("header-inside");
    private final Figure peers = new Figure("header-peers");
    private final SVGPath alarmMark = Mark.TRIANGLE.node();
    private final Label alarmCount = new Label();
    private final HBox alarms = new HBox(alarmMark, alarmCount);
    private final Label clock = new Label();
    private final Label vi = new Label("VI");
    private final Label en = new Label("EN");
    private @Nullable LiveNode live;
    private @Nullable SiteTime time;

    /** A word, a bold number, and what it is out of. */
    private static final class Figure extends TextFlow {
        private final Text word = part("figure-word");
        private final Text number = part("figure-number");
        private final Text outOf = part("figure-word");

        Figure(String id) {
            setId(id);
            setMinWidth(USE_PREF_SIZE);
            setMaxHeight(USE_PREF_SIZE);
            getChildren().setAll(word, number, outOf);
        }

        private static Text part(String style) {
            Text text = new Text();
            text.getStyleClass().add(style);
            return text;
        }

        void show(String before, String bold, String after) {
            word.setText(before + " ");
            number.setText(bold);
            outOf.setText(after);
            setAccessibleText(before + " " + bold + after);
        }
    }

    /**
     * @param switchLanguage run by the language button
     */
    Header(Words words, Runnable switchLanguage) {
        this.words = words;
        getStyleClass().add("header");
        site.getStyleClass().add("site");
        site.setId("site");
        central.getStyleClass().add("muted");
        clock.getStyleClass().addAll("mono", "clock");
        clock.setMinWidth(USE_PREF_SIZE);
        alarms.setId("header-alarms");
        alarms.getStyleClass().add("chip");
        alarms.setAccessibleRole(AccessibleRole.TEXT);
        alarms.managedProperty().bind(alarms.visibleProperty());
        alarms.setVisible(false);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        Button language = new Button(null, new HBox(14, vi, en));
        language.setId("language");
        language.getStyleClass().add("language");
        language.setFocusTraversable(false); // it has a key, and Enter is for the car
        language.setOnAction(_ -> switchLanguage.run());
        words.bind(language.accessibleTextProperty(), "header.language");
        getChildren()
                .setAll(Logo.node(), site, central, space, inside, alarms, peers, clock, language);
        words.onChange(this::render);
    }

    /** How many alarms last, in the colour and shape of the worst; nothing where none does. */
    private void showAlarms(AlarmList list) {
        long active = list.open().stream().filter(Alarm::active).count();
        alarms.setVisible(active > 0);
        Message.Level worst = list.worst().map(Message.Level::of).orElse(Message.Level.CALM);
        for (Message.Level level : Message.Level.values()) {
            alarms.pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(level.style()), level == worst);
        }
        worst.mark().show(alarmMark);
        alarmCount.setText(words.number(active));
        alarms.setAccessibleText(words.get("header.alarms", active));
    }

    /** From now on shows that node. */
    void follow(LiveNode node, SiteTime siteTime) {
        live = node;
        time = siteTime;
        node.onChange(this::render);
        render();
    }

    private void render() {
        vi.pseudoClassStateChanged(CHOSEN, words.language() == Language.VI);
        en.pseudoClassStateChanged(CHOSEN, words.language() == Language.EN);
        LiveNode node = live;
        SiteTime siteTime = time;
        inside.setVisible(node != null);
        peers.setVisible(node != null);
        if (node == null || siteTime == null) {
            site.setText(words.get("app.name"));
            return;
        }
        site.setText(node.info().siteName());
        String id = node.info().central().value();
        central.setText(id.equals(node.info().siteName()) ? "" : id);
        clock.setText(siteTime.clock(node.now()));
        DayStats day = node.day();
        Integer capacity = node.info().capacity();
        inside.show(
                words.get("header.inside"),
                words.numberOrUnknown(day == null ? null : day.vehiclesInside()),
                capacity == null ? "" : "/" + words.number(capacity));
        showAlarms(node.alarms());
        MeshStatus status = node.status();
        peers.show(
                words.get("header.centrals"),
                words.numberOrUnknown(status == null ? null : status.connectedPeers() + 1),
                status == null ? "" : "/" + words.number(status.peers().size() + 1));
    }
}
