package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;

import java.util.List;

/**
 * Consecutive events of one stream for a peer, with the proof that they are its.
 *
 * @param events in order; empty when none of those asked for is held
 * @param root over all leaves up to the last of them
 * @param proof the subtrees before the first of them
 */
public record Page(List<LedgerEvent> events, Hash root, List<Hash> proof) {}
