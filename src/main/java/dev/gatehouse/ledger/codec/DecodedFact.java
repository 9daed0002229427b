package dev.gatehouse.ledger.codec;

import dev.gatehouse.model.Fact;

import java.util.Optional;

/** What an event turned out to say. */
public sealed interface DecodedFact {
    /** A fact; what follows from it is derived. */
    record Known(Fact fact) implements DecodedFact {}

    /** A kind from a later version: held and relayed, not folded. */
    record Unknown() implements DecodedFact {}

    /** A known kind whose payload cannot be used: held and relayed, not folded. */
    record Unusable(String why) implements DecodedFact {}

    /** Empty where nothing follows from it. */
    default Optional<Fact> known() {
        return this instanceof Known(Fact known) ? Optional.of(known) : Optional.empty();
    }
}
