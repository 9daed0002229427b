package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;

/** An event with its leaf hash. */
public record Leafed(LedgerEvent event, Hash leaf) {
    /** The same without what it said. */
    Leafed erased() {
        LedgerEvent e = event;
        return e.erased()
                ? this
                : new Leafed(
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
