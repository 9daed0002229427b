/**
 * Where people type: the field for plates, which only takes what a plate can hold. FX thread only.
 * Must not know what is done with what was typed.
 */
@NullMarked
package dev.gatehouse.console.field;

import org.jspecify.annotations.NullMarked;
