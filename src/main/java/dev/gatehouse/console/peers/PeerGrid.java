package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import javafx.css.PseudoClass;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.text.Font;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Every central in a grid, this one first. Dimmed while what it shows is stale. */
final class PeerGrid extends GridPane {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    /** Room for a short state after the name in a cell of one line, in px. */
    private static final double STATE = 110;

    private final LiveNode live;
    private final Words words;
    private final CellWords cellWords;
    private final Consumer<CentralId> clicked;
    private final Map<CentralId, PeerCell> cells = new LinkedHashMap<>();
    private UnaryOperator<String> shorten = name -> name;
    private CellForm form = CellForm.FULL;
    private int columns;

    /**
     * @param columns cells in a row
     * @param clicked called with the peer whose cell was clicked
     */
    PeerGrid(LiveNode live, Words words, SiteTime time, int columns, Consumer<CentralId> clicked) {
        this.live = live;
        this.words = words;
        this.cellWords = new CellWords(words, time);
        this.columns = columns;
        this.clicked = clicked;
        getStyleClass().add("peer-grid");
        constrain();
        live.onChange(this::render);
        words.onChange(this::render);
    }

    /**
     * @param nextForm of every cell
     * @param nextColumns cells in a row
     * @param gap between rows, in px
     */
    void arrange(CellForm nextForm, int nextColumns, double gap) {
        setVgap(gap);
        if (nextForm == form && nextColumns == columns) {
            return;
        }
        form = nextForm;
        columns = nextColumns;
        constrain();
        place();
        render();
    }

    private void constrain() {
        getColumnConstraints().clear();
        for (int i = 0; i < columns; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns);
            column.setHgrow(Priority.ALWAYS);
            getColumnConstraints().add(column);
        }
    }

    private void render() {
        MeshStatus status = live.status();
        if (status == null) {
            return;
        }
        List<CentralId> peers = status.peers().stream().map(PeerState::id).toList();
        if (cells.isEmpty()
                || !List.copyOf(cells.keySet()).subList(1, cells.size()).equals(peers)) {
            make(status.self(), peers);
        }
        PeerCell self = cell(status.self());
        self.count(status.at(), status.events(), true);
        self.show(
                new CellWords.Cell(
                        Mark.DISC,
                        Grade.CALM,
                        List.of(words.get("peers.self")),
                        List.of(words.get("peers.events", status.events()))),
                this::lately);
        for (PeerState peer : status.peers()) {
            PeerCell cell = cell(peer.id());
            cell.count(status.at(), peer.counters().merged(), peer.connected());
            cell.show(cellWords.of(peer, live.now()), this::lately);
        }
        pseudoClassStateChanged(STALE, live.staleFor() != null);
    }

    private String lately(long events) {
        return words.get("peers.lately", events);
    }

    private PeerCell cell(CentralId id) {
        return Objects.requireNonNull(cells.get(id));
    }

    private void make(CentralId self, List<CentralId> peers) {
        cells.clear();
        cells.put(self, new PeerCell(self.value()));
        for (CentralId peer : peers) {
            PeerCell cell = new PeerCell(peer.value());
            cell.setOnMouseClicked(_ -> clicked.accept(peer));
            cells.put(peer, cell);
        }
        shorten = ShortNames.of(cells.keySet().stream().map(CentralId::value).toList());
        place();
    }

    private void place() {
        getChildren().clear();
        int place = 0;
        for (PeerCell cell : cells.values()) {
            cell.form(form);
            add(cell, place % columns, place / columns);
            place++;
        }
    }

    /** The widest name that a cell must show at least, in px; 0 before the first status. */
    double leastName() {
        return widest(shorten);
    }

    private double widest(UnaryOperator<String> shown) {
        return cells.entrySet().stream()
                .mapToDouble(
                        each -> {
                            Font font = each.getValue().nameFont();
                            return Wording.width(shown.apply(each.getKey().value()), font);
                        })
                .max()
                .orElse(0);
    }

    @Override
    protected void layoutChildren() {
        nameCells();
        super.layoutChildren();
    }

    /** Whole names where all of them fit, else what tells them apart: alike in every cell. */
    private void nameCells() {
        double cell = (getWidth() - getHgap() * (columns - 1)) / columns;
        double room = cell - PeerCell.AROUND_NAME - (form == CellForm.LINE ? STATE : 0);
        double whole = widest(name -> name);
        boolean isWhole = whole <= room;
        double shown = isWhole ? whole : leastName();
        boolean hasRoomForLine = shown + PeerCell.SPARKLINE <= room;
        cells.forEach(
                (id, each) ->
                        each.name(
                                isWhole ? id.value() : shorten.apply(id.value()), hasRoomForLine));
    }
}
