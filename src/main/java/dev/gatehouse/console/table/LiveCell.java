package dev.gatehouse.console.table;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

/**
 * A cell that can be drawn again in place. {@code TableView.refresh} would make new cells, and with
 * them take the focus and the half-done click off a button in a row.
 *
 * @param <T> a row
 */
public abstract class LiveCell<T> extends TableCell<T, T> {
    private final InvalidationListener redraw = _ -> show(isEmpty() ? null : getItem());

    /** Shows that row, null for an empty place. */
    protected abstract void show(@Nullable T row);

    void follow(ReadOnlyIntegerProperty revision) {
        // weak: the table outlives the cells that it throws away
        revision.addListener(new WeakInvalidationListener(redraw));
        revision.get();
    }

    @Override
    protected final void updateItem(@Nullable T row, boolean empty) {
        super.updateItem(row, empty);
        show(empty ? null : row);
    }
}
