/**
 * What the window remembers from one start to the next: language, theme, size, column widths. Held
 * in memory, written by a thread of its own. Must not hold anything that the node needs.
 */
@NullMarked
package dev.gatehouse.console.settings;

import org.jspecify.annotations.NullMarked;
