package dev.gatehouse.console.history;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.Skeleton;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.VisitPage;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The History screen: what is asked, one page of visits, one visit with its changes; corrections,
 * voids and the export.
 */
public final class HistoryScreen implements ScreenPane {
    /** From this width on, in px, the visit stands beside the list. */
    private static final double WIDE_FROM = 1_800;

    private static final double BESIDE_WIDTH = 500;
    private static final double BELOW_HEIGHT = 218;

    /** On a screen under this height, in px, the list needs the room. */
    private static final double LOW_UNDER = 480;

    private static final double LOW_HEIGHT = 128;

    /** Under this height, in px, a visit is shown in the place of what is asked of the list. */
    private static final double LOWEST_UNDER = 360;

    /** A page is read again so often while somebody looks at it. */
    private static final Duration READ_EVERY = Duration.ofSeconds(2);

    private static final Duration LAID_OUT = Duration.ofMillis(100);

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final FxBridge bridge;
    private final Words words;
    private final SiteTime time;
    private final InstantSource clock;
    private final Runnable keysChanged;
    private final HistoryFilters filters;
    private final Pages pages;
    private final VisitTable table;
    private final VisitDetail detail;
    private final Changing changing;
    private final ChangeLine changeLine;
    private final Exporting exporting;
    private final ExportLine exportLine;
    private final HistoryFoot foot;
    private final Label empty = new Label();
    private final Skeleton skeleton;
    private final VBox column = new VBox();
    private final HBox root = new HBox();
    private Instant readAt = Instant.EPOCH;
    private boolean detailed;

    /** Enter was pressed in a field, and what was typed there is still looked for. */
    private boolean awaited;

    private boolean wide;
    private boolean low;
    private boolean lowest;

    /**
     * @param keysChanged run when other keys are {@linkplain #offers offered}
     */
    public HistoryScreen(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            Settings settings,
            InstantSource clock,
            Runnable keysChanged) {
        this.bridge = bridge;
        this.words = words;
        this.time = time;
        this.clock = clock;
        this.keysChanged = keysChanged;
        this.skeleton = new Skeleton(words);
        var node = live.node();
        this.filters = new HistoryFilters(words, time, clock, this::asked, this::render);
        this.pages = new Pages(bridge, node.history(), clock, filters.query(), this::render);
        this.table = new VisitTable(words, time, settings, live::now);
        this.detail = new VisitDetail(bridge, live, words, time);
        this.changing = new Changing(bridge, node.gate(), clock, this::renderLines, pages::recount);
        this.changeLine = new ChangeLine(words, changing);
        this.exporting = new Exporting(bridge, node.history(), this::renderLines);
        this.exportLine = new ExportLine(words, exporting);
        this.foot = new HistoryFoot(live, words, time, pages, filters);
        build();
        table.node().getSelectionModel().selectedItemProperty().addListener(_ -> chosen());
        live.onChange(this::tick);
        words.onChange(this::render);
        root.widthProperty().addListener((_, _, _) -> fit());
        root.heightProperty().addListener((_, _, _) -> fit());
        root.sceneProperty()
                .addListener(
                        _ -> {
                            if (isShown()) { // what is there may be of long ago
                                read();
                            }
                        });
        place();
    }

    private void build() {
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        table.node().setMinHeight(0);
        column.getStyleClass().add("screen-column");
        HBox.setHgrow(column, Priority.ALWAYS);
        root.getStyleClass().add("screen-row");
        root.setId("history");
        detail.managedProperty().bind(detail.visibleProperty());
        filters.managedProperty().bind(filters.visibleProperty());
    }

    /** Sizes change while the scene is laid out, which is no time to move anything about. */
    private void fit() {
        boolean nowWide = root.getWidth() >= WIDE_FROM;
        boolean nowLow = root.getHeight() < LOW_UNDER;
        boolean nowLowest = root.getHeight() < LOWEST_UNDER;
        if (nowWide != wide || nowLow != low || nowLowest != lowest) {
            wide = nowWide;
            low = nowLow;
            lowest = nowLowest;
            bridge.execute(this::place);
        }
    }

    /** Beside the list where there is room, under it where there is not. */
    private void place() {
        column.getChildren().setAll(filters, table.node(), changeLine, exportLine, foot);
        if (wide) {
            detail.setPrefWidth(BESIDE_WIDTH);
            detail.setMinWidth(BESIDE_WIDTH);
            detail.setMinHeight(0);
            detail.setPrefHeight(Region.USE_COMPUTED_SIZE);
            detail.setMaxHeight(Double.MAX_VALUE);
            root.getChildren().setAll(column, detail);
        } else {
            detail.setMinWidth(0);
            detail.setPrefWidth(Region.USE_COMPUTED_SIZE);
            double height = low ? LOW_HEIGHT : BELOW_HEIGHT;
            detail.setMinHeight(height);
            detail.setPrefHeight(height);
            detail.setMaxHeight(height);
            column.getChildren().add(2, detail);
            root.getChildren().setAll(column);
        }
        showDetail();
    }

    private void showDetail() {
        detail.setVisible(wide || detailed);
        filters.setVisible(!(lowest && detailed) || wide);
    }

    private boolean isShown() {
        return root.getScene() != null;
    }

    private void read() {
        readAt = clock.instant();
        pages.reread();
    }

    private void tick() {
        if (isShown()) {
            if (!clock.instant().isBefore(readAt.plus(READ_EVERY))) {
                read();
            }
            foot.render();
            table.node().pseudoClassStateChanged(STALE, foot.isStale());
        }
    }

    private void asked() {
        awaited = false;
        pages.ask(filters.query());
        table.top();
    }

    private void chosen() {
        detail.show(table.selected());
        keysChanged.run();
    }

    private void render() {
        if (!(pages.state() instanceof Pages.State.Loading)) {
            table.show(pages.page().rows());
        }
        empty.setText(words.get(emptyKey()));
        table.node()
                .setPlaceholder(pages.state() instanceof Pages.State.Loading ? skeleton : empty);
        table.node().redraw();
        detail.show(table.selected());
        foot.render();
        if (awaited) {
            goToFound();
        }
        renderLines();
    }

    /**
     * From a field to what was found: to the visit that is chosen or the only one; to the first of
     * several, which Enter shows from there. What is still being read is waited for.
     */
    private void goToFound() {
        awaited = pages.state() instanceof Pages.State.Loading;
        if (awaited || table.node().getItems().isEmpty()) {
            return;
        }
        boolean meant = table.selected() != null || table.node().getItems().size() == 1;
        if (table.selected() == null) {
            table.move(1);
        }
        table.node().requestFocus();
        if (meant) {
            showVisit(true);
        }
    }

    private void showVisit(boolean shown) {
        detailed = shown;
        showDetail();
        reveal();
        keysChanged.run();
    }

    private String emptyKey() {
        String slip = filters.slip();
        if (slip != null) {
            return slip;
        }
        if (pages.state() instanceof Pages.State.Failed) {
            return "history.unreadable";
        }
        return filters.isNarrowed() ? "history.nothingFound" : "history.empty";
    }

    private void renderLines() {
        changeLine.render();
        exportLine.render();
        keysChanged.run();
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void opened() {
        changing.showAnew();
    }

    @Override
    public void left() {
        awaited = false;
    }

    @Override
    public Node firstFocus() {
        return table.node();
    }

    @Override
    public boolean offers(Shortcut shortcut) {
        boolean open = changing.isOpen() || exporting.stage() instanceof Exporting.Stage.Asking;
        boolean runs = exporting.stage() instanceof Exporting.Stage.Running;
        boolean selected = table.selected() != null;
        return switch (shortcut) {
            case CONFIRM -> changing.isOpen() || open && !filters.hasWrongDay();
            case BACK -> open || said() || detailed && !wide || filters.isNarrowed();
            case PREVIOUS, NEXT -> !open && !table.node().getItems().isEmpty();
            case DETAILS -> !open && (filters.isTyping() ? isAnswering() : selected && !wide);
            case FIND, FILTER -> !open;
            case PAGE_NEXT -> !open && pages.hasNext();
            case PAGE_PREVIOUS -> !open && pages.hasPrevious();
            case CORRECT, VOID -> !open && selected;
            case EXPORT -> // not all that there is, where a day was meant
                    !open && !runs && !filters.hasWrongDay() && !table.node().getItems().isEmpty();
            case CANCEL -> runs;
            case RETRY -> pages.state() instanceof Pages.State.Failed;
            default -> false;
        };
    }

    /** Whether there is something to go to from a field, or may be in a moment. */
    private boolean isAnswering() {
        return pages.state() instanceof Pages.State.Loading || !table.node().getItems().isEmpty();
    }

    private boolean said() {
        return changing.stage() instanceof Changing.Stage.Done
                || !(exporting.stage() instanceof Exporting.Stage.Nothing
                        || exporting.stage() instanceof Exporting.Stage.Running);
    }

    @Override
    public void perform(Shortcut shortcut) {
        VisitPage.Row row = table.selected();
        switch (shortcut) {
            case CONFIRM -> confirm();
            case BACK -> back();
            case PREVIOUS -> table.move(-1);
            case NEXT -> table.move(1);
            case DETAILS -> {
                if (filters.isTyping()) {
                    goToFound();
                } else {
                    showVisit(!detailed);
                }
            }
            case FIND -> {
                if (!filters.isVisible()) {
                    detailed = false;
                    showDetail();
                }
                filters.search().requestFocus();
                filters.search().selectAll();
            }
            case FILTER -> filters.next();
            case PAGE_NEXT -> {
                pages.next();
                table.top();
            }
            case PAGE_PREVIOUS -> {
                pages.previous();
                table.top();
            }
            case CORRECT, VOID -> {
                if (row != null) {
                    exporting.dismiss();
                    changeLine.begin(
                            shortcut == Shortcut.CORRECT
                                    ? Changing.Kind.CORRECTION
                                    : Changing.Kind.VOID,
                            row.visit());
                    reveal();
                }
            }
            case EXPORT -> {
                String name = "gatehouse-" + time.stamp(clock.instant());
                exportLine.ask(
                        Path.of(System.getProperty("user.home", "."), name + ".csv").toString());
            }
            case CANCEL -> exporting.cancel();
            case RETRY -> pages.reread();
            default -> {} // not offered
        }
    }

    /** Once the lines under the list have taken their room. */
    private void reveal() {
        bridge.after(LAID_OUT, table::reveal);
    }

    private void confirm() {
        if (changing.isOpen()) {
            changeLine.confirm();
            if (!(changing.stage() instanceof Changing.Stage.Filling)) {
                table.node().requestFocus();
            }
        } else {
            var columns = new CsvColumns(words, time);
            exporting.start(filters.query(), exportLine.file(), columns.header(), columns::cells);
            table.node().requestFocus();
        }
    }

    private void back() {
        awaited = false;
        if (changing.isOpen() || changing.stage() instanceof Changing.Stage.Done) {
            changing.back();
        } else if (said()) {
            exporting.dismiss();
        } else if (detailed && !wide) {
            detailed = false;
            showDetail();
        } else {
            filters.clear();
        }
        if (changing.stage() instanceof Changing.Stage.Filling) {
            changeLine.focus();
        } else {
            table.node().requestFocus();
        }
        keysChanged.run();
    }
}
