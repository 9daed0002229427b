/**
 * The History screen: visits found, shown with every change, corrected, voided and written to a
 * file. FX thread only; the database and the file are used on virtual threads. Must not know how
 * visits are kept.
 */
@NullMarked
package dev.gatehouse.console.history;

import org.jspecify.annotations.NullMarked;
