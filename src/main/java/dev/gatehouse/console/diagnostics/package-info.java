/**
 * The Diagnostics screen: what this central says of itself, its log, and the support bundle. FX
 * thread only; the log is read on virtual threads. Must not know where the log lies.
 */
@NullMarked
package dev.gatehouse.console.diagnostics;

import org.jspecify.annotations.NullMarked;
