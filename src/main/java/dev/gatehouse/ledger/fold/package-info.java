/**
 * Turns facts into visits. The fold itself is a pure function of the facts of one car; around it
 * the projections are kept in step within a transaction that somebody else opened, on the thread of
 * that transaction. Must not know whether a fact was made here or came from a peer.
 */
@NullMarked
package dev.gatehouse.ledger.fold;

import org.jspecify.annotations.NullMarked;
