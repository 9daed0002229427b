/**
 * Turns what devices say into passages: one car, one lane, one direction, however often and however
 * differently its plate was read. Pure policy without a clock of its own; its one state is the
 * {@link dev.gatehouse.passage.PassageBook}, which any thread may ask. Must not know of HTTP, the
 * ledger or what a passage is written as.
 */
@NullMarked
package dev.gatehouse.passage;

import org.jspecify.annotations.NullMarked;
