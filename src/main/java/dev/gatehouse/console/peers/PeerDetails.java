package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * All that is known of one peer: what the table has no room for. A part of the screen like any
 * other, over it or beside the table, so that it has the screen's theme and size. It never takes
 * the focus, so that every key goes on to work, and follows the selection.
 */
final class PeerDetails extends VBox {
    private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final PeerWords peerWords;
    private final CellWords cellWords;
    private final SVGPath mark = Mark.RING.node();
    private final Label name = new Label();
    private final GridPane rows = new GridPane();
    private final Label link;
    private final Label address;
    private final Label heard;
    private final Label verified;
    private final Label oldest;
    private final Label rtt;
    private final Label offset;
    private final Label counters;
    private final Label conflicts;
    private final Label digest;
    private final Label resync;
    private final Label test;

    PeerDetails(LiveNode live, Words words, SiteTime time) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.peerWords = new PeerWords(words, time);
        this.cellWords = new CellWords(words, time);
        this.link = row("details.link");
        this.address = row("details.address");
        this.heard = row("details.heard");
        this.verified = row("details.verified");
        this.oldest = row("details.oldest");
        this.rtt = row("details.rtt");
        this.offset = row("details.offset");
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
        setId("peer-details");
        getStyleClass().add("peer-details");
        setAccessibleRole(AccessibleRole.TEXT);
        getChildren().setAll(title, rows);
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

    /**
     * @param over whether it lies over the screen, not beside the table
     */
    void over(boolean over) {
        pseudoClassStateChanged(OVER, over);
    }

    /**
     * Shows how that peer stands now.
     *
     * @param tried how it stands with trying to reach it, null where that was not asked for
     */
    void show(PeerState peer, Testing.@Nullable Stage tried) {
        Instant now = live.now();
        cellWords.of(peer, now).mark().show(mark);
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
        offset.setText(peerWords.offset(peer));
        counters.setText(counters(peer.counters()));
        conflicts.setText(words.number(peer.counters().conflicts()));
        digest.setText(digest(peer.digest()));
        ResyncOutcome last = peer.lastResync();
        resync.setText(last == null ? words.get("app.none") : peerWords.outcome(last, now));
        test.setText(peerWords.tried(peer, tried));
        setAccessibleText(name.getText() + ": " + link.getText());
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
