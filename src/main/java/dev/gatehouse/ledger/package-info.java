/**
 * The append-only event log and what follows from it: Merkle trees, the fold that turns events into
 * visits, and both in SQLite behind a store port. One writer, whose turns run where it is told;
 * reads on any thread, each on a snapshot. Must not know of sockets, HTTP or windows.
 */
@NullMarked
package dev.gatehouse.ledger;

import org.jspecify.annotations.NullMarked;
