/**
 * The one bridge to the FX thread: hand-over, coalescing, timers, and blocking reads kept off it.
 * Its timer is one thread; reads run on virtual threads. Must not know what is shown.
 */
@NullMarked
package dev.gatehouse.console.fx;

import org.jspecify.annotations.NullMarked;
