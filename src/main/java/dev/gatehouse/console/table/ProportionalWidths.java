package dev.gatehouse.console.table;

import javafx.scene.control.ConstrainedColumnResizeBase;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.scene.control.TableView.ResizeFeatures;
import javafx.util.Callback;

import java.util.List;

/**
 * Columns share the width of the table in proportion to what each was given, so that the same
 * window always looks the same. JavaFX's own policies share every difference out in equal parts,
 * which after a few changes leaves the narrow columns wide and the wide ones cut off.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // as JavaFX declares the policies of a table
final class ProportionalWidths extends ConstrainedColumnResizeBase
        implements Callback<ResizeFeatures, Boolean> {
    @Override
    public Boolean call(ResizeFeatures features) {
        TableView<?> table = features.getTable();
        List<? extends TableColumn<?, ?>> columns = table.getVisibleLeafColumns();
        TableColumn<?, ?> dragged = features.getColumn();
        if (dragged != null) {
            return drag(features, columns, columns.indexOf(dragged), features.getDelta());
        }
        double wanted = columns.stream().mapToDouble(TableColumnBase::getPrefWidth).sum();
        double left = features.getContentWidth();
        if (wanted <= 0 || left <= 0) {
            return false;
        }
        double scale = left / wanted;
        for (TableColumn<?, ?> column : columns) {
            boolean last = column == columns.getLast();
            double width = last ? left : Math.floor(column.getPrefWidth() * scale);
            features.setColumnWidth(column, width);
            left -= width;
        }
        return true;
    }

    /** What one column gains, its right neighbour gives. */
    private static boolean drag(
            ResizeFeatures features,
            List<? extends TableColumn<?, ?>> columns,
            int index,
            double delta) {
        if (index < 0 || index + 1 >= columns.size()) {
            return false;
        }
        TableColumn<?, ?> column = columns.get(index);
        TableColumn<?, ?> next = columns.get(index + 1);
        double least = column.getMinWidth() - column.getWidth();
        double most = next.getWidth() - next.getMinWidth();
        double moved = Math.max(least, Math.min(delta, most));
        give(features, column, column.getWidth() + moved);
        give(features, next, next.getWidth() - moved);
        return moved == delta;
    }

    private static void give(ResizeFeatures features, TableColumn<?, ?> column, double width) {
        features.setColumnWidth(column, width);
        column.setPrefWidth(width);
    }
}
