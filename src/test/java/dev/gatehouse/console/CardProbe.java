package dev.gatehouse.console;

import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.node.Node;

import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.value.ObservableValue;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Has a device see a car at the first lane, waits until the card shows it, lets it in by Enter, and
 * begins anew: how long each takes, up to the layout that shows it.
 */
final class CardProbe {
    /** Longer than a card must be seen before Enter counts. */
    private static final long SEEN_NANOS = 350_000_000;

    private static final long PATIENCE_SECONDS = 10;

    /** Without 8, which is near 3. */
    private static final String DIGITS = "012345679";

    private final Node node;
    private final Scene scene;
    private final String device;
    private final String prefix;
    private final javafx.scene.Node pane;
    private final Queue<Double> detections = new ConcurrentLinkedQueue<>();
    private final Queue<Double> reactions = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private int cars;

    /**
     * @param device of the first lane, which lets cars in only
     * @param prefix of the plates; each has its own
     */
    CardProbe(Node node, Scene scene, String device, String prefix) {
        this.node = node;
        this.scene = scene;
        this.device = device;
        this.prefix = prefix;
        this.pane = Booth.fx(() -> scene.lookup("#gate-card").lookup(".decision"));
    }

    /** In ms, each from the call of the device. */
    Queue<Double> detections() {
        return detections;
    }

    /** In ms, each from the key. */
    Queue<Double> reactions() {
        return reactions;
    }

    /** After the car that is under way. */
    void stop() {
        stopped = true;
    }

    /** Until it is stopped; on a thread of its own. */
    void run() {
        Platform.runLater(() -> press(KeyCode.ESCAPE)); // a digit that was typed holds cards back
        while (!stopped) {
            String plate = plateOf(cars++);
            var card = pane.lookup("#card-plate").accessibleTextProperty();
            detections.add(
                    until(
                            card,
                            () -> plate.equals(card.getValue()),
                            () -> {
                                var unused = node.gate().sight(null, report(plate));
                            }));
            LockSupport.parkNanos(SEEN_NANOS);
            var words = pane.accessibleTextProperty();
            String before = Booth.fx(words::getValue);
            reactions.add(
                    until(
                            words,
                            () -> !before.equals(words.getValue()),
                            () -> Platform.runLater(() -> press(KeyCode.ENTER))));
            Booth.until(
                    () -> Booth.check(!String.valueOf(words.getValue()).contains(plate + ". ")));
        }
    }

    /** Two of them differ in so much that no reading of one is taken for the other. */
    private String plateOf(int car) {
        char a = DIGITS.charAt(car / 81 % 9);
        char b = DIGITS.charAt(car / 9 % 9);
        return prefix + "-" + a + a + b + "." + b + DIGITS.charAt(car % 9);
    }

    private OpenRequest report(String plate) {
        return new OpenRequest(plate, null, device, null, null, 0.97, "auto");
    }

    /** A key that is not released counts as held. */
    private void press(KeyCode key) {
        for (var kind : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
            javafx.scene.Node focus = scene.getFocusOwner();
            Event.fireEvent(
                    focus == null ? scene.getRoot() : focus,
                    new KeyEvent(kind, "", "", key, false, false, false, false));
        }
    }

    /** How many ms there are from that cause to the layout after which it holds. */
    private double until(ObservableValue<?> watched, BooleanSupplier holds, Runnable cause) {
        var shown = new CompletableFuture<Long>();
        var listener =
                new InvalidationListener() {
                    @Override
                    public void invalidated(Observable changed) {
                        if (holds.getAsBoolean()) {
                            watched.removeListener(this);
                            afterLayout(() -> shown.complete(System.nanoTime()));
                        }
                    }
                };
        Booth.fx(
                () -> {
                    watched.addListener(listener);
                    return null;
                });
        long asked = System.nanoTime();
        cause.run();
        long at = shown.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return (at - asked) / 1e6;
    }

    private void afterLayout(Runnable then) {
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    @Override
                    public void run() {
                        scene.removePostLayoutPulseListener(this);
                        then.run();
                    }
                });
        Platform.requestNextPulse();
    }
}
