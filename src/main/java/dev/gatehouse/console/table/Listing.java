package dev.gatehouse.console.table;

import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which rows a live table lists, and whether they are held still while somebody reads them; itself
 * the words that say so. FX thread only.
 *
 * @param <T> a row
 */
public final class Listing<T> extends HBox {
    private final LiveTable<T> table;
    private final Words words;
    private final Supplier<List<T>> source;
    private final Label filterName = new Label();
    private final Label heldWords = new Label();
    private final HBox heldChip = new HBox(8, Mark.PAUSE.node(), heldWords);
    private String filterKey;
    private Predicate<T> lists = _ -> true;
    private Set<T> heldRows = Set.of();
    private boolean held;

    /**
     * @param source all rows there are now
     * @param filterKey what the list of all is called in the texts
     */
    public Listing(LiveTable<T> table, Words words, Supplier<List<T>> source, String filterKey) {
        this.table = table;
        this.words = words;
        this.source = source;
        this.filterKey = filterKey;
        setSpacing(18);
        getStyleClass().add("list-state");
        filterName.getStyleClass().add("muted");
        filterName.setMinWidth(USE_PREF_SIZE);
        heldWords.setMinWidth(USE_PREF_SIZE);
        heldChip.getStyleClass().add("list-state");
        heldChip.managedProperty().bind(heldChip.visibleProperty());
        getChildren().setAll(filterName, heldChip);
        words.onChange(this::say);
        take();
    }

    /** Lists only such rows, and goes on. */
    public void filter(String nameKey, Predicate<T> wanted) {
        filterKey = nameKey;
        lists = wanted;
        heldRows = Set.of();
        held = false;
        take();
    }

    /** Holds the rows still, or lets them go on. */
    public void toggleHold() {
        held = !held;
        heldRows = held ? new HashSet<>(table.getItems()) : Set.of();
        take();
    }

    /** There are other rows. */
    public void take() {
        if (!held) {
            table.show(listed());
        }
        say();
    }

    private List<T> listed() {
        return source.get().stream().filter(lists).toList();
    }

    private void say() {
        filterName.setText(words.get("gate.list", words.get(filterKey)));
        heldChip.setVisible(held);
        if (held) {
            long fresh = listed().stream().filter(row -> !heldRows.contains(row)).count();
            heldWords.setText(words.get("gate.held", fresh));
        }
    }
}
