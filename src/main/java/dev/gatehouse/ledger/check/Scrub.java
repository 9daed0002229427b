package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Looks again and again whether what is on disk is still what was written: each event against its
 * leaf, the leaves and nodes of each stream against its root. Reads a little at a time, each time
 * on a fresh snapshot; one thread at a time.
 */
public final class Scrub {
    /** Events looked at in one step: one page, some milliseconds. */
    static final int STEP = 1_024;

    /** Of one step; as large as its events may be, since what is left out would seem missing. */
    private static final int STEP_BYTES = Integer.MAX_VALUE;

    /**
     * Damaged events that are told of one stream in one round: they are asked for one by one, and
     * whoever lost more than a hundred pages restores a backup.
     */
    private static final int TOLD = 100_000;

    /** What is wrong. */
    public sealed interface Damage {
        StreamId stream();

        /** The row of that event is gone, is none any more, or is another than its leaf says. */
        record Event(StreamId stream, long seq) implements Damage {}

        /** The events and leaves are right as far as can be seen, and do not lead to the root. */
        record Tree(StreamId stream, long n) implements Damage {}
    }

    /**
     * What one step came to.
     *
     * @param damage what it found
     * @param events so many were looked at
     * @param ended whether a round is over: all that was held at its beginning was looked at
     */
    public record Step(List<Damage> damage, int events, boolean ended) {}

    private final Store store;
    private final Holdings holdings;
    private final Queue<StreamHead> left = new ArrayDeque<>();
    private @Nullable StreamHead current;
    private long next;
    private boolean whole;

    public Scrub(Store store, Holdings holdings) {
        this.store = store;
        this.holdings = holdings;
    }

    /** Begins anew with the first stream. */
    public void restart() {
        left.clear();
        current = null;
    }

    /**
     * Looks at what comes next; a round begins where none is under way.
     *
     * @throws StoreException when the database cannot be read
     */
    public Step step() {
        StreamHead head = current;
        if (head == null) {
            if (left.isEmpty()) {
                left.addAll(holdings.all());
            }
            head = left.poll();
            if (head == null) {
                return new Step(List.of(), 0, true);
            }
            current = head;
            next = 1;
            whole = true;
        }
        StreamHead looking = head;
        Integer key = holdings.key(looking.stream());
        long to = Math.min(next + STEP - 1, looking.n());
        List<Damage> damage =
                key == null || to < next
                        ? List.of()
                        : store.read(tx -> events(tx, key, looking, next, to));
        whole &= damage.isEmpty();
        int looked = (int) Math.max(0, to - next + 1);
        next = to + 1;
        if (next <= looking.n() && damage.size() < TOLD) {
            return new Step(damage, looked, false);
        }
        if (whole && key != null && !store.read(tx -> leads(tx, key, looking))) {
            damage = List.of(new Damage.Tree(looking.stream(), looking.n()));
        }
        current = null;
        return new Step(damage, looked, left.isEmpty());
    }

    private static List<Damage> events(
            Store.ReadTx tx, int key, StreamHead head, long from, long to) {
        long held = tx.events().stream(key).map(EventStore.StoredStream::n).orElse(0L);
        if (held < to) {
            return List.of(); // it was cut back since; what is left has another head
        }
        var damage = new ArrayList<Damage>();
        int rows = (int) (to - from + 1);
        List<LedgerEvent> events = read(tx, key, head.stream(), from, rows);
        boolean gapless = events.size() == rows;
        List<Hash> leaves = tx.trees().leaves(key, from - 1, to);
        for (long seq = from; seq <= to; seq++) {
            int at = (int) (seq - from);
            List<LedgerEvent> one =
                    gapless ? events.subList(at, at + 1) : read(tx, key, head.stream(), seq, 1);
            List<Hash> leaf =
                    leaves.size() == rows
                            ? leaves.subList(at, at + 1)
                            : tx.trees().leaves(key, seq - 1, seq);
            if (one.isEmpty()
                    || leaf.isEmpty()
                    || one.getFirst().seq() != seq
                    || !Merkle.leaf(one.getFirst()).equals(leaf.getFirst())) {
                damage.add(new Damage.Event(head.stream(), seq));
            }
        }
        return damage.isEmpty() ? damage : withoutLeaves(tx, key, head, events, damage);
    }

    /**
     * Where events in a block are those that the stored nodes above them are over, only the leaves
     * beside them are damaged, and nobody need be asked for the events.
     */
    private static List<Damage> withoutLeaves(
            Store.ReadTx tx,
            int key,
            StreamHead head,
            List<LedgerEvent> events,
            List<Damage> damage) {
        var left = new ArrayList<Damage>();
        boolean leaves = false;
        for (Damage one : damage) {
            boolean sound =
                    one instanceof Damage.Event(StreamId _, long seq)
                            && tx.events().isInBlock(key, seq)
                            && leadsToNode(tx, key, events, seq);
            leaves |= sound;
            if (!sound) {
                left.add(one);
            }
        }
        if (leaves && left.isEmpty()) {
            left.add(new Damage.Tree(head.stream(), head.n()));
        }
        return left;
    }

    /** Whether the events around that one lead to the lowest stored node above it. */
    private static boolean leadsToNode(
            Store.ReadTx tx, int key, List<LedgerEvent> events, long seq) {
        long at = seq - 1 >>> Merkle.STORED_STEP;
        if (events.isEmpty()) {
            return false;
        }
        int from = (int) ((at << Merkle.STORED_STEP) + 1 - events.getFirst().seq());
        int to = from + (1 << Merkle.STORED_STEP);
        if (from < 0 || to > events.size()) {
            return false;
        }
        var frontier = new Frontier();
        events.subList(from, to)
                .forEach(event -> frontier.append(Merkle.leaf(event), Frontier.Nodes.NONE));
        return tx.trees()
                .nodes(key, Merkle.STORED_STEP, at, at + 1)
                .equals(List.of(frontier.root()));
    }

    /** As many as can be read. */
    private static List<LedgerEvent> read(
            Store.ReadTx tx, int key, StreamId stream, long from, int rows) {
        try {
            return tx.events().range(key, stream, from, rows, STEP_BYTES);
        } catch (IllegalArgumentException noEvent) {
            return List.of();
        }
    }

    /** Whether leaves and nodes lead to the root that is held, and to the one that is stored. */
    private static boolean leads(Store.ReadTx tx, int key, StreamHead head) {
        Optional<EventStore.StoredStream> stored = tx.events().stream(key);
        if (stored.isEmpty() || stored.get().n() < head.n()) {
            return true; // cut back since
        }
        if (stored.get().n() == head.n() && !stored.get().root().equals(head.root())) {
            return false;
        }
        boolean right = true;
        var frontier = new Frontier();
        for (long from = 0; from < head.n(); from += STEP) {
            Map<Integer, Row> made = new HashMap<>();
            for (Hash leaf : tx.trees().leaves(key, from, Math.min(from + STEP, head.n()))) {
                frontier.append(
                        leaf,
                        (level, at, hash) ->
                                made.computeIfAbsent(level, _ -> new Row(at, new ArrayList<>()))
                                        .hashes()
                                        .add(hash));
            }
            for (var level : made.entrySet()) { // one query for each, not one for each node
                Row row = level.getValue();
                long end = row.first() + row.hashes().size();
                right &=
                        tx.trees()
                                .nodes(key, level.getKey(), row.first(), end)
                                .equals(row.hashes());
            }
        }
        return right && frontier.size() == head.n() && frontier.root().equals(head.root());
    }

    /** Nodes side by side in one level. */
    private record Row(long first, List<Hash> hashes) {}
}
