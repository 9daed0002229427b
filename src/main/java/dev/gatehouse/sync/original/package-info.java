/**
 * The original's dialect: what its frames say, what is said to it, and when it is asked for what.
 * Pure: nothing here sends, reads a clock or touches the ledger; the sync thread calls.
 */
@NullMarked
package dev.gatehouse.sync.original;

import org.jspecify.annotations.NullMarked;
