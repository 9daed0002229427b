/**
 * What a node answers at the door: everything that cameras, scripts, clocks and cuts are known to
 * do to a gate, as requests against started nodes, with a line for each. {@code mvn -q -Pdoor}.
 * Rows know a node by its HTTP, its commands and its data folder only.
 */
@NullMarked
package dev.gatehouse.door;

import org.jspecify.annotations.NullMarked;
