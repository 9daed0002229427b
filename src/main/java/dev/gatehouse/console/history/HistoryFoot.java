package dev.gatehouse.console.history;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Under the list: which of how many are shown, what may be missing, and how old it is. */
final class HistoryFoot extends HBox {
    /** As old as the window lets anything be before it says so. */
    private static final Duration STALE_AFTER = LiveNode.STALE_AFTER;

    private static final int NAMED = 2;
    private static final PseudoClass P2 = PseudoClass.getPseudoClass("p2");
    private static final PseudoClass P3 = PseudoClass.getPseudoClass("p3");

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final Pages pages;
    private final HistoryFilters filters;
    private final SVGPath mark = Mark.DIAMOND.node();
    private final HBox chip = new HBox(mark);
    private final Label range = new Label();
    private final Label without = new Label();
    private final Label age = new Label();

    HistoryFoot(LiveNode live, Words words, SiteTime time, Pages pages, HistoryFilters filters) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.pages = pages;
        this.filters = filters;
        setId("history-foot");
        getStyleClass().addAll("panel", "history-foot");
        chip.getStyleClass().add("chip");
        chip.managedProperty().bind(chip.visibleProperty());
        range.setWrapText(true);
        without.setWrapText(true);
        without.getStyleClass().add("muted");
        age.getStyleClass().add("age");
        age.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getChildren().setAll(chip, range, without, space, age);
    }

    /** Whether the rows are older than they should be. */
    boolean isStale() {
        Duration old = pages.age();
        return old != null && old.compareTo(STALE_AFTER) > 0;
    }

    void render() {
        int rows = pages.page().rows().size();
        boolean failed = pages.state() instanceof Pages.State.Failed;
        String slip = filters.slip();
        chip.setVisible(failed || slip != null);
        chip.pseudoClassStateChanged(P2, slip != null);
        chip.pseudoClassStateChanged(P3, slip == null);
        (slip == null ? Mark.DIAMOND : Mark.TRIANGLE).show(mark);
        range.setText(slip == null ? range(rows) : words.get(slip) + " · " + range(rows));
        without.setText(failed ? "" : without(live.status())); // nothing new is read anyhow
        Duration old = pages.age();
        age.setText(isStale() && old != null ? words.get("app.stale", words.span(old)) : "");
    }

    private String range(int rows) {
        return switch (pages.state()) {
            case Pages.State.Failed(String code) -> words.get("history.failed", code);
            case Pages.State.Loading _ -> words.get("app.loading");
            case Pages.State.Ready _ when rows == 0 -> words.get("history.none");
            case Pages.State.Ready _ ->
                    words.get(
                            "history.range",
                            words.number(pages.passed() + 1),
                            words.number(pages.passed() + rows),
                            words.numberOrUnknown(pages.total()));
        };
    }

    /** Peers whose latest visits may not be here yet. */
    private String without(@Nullable MeshStatus status) {
        if (status == null) {
            return "";
        }
        List<PeerState> silent = status.peers().stream().filter(p -> !p.connected()).toList();
        if (silent.isEmpty()) {
            return "";
        }
        String names =
                silent.stream().limit(NAMED).map(this::until).collect(Collectors.joining(", "));
        return words.get("history.without", silent.size() > NAMED ? names + ", …" : names);
    }

    private String until(PeerState peer) {
        Instant last =
                peer.link() instanceof LinkState.Disconnected(Instant since, _, _)
                        ? since
                        : peer.identicalAsOf();
        return last == null
                ? peer.id().value()
                : words.get("history.until", peer.id(), time.of(last, live.now()));
    }
}
