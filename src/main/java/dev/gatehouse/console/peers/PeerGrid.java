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

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Every central in a grid, this one first. Dimmed while what it shows is stale. */
final class PeerGrid extends GridPane {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final LiveNode live;
    private final Words words;
    private final PeerWords peerWords;
    private final int columns;
    private final Consumer<CentralId> clicked;
    private final Map<CentralId, PeerCell> cells = new LinkedHashMap<>();

    /**
     * @param columns cells in a row
     * @param clicked called with the peer whose cell was clicked
     */
    PeerGrid(LiveNode live, Words words, SiteTime time, int columns, Consumer<CentralId> clicked) {
        this.live = live;
        this.words = words;
        this.peerWords = new PeerWords(words, time);
        this.columns = columns;
        this.clicked = clicked;
        getStyleClass().add("peer-grid");
        for (int i = 0; i < columns; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns);
            column.setHgrow(Priority.ALWAYS);
            getColumnConstraints().add(column);
        }
        live.onChange(this::render);
        words.onChange(this::render);
    }

    private void render() {
        MeshStatus status = live.status();
        if (status == null) {
            return;
        }
        List<CentralId> peers = status.peers().stream().map(PeerState::id).toList();
        if (cells.isEmpty()
                || !List.copyOf(cells.keySet()).subList(1, cells.size()).equals(peers)) {
            layOut(status.self(), peers);
        }
        PeerCell self = cell(status.self());
        self.count(status.at(), status.events(), true);
        self.show(
                new PeerWords.Cell(
                        Mark.DISC,
                        words.get("peers.self"),
                        words.get("peers.events", status.events()),
                        false),
                this::lately);
        for (PeerState peer : status.peers()) {
            PeerCell cell = cell(peer.id());
            cell.count(status.at(), peer.counters().merged(), peer.connected());
            cell.show(peerWords.cell(peer, live.now()), this::lately);
        }
        pseudoClassStateChanged(STALE, live.staleFor() != null);
    }

    private String lately(long events) {
        return words.get("peers.lately", events);
    }

    /** The cell of that central, null before the first status. */
    @Nullable PeerCell cellOf(CentralId id) {
        return cells.get(id);
    }

    /** Where in its row that cell stands, from 0 at the left to 1. */
    double placeOf(PeerCell cell) {
        return GridPane.getColumnIndex(cell) / Math.max(1.0, columns - 1);
    }

    private PeerCell cell(CentralId id) {
        return Objects.requireNonNull(cells.get(id));
    }

    private void layOut(CentralId self, List<CentralId> peers) {
        cells.clear();
        cells.put(self, new PeerCell(self.value()));
        for (CentralId peer : peers) {
            PeerCell cell = new PeerCell(peer.value());
            cell.setOnMouseClicked(_ -> clicked.accept(peer));
            cells.put(peer, cell);
        }
        getChildren().clear();
        int place = 0;
        for (PeerCell cell : cells.values()) {
            add(cell, place % columns, place / columns);
            place++;
        }
    }
}
