/**
 * The one list of keys, the one list of screens, and the strip that shows both. FX thread only.
 * Must not know what a key does on a screen: each screen says.
 */
@NullMarked
package dev.gatehouse.console.keys;

import org.jspecify.annotations.NullMarked;
