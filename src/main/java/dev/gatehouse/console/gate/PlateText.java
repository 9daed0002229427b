package dev.gatehouse.console.gate;

import javafx.scene.layout.HBox;
import javafx.scene.text.Text;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A plate of which the characters are underlined that differ from another one. FX thread only. */
final class PlateText extends HBox {
    private String plate = "";
    private @Nullable String other;

    PlateText() {
        getStyleClass().add("plate-text");
        setMinWidth(USE_PREF_SIZE); // a plate is in one line
    }

    /**
     * @param other what was read or typed; null to underline nothing
     */
    void show(String plate, @Nullable String other) {
        if (plate.equals(this.plate) && Objects.equals(other, this.other)) {
            return; // the characters of a plate are costly to lay out
        }
        this.plate = plate;
        this.other = other;
        getChildren().clear();
        boolean[] differs =
                other == null ? new boolean[plate.length()] : PlateMarks.differing(plate, other);
        int from = 0;
        while (from < plate.length()) {
            int to = from + 1;
            while (to < plate.length() && differs[to] == differs[from]) {
                to++;
            }
            var run = new Text(plate.substring(from, to));
            run.setUnderline(differs[from]);
            run.getStyleClass().add("plate-run");
            getChildren().add(run);
            from = to;
        }
        setAccessibleText(plate);
    }
}
