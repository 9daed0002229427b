package dev.gatehouse.console.peers;

/** How much of a central its cell in the grid shows. */
enum CellForm {
    /** Three lines in larger type, for a large screen. */
    LARGE(114, 260),
    /** Three lines: name, state, figures. */
    FULL(86, 210),
    /** One line: the shape and the name, and the state where there is room. */
    LINE(34, 166);

    private final double height;
    private final double leastWidth;

    CellForm(double height, double leastWidth) {
        this.height = height;
        this.leastWidth = leastWidth;
    }

    /** In px. */
    double height() {
        return height;
    }

    /** In px, for a cell whose name is {@link PeersLayout#USUAL_NAME} wide. */
    double leastWidth() {
        return leastWidth;
    }
}
