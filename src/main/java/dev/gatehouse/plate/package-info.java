/**
 * Normalises and shows licence plates. Pure functions; no thread of its own; must not know where a
 * plate came from.
 */
@NullMarked
package dev.gatehouse.plate;

import org.jspecify.annotations.NullMarked;
