package dev.gatehouse.console;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.port.NodePort;

/**
 * What the window needs of a running node. Whoever made them closes them, after the window.
 *
 * @param node how it is asked
 * @param feed how it tells
 */
public record Backend(NodePort node, Feed feed) {}
