package dev.gatehouse.console.peers;

import dev.gatehouse.console.theme.Mark;

import javafx.css.PseudoClass;
import javafx.scene.Node;

import org.jspecify.annotations.Nullable;

/**
 * How much a peer wants somebody's attention. The shape and the colour of the frame come from the
 * same value, so that they cannot contradict each other.
 */
enum Grade {
    /** Nobody has to look. */
    CALM(null),
    /** Somebody should look some time: the colour of a third alarm. */
    SOME_TIME(Mark.DIAMOND),
    /** Somebody should look soon: the colour of a second alarm. */
    SOON(Mark.TRIANGLE);

    private static final PseudoClass P2 = PseudoClass.getPseudoClass("p2");
    private static final PseudoClass P3 = PseudoClass.getPseudoClass("p3");

    private final @Nullable Mark mark;

    Grade(@Nullable Mark mark) {
        this.mark = mark;
    }

    /** The shape of this grade; the given one while nobody has to look. */
    Mark markOr(Mark calm) {
        return mark == null ? calm : mark;
    }

    /** Gives the node's frame the colour of this grade. */
    void frame(Node node) {
        node.pseudoClassStateChanged(P2, this == SOON);
        node.pseudoClassStateChanged(P3, this == SOME_TIME);
    }
}
