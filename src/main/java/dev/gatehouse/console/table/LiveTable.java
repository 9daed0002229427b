package dev.gatehouse.console.table;

import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.text.Words;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A table of text columns whose rows change while people read it. Not editable, and in the order
 * that it is given: JavaFX's own sorting would not follow the figures.
 *
 * @param <T> a row
 */
public final class LiveTable<T> extends TableView<T> {
    /** Height of a row, in px: 18 px type, read from 0.7 m. */
    public static final double ROW_HEIGHT = 34;

    /** Height of the header, in px. */
    public static final double HEADER_HEIGHT = 34;

    /** So much of the last row may be cut: two pixels of it, which are below its text. */
    private static final double A_HAIR = 0.06;

    /**
     * Rows grow by as much at most, so that whole rows fill the table and it still looks like one.
     */
    private static final double MOST_STRETCH = 1.25;

    /** How much taller rows are where the type is larger. */
    private static final double LARGE_ROW = 40 / ROW_HEIGHT;

    private static final PseudoClass LARGE = PseudoClass.getPseudoClass("large");

    private final String name;
    private final Words words;
    private final Settings settings;
    private final IntegerProperty revision = new SimpleIntegerProperty();
    private List<Double> widthsAtPress = List.of();
    private double laidOutHeight;
    private double rowHeight = ROW_HEIGHT;
    private boolean stretching;
    private boolean rowsAreKept;

    /**
     * @param name under which the widths of the columns are remembered
     */
    public LiveTable(String name, Words words, Settings settings) {
        this.name = name;
        this.words = words;
        this.settings = settings;
        setItems(new Rows<>());
        setFixedCellSize(ROW_HEIGHT);
        fixedCellSizeProperty()
                .addListener(
                        (_, _, asked) -> {
                            if (!stretching) {
                                rowHeight = asked.doubleValue();
                            }
                        });
        setColumnResizePolicy(new ProportionalWidths());
        words.languageProperty().addListener((_, _, _) -> redraw());
        addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> widthsAtPress = widths());
        addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> rememberWidths());
    }

    /**
     * A column whose cells are text.
     *
     * @param id of the column, under which its width is remembered
     * @param key of its header in the texts
     * @param width in px, before anybody drags it
     * @param text of a row, in the present language
     * @param styles style classes of its cells, such as {@code number}
     */
    public TableColumn<T, T> addText(
            String id, String key, double width, Function<T, String> text, String... styles) {
        return add(
                id,
                key,
                width,
                () -> {
                    var cell = new TextCell<>(text);
                    cell.getStyleClass().addAll(styles);
                    return cell;
                },
                styles);
    }

    /** A column of other cells. */
    public TableColumn<T, T> add(
            String id, String key, double width, Supplier<LiveCell<T>> cells, String... styles) {
        var column = new TableColumn<T, T>();
        column.setId(id);
        words.bind(column.textProperty(), key);
        column.setSortable(false);
        column.setReorderable(false);
        column.setMinWidth(width * 0.6);
        column.setPrefWidth(settings.get(settingOf(column), width));
        column.getStyleClass().addAll(styles);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(
                _ -> {
                    LiveCell<T> cell = cells.get();
                    cell.follow(revision);
                    return cell;
                });
        getColumns().add(column);
        return column;
    }

    /**
     * @param clicked gets the id of a column whose header was clicked
     */
    public void onHeaderClick(Consumer<String> clicked) {
        addEventHandler(
                MouseEvent.MOUSE_CLICKED,
                event -> {
                    Node node = event.getTarget() instanceof Node target ? target : null;
                    while (node != null && !(node instanceof TableColumnHeader)) {
                        node = node.getParent();
                    }
                    if (event.isStillSincePress()
                            && event.getButton() == MouseButton.PRIMARY
                            && node instanceof TableColumnHeader header
                            && header.getTableColumn() != null
                            && header.getTableColumn().getId() != null) {
                        clicked.accept(header.getTableColumn().getId());
                    }
                });
    }

    /** Draws the visible cells again, for rows whose text depends on more than the row. */
    public void redraw() {
        revision.set(revision.get() + 1);
    }

    /**
     * Shows those rows in place of the present ones. Who has scrolled away from the top keeps the
     * row in sight that was on top, and the selected row stays selected.
     */
    public void show(List<T> next) {
        int top = firstVisible();
        T anchor = top > 0 && top < getItems().size() ? getItems().get(top) : null;
        T selected = getSelectionModel().getSelectedItem();
        getItems().setAll(next);
        getSelectionModel().clearSelection();
        if (selected != null && next.contains(selected)) {
            getSelectionModel().select(selected);
        }
        int moved = anchor == null ? -1 : next.indexOf(anchor);
        if (moved >= 0) {
            scrollTo(moved);
        }
    }

    /** From now on rows have that height, in px, also where the type is larger. */
    public void keepRows(double height) {
        rowsAreKept = true;
        setFixedCellSize(height);
    }

    /** Has whole rows only: of a row that is cut nobody reads the plate. */
    @Override
    public void resize(double width, double height) {
        super.resize(width, wholeRows(width, height));
    }

    private double wholeRows(double width, double height) {
        if (!(lookup(".column-header-background") instanceof Region header)) {
            return height; // not shown yet
        }
        double around = snappedTopInset() + snappedBottomInset() + header.prefHeight(-1);
        double columns = getVisibleLeafColumns().stream().mapToDouble(TableColumn::getWidth).sum();
        if (columns > width && lookup(".scroll-bar:horizontal") instanceof Region bar) {
            around += bar.prefHeight(-1);
        }
        double least = rowHeight * (isLarge() && !rowsAreKept ? LARGE_ROW : 1);
        double rows = Math.floor((height - around) / least + A_HAIR);
        double size =
                rows < 1
                        ? least
                        : Math.clamp(
                                Math.floor((height - around) / rows), least, least * MOST_STRETCH);
        stretching = true;
        setFixedCellSize(size);
        stretching = false;
        return rows < 1 ? height : Math.min(height, around + rows * size);
    }

    private boolean isLarge() {
        return getScene() != null && getScene().getRoot().getPseudoClassStates().contains(LARGE);
    }

    /** What takes room from the table does not take the selected row out of sight. */
    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (getHeight() < laidOutHeight && getSelectionModel().getSelectedIndex() >= 0) {
            reveal(getSelectionModel().getSelectedIndex());
        }
        laidOutHeight = getHeight();
    }

    /** Scrolls as little as needed for that row to be seen. */
    public void reveal(int index) {
        if (lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            flow.layout(); // or its cells are those of the height before
            IndexedCell<?> first = flow.getFirstVisibleCell();
            IndexedCell<?> last = flow.getLastVisibleCell();
            if (first == null || last == null || index <= first.getIndex()) {
                scrollTo(index);
            } else if (index >= last.getIndex()) {
                // the last one may be cut off, so it counts as not seen
                scrollTo(index - (last.getIndex() - first.getIndex()) + 1);
            }
        }
    }

    private int firstVisible() {
        if (lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            IndexedCell<?> first = flow.getFirstVisibleCell();
            return first == null ? -1 : first.getIndex();
        }
        return -1;
    }

    private List<Double> widths() {
        return getColumns().stream().map(TableColumn::getWidth).toList();
    }

    private void rememberWidths() {
        if (!widths().equals(widthsAtPress)) {
            getColumns().forEach(c -> settings.put(settingOf(c), c.getWidth()));
        }
    }

    private String settingOf(TableColumn<T, ?> column) {
        return "columns." + name + "." + column.getId();
    }

    private static final class TextCell<T> extends LiveCell<T> {
        private final Function<T, String> text;

        TextCell(Function<T, String> text) {
            this.text = text;
        }

        @Override
        protected void show(@Nullable T row) {
            if (row == null) {
                setText(null);
                return;
            }
            String shown = text.apply(row);
            // what comes and goes as rows move on is a new node with a style to be looked up, after
            // which JavaFX draws the whole window
            setText(shown.isEmpty() ? " " : shown);
        }
    }
}
