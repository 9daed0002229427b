package dev.gatehouse.console.gate;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One car before the barrier: its plate, what is known of it, what it pays and why, and the one
 * thing that Enter does. Readable from a metre away.
 */
final class DecisionCard extends VBox {
    private static final int NAMED = 3;

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final Label prompt = new Label();
    private final Label state = new Label();
    private final Label plate = new Label();
    private final Label about = new Label();
    private final Label fee = new Label();
    private final Label why = new Label();
    private final Label warning = new Label();
    private final HBox money = new HBox(fee, why);
    private final Label key = new Label();
    private final Button primary = new Button("", key);

    /**
     * @param confirm run when the primary action is clicked
     */
    DecisionCard(LiveNode live, Words words, SiteTime time, Runnable confirm) {
        this.live = live;
        this.words = words;
        this.time = time;
        setId("gate-card");
        getStyleClass().addAll("panel", "decision");
        setAccessibleRole(AccessibleRole.TEXT);
        prompt.getStyleClass().add("decision-prompt");
        prompt.setMinWidth(USE_PREF_SIZE);
        state.getStyleClass().add("muted");
        plate.getStyleClass().add("decision-plate");
        plate.setId("card-plate");
        about.getStyleClass().add("decision-about");
        fee.getStyleClass().add("decision-fee");
        fee.setId("card-fee");
        fee.setMinWidth(USE_PREF_SIZE);
        why.getStyleClass().add("decision-why");
        why.setId("card-why");
        why.setWrapText(true);
        money.getStyleClass().add("decision-money");
        warning.getStyleClass().add("decision-warning");
        warning.setWrapText(true);
        key.getStyleClass().add("primary-key");
        key.setText("Enter");
        primary.setId("card-primary");
        primary.getStyleClass().add("decision-primary");
        primary.setFocusTraversable(false); // Enter does it wherever the focus is
        primary.setMaxWidth(Double.MAX_VALUE);
        primary.setOnAction(_ -> confirm.run());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        HBox first = new HBox(prompt, space, state);
        first.getStyleClass().add("decision-first");
        money.managedProperty().bind(money.visibleProperty());
        warning.managedProperty().bind(warning.visibleProperty());
        managedProperty().bind(visibleProperty());
        getChildren().setAll(first, plate, about, money, warning, rest, primary);
        setVisible(false);
    }

    void show(Step step) {
        setVisible(!(step instanceof Step.Ready));
        switch (step) {
            case Step.Ready _ -> {}
            case Step.Looking _ -> {
                fill("gate.card.looking", "", "", "");
                money.setVisible(false);
                warning.setVisible(false);
                primary.setVisible(false);
            }
            case Step.Unusual(Sighting.Seen seen) -> {
                fill("gate.card.unusual", seen.plate().view(), "", "gate.card.acceptUnusual");
                about.setText(words.get("gate.card.unusualMore"));
                money.setVisible(false);
                warn("");
            }
            case Step.Offered(Sighting.Seen seen) -> car(seen, false);
            case Step.Writing(Sighting.Seen seen) -> car(seen, true);
        }
        setAccessibleText(
                Stream.of(
                                prompt.getText(),
                                plate.getText(),
                                about.getText(),
                                money.isVisible() ? fee.getText() + " " + why.getText() : "",
                                warning.isVisible() ? warning.getText() : "",
                                state.getText(),
                                primary.isVisible() ? primary.getText() : "")
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(". ")));
    }

    private void fill(String promptKey, String plateText, String stateText, String primaryKey) {
        prompt.setText(words.get(promptKey));
        plate.setText(plateText);
        state.setText(stateText);
        about.setText("");
        primary.setVisible(!primaryKey.isEmpty());
        primary.setText(primaryKey.isEmpty() ? "" : words.get(primaryKey));
    }

    private void car(Sighting.Seen seen, boolean writing) {
        Visit inside = seen.inside();
        Sighting.Due due = seen.due();
        boolean leaves = inside != null && due != null;
        boolean pays = seen.feeDong() > 0;
        fill(
                leaves ? "gate.card.exit" : "gate.card.entry",
                seen.plate().view(),
                writing ? words.get("gate.card.writing") : "",
                leaves ? pays ? "gate.card.letOutPaid" : "gate.card.letOut" : "gate.card.letIn");
        primary.setDisable(writing);
        money.setVisible(leaves);
        if (inside != null && due != null) {
            about.setText(
                    words.get(
                                    "gate.card.stay",
                                    inside.sourceCentral(),
                                    time.of(inside.entry().at(), live.now()),
                                    words.stay(Duration.ofSeconds(Math.max(0, due.seconds()))))
                            + pass(seen.pass()));
            fee.setText(words.dong(due.feeDong()));
            why.setText(FeeWords.of(due, words));
            boolean doubtful =
                    due.needsReview()
                            || ClockDoubt.changesFee(due, inside.sourceCentral(), live.status());
            warn(doubtful ? words.get("gate.card.review") : "");
        } else {
            about.setText(words.get("gate.card.notInside") + pass(seen.pass()));
            warn(unheard());
        }
    }

    private void warn(String text) {
        warning.setText(text);
        warning.setVisible(!text.isEmpty());
    }

    private String pass(Fact.@Nullable Pass pass) {
        if (pass == null) {
            return "";
        }
        return " · "
                + (pass.endDate() == null
                        ? words.get("gate.card.passForEver")
                        : until(pass.endDate()));
    }

    /** A day as it was taken over, which may be none. */
    private String until(String endDate) {
        try {
            LocalDate last = LocalDate.parse(endDate);
            long left = ChronoUnit.DAYS.between(time.day(live.now()), last);
            return words.get("gate.card.pass", SiteTime.day(last), left);
        } catch (DateTimeParseException noDay) {
            return words.get("gate.card.passUnread", endDate);
        }
    }

    /** Peers whose entries may be missing here, which is why a car may seem not to be inside. */
    private String unheard() {
        MeshStatus status = live.status();
        if (status == null) {
            return "";
        }
        String names =
                status.peers().stream()
                        .filter(p -> !p.connected())
                        .limit(NAMED)
                        .map(PeerState::id)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        long more = status.peers().stream().filter(p -> !p.connected()).count() - NAMED;
        return names.isEmpty()
                ? ""
                : words.get("gate.card.unheard", more > 0 ? names + ", …" : names);
    }
}
