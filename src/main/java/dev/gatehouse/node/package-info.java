/**
 * The composition root: opens every part with plain constructors in the order in which they need
 * each other, and closes them in reverse. Runs on the caller's thread. Must not know of windows or
 * commands.
 */
@NullMarked
package dev.gatehouse.node;

import org.jspecify.annotations.NullMarked;
