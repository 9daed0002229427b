package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the facts that concern no car, on one snapshot. */
final class SiteFactReader {
    /** Facts that are read in one question. */
    private static final int AT_ONCE = 256;

    private SiteFactReader() {}

    /** What counts of a kind: the last fact of it, and of a list the last that is whole. */
    static Optional<Fact> newest(Store.ReadTx tx, FactCodec codec, String kind) {
        return kind.equals(Fact.Passes.KIND)
                ? PassLists.newest(tx, codec)
                : tx.siteFacts().newest(kind).map(codec::decode).flatMap(DecodedFact::known);
    }

    /** The last fact of a kind that was written at that moment or before. */
    static Optional<Fact> newestAt(Store.ReadTx tx, FactCodec codec, String kind, Instant moment) {
        long to = Hlc.ofMs(moment.toEpochMilli() + 1).value() - 1;
        return tx.siteFacts().latest(kind, to, 1, 0).stream()
                .findFirst()
                .map(codec::decode)
                .flatMap(DecodedFact::known);
    }

    /** The facts of a kind since a moment, latest first; at most so many are looked through. */
    static List<Fact> since(
            Store.ReadTx tx, FactCodec codec, String kind, Instant moment, int most) {
        var facts = new ArrayList<Fact>();
        for (int seen = 0; seen < most; seen += AT_ONCE) {
            int limit = Math.min(AT_ONCE, most - seen);
            List<LedgerEvent> events = tx.siteFacts().latest(kind, Long.MAX_VALUE, limit, seen);
            for (LedgerEvent event : events) {
                if (event.hlc().ms() < moment.toEpochMilli()) {
                    return facts;
                }
                codec.decode(event).known().ifPresent(facts::add);
            }
            if (events.size() < limit) {
                break;
            }
        }
        return facts;
    }
}
