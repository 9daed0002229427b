package dev.gatehouse.console;

import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.settings.FontScale;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.text.Words;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/**
 * The window's content at the chosen size of type, remembered; where too little room is left for
 * it, a word about that in its place. FX thread only.
 */
final class Zoom extends StackPane {
    /** Below this no screen can be laid out without cutting what matters. */
    static final double MIN_WIDTH = 1_024;

    static final double MIN_HEIGHT = 600;

    private static final String SETTING = "scale";

    private final Words words;
    private final Settings settings;
    private final ZoomPane pane;
    private final Label needed = new Label();
    private final Label remedy = new Label();
    private final VBox notice = new VBox();
    private FontScale scale;
    private @Nullable Node focusedBefore;

    Zoom(Region content, Words words, Settings settings) {
        this.words = words;
        this.settings = settings;
        this.pane = new ZoomPane(content);
        this.scale = settings.get(SETTING, FontScale.NORMAL);
        Label title = new Label();
        title.getStyleClass().add("notice-title");
        words.bind(title.textProperty(), "small.title");
        needed.setWrapText(true);
        remedy.setWrapText(true);
        remedy.getStyleClass().add("muted");
        notice.setId("too-small");
        notice.getStyleClass().addAll("panel", "notice");
        notice.getChildren().setAll(title, needed, remedy);
        notice.setVisible(false);
        getChildren().setAll(pane, notice);
        widthProperty().addListener(_ -> render());
        heightProperty().addListener(_ -> render());
        words.onChange(this::render);
        pane.zoom(scale.factor());
    }

    FontScale scale() {
        return scale;
    }

    /** Whether the content is shown, not the word that there is no room for it. */
    boolean fits() {
        return getWidth() == 0 // not laid out yet
                || getWidth() / scale.factor() >= MIN_WIDTH
                        && getHeight() / scale.factor() >= MIN_HEIGHT;
    }

    void use(FontScale next) {
        scale = next;
        settings.put(SETTING, next);
        pane.zoom(next.factor());
        render();
    }

    /** What is not shown does not keep the focus, and gets it back when it is shown again. */
    private void cover(boolean covered) {
        if (covered) {
            focusedBefore = getScene() == null ? null : getScene().getFocusOwner();
        }
        pane.setVisible(!covered);
        notice.setVisible(covered);
        Node before = focusedBefore;
        if (!covered && before != null) {
            before.requestFocus();
        }
    }

    private void render() {
        if (fits() != pane.isVisible()) {
            cover(pane.isVisible());
        }
        needed.setText(
                words.get(
                        "small.needed",
                        Math.round(MIN_WIDTH * scale.factor()),
                        Math.round(MIN_HEIGHT * scale.factor()),
                        Math.round(getWidth()),
                        Math.round(getHeight())));
        remedy.setText(
                scale == FontScale.NORMAL
                        ? words.get("small.remedy", Shortcut.FULL_SCREEN.label())
                        : words.get(
                                "small.remedyScale",
                                Shortcut.ZOOM_OUT.label(),
                                scale.percent(),
                                Shortcut.FULL_SCREEN.label()));
    }
}
