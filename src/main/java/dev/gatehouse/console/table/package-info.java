/**
 * What the tables of the window share: columns of text in the present language, fixed row height,
 * remembered widths, a place that stays put while rows come in. FX thread only. Must not know what
 * a row is.
 */
@NullMarked
package dev.gatehouse.console.table;

import org.jspecify.annotations.NullMarked;
