package dev.gatehouse.console.fx;

import javafx.animation.PauseTransition;
import javafx.util.Duration;

/** Waits by JavaFX's own clock, so that what runs then runs on its thread. */
public final class FxDelay implements Delay {
    private final PauseTransition pause;

    /**
     * @param length how long it waits
     */
    public FxDelay(java.time.Duration length) {
        this.pause = new PauseTransition(Duration.millis(length.toMillis()));
    }

    @Override
    public void start(Runnable then) {
        pause.setOnFinished(_ -> then.run());
        pause.playFromStart();
    }

    @Override
    public void cancel() {
        pause.stop();
    }
}
