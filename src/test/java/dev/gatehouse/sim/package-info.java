/**
 * Many nodes with the real ledger, fold, mesh and sync in one thread, over a simulated time,
 * network, disk and clock: everything that happens follows from one seed. Must not reach into the
 * engine beyond what it is given through its parameters.
 */
@NullMarked
package dev.gatehouse.sim;

import org.jspecify.annotations.NullMarked;
