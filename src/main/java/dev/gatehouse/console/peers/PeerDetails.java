package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.console.theme.Theme;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;

import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

import org.controlsfx.control.PopOver;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * All that is known of one peer, beside its cell: what the table has no room for. It never takes
 * the focus, so that every key goes on to work, and follows the selection.
 */
final class PeerDetails {
    private static final double ARROW = 12;
    private static final double CORNER = 6;

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final PeerWords peerWords;
    private final PopOver popOver = new PopOver();
    private final Scale zoom = new Scale(1, 1);
    private final SVGPath mark = Mark.RING.node();
    private final Label name = new Label();
    private final GridPane rows = new GridPane();
    private final Label link;
    private final Label address;
    private final Label heard;
    private final Label verified;
    private final Label oldest;
    private final Label rtt;
    private final Label counters;
    private final Label conflicts;
    private final Label digest;
    private final Label resync;
    private final Label test;
    private @Nullable Node anchor;

    /** Closed at one cell to be shown at another. */
    private boolean moves;

    /**
     * @param closed run when it was closed, however
     */
    PeerDetails(LiveNode live, Words words, SiteTime time, Runnable closed) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.peerWords = new PeerWords(words, time);
        this.link = row("details.link");
        this.address = row("details.address");
        this.heard = row("details.heard");
        this.verified = row("details.verified");
        this.oldest = row("details.oldest");
        this.rtt = row("details.rtt");
        this.counters = row("details.counters");
        this.conflicts = row("details.conflicts");
        this.digest = row("details.digest");
        this.resync = row("details.resync");
        this.test = row("details.test");
        name.getStyleClass().add("peer-name");
        name.setId("details-peer");
        digest.getStyleClass().add("mono");
        rows.getStyleClass().add("detail-rows");
        HBox title = new HBox(mark, name);
        title.getStyleClass().add("detail-title");
        VBox content = new VBox(title, rows);
        content.setId("peer-details");
        content.getStyleClass().add("peer-details");
        content.getTransforms().add(zoom);
        popOver.setContentNode(new Group(content)); // its size is that after the zoom
        popOver.setDetachable(false);
        popOver.setArrowSize(ARROW);
        popOver.setCornerRadius(CORNER);
        popOver.setAnimated(false);
        popOver.setHeaderAlwaysVisible(false);
        popOver.setOnHidden(
                _ -> {
                    if (!moves) {
                        closed.run();
                    }
                });
    }

    private Label row(String key) {
        Label title = new Label();
        title.getStyleClass().add("muted");
        title.setMinWidth(Label.USE_PREF_SIZE);
        words.bind(title.textProperty(), key);
        Label value = new Label();
        value.setId(key.replace('.', '-'));
        value.setWrapText(true);
        rows.addRow(rows.getRowCount(), title, value);
        return value;
    }

    boolean isShown() {
        return popOver.isShowing();
    }

    void hide() {
        popOver.hide();
    }

    /**
     * Shows that peer, and moves to another cell when it is another peer.
     *
     * @param tried how it stands with trying to reach it, null where that was not asked for
     * @param cell what it is shown at
     * @param place of the cell in its row, from 0 to 1: the details go to the other side
     */
    void show(PeerState peer, Testing.@Nullable Stage tried, Node cell, double place) {
        render(peer, tried);
        if (popOver.isShowing() && cell == anchor) {
            follow(cell);
            return;
        }
        anchor = cell;
        popOver.setArrowLocation(
                place < 0.4
                        ? PopOver.ArrowLocation.TOP_LEFT
                        : place > 0.6
                                ? PopOver.ArrowLocation.TOP_RIGHT
                                : PopOver.ArrowLocation.TOP_CENTER);
        moves = true;
        popOver.hide();
        moves = false;
        double factor = cell.getLocalToSceneTransform().getMxx(); // as large as what it is about
        zoom.setX(factor);
        zoom.setY(factor);
        popOver.show(cell);
        follow(cell);
    }

    /** A popup has a scene of its own, which knows nothing of a theme chosen meanwhile. */
    private void follow(Node cell) {
        Theme.copy(cell.getScene(), popOver.getScene());
    }

    /** Shows how that peer stands now. */
    private void render(PeerState peer, Testing.@Nullable Stage tried) {
        Instant now = live.now();
        peerWords.cell(peer, now).mark().show(mark);
        name.setText(peer.id().value());
        link.setText(peerWords.linkInFull(peer, now));
        address.setText(peer.host() + ":" + peer.port());
        heard.setText(at(peer.lastHeard(), now));
        verified.setText(
                peer.original()
                        ? peerWords.compared(peer.compared(), now)
                        : at(peer.identicalAsOf(), now));
        oldest.setText(oldest(peer, now));
        rtt.setText(peerWords.roundTrip(peer));
        counters.setText(counters(peer.counters()));
        conflicts.setText(words.number(peer.counters().conflicts()));
        digest.setText(digest(peer.digest()));
        ResyncOutcome last = peer.lastResync();
        resync.setText(last == null ? words.get("app.none") : peerWords.outcome(last, now));
        test.setText(peerWords.tried(peer, tried));
    }

    private String at(@Nullable Instant at, Instant now) {
        return at == null ? words.unknown() : time.of(at, now);
    }

    private String oldest(PeerState peer, Instant now) {
        Instant since = peer.oldest();
        return since == null
                ? peerWords.oldest(peer, now)
                : words.get("details.since", peerWords.oldest(peer, now), time.of(since, now));
    }

    private String counters(PeerCounters c) {
        boolean balanced = c.received() == c.merged() + c.had() + c.rejected() + c.waiting();
        return words.get(
                balanced ? "details.balanced" : "details.unbalanced",
                c.received(),
                c.merged(),
                c.had(),
                c.rejected(),
                c.waiting());
    }

    /** In groups, as people read it to each other. */
    private String digest(@Nullable Hash hash) {
        return hash == null ? words.unknown() : hash.toString().replaceAll("(.{8})(?=.)", "$1 ");
    }
}
