/**
 * Answers questions from a snapshot: the history and its changes, pages for peers, what two nodes
 * compare, what originals are told, what all centrals share. Usable on any thread. Writes nothing.
 */
@NullMarked
package dev.gatehouse.ledger.query;

import org.jspecify.annotations.NullMarked;
