package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.PassParts;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads the lists of passes. The parts of a list may come from a peer one by one: the list counts
 * once all its parts are there, and until then the list before it does.
 */
final class PassLists {
    /**
     * Events that are looked through for a whole list; beyond it somebody spoils list after list.
     */
    private static final int LOOKED_AT = 8 * PassParts.MAX;

    /**
     * Events that are looked through for older lists: they take half a second, once for each new
     * list, and are eight edits a day for two months where a list fits one event.
     */
    private static final int LOOKED_AT_FOR_ALL = 512;

    /** Events that are read at once, some 2 MB at most. */
    private static final int AT_ONCE = PassParts.MAX;

    private PassLists() {}

    /** The newest list of which all parts are there, as one: the one whose first part is latest. */
    static Optional<Fact> newest(Store.ReadTx tx, FactCodec codec) {
        return read(tx, codec, LOOKED_AT, _ -> true).stream()
                .findFirst()
                .map(list -> new Fact.Passes(list.passes()));
    }

    /**
     * The lists that were in force at some time before the newest one was written.
     *
     * @param back how long before
     * @return oldest first, each of which all parts are there
     */
    static List<PassList> upToNewest(Store.ReadTx tx, FactCodec codec, Duration back) {
        List<PassList> lists =
                read(
                        tx,
                        codec,
                        LOOKED_AT_FOR_ALL,
                        found -> {
                            Instant newest = found.getFirst().written();
                            return found.getLast().written().isBefore(newest.minus(back));
                        });
        return lists.reversed();
    }

    /**
     * Lists of which all parts are there, newest first.
     *
     * @param most events that are looked through
     * @param enough asked after each list that was found
     */
    private static List<PassList> read(
            Store.ReadTx tx, FactCodec codec, int most, Predicate<List<PassList>> enough) {
        var lists = new ArrayList<PassList>();
        Map<String, TreeMap<Integer, Fact.Passes>> begun = new HashMap<>();
        for (int seen = 0; seen < most; seen += AT_ONCE) {
            List<LedgerEvent> events =
                    tx.siteFacts().latest(Fact.Passes.KIND, Long.MAX_VALUE, AT_ONCE, seen);
            for (LedgerEvent event : events) {
                if (!(codec.decode(event) instanceof DecodedFact.Known(Fact.Passes passes))) {
                    continue;
                }
                List<Fact.Pass> whole = whole(passes, begun);
                if (whole != null) {
                    lists.add(new PassList(Instant.ofEpochMilli(event.hlc().ms()), whole));
                    if (enough.test(lists)) {
                        return lists;
                    }
                }
            }
            if (events.size() < AT_ONCE) {
                break;
            }
        }
        return lists;
    }

    /** The list that these complete; null where parts of it are missing. */
    private static @Nullable List<Fact.Pass> whole(
            Fact.Passes passes, Map<String, TreeMap<Integer, Fact.Passes>> begun) {
        Fact.Part part = passes.part();
        if (part == null) {
            return passes.passes();
        }
        var parts = begun.computeIfAbsent(part.list(), _ -> new TreeMap<>());
        parts.put(part.no(), passes);
        if (parts.size() != part.of() || parts.lastKey() != part.of()) {
            return null;
        }
        begun.remove(part.list());
        return parts.values().stream().flatMap(one -> one.passes().stream()).toList();
    }
}
