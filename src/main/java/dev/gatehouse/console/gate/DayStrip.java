package dev.gatehouse.console.gate;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.DayStats;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The figures of the site's present day, over the events; {@code ?} while they are not known. */
final class DayStrip extends HBox {
    private final LiveNode live;
    private final Words words;
    private final Label entries = figure();
    private final Label exits = figure();
    private final Label revenue = figure();
    private final Label toReview = figure();
    private final HBox review;

    DayStrip(LiveNode live, Words words) {
        this.live = live;
        this.words = words;
        setId("gate-day");
        getStyleClass().addAll("panel", "day-strip");
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        review = named("gate.day.toReview", toReview);
        review.managedProperty().bind(review.visibleProperty());
        review.setVisible(false);
        getChildren()
                .setAll(
                        named("gate.day.entries", entries),
                        named("gate.day.exits", exits),
                        named("gate.day.revenue", revenue),
                        review,
                        space);
        live.onChange(this::render);
        words.onChange(this::render);
    }

    private static Label figure() {
        Label label = new Label();
        label.getStyleClass().add("figure");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private HBox named(String key, Label figure) {
        Label name = new Label();
        name.getStyleClass().add("muted");
        words.bind(name.textProperty(), key);
        HBox pair = new HBox(name, figure);
        pair.getStyleClass().add("named-figure");
        return pair;
    }

    private void render() {
        DayStats day = live.day();
        entries.setText(words.numberOrUnknown(day == null ? null : day.entriesToday()));
        exits.setText(words.numberOrUnknown(day == null ? null : day.exitsToday()));
        revenue.setText(day == null ? words.unknown() : words.dong(day.revenueTodayDong()));
        long doubtful = day == null ? 0 : day.toReviewTodayDong();
        toReview.setText(words.dong(doubtful));
        review.setVisible(doubtful > 0);
    }
}
