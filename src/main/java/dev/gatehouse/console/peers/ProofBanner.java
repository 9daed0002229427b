package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is proven of all centrals together, and what is on its way since. Only the node's own proof
 * makes it say "identical"; who is not proven is named with the reason.
 */
final class ProofBanner extends HBox {
    /** Centrals that are named where there is room; the rest are counted. */
    private static final int NAMED = 3;

    private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final PeerWords peerWords;
    private final SVGPath mark = Mark.RING.node();
    private final Label proof = new Label();
    private final FittedLabel pending = new FittedLabel();
    private final Label held = new Label();
    private final Label code = new Label();
    private final Label unproven = new Label();
    private final VBox right = new VBox();

    /**
     * @param detailed whether there is room for what is held here and who is not proven
     */
    ProofBanner(LiveNode live, Words words, SiteTime time, boolean detailed) {
        this.live = live;
        this.words = words;
        this.time = time;
        this.peerWords = new PeerWords(words, time);
        setId(detailed ? "proof" : "proof-short");
        getStyleClass().addAll("panel", "proof");
        mark.getStyleClass().add("big-mark");
        proof.getStyleClass().add("proof-words");
        proof.setMinWidth(detailed ? USE_PREF_SIZE : 0);
        proof.setWrapText(!detailed); // beside the lanes the longest words take two lines
        proof.setMinHeight(USE_PREF_SIZE);
        pending.setId("proof-pending");
        pending.getStyleClass().addAll("muted", "proof-pending");
        pending.managedProperty().bind(pending.visibleProperty());
        code.getStyleClass().add("mono");
        code.setMinWidth(USE_PREF_SIZE);
        held.setMinWidth(USE_PREF_SIZE);
        unproven.setId("proof-open");
        unproven.getStyleClass().add("muted");
        HBox first = new HBox(held, code);
        first.getStyleClass().add("proof-held");
        right.getChildren().setAll(first, unproven);
        right.widthProperty().subscribe(this::render);
        right.setAlignment(Pos.CENTER_RIGHT);
        right.setMinWidth(0);
        setHgrow(pending, Priority.ALWAYS);
        setHgrow(right, Priority.ALWAYS);
        right.setVisible(detailed);
        right.setManaged(detailed);
        getChildren().setAll(mark, proof, pending, right);
        live.onChange(this::render);
        words.onChange(this::render);
    }

    /**
     * @param tight whether there is less height for it than usual
     */
    void tight(boolean tight) {
        pseudoClassStateChanged(TIGHT, tight);
    }

    private void render() {
        MeshStatus status = live.status();
        pending.setVisible(false);
        setHgrow(right, Priority.ALWAYS);
        if (status == null) {
            proof.setText(words.get("peers.connecting"));
            return;
        }
        showProof(status);
        showCode(status);
        Duration stale = live.staleFor();
        if (stale == null) {
            nameUnproven(status);
        } else {
            unproven.setText(words.get("app.stale", words.span(stale)));
        }
        pseudoClassStateChanged(STALE, stale != null);
    }

    /** The code that every screen of the mesh shows; this central's own until there is one. */
    private void showCode(MeshStatus status) {
        MeshStatus.Cut cut = status.proof().cut();
        held.setText(words.get("peers.held", cut == null ? status.events() : cut.events()));
        code.setText(Words.code(cut == null ? status.digest() : cut.digest()));
    }

    private void showProof(MeshStatus status) {
        MeshStatus.Proof proven = status.proof();
        Instant asOf = proven.asOf();
        String at = asOf == null ? words.unknown() : time.of(asOf, live.now());
        if (status.standalone()) {
            Mark.RING.show(mark);
            proof.setText(words.get("peers.proof.standalone"));
        } else if (proven.centrals() == 1) {
            Mark.RING.show(mark);
            proof.setText(words.get("peers.proof.originals"));
        } else if (proven.complete()) {
            Pending open = Pending.in(status);
            (open.any() ? Mark.HALF : Mark.DISC).show(mark);
            proof.setText(
                    open.any()
                            ? words.get("peers.proof.before", at)
                            : words.get("peers.proof.all", proven.centrals(), at));
            showPending(open);
        } else if (proven.identical() > 1) {
            Mark.HALF.show(mark);
            proof.setText(words.get("peers.proof.some", proven.identical(), proven.centrals(), at));
        } else {
            Mark.RING.show(mark);
            proof.setText(words.get("peers.proof.none", proven.centrals() - 1));
        }
    }

    /** What came since that moment: the cells count it too. */
    private void showPending(Pending open) {
        pending.setVisible(open.any());
        setHgrow(right, open.any() ? Priority.NEVER : Priority.ALWAYS);
        if (open.any()) {
            pending.say(
                    List.of(
                            "· " + words.get("peers.proof.pending", onItsWay(open)),
                            "· " + onItsWay(open)));
        }
    }

    private String onItsWay(Pending open) {
        if (open.here() > 0 && open.there() > 0) {
            return words.get("peers.cell.exchanging", open.here(), open.there());
        }
        return open.here() > 0
                ? words.get("peers.cell.receiving", open.here())
                : words.get("peers.cell.sending", open.there());
    }

    /** As many by name as there is room for. */
    private void nameUnproven(MeshStatus status) {
        int named = NAMED;
        unproven.setText(unproven(status, named));
        while (named > 0 && right.getWidth() > 0 && unproven.prefWidth(-1) > right.getWidth()) {
            named--;
            unproven.setText(unproven(status, named));
        }
    }

    private String unproven(MeshStatus status, int most) {
        List<PeerState> open =
                status.peers().stream()
                        .filter(p -> !p.original() && !PeerWords.proven(p, status.at()))
                        .toList();
        if (open.isEmpty() || status.proof().complete()) {
            return "";
        }
        Pending pending = Pending.in(status);
        String before = pending.any() ? onItsWay(pending) + " · " : "";
        if (most == 0) {
            return before + words.get("peers.unprovenCount", open.size());
        }
        String named =
                open.stream()
                        .limit(most)
                        .map(p -> peerWords.whyUnproven(p, live.now()))
                        .collect(Collectors.joining(" · "));
        return before
                + (open.size() <= most
                        ? words.get("peers.unproven", named)
                        : words.get("peers.unprovenMore", named, open.size() - most));
    }
}
