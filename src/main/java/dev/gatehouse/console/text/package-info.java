/**
 * Words and figures in Vietnamese and English, switched live. FX thread only. Must not know which
 * control shows them.
 */
@NullMarked
package dev.gatehouse.console.text;

import org.jspecify.annotations.NullMarked;
