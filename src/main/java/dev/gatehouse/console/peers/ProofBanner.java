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
 * What is proven of all centrals together. Only the node's own proof makes it say "identical"; who
 * is not proven is named with the reason.
 */
final class ProofBanner extends HBox {
    /** Centrals that are named where there is room; the rest are counted. */
    private static final int NAMED = 3;

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final LiveNode live;
    private final Words words;
    private final SiteTime time;
    private final PeerWords peerWords;
    private final SVGPath mark = Mark.RING.node();
    private final Label proof = new Label();
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
        proof.setMinWidth(USE_PREF_SIZE);
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
        setHgrow(right, Priority.ALWAYS);
        right.setVisible(detailed);
        right.setManaged(detailed);
        getChildren().setAll(mark, proof, right);
        live.onChange(this::render);
        words.onChange(this::render);
    }

    private void render() {
        MeshStatus status = live.status();
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
            Mark.DISC.show(mark);
            proof.setText(words.get("peers.proof.all", proven.centrals(), at));
        } else if (proven.identical() > 1) {
            Mark.HALF.show(mark);
            proof.setText(words.get("peers.proof.some", proven.identical(), proven.centrals(), at));
        } else {
            Mark.RING.show(mark);
            proof.setText(words.get("peers.proof.none", proven.centrals() - 1));
        }
    }

    /** As many by name as there is room for. */
    private void nameUnproven(MeshStatus status) {
        int named = NAMED;
        unproven.setText(unproven(status, named));
        while (named > 1 && right.getWidth() > 0 && unproven.prefWidth(-1) > right.getWidth()) {
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
        String named =
                open.stream()
                        .limit(most)
                        .map(p -> peerWords.whyUnproven(p, live.now()))
                        .collect(Collectors.joining(" · "));
        return open.size() <= most
                ? words.get("peers.unproven", named)
                : words.get("peers.unprovenMore", named, open.size() - most);
    }
}
