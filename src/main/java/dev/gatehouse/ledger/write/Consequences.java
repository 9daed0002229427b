package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;

import java.util.List;

/** Does what events say of other events, within one transaction: erases them, or withdraws them. */
final class Consequences {
    private final EventWriter writer;
    private final Eraser erasing;
    private final ForkResolver givingUp;

    Consequences(EventWriter writer, Eraser erasing, ForkResolver givingUp) {
        this.writer = writer;
        this.erasing = erasing;
        this.givingUp = givingUp;
    }

    /** Does what those events say of others; they are in their tree. */
    void ofAll(List<HashedEvent> events) {
        for (HashedEvent leafed : events) {
            if (!Tombstones.mayBeErased(leafed.event().kind())
                    && writer.decode(leafed.event()) instanceof DecodedFact.Known(Fact fact)) {
                of(leafed.event(), fact);
            }
        }
    }

    void of(LedgerEvent event, Fact fact) {
        if (fact instanceof Fact.Erase erase) {
            erasing.erase(erase.places());
        } else if (fact instanceof Fact.Withdraw withdraw) {
            givingUp.withdraw(event, withdraw);
        }
    }
}
