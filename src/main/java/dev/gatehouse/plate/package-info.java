/**
 * Normalises and shows licence plates: what is compared, what people read, what a search looks for.
 * Pure functions on the caller's thread, without state. Must not know where a plate came from, nor
 * which cars are inside.
 */
@NullMarked
package dev.gatehouse.plate;

import org.jspecify.annotations.NullMarked;
