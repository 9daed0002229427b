package dev.gatehouse.console.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.Scene;

import java.time.LocalTime;
import java.util.Objects;

/** Light for the day, dark for the night; the same style sheet, other colours. */
public enum Theme {
    LIGHT,
    DARK;

    private static final LocalTime DAY_BEGINS = LocalTime.of(6, 0);
    private static final LocalTime NIGHT_BEGINS = LocalTime.of(18, 0);
    private static final PseudoClass DARK_ROOT = PseudoClass.getPseudoClass("dark");

    /** What suits that time of the day where nobody has chosen. */
    public static Theme at(LocalTime time) {
        return time.isBefore(DAY_BEGINS) || !time.isBefore(NIGHT_BEGINS) ? DARK : LIGHT;
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /** Gives the scene this look, at once; FX thread. */
    public void applyTo(Scene scene) {
        scene.setUserAgentStylesheet(
                this == DARK
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
        String sheet = resource("/dev/gatehouse/console/gatehouse.css");
        if (!scene.getStylesheets().contains(sheet)) {
            scene.getStylesheets().add(sheet);
        }
        Parent root = scene.getRoot();
        root.pseudoClassStateChanged(DARK_ROOT, this == DARK);
    }

    /** Gives a scene of its own, such as a popup's, the look of another; FX thread. */
    public static void copy(Scene from, Scene to) {
        to.setUserAgentStylesheet(from.getUserAgentStylesheet());
        if (!to.getStylesheets().equals(from.getStylesheets())) {
            to.getStylesheets().setAll(from.getStylesheets());
        }
        to.getRoot()
                .pseudoClassStateChanged(
                        DARK_ROOT, from.getRoot().getPseudoClassStates().contains(DARK_ROOT));
    }

    private static String resource(String path) {
        return Objects.requireNonNull(Theme.class.getResource(path), path).toExternalForm();
    }
}
