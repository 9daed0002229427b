package dev.gatehouse.console.peers;

import dev.gatehouse.console.table.LiveTable;

import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * Places the parts of the screen as {@link PeersLayout} shares the room out. What it has no room
 * for is not shown; nothing reaches over its edge. FX thread only.
 */
final class PeersFrame extends Pane {
    /** Width of the details over the screen, in px: the longest digest in one line. */
    private static final double DETAILS_OVER = 760;

    private final ProofBanner banner;
    private final PeerGrid grid;
    private final LiveTable<?> table;
    private final Region line;
    private final Region differences;
    private final Region log;
    private final PeerDetails details;
    private final Runnable changed;
    private int peers;
    private boolean isListing;
    private boolean isDetailed;
    private boolean hasSelection;
    private PeersLayout layout = PeersLayout.of(new PeersLayout.Room(0, 0, 0, 0, false));

    /**
     * @param log the log, or {@code differences} where those are listed
     * @param changed run when other parts are shown than before
     */
    PeersFrame(
            ProofBanner banner,
            PeerGrid grid,
            LiveTable<?> table,
            Region line,
            Region differences,
            Region log,
            PeerDetails details,
            Runnable changed) {
        this.banner = banner;
        this.grid = grid;
        this.table = table;
        this.line = line;
        this.differences = differences;
        this.log = log;
        this.details = details;
        this.changed = changed;
        setId("peers-screen");
        getChildren().setAll(banner, grid, table, line, differences, log, details);
        widthProperty().addListener(_ -> arrange());
        heightProperty().addListener(_ -> arrange());
        arrange();
    }

    /** So many peers are listed. */
    void peers(int count) {
        peers = count;
        arrange();
    }

    /**
     * @param listing whether differences are listed, in the place of the log
     */
    void listing(boolean listing) {
        isListing = listing;
        arrange();
    }

    /**
     * @param asked whether somebody wants the details, which are always there where they have a
     *     place beside the table
     * @param selection whether there is a peer that they could tell of
     */
    void details(boolean asked, boolean selection) {
        isDetailed = asked;
        hasSelection = selection;
        arrange();
    }

    boolean isLogShown() {
        return log.isVisible();
    }

    /** Whether the details have a place of their own, so that nobody needs to ask for them. */
    boolean hasDetailsBeside() {
        return layout.beside();
    }

    private void arrange() {
        boolean logBefore = log.isVisible();
        boolean besideBefore = layout.beside();
        layout =
                PeersLayout.of(
                        new PeersLayout.Room(
                                getWidth(), getHeight(), peers, grid.leastName(), isListing));
        banner.tight(layout.tight());
        grid.setVisible(layout.cellRows() > 0);
        if (layout.cellRows() > 0) {
            grid.arrange(layout.form(), layout.columns(), layout.gap());
        }
        table.keepRows(layout.rowHeight());
        differences.setVisible(layout.below() && isListing);
        log.setVisible(layout.below() && !isListing);
        details.setVisible(hasSelection && (isDetailed || layout.beside()));
        details.over(!layout.beside());
        requestLayout();
        if (logBefore != log.isVisible() || besideBefore != layout.beside()) {
            changed.run();
        }
    }

    @Override
    protected void layoutChildren() {
        double gap = layout.gap();
        double y = place(banner, 0, getWidth(), layout.banner()) + gap;
        if (grid.isVisible()) {
            y = place(grid, y, getWidth(), layout.grid()) + gap;
        }
        double left = getWidth();
        if (layout.beside()) {
            left -= PeersLayout.DETAILS_WIDTH + gap;
            details.resizeRelocate(left + gap, y, PeersLayout.DETAILS_WIDTH, getHeight() - y);
        }
        y = place(table, y, left, layout.table()) + gap;
        y = place(line, y, left, layout.line()) + gap;
        double rest = Math.max(0, getHeight() - y);
        place(differences, y, left, rest);
        place(log, y, left, rest);
        if (!layout.beside() && details.isVisible()) {
            placeOver();
        }
    }

    private static double place(Region part, double y, double width, double height) {
        part.resizeRelocate(0, y, width, height);
        return y + height;
    }

    /** At the right and below: what a peer is called and how its link stands remains in sight. */
    private void placeOver() {
        double width = Math.min(DETAILS_OVER, getWidth());
        double height = Math.min(details.prefHeight(width), getHeight());
        details.resizeRelocate(getWidth() - width, getHeight() - height, width, height);
    }
}
