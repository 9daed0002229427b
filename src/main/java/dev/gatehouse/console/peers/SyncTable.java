package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.settings.Settings;
import dev.gatehouse.console.table.LiveCell;
import dev.gatehouse.console.table.LiveTable;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How it stands with each peer, one row each. A row is the peer's id; its figures come with every
 * status, and the cells are drawn again in place.
 */
final class SyncTable {
    /** The columns in px as they are drawn; under the sum of them some give way. */
    private static final double FULL_FROM = 1_300;

    /** Under this, in px, only what tells how a peer stands has room, and the button. */
    private static final double FIGURES_FROM = 1_040;

    /** Under this, in px, the clock and what was merged give way too. */
    private static final double CLOCK_FROM = 880;

    /** Under this, in px, the button gives way too: R does the same. */
    private static final double BUTTON_FROM = 730;

    private static final String ORDER_SETTING = "order.peers";

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass NOTABLE = PseudoClass.getPseudoClass("notable");

    private final LiveNode live;
    private final Words words;
    private final PeerWords peerWords;
    private final CellWords cellWords;
    private final LiveTable<CentralId> table;
    private final Consumer<CentralId> resync;
    private final Consumer<CentralId> cancel;
    private final Settings settings;
    private final Runnable ordered;
    private SyncOrder order;
    private Map<CentralId, PeerState> peers = Map.of();

    /**
     * @param resync called with the peer whose button was pressed
     * @param cancel the same, while a resync runs with it
     * @param ordered run when the rows stand in another order
     */
    SyncTable(
            LiveNode live,
            Words words,
            SiteTime time,
            Settings settings,
            Consumer<CentralId> resync,
            Consumer<CentralId> cancel,
            Runnable ordered) {
        this.live = live;
        this.words = words;
        this.peerWords = new PeerWords(words, time);
        this.cellWords = new CellWords(words, time);
        this.table = new LiveTable<>("peers", words, settings);
        this.resync = resync;
        this.cancel = cancel;
        this.settings = settings;
        this.ordered = ordered;
        this.order = settings.get(ORDER_SETTING, SyncOrder.PEER);
        buildTable();
    }

    private void buildTable() {
        table.setId("sync-table");
        table.getStyleClass().addAll("panel", "sync-table");
        words.bind(table.accessibleTextProperty(), "peers.table");
        table.addText("peer", "peers.column.peer", 104, CentralId::value, "strong");
        table.add("link", "peers.column.link", 152, LinkCell::new);
        var rtt = addFitted("rtt", "peers.column.rtt", 66, peerWords::rttOf);
        var offset = addFitted("offset", "peers.column.offset", 88, peerWords::offsets);
        addCount("we", "peers.column.weMiss", 132, PeerState::weMiss);
        addCount("they", "peers.column.theyMiss", 130, PeerState::theyMiss);
        var oldest = addFitted("oldest", "peers.column.oldest", 81, this::oldest);
        var verified = addFitted("verified", "peers.column.verified", 94, this::verified);
        var merged =
                addNumber(
                        "merged",
                        "peers.column.merged",
                        86,
                        p -> words.number(p.counters().merged()));
        var had = addNumber("had", "peers.column.had", 74, p -> words.number(p.counters().had()));
        var conflicts =
                addCount("conflicts", "peers.column.conflicts", 92, p -> p.counters().conflicts());
        var rejected =
                addCount("rejected", "peers.column.rejected", 48, p -> p.counters().rejected());
        var code =
                table.addText("code", "peers.column.code", 75, text(this::code), "number", "mono");
        var action = table.add("action", "peers.column.action", 101, ActionCell::new, "number");
        table.onHeaderClick(column -> orderBy(SyncOrder.by(column)));
        table.widthProperty()
                .addListener(
                        (_, _, now) -> {
                            double width = now.doubleValue();
                            show(width >= FULL_FROM, rtt, oldest, conflicts, rejected);
                            show(width >= FIGURES_FROM, had, code);
                            show(width >= CLOCK_FROM, merged, offset);
                            show(width >= BUTTON_FROM, verified, action);
                        });
        markOrder();
    }

    /** Orders by another column; by the same again: as configured. Null changes nothing. */
    private void orderBy(@Nullable SyncOrder next) {
        if (next == null) {
            return;
        }
        order = next == order ? SyncOrder.PEER : next;
        settings.put(ORDER_SETTING, order);
        markOrder();
        arrange();
        ordered.run();
    }

    /** Orders by the next column that is seen. */
    void orderByNext() {
        SyncOrder[] all = SyncOrder.values();
        SyncOrder next = order;
        do {
            next = all[(next.ordinal() + 1) % all.length];
        } while (!isSeen(next));
        orderBy(next);
    }

    private boolean isSeen(SyncOrder one) {
        return table.getVisibleLeafColumns().stream()
                .anyMatch(column -> column.getId().equals(one.column()));
    }

    private void markOrder() {
        for (var column : table.getColumns()) {
            boolean marked = order != SyncOrder.PEER && column.getId().equals(order.column());
            column.getStyleClass().remove("ordering");
            if (marked) {
                column.getStyleClass().add("ordering");
            }
        }
    }

    /** Puts the rows in order; the selected peer stays selected. */
    private void arrange() {
        List<CentralId> ids =
                peers.values().stream().sorted(order.comparator()).map(PeerState::id).toList();
        if (!ids.equals(table.getItems())) {
            CentralId selected = table.getSelectionModel().getSelectedItem();
            table.getItems().setAll(ids);
            table.getSelectionModel().clearSelection();
            if (selected != null && ids.contains(selected)) {
                table.getSelectionModel().select(selected);
            } else {
                table.getSelectionModel().selectFirst();
            }
        }
    }

    private TableColumn<CentralId, CentralId> addNumber(
            String id, String key, double width, Function<PeerState, String> text) {
        return table.addText(id, key, width, text(text), "number");
    }

    /** What has no room gives way to the details of a peer, which tell it too. */
    @SafeVarargs
    private static void show(boolean shown, TableColumn<CentralId, CentralId>... columns) {
        for (var column : columns) {
            column.setVisible(shown);
        }
    }

    /** Figures in several wordings, the longest first. */
    private TableColumn<CentralId, CentralId> addFitted(
            String id, String key, double width, Function<PeerState, List<String>> wordings) {
        return table.add(id, key, width, () -> new FittedCell(wordings, "number"), "number");
    }

    /** A number that matters when it is not 0. */
    private TableColumn<CentralId, CentralId> addCount(
            String id, String key, double width, Function<PeerState, @Nullable Long> count) {
        return table.add(id, key, width, () -> new CountCell(count), "number");
    }

    private Function<CentralId, String> text(Function<PeerState, String> text) {
        return id -> {
            PeerState peer = peers.get(id);
            return peer == null ? "" : text.apply(peer);
        };
    }

    LiveTable<CentralId> node() {
        return table;
    }

    /** The selected peer, null while there is none. */
    @Nullable PeerState selected() {
        CentralId id = table.getSelectionModel().getSelectedItem();
        return id == null ? null : peers.get(id);
    }

    void select(CentralId peer) {
        table.getSelectionModel().select(peer);
    }

    /** Moves the selection by so many rows, within the table. */
    void move(int rows) {
        int last = table.getItems().size() - 1;
        int next = table.getSelectionModel().getSelectedIndex() + rows;
        table.getSelectionModel().select(Math.clamp(next, 0, Math.max(0, last)));
        table.reveal(table.getSelectionModel().getSelectedIndex());
    }

    void show(MeshStatus status) {
        peers = // in the order in which they are configured
                status.peers().stream()
                        .collect(
                                Collectors.toMap(
                                        PeerState::id,
                                        peer -> peer,
                                        (one, _) -> one,
                                        LinkedHashMap::new));
        arrange();
        table.pseudoClassStateChanged(STALE, live.staleFor() != null);
        table.redraw();
    }

    /** How long the oldest event that one of the two lacks has been missing. */
    private List<String> oldest(PeerState peer) {
        return peerWords.oldestShort(peer, live.now());
    }

    private List<String> verified(PeerState peer) {
        return peerWords.verified(peer, live.now());
    }

    private List<String> links(PeerState peer) {
        return peerWords.links(peer, live.now(), cellWords.of(peer, live.now()));
    }

    private String code(PeerState peer) {
        Hash digest = peer.digest();
        MeshStatus status = Objects.requireNonNull(live.status());
        if (peer.resync() != null) {
            return words.get("peers.code.busy");
        }
        Compared compared = peer.compared();
        if (compared != null && peer.connected()) {
            return words.get("peers.code.compared", compared.differ());
        }
        if (digest == null || !peer.connected()) {
            return words.unknown();
        }
        String code = Words.code(digest).substring(0, 4);
        return PeerWords.proven(peer, status.at()) ? words.get("peers.code.proven", code) : code;
    }

    private final class CountCell extends LiveCell<CentralId> {
        private final Function<PeerState, @Nullable Long> count;

        CountCell(Function<PeerState, @Nullable Long> count) {
            this.count = count;
            getStyleClass().add("number");
        }

        @Override
        protected void show(@Nullable CentralId id) {
            PeerState peer = id == null ? null : peers.get(id);
            Long number = peer == null ? null : count.apply(peer);
            setText(peer == null ? null : words.numberOrUnknown(number));
            pseudoClassStateChanged(NOTABLE, number != null && number > 0);
        }
    }

    /** Shows the longest of several wordings that its width has room for. */
    private class FittedCell extends LiveCell<CentralId> {
        private final Function<PeerState, List<String>> wordings;
        private List<String> shown = List.of();

        FittedCell(Function<PeerState, List<String>> wordings, String... styles) {
            this.wordings = wordings;
            getStyleClass().addAll(styles);
            widthProperty().addListener(_ -> fit());
            fontProperty().addListener(_ -> fit());
            paddingProperty().addListener(_ -> fit());
        }

        @Override
        protected void show(@Nullable CentralId id) {
            PeerState peer = id == null ? null : peers.get(id);
            shown = peer == null ? List.of() : wordings.apply(peer);
            fit();
        }

        private void fit() {
            if (shown.isEmpty()) {
                setText(null);
                return;
            }
            double mark =
                    getGraphic() == null ? 0 : getGraphic().prefWidth(-1) + getGraphicTextGap();
            double room = getWidth() - snappedLeftInset() - snappedRightInset() - mark;
            setText(Wording.fitting(shown, getFont(), room));
        }
    }

    private final class LinkCell extends FittedCell {
        private final SVGPath mark = Mark.RING.node();
        private final StackPane chip = new StackPane(mark);

        LinkCell() {
            super(SyncTable.this::links);
            chip.getStyleClass().add("small-mark");
        }

        @Override
        protected void show(@Nullable CentralId id) {
            PeerState peer = id == null ? null : peers.get(id);
            if (peer == null) {
                setGraphic(null);
            } else {
                CellWords.Cell cell = cellWords.of(peer, live.now()); // the same as in the grid
                cell.mark().show(mark);
                setGraphic(cell.grade() == Grade.CALM ? null : chip);
            }
            super.show(id);
        }
    }

    private final class ActionCell extends LiveCell<CentralId> {
        private final Button button = new Button();

        ActionCell() {
            getStyleClass().add("number");
            button.getStyleClass().add("row-button");
            button.setOnAction(_ -> press());
            button.setFocusTraversable(false); // R and X do it from anywhere on the screen
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        private void press() {
            CentralId id = getItem();
            PeerState peer = id == null ? null : peers.get(id);
            if (peer != null) {
                select(peer.id());
                (peer.resync() == null ? resync : cancel).accept(peer.id());
            }
        }

        @Override
        protected void show(@Nullable CentralId id) {
            PeerState peer = id == null ? null : peers.get(id);
            if (peer == null) {
                setGraphic(null);
                return;
            }
            boolean runs = peer.resync() != null;
            button.setId((runs ? "cancel-" : "resync-") + peer.id());
            button.setText(words.get(runs ? "resync.cancel" : "peers.resync"));
            button.setDisable(!runs && !peer.connected());
            button.setAccessibleText(button.getText() + " " + peer.id());
            setGraphic(button);
        }
    }
}
