package dev.gatehouse.console;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.port.DemoPort;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;

/**
 * What the window needs of a running node. Whoever made them closes them, after the window.
 *
 * @param node how it is asked
 * @param feed how it tells
 * @param demo the levers of a demonstration; null where this is none
 */
public record Backend(NodePort node, Feed feed, @Nullable DemoPort demo) {
    /** Of a real booth. */
    public Backend(NodePort node, Feed feed) {
        this(node, feed, null);
    }
}
