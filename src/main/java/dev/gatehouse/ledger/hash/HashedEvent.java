package dev.gatehouse.ledger.hash;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;

/** An event with its leaf hash. */
public record HashedEvent(LedgerEvent event, Hash leaf) {
    /** Gives the event without what it said; the leaf stays. */
    public HashedEvent erased() {
        LedgerEvent e = event;
        return e.erased()
                ? this
                : new HashedEvent(
                        new LedgerEvent(
                                e.stream(),
                                e.seq(),
                                e.id(),
                                e.kind(),
                                e.src(),
                                e.central(),
                                e.hlc(),
                                e.wallMs(),
                                Blob.of(Sha256.of(e.payload().bytes()).bytes()),
                                true),
                        leaf);
    }
}
