package dev.gatehouse.ledger.write;

import dev.gatehouse.model.SyncStamp;

import java.util.ArrayList;
import java.util.List;

/** What the next transaction holds: either requests or offers, and any stamps. */
record Work(List<Request<?>> requests, List<Offer> offers, List<SyncStamp> stamps) {
    /** Splits the work into transactions of one request, offer or stamp each. */
    List<Work> parts() {
        var parts = new ArrayList<Work>();
        requests.forEach(one -> parts.add(new Work(List.of(one), List.of(), List.of())));
        offers.forEach(one -> parts.add(new Work(List.of(), List.of(one), List.of())));
        stamps.forEach(one -> parts.add(new Work(List.of(), List.of(), List.of(one))));
        return parts;
    }
}
