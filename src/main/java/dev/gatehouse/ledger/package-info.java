/**
 * The facade of the append-only event log and of everything that follows from it. The rooms behind
 * it are, from below: {@code hash}, {@code codec}, {@code store}, {@code fold}, {@code query},
 * {@code write} and {@code check}; a room uses only rooms below it. One writer, whose turns run
 * where it is told; reads on any thread, each on a snapshot. Must not know of sockets, HTTP or
 * windows.
 */
@NullMarked
package dev.gatehouse.ledger;

import org.jspecify.annotations.NullMarked;
