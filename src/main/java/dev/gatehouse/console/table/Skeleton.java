package dev.gatehouse.console.table;

import dev.gatehouse.console.text.Words;

import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Grey rows where a table's own are being read. FX thread only. */
public final class Skeleton extends VBox {
    /** As many as are taken in at a glance. */
    private static final int ROWS = 3;

    public Skeleton(Words words) {
        getStyleClass().add("skeleton");
        for (int i = 0; i < ROWS; i++) {
            Region row = new Region();
            row.getStyleClass().add("skeleton-row");
            getChildren().add(row);
        }
        words.bind(accessibleTextProperty(), "app.loading");
    }
}
