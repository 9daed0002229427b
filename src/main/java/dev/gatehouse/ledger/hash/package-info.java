/**
 * SHA-256, the Merkle tree over a stream, and the proofs that pages of events carry. Pure functions
 * of bytes, usable on any thread. Must not know what an event says, nor where it is kept.
 */
@NullMarked
package dev.gatehouse.ledger.hash;

import org.jspecify.annotations.NullMarked;
