package dev.gatehouse.console.peers;

import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;
import dev.gatehouse.model.ResyncStart;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line that takes a resync from the question to the outcome, always in the same place and never
 * in a dialog: the booth behind it goes on.
 */
final class StageLine extends HBox {
    private final Words words;
    private final PeerWords peerWords;
    private final Resyncs resyncs;
    private final Consumer<Shortcut> perform;
    private final Label peerName = new Label();
    private final Label compare = new Label();
    private final Label text = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label pace = new Label();
    private final Label verify = new Label();
    private final Button confirm = new Button();
    private final Button cancel = new Button();

    /** Whether a question waits: then the second button is its no. */
    private boolean asks;

    /**
     * @param perform does what a button stands for: each of them is a key as well
     */
    StageLine(Words words, SiteTime time, Resyncs resyncs, Consumer<Shortcut> perform) {
        this.words = words;
        this.peerWords = new PeerWords(words, time);
        this.resyncs = resyncs;
        this.perform = perform;
        buildLine();
    }

    private void buildLine() {
        setId("resync-line");
        text.setWrapText(true);
        getStyleClass().addAll("panel", "line");
        setAccessibleRole(AccessibleRole.TEXT);
        peerName.getStyleClass().add("strong");
        peerName.setMinWidth(USE_PREF_SIZE);
        compare.setMinWidth(USE_PREF_SIZE);
        text.setId("resync-text");
        bar.setId("resync-bar");
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setMinWidth(80);
        setHgrow(bar, Priority.ALWAYS);
        pace.setMinWidth(USE_PREF_SIZE);
        verify.setMinWidth(USE_PREF_SIZE);
        confirm.setId("resync-confirm");
        confirm.getStyleClass().add("primary");
        confirm.setMinWidth(USE_PREF_SIZE);
        confirm.setOnAction(_ -> perform.accept(Shortcut.CONFIRM));
        cancel.setId("resync-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> perform.accept(asks ? Shortcut.BACK : Shortcut.CANCEL));
        getChildren().setAll(peerName, compare, text, bar, pace, verify, confirm, cancel);
        getChildren().forEach(n -> n.managedProperty().bind(n.visibleProperty()));
    }

    /** The button that Enter presses while a plan waits. */
    Button confirmButton() {
        return confirm;
    }

    /** Shows how it stands with that peer, null for none. */
    void show(@Nullable PeerState peer, Instant now) {
        fill(peer, now);
        readAloud();
    }

    /** For who hears it: what is seen, from left to right. */
    private void readAloud() {
        setAccessibleText(
                Stream.of(peerName, compare, text, pace, verify)
                        .filter(Label::isVisible)
                        .map(Label::getText)
                        .collect(Collectors.joining(". ")));
        bar.setAccessibleText(getAccessibleText());
    }

    private void fill(@Nullable PeerState peer, Instant now) {
        asks = false;
        getChildren().forEach(n -> n.setVisible(false));
        text.setVisible(true);
        if (peer == null) {
            text.setText(words.get("resync.choose"));
            return;
        }
        peerName.setVisible(true);
        peerName.setText(peer.id().value());
        switch (resyncs.stageOf(peer)) {
            case Resyncs.Stage.Idle _ -> text.setText(idle(peer, now));
            case Resyncs.Stage.Asking _ -> showPlan(peer);
            case Resyncs.Stage.Starting _ -> text.setText(words.get("resync.starting"));
            case Resyncs.Stage.Running(ResyncProgress progress) -> showProgress(progress);
            case Resyncs.Stage.Ended(ResyncOutcome outcome) ->
                    text.setText(peerWords.outcome(outcome, now));
            case Resyncs.Stage.NotStarted(ResyncStart why) -> text.setText(notStarted(why));
            case Resyncs.Stage.Broken _ -> text.setText(words.get("resync.broken"));
        }
    }

    /** Shows these words about the same peer in place of all else. */
    void say(String words) {
        getChildren().forEach(n -> n.setVisible(n.equals(peerName)));
        text.setVisible(true);
        text.setText(words);
        readAloud();
    }

    /** Asks that about the same peer, with a button for yes and one for no. */
    void ask(String question, String yes) {
        say(question);
        asks = true;
        confirm.setText(yes);
        confirm.setVisible(true);
        cancel.setText(words.get("resync.dismiss"));
        cancel.setVisible(true);
    }

    /** Shows these words, which are of no peer, in place of all else. */
    void tell(String words) {
        getChildren().forEach(n -> n.setVisible(n.equals(text)));
        text.setText(words);
        readAloud();
    }

    private String idle(PeerState peer, Instant now) {
        if (peer.link() instanceof LinkState.Refused || peer.link() instanceof LinkState.Paused) {
            return peerWords.link(peer, now); // the cells have no room for it
        }
        return words.get(peer.connected() ? "resync.idle" : "resync.offline");
    }

    private void showPlan(PeerState peer) {
        ask(
                words.get(
                        "resync.plan",
                        words.numberOrUnknown(peer.weMiss()),
                        words.numberOrUnknown(peer.theyMiss())),
                words.get("resync.confirm"));
    }

    private void showProgress(ResyncProgress progress) {
        compare.setVisible(true);
        bar.setVisible(true);
        verify.setVisible(true);
        cancel.setVisible(true);
        cancel.setText(words.get("resync.cancel"));
        compare.setText(words.get("resync.compare"));
        verify.setText(words.get("resync.verify"));
        compare.getStyleClass().remove("muted");
        verify.getStyleClass().remove("muted");
        switch (progress.stage()) {
            case COMPARE -> {
                compare.setText(words.get("resync.comparing"));
                verify.getStyleClass().add("muted");
                text.setVisible(false);
                bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
            }
            case TRANSFER -> {
                compare.setText(words.get("resync.compared"));
                compare.getStyleClass().add("muted");
                verify.getStyleClass().add("muted");
                text.setText(
                        words.get("resync.receiving", progress.received(), progress.toReceive()));
                bar.setProgress(PeerWords.percent(progress) / 100.0);
                pace.setVisible(true);
                pace.setText(pace(progress));
            }
            case VERIFY -> {
                compare.setText(words.get("resync.compared"));
                compare.getStyleClass().add("muted");
                text.setText(
                        words.get("resync.receiving", progress.received(), progress.toReceive()));
                verify.setText(words.get("resync.verifying"));
                bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
            }
        }
    }

    private String pace(ResyncProgress progress) {
        long percent = PeerWords.percent(progress);
        if (progress.perSecond() <= 0) {
            return words.get("resync.percent", percent);
        }
        long left = Math.max(0, progress.toReceive() - progress.received());
        Duration rest = Duration.ofSeconds((long) Math.ceil(left / progress.perSecond()));
        return words.get(
                "resync.pace", percent, Math.round(progress.perSecond()), words.span(rest));
    }

    private String notStarted(ResyncStart why) {
        return switch (why) {
            case ResyncStart.UnknownPeer _ -> words.get("resync.unknownPeer");
            case ResyncStart.Offline _ -> words.get("resync.offline");
            case ResyncStart.AlreadyRunning _ -> words.get("resync.alreadyRunning");
            case ResyncStart.TooMany _ -> words.get("resync.tooMany");
            case ResyncStart.Started _ -> words.get("resync.starting");
        };
    }
}
