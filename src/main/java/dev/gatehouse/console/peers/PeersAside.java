package dev.gatehouse.console.peers;

import dev.gatehouse.console.live.LiveNode;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.CentralId;

import javafx.scene.layout.VBox;

import java.util.function.Consumer;

/** What is proven and how each central stands, in little, for a wide Gate screen. */
public final class PeersAside extends VBox {
    private static final int CELLS_IN_A_ROW = 2;

    /**
     * @param clicked called with the peer whose cell was clicked
     */
    public PeersAside(LiveNode live, Words words, SiteTime time, Consumer<CentralId> clicked) {
        getStyleClass().add("screen-column");
        getChildren()
                .setAll(
                        new ProofBanner(live, words, time, false),
                        new PeerGrid(live, words, time, CELLS_IN_A_ROW, clicked));
    }
}
