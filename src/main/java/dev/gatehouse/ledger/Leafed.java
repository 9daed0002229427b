package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;

/** An event with its leaf hash. */
public record Leafed(LedgerEvent event, Hash leaf) {}
