package dev.gatehouse.sim;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that is in a ledger, read as peers and people read it. */
final class Contents {
    /** Where an event stands. */
    record Number(StreamId stream, long seq) {}

    private Contents() {}

    /** Every event that is claimed; each is there and leads to the root that is claimed. */
    static Map<Number, LedgerEvent> of(Host host, Ledger ledger) {
        var all = new HashMap<Number, LedgerEvent>();
        for (StreamHead head : ledger.holdings().all()) {
            StreamDescriptor descriptor = ledger.holdings().descriptor(head.stream());
            if (descriptor == null) {
                host.world.fail(host + " does not know whose " + head + " is");
                return all;
            }
            try {
                read(ledger, head, descriptor, all);
            } catch (RuntimeException e) {
                host.world.fail(host + " does not hold what it claims of " + head + ": " + e, e);
            }
        }
        return all;
    }

    private static void read(
            Ledger ledger,
            StreamHead head,
            StreamDescriptor descriptor,
            Map<Number, LedgerEvent> all) {
        Hash root = head.root();
        for (long from = 1; from <= head.n(); ) {
            Page page = ledger.page(head.stream(), from, head.n(), 1_024, 1 << 20);
            Arrival checked =
                    Arrival.check(descriptor, page.events(), page.n(), page.root(), page.proof());
            for (LedgerEvent event : page.events()) {
                all.put(new Number(event.stream(), event.seq()), event);
            }
            from += checked.size();
            root = page.n() == head.n() ? page.root() : root;
        }
        if (!root.equals(head.root())) {
            throw new IllegalStateException("its root is another");
        }
    }

    /** What people see, without what is local to a central. */
    static List<String> shown(Ledger ledger) {
        var shown = new ArrayList<String>(visits(ledger).values());
        for (Irregularity.Kind kind : Irregularity.Kind.values()) {
            ledger.irregular(kind, HistoryQuery.MAX_LIMIT, 0).stream()
                    .map(
                            one ->
                                    kind
                                            + " "
                                            + one.passage().stream()
                                            + " "
                                            + one.passage().seq()
                                            + " "
                                            + one.eventId())
                    .sorted()
                    .forEach(shown::add);
        }
        for (String kind : List.of(Fact.Fees.KIND, Fact.Passes.KIND)) {
            ledger.shared().newest(kind).ifPresent(fact -> shown.add("newest: " + fact));
        }
        return shown;
    }

    private static Map<String, String> visits(Ledger ledger) {
        var rows = new TreeMap<String, String>();
        List<Visit> page;
        int offset = 0;
        do {
            page =
                    ledger.history(
                                    new HistoryQuery(
                                            HistoryQuery.MAX_LIMIT, offset, false, null, null))
                            .visits();
            offset += page.size();
            for (Visit v : page) {
                rows.put(
                        v.eventId(),
                        v.eventId()
                                + " "
                                + v.sourceCentral()
                                + " "
                                + v.plate()
                                + " "
                                + v.edgeId()
                                + " "
                                + v.entry()
                                + " "
                                + v.confirmed()
                                + " "
                                + v.exit());
            }
        } while (page.size() == HistoryQuery.MAX_LIMIT);
        return rows;
    }

    static String firstDifference(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!one.get(i).equals(other.get(i))) {
                return one.get(i) + " | " + other.get(i);
            }
        }
        return one.size() + " and " + other.size() + " rows";
    }
}
