/**
 * What the window knows of a running node: read on virtual threads, published on the FX thread at
 * most four times a second. Must not know how any of it is drawn.
 */
@NullMarked
package dev.gatehouse.console.live;

import org.jspecify.annotations.NullMarked;
