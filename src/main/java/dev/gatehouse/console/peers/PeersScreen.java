package dev.gatehouse.console.peers;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.keys.ScreenPane;
import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Peers and synchronisation: what is proven, each central, the figures, the resync line and the
 * merge log.
 */
public final class PeersScreen implements ScreenPane {
    private static final int CELLS_IN_A_ROW = 5;
    private static final int CELL_ROWS_IN_SIGHT = 2;
    private static final double CELL_HEIGHT = 86;
    private static final double GAP = 8;
    private static final int LEAST_ROWS = 2;
    private static final int LOG_ROWS = 3;

    private static final double LOG_ROW_HEIGHT = 28;
    private static final double LOG_HEIGHT =
            LiveTable.HEADER_HEIGHT + LOG_ROWS * LOG_ROW_HEIGHT + 6;

    /** The banner, the table at its least and the line, in px, with what is between them. */
    private static final double ALWAYS = 66 + GAP + heightOf(LEAST_ROWS) + GAP + 50;

    private final LiveNode live;
    private final Words words;
    private final Resyncs resyncs;
    private final SyncTable table;
    private final StageLine line;
    private final Pausing pausing;
    private final Comparing comparing;
    private final Testing testing;
    private final DifferencesTable differences;
    private final BooleanProperty listing = new SimpleBooleanProperty();
    private int inSight = 1;
    private @Nullable CentralId chosen;
    private final PeerGrid grid;
    private final ScrollPane gridPane;
    private final MergeLog log;
    private final Region logPane;
    private final LogFile file;
    private final Path folder;
    private final SiteTime time;
    private final PeerDetails details;
    private final Label empty = new Label();
    private final VBox root = new VBox();
    private final Runnable keysChanged;

    /**
     * @param folder where files are written
     * @param keysChanged run when other keys are {@linkplain #offers offered}
     */
    public PeersScreen(
            FxBridge bridge,
            LiveNode live,
            Words words,
            SiteTime time,
            Settings settings,
            Path folder,
            Runnable keysChanged) {
        this.live = live;
        this.folder = folder;
        this.time = time;
        this.words = words;
        this.keysChanged = keysChanged;
        this.resyncs = new Resyncs(bridge, live.node().mesh());
        this.pausing = new Pausing(bridge, live.node().mesh(), this::render);
        this.comparing = new Comparing(bridge, live.node().mesh(), this::render);
        this.testing = new Testing(bridge, live.node().mesh(), this::render);
        this.differences = new DifferencesTable(live, words, time, settings);
        this.line = new StageLine(words, time, resyncs, this::perform);
        this.table =
                new SyncTable(
                        live, words, time, settings, this::ask, resyncs::cancel, this::render);
        this.grid = new PeerGrid(live, words, time, CELLS_IN_A_ROW, table::select);
        this.details = new PeerDetails(live, words, time, this::closedDetails);
        this.gridPane = new ScrollPane(grid);
        this.log = new MergeLog(live, words, time, settings);
        this.logPane = log.node();
        this.file = new LogFile(bridge, this::render);
        gridPane.setFitToWidth(true);
        gridPane.getStyleClass().add("peer-grid-pane");
        gridPane.managedProperty().bind(gridPane.visibleProperty());
        table.node().setMinHeight(heightOf(LEAST_ROWS));
        table.node().setPlaceholder(empty);
        log.rowHeight(LOG_ROW_HEIGHT);
        logPane.setMinHeight(LOG_HEIGHT);
        logPane.setPrefHeight(LOG_HEIGHT); // what is left over is the log's, and no more
        logPane.managedProperty().bind(logPane.visibleProperty());
        VBox.setVgrow(logPane, Priority.ALWAYS);
        buildDifferences();
        root.heightProperty().addListener(_ -> share());
        listing.addListener(_ -> share());
        root.getStyleClass().add("screen-column");
        root.getChildren()
                .setAll(
                        new ProofBanner(live, words, time, true),
                        gridPane,
                        table.node(),
                        line,
                        differences.node(),
                        logPane);
        table.node().getSelectionModel().selectedItemProperty().addListener(_ -> chose());
        resyncs.onChange(this::render);
        resyncs.onEnd(comparing::ended);
        live.onChange(this::show);
        words.onChange(this::show);
    }

    /** Where something differs, the list has the place of the log. */
    private void buildDifferences() {
        LiveTable<?> list = differences.node();
        list.setFixedCellSize(LOG_ROW_HEIGHT);
        list.setMinHeight(LOG_HEIGHT);
        list.setPrefHeight(LOG_HEIGHT);
        list.visibleProperty().bind(listing);
        list.managedProperty().bind(listing);
        VBox.setVgrow(list, Priority.ALWAYS);
    }

    /**
     * Who has the room of a low screen: the table and the line always; then what differs, where
     * that is listed; then the grid, of which less is seen; then the log, or it is not there.
     */
    private void share() {
        double room = root.getHeight() - ALWAYS - (listing.get() ? GAP + LOG_HEIGHT : 0);
        int rows = inSight;
        while (rows > 0 && rows * (CELL_HEIGHT + GAP) > room) {
            rows--;
        }
        gridPane.setVisible(rows > 0);
        gridPane.setMinHeight(Math.max(0, rows * (CELL_HEIGHT + GAP) - GAP));
        gridPane.setPrefHeight(gridPane.getMinHeight());
        double left = room - rows * (CELL_HEIGHT + GAP);
        logPane.setVisible(!listing.get() && left >= GAP + LOG_HEIGHT);
    }

    private static double heightOf(int rows) {
        return LiveTable.HEADER_HEIGHT + rows * LiveTable.ROW_HEIGHT + 6;
    }

    private void show() {
        MeshStatus status = live.status();
        empty.setText(words.get(status == null ? "peers.connecting" : "peers.empty"));
        if (status != null) {
            int cellRows = Math.ceilDiv(status.peers().size() + 1, CELLS_IN_A_ROW);
            inSight = Math.min(CELL_ROWS_IN_SIGHT, cellRows);
            share();
            table.node().setPrefHeight(heightOf(Math.max(LEAST_ROWS, status.peers().size())));
            table.show(status);
        }
        render();
    }

    private void render() {
        PeerState subject = subject().orElse(null);
        line.show(subject, live.now());
        if (subject != null && subject.id().equals(pausing.asking())) {
            line.say(words.get("pause.ask", words.span(Pausing.LENGTH)));
        } else if (subject != null && pausing.failed(subject.id())) {
            line.say(words.get("pause.failed"));
        }
        renderDifferences(subject);
        renderFile();
        if (details.isShown()) {
            showDetails();
        }
        keysChanged.run();
    }

    /** Another peer is selected; one that only stands elsewhere now is not. */
    private void chose() {
        PeerState selected = table.selected();
        CentralId now = selected == null ? null : selected.id();
        if (now != null && !now.equals(chosen)) {
            chosen = now;
            file.dismiss();
            render();
        }
    }

    private void renderFile() {
        switch (file.stage()) {
            case LogFile.Stage.Nothing _ -> {}
            case LogFile.Stage.Running _ -> line.tell(words.get("merges.writing"));
            case LogFile.Stage.Done(Path written, int rows) ->
                    line.tell(words.get("merges.written", rows, written));
            case LogFile.Stage.Failed(var why) ->
                    line.tell(words.get("history.exportFailed", new Causes(words).of(why)));
        }
    }

    private void renderDifferences(@Nullable PeerState subject) {
        Differences found = null;
        if (subject != null && resyncs.asking() == null && pausing.asking() == null) {
            switch (comparing.stageOf(subject.id())) {
                case Comparing.Stage.Nothing _ -> {}
                case Comparing.Stage.Running _ -> line.say(words.get("differences.comparing"));
                case Comparing.Stage.Found(Differences all, boolean byResync) -> {
                    found = all;
                    if (!byResync) {
                        line.say(differences.summary(all));
                    }
                }
                case Comparing.Stage.NotCompared(var why) -> line.say(differences.notCompared(why));
                case Comparing.Stage.Broken _ -> line.say(words.get("differences.broken"));
            }
        }
        listing.set(found != null && !found.listed().isEmpty());
        if (found == null) {
            differences.clear();
        } else {
            differences.show(found);
        }
    }

    private boolean isComparing(@Nullable PeerState peer) {
        return peer != null && !(comparing.stageOf(peer.id()) instanceof Comparing.Stage.Nothing);
    }

    private void showDetails() {
        PeerState selected = table.selected();
        PeerCell cell = selected == null ? null : grid.cellOf(selected.id());
        if (selected != null && cell != null) {
            details.show(selected, testing.stageOf(selected.id()), cell, grid.placeOf(cell));
        }
    }

    /** What was tried is told once: it ages. */
    private void closedDetails() {
        testing.dismissAll();
        keysChanged.run();
    }

    /** The peer that the resync line speaks of: asked, else selected, else any that runs. */
    private Optional<PeerState> subject() {
        CentralId asking = pausing.asking() == null ? resyncs.asking() : pausing.asking();
        if (asking != null) {
            return peer(asking);
        }
        PeerState selected = table.selected();
        boolean resynced =
                selected != null && !(resyncs.stageOf(selected) instanceof Resyncs.Stage.Idle);
        if (selected != null && (resynced || isComparing(selected))) {
            return Optional.of(selected);
        }
        return running().or(() -> Optional.ofNullable(selected));
    }

    private Optional<PeerState> running() {
        MeshStatus status = live.status();
        return status == null
                ? Optional.empty()
                : status.peers().stream().filter(p -> p.resync() != null).findFirst();
    }

    private Optional<PeerState> peer(CentralId id) {
        MeshStatus status = live.status();
        return status == null
                ? Optional.empty()
                : status.peers().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    private void ask(CentralId id) {
        details.hide();
        peer(id).ifPresent(resyncs::ask);
        if (resyncs.asking() != null) {
            line.confirmButton().requestFocus();
        }
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public Node firstFocus() {
        return table.node();
    }

    @Override
    public boolean offers(Shortcut shortcut) {
        boolean choosing = pausing.asking() != null;
        boolean asking = resyncs.asking() != null || choosing;
        PeerState selected = table.selected();
        return switch (shortcut) {
            case FILTER, HOLD -> logPane.isVisible();
            case EXPORT -> !asking && logPane.isVisible() && !log.isEmpty();
            case PREVIOUS, NEXT, ORDER -> !asking && table.node().getItems().size() > 1;
            case RESYNC ->
                    !asking
                            && selected != null
                            && selected.connected()
                            && selected.resync() == null;
            case CANCEL -> !asking && cancellable() != null;
            case PAUSE -> !asking && selected != null;
            case REASON_NETWORK, REASON_MOVE, REASON_DATA -> choosing;
            case CONFIRM -> asking && !choosing;
            case DIFFERENCES ->
                    !asking
                            && selected != null
                            && selected.connected()
                            && selected.resync() == null
                            && !(comparing.stageOf(selected.id())
                                    instanceof Comparing.Stage.Running);
            case BACK -> asking || details.isShown() || isComparing(selected);
            case DETAILS, TEST -> !asking && selected != null;
            default -> false; // keys of other screens, and of the window
        };
    }

    private @Nullable CentralId cancellable() {
        return subject().filter(p -> p.resync() != null).map(PeerState::id).orElse(null);
    }

    @Override
    public void perform(Shortcut shortcut) {
        PeerState selected = table.selected();
        file.dismiss();
        switch (shortcut) {
            case FILTER -> log.nextFilter();
            case HOLD -> log.toggleHold();
            case EXPORT -> {
                String name = "gatehouse-merges-" + time.stamp(live.now()) + ".csv";
                file.write(folder.resolve(name), log.cells());
            }
            case PREVIOUS -> table.move(-1);
            case NEXT -> table.move(1);
            case ORDER -> table.orderByNext();
            case RESYNC -> {
                if (selected != null) {
                    ask(selected.id());
                }
            }
            case CANCEL -> {
                CentralId running = cancellable();
                if (running != null) {
                    resyncs.cancel(running);
                }
            }
            case DIFFERENCES -> {
                details.hide();
                if (selected != null) {
                    comparing.start(selected.id());
                }
            }
            case CONFIRM -> confirm();
            case DETAILS -> {
                if (details.isShown()) {
                    details.hide();
                } else {
                    showDetails();
                }
                keysChanged.run();
            }
            case TEST -> {
                if (selected != null) {
                    testing.start(selected.id());
                    showDetails();
                }
                keysChanged.run();
            }
            case PAUSE -> {
                details.hide();
                if (selected != null) {
                    pausing.toggle(selected);
                }
            }
            case REASON_NETWORK, REASON_MOVE, REASON_DATA ->
                    pausing.choose(words.get(shortcut.key()));
            case BACK -> back(selected);
            default -> {} // nothing else is offered
        }
    }

    private void confirm() {
        if (resyncs.asking() != null) { // what was found before says nothing any more
            comparing.dismiss(resyncs.asking());
        }
        resyncs.confirm();
        table.node().requestFocus();
    }

    private void back(@Nullable PeerState selected) {
        boolean asking = resyncs.asking() != null || pausing.asking() != null;
        if (!asking && !details.isShown() && selected != null) {
            comparing.dismiss(selected.id());
        }
        details.hide();
        pausing.dismiss();
        resyncs.dismiss();
        table.node().requestFocus();
    }

    @Override
    public void left() {
        details.hide();
    }

    @Override
    public boolean wantsPeerMessages() {
        return false;
    }
}
