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
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The row that stays on every screen: where this is, how full, how many peers, what time. */
final class Header extends HBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final Set<Alarm.Code> LOST =
            EnumSet.of(Alarm.Code.ALL_PEERS_LOST, Alarm.Code.PEER_LOST);

    /** In px: of a long name, so much is always read. */
    private static final double LEAST_SITE = 90;

    private final Words words;
    private final Label site = new Label();
    private final Label central = new Label();
    private final Figure inside = new Figure("header-inside");
    private final Figure peers = new Figure("header-peers");
    private final SVGPath peersMark = Mark.TRIANGLE.node();
    private final HBox peersChip = new HBox(peersMark, peers);
    private final SVGPath alarmMark = Mark.TRIANGLE.node();
    private final Label alarmCount = new Label();
    private final HBox alarms = new HBox(alarmMark, alarmCount);
    private final Label clock = new Label();
    private final Label vi = new Label("VI");
    private final Label en = new Label("EN");
    private final Region logo = Logo.node();
    private final Button language = new Button(null, new HBox(14, vi, en));

    /** What leaves a narrow window, the first first: it is known, or has a key. */
    private final List<Node> lesser = List.of(central, logo, language);

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
        peersChip.getStyleClass().addAll("chip", "peers-chip");
        peersMark.managedProperty().bind(peersMark.visibleProperty());
        site.setMinWidth(LEAST_SITE);
        central.setMinWidth(USE_PREF_SIZE);
        language.setMinWidth(USE_PREF_SIZE);
        lesser.forEach(node -> node.managedProperty().bind(node.visibleProperty()));
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        language.setId("language");
        language.getStyleClass().add("language");
        language.setFocusTraversable(false); // it has a key, and Enter is for the car
        language.setOnAction(_ -> switchLanguage.run());
        words.bind(language.accessibleTextProperty(), "header.language");
        getChildren()
                .setAll(logo, site, central, space, inside, alarms, peersChip, clock, language);
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
        peersChip.setVisible(node != null);
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
        showPeers(node.status(), node.alarms());
    }

    /** How many are linked; once it is an alarm that some are not, with its shape and a word. */
    private void showPeers(@Nullable MeshStatus status, AlarmList list) {
        List<Alarm> lost =
                list.open().stream()
                        .filter(Alarm::active)
                        .filter(a -> LOST.contains(a.code()))
                        .toList();
        peersMark.setVisible(!lost.isEmpty());
        Message.Level level =
                lost.isEmpty() ? Message.Level.CALM : Message.Level.of(lost.getFirst());
        for (Message.Level each : Message.Level.values()) {
            peersChip.pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(each.style()), each == level);
        }
        level.mark().show(peersMark);
        String outOf = status == null ? "" : "/" + words.number(status.peers().size() + 1);
        boolean all = lost.stream().anyMatch(a -> a.code() == Alarm.Code.ALL_PEERS_LOST);
        String word =
                lost.isEmpty()
                        ? ""
                        : all
                                ? " " + words.get("header.allLost")
                                : " " + words.get("header.lost", lost.size());
        peers.show(
                words.get("header.centrals"),
                words.numberOrUnknown(status == null ? null : status.connectedPeers() + 1),
                outOf + word);
    }

    /** Shows the lesser parts where there is room for all that is not. */
    @Override
    protected void layoutChildren() {
        double room = getWidth() - snappedLeftInset() - snappedRightInset();
        room -=
                getChildren().stream()
                        .filter(n -> !lesser.contains(n))
                        .mapToDouble(this::width)
                        .sum();
        boolean fits = true;
        for (Node node : lesser.reversed()) { // the most wanted first
            boolean something = node != central || !central.getText().isEmpty();
            room -= something ? width(node) : 0;
            fits &= room >= 0;
            if (node.isVisible() != (fits && something)) {
                node.setVisible(fits && something);
            }
        }
        super.layoutChildren();
    }

    private double width(Node node) {
        boolean counts = lesser.contains(node) || node.isManaged();
        return counts ? snapSizeX(node.prefWidth(-1)) + getSpacing() : 0;
    }
}
