/**
 * How things look: light and dark over one style sheet, fonts, and the shapes of states. FX thread
 * only. Must not know what the shapes stand for in a car park.
 */
@NullMarked
package dev.gatehouse.console.theme;

import org.jspecify.annotations.NullMarked;
