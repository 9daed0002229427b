/**
 * The Gate screen: the live table of passages and the figures of the day. FX thread only. Must not
 * read the node: it shows what {@code live} holds.
 */
@NullMarked
package dev.gatehouse.console.gate;

import org.jspecify.annotations.NullMarked;
