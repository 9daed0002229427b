package dev.gatehouse.console.peers;

import dev.gatehouse.console.table.LiveTable;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How the screen shares its room out. The table has it first: every peer is a row in sight as long
 * as rows of the least height fit. Then come the cells, in the form that fits; the log has what is
 * left. Where not even the rows fit, the table scrolls by whole rows. Pure: no nodes.
 *
 * @param tight whether the banner and the line are of the lesser height
 * @param form of the cells; of no account where {@code cellRows} is 0
 * @param columns cells in a line
 * @param cellRows lines of cells; 0 where they are not shown
 * @param rowHeight of the table, in px
 * @param table its height, in px
 * @param below whether the log is shown, or the differences in its place
 * @param beside whether the details of the selected peer stand beside the table
 */
record PeersLayout(
        boolean tight,
        CellForm form,
        int columns,
        int cellRows,
        double rowHeight,
        double table,
        boolean below,
        boolean beside) {
    /** The widest a short name usually is, in px: two digits. */
    static final double USUAL_NAME = 24;

    /** Width of the details beside the table, in px. */
    static final double DETAILS_WIDTH = 600;

    /** Height of the header of the table and its frame, in px. */
    static final double AROUND_ROWS = LiveTable.HEADER_HEIGHT + 6;

    /** By so much the names of the columns are higher where the type is larger. */
    private static final double LARGER_NAMES = 8;

    /** Height of a row of the log, in px: people look through it, they do not work in it. */
    static final double LOG_ROW = 28;

    /** Under this, in px, the type of a row does not fit. */
    static final double LEAST_ROW = 24;

    /** So many columns of cells at most look like cells, not like a list, on any screen. */
    private static final int MOST_COLUMNS = 6;

    /** So many at least, where they fit: a cell of a small mesh is no wider than it reads well. */
    private static final int USUAL_COLUMNS = 5;

    /** From this width, in px, type may be larger and the details have room beside the table. */
    private static final double LARGE_FROM = 1_600;

    /** The details need so much height, in px. */
    private static final double DETAILS_HEIGHT = 430;

    private static final int LEAST_LOG_ROWS = 2;
    private static final int LEAST_LISTED_ROWS = 3;

    /**
     * What is to be shown, and where.
     *
     * @param width in px
     * @param height in px
     * @param peers rows of the table
     * @param name the widest name that a cell must show, in px
     * @param listing whether differences are listed
     */
    record Room(double width, double height, int peers, double name, boolean listing) {}

    /** One way to share the room out, taken when rows of at least that height fit. */
    private record Way(boolean tight, Cells cells, boolean log, double leastRow) {}

    /** Which cells. */
    private enum Cells {
        LARGE,
        FULL,
        LINES,
        ONE_LINE,
        NONE
    }

    /** The best one first. */
    private static final List<Way> WAYS =
            List.of(
                    new Way(false, Cells.LARGE, true, 30),
                    new Way(false, Cells.FULL, true, 30),
                    new Way(false, Cells.FULL, false, 30),
                    new Way(false, Cells.LINES, false, 28),
                    new Way(true, Cells.LINES, false, 26),
                    new Way(true, Cells.ONE_LINE, false, LEAST_ROW),
                    new Way(true, Cells.NONE, false, LEAST_ROW));

    static PeersLayout of(Room room) {
        for (Way way : WAYS) {
            PeersLayout fits = tried(way, room);
            if (fits != null) {
                return fits;
            }
        }
        double left = room.height - used(true, 0, CellForm.LINE) - below(room, false);
        double table = Math.max(AROUND_ROWS + LOG_ROW, left);
        return new PeersLayout(
                true, CellForm.LINE, 1, 0, LOG_ROW, table, below(room, false) > 0, false);
    }

    private static @Nullable PeersLayout tried(Way way, Room room) {
        boolean large = room.width >= LARGE_FROM;
        if (way.cells == Cells.LARGE && !large) {
            return null;
        }
        CellForm form =
                switch (way.cells) {
                    case LARGE -> CellForm.LARGE;
                    case FULL -> CellForm.FULL;
                    case LINES, ONE_LINE, NONE -> CellForm.LINE;
                };
        int columns = columns(way.cells, form, room);
        if (columns == 0) {
            return null;
        }
        int cellRows = way.cells == Cells.NONE ? 0 : Math.ceilDiv(room.peers + 1, columns);
        double below = below(room, way.log);
        double around = AROUND_ROWS + (large ? LARGER_NAMES : 0);
        double left = room.height - used(way.tight, cellRows, form) - below - around;
        int rows = Math.max(1, room.peers);
        double rowHeight = Math.min(LiveTable.ROW_HEIGHT, Math.floor(left / rows));
        if (rowHeight < way.leastRow) {
            return null;
        }
        double besides = room.height - gap(way.tight) - banner(way.tight) - line(way.tight);
        boolean beside = large && besides - cells(cellRows, form, way.tight) >= DETAILS_HEIGHT;
        return new PeersLayout(
                way.tight,
                form,
                columns,
                cellRows,
                rowHeight,
                around + rows * rowHeight,
                below > 0,
                beside);
    }

    /** Cells in a line, alike in all of them; 0 where they do not fit. */
    private static int columns(Cells cells, CellForm form, Room room) {
        int all = room.peers + 1;
        double gap = gap(false);
        double wider = Math.max(0, room.name - USUAL_NAME);
        if (cells == Cells.NONE) {
            return all;
        }
        if (cells == Cells.ONE_LINE) {
            double least = PeerCell.AROUND_NAME + room.name;
            return all * (least + gap) - gap <= room.width ? all : 0;
        }
        double least = form.leastWidth() + wider;
        int fit = (int) Math.floor((room.width + gap) / (least + gap));
        int most = cells == Cells.LINES ? fit : Math.min(MOST_COLUMNS, fit);
        if (most < 1) {
            return 0;
        }
        int even = Math.ceilDiv(all, Math.ceilDiv(all, most));
        return Math.clamp(USUAL_COLUMNS, Math.min(even, most), most);
    }

    /** What is always there, the cells and the gaps between all of that, but for the table. */
    private static double used(boolean tight, int cellRows, CellForm form) {
        double gap = gap(tight);
        return banner(tight) + gap + cells(cellRows, form, tight) + gap + line(tight);
    }

    /** The lines of cells with the gap after them. */
    private static double cells(int cellRows, CellForm form, boolean tight) {
        return cellRows * (form.height() + gap(tight));
    }

    /** The least height of what stands below the line, with the gap before it; 0 for nothing. */
    private static double below(Room room, boolean log) {
        int rows = room.listing ? LEAST_LISTED_ROWS : LEAST_LOG_ROWS;
        return room.listing || log ? gap(false) + AROUND_ROWS + rows * LOG_ROW : 0;
    }

    /** Between what stands one below the other, in px. */
    double gap() {
        return gap(tight);
    }

    /** Height of the banner, in px. */
    double banner() {
        return banner(tight);
    }

    /** Height of the line, in px. */
    double line() {
        return line(tight);
    }

    /** Height of all lines of cells, in px. */
    double grid() {
        return Math.max(0, cells(cellRows, form, tight) - gap());
    }

    private static double gap(boolean tight) {
        return tight ? 5 : 8;
    }

    private static double banner(boolean tight) {
        return tight ? 48 : 66;
    }

    private static double line(boolean tight) {
        return tight ? 40 : 50;
    }
}
