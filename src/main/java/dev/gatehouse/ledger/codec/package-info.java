/**
 * Facts and the canonical bytes that they are written as, and back; the names of facts that were
 * taken in; the place of a fact in the order of the fold; the hybrid clock. Pure functions, usable
 * on any thread. Must not know where events are kept, nor which visits follow from them.
 */
@NullMarked
package dev.gatehouse.ledger.codec;

import org.jspecify.annotations.NullMarked;
