/**
 * The screen of peers and synchronisation: the proof, each peer's state, the resync and the merge
 * log. FX thread only; calls to the node go over virtual threads. Must not decide what is
 * identical: it says what the node proved.
 */
@NullMarked
package dev.gatehouse.console.peers;

import org.jspecify.annotations.NullMarked;
