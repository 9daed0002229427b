package dev.gatehouse.ledger;

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
import java.util.function.Supplier;

/**
 * The passes of a site are one list, and a long one takes several events, which are written in one
 * transaction and may come to a peer one by one. A list counts once all its parts are there; until
 * then the one before it does.
 */
final class PassLists {
    /** Events of one list: 60 KB each, so some ten thousand passes. */
    static final int MAX_PARTS = 32;

    /** Bytes of passes in one event, of the 64 KiB that a payload may have. */
    private static final int PART_BYTES = 60_000;

    /**
     * Events that are looked through for a whole list; beyond it somebody spoils list after list.
     */
    private static final int LOOKED_AT = 8 * MAX_PARTS;

    /**
     * Events that are looked through for older lists: they take half a second, once for each new
     * list, and are eight edits a day for two months where a list fits one event.
     */
    private static final int LOOKED_AT_FOR_ALL = 512;

    /** Events that are read at once, some 2 MB at most. */
    private static final int AT_ONCE = MAX_PARTS;

    private PassLists() {}

    /**
     * The facts that a list is written as: itself, or its parts where it is too long for one event.
     *
     * @param names gives the name that the parts have in common
     * @throws IllegalArgumentException where it is too long altogether
     */
    static List<Fact.OfSite> parts(Fact.OfSite fact, FactCodec codec, Supplier<String> names) {
        if (!(fact instanceof Fact.Passes(List<Fact.Pass> passes, Fact.Part _))
                || (passes.size() <= Fields.ELEMENTS
                        && codec.encode(fact, names.get()).length() <= PART_BYTES)) {
            return List.of(fact);
        }
        var groups = new ArrayList<List<Fact.Pass>>();
        int bytes = PART_BYTES + 1;
        for (Fact.Pass pass : passes) {
            int size = codec.encode(new Fact.Passes(List.of(pass)), names.get()).length();
            if (bytes + size > PART_BYTES || groups.getLast().size() == Fields.ELEMENTS) {
                groups.add(new ArrayList<>());
                bytes = 0;
            }
            groups.getLast().add(pass);
            bytes += size;
        }
        if (groups.size() > MAX_PARTS) {
            throw new IllegalArgumentException(
                    passes.size()
                            + " passes take "
                            + groups.size()
                            + " events, and a list at most "
                            + MAX_PARTS
                            + ": leave out those that have ended");
        }
        String list = names.get();
        var parts = new ArrayList<Fact.OfSite>();
        for (List<Fact.Pass> group : groups) {
            parts.add(new Fact.Passes(group, new Fact.Part(list, parts.size() + 1, groups.size())));
        }
        return parts;
    }

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
                    tx.siteFacts(Fact.Passes.KIND, Long.MAX_VALUE, AT_ONCE, seen);
            for (LedgerEvent event : events) {
                if (!(codec.decode(event) instanceof Taken.Known(Fact.Passes passes))) {
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
