package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts right what a disk or a hand has spoilt, within one context. What is put in place of a
 * damaged row is believed only where with it the whole tree comes to the root that was checked when
 * the events came, so it does not matter whom it came from.
 */
final class Repairer {
    /** Leaves read at once. */
    private static final int CHUNK = 1_024;

    private final TransactionContext context;
    private final Store.WriteTx tx;

    Repairer(TransactionContext context) {
        this.context = context;
        this.tx = context.tx();
    }

    /**
     * @param events to be put in the place of rows; none where only leaves and nodes are to be
     *     brought in line with each other
     * @return whether the stream is whole again; otherwise nothing was changed
     */
    boolean mend(StreamId stream, List<HashedEvent> events) {
        StreamHeadState tip = context.known(stream);
        if (tip == null) {
            return false;
        }
        Map<Long, HashedEvent> given = new HashMap<>();
        events.forEach(leafed -> given.put(leafed.event().seq(), leafed));
        if (mend(tip, given)) {
            return true;
        }
        Map<Long, HashedEvent> withoutLeaf = events.isEmpty() ? eventsUnlikeLeaves(tip) : Map.of();
        return !withoutLeaf.isEmpty() && mend(tip, withoutLeaf);
    }

    private boolean mend(StreamHeadState tip, Map<Long, HashedEvent> given) {
        Map<Node, Hash> nodes = new HashMap<>();
        var frontier = new Frontier();
        for (long from = 0; from < tip.n(); from += CHUNK) {
            long to = Math.min(from + CHUNK, tip.n());
            List<Hash> leaves = tx.trees().leaves(tip.key, from, to);
            boolean gapless = leaves.size() == to - from;
            for (long at = from; at < to; at++) {
                HashedEvent instead = given.get(at + 1);
                Hash leaf =
                        instead != null
                                ? instead.leaf()
                                : gapless ? leaves.get((int) (at - from)) : only(tip, at);
                if (leaf == null) {
                    return false;
                }
                frontier.append(
                        leaf, (level, place, hash) -> nodes.put(new Node(level, place), hash));
            }
        }
        if (!frontier.root().equals(tip.root())) {
            return false;
        }
        tip.frontier = frontier;
        tip.checked = null;
        tx.trees().removeNodes(tip.key, 0);
        nodes.forEach((node, hash) -> tx.trees().addNode(tip.key, node.level(), node.at(), hash));
        given.values().forEach(leafed -> replace(tip, leafed));
        context.replaced(tip);
        return true;
    }

    /**
     * The events in blocks beside which another leaf is stored than theirs: where with their own
     * the tree comes to its root, it is the stored leaves that are damaged.
     */
    private Map<Long, HashedEvent> eventsUnlikeLeaves(StreamHeadState tip) {
        Map<Long, HashedEvent> found = new HashMap<>();
        for (long from = 0; from < tip.n(); from += CHUNK) {
            int rows = (int) Math.min(CHUNK, tip.n() - from);
            List<Hash> leaves = tx.trees().leaves(tip.key, from, from + rows);
            for (LedgerEvent event : read(tip, from + 1, rows)) {
                int at = (int) (event.seq() - from - 1);
                Hash own = Merkle.leaf(event);
                boolean same = leaves.size() == rows && leaves.get(at).equals(own);
                if (!same && tx.events().isInBlock(tip.key, event.seq())) {
                    found.put(event.seq(), new HashedEvent(event, own));
                }
            }
        }
        return found;
    }

    /** Reads events; gives none where one of them is damaged. */
    private List<LedgerEvent> read(StreamHeadState tip, long from, int rows) {
        try {
            return tx.events().range(tip.key, tip.stream(), from, rows, Integer.MAX_VALUE);
        } catch (IllegalArgumentException damaged) {
            return List.of();
        }
    }

    private record Node(int level, long at) {}

    private @Nullable Hash only(StreamHeadState tip, long at) {
        List<Hash> leaf = tx.trees().leaves(tip.key, at, at + 1);
        return leaf.isEmpty() ? null : leaf.getFirst();
    }

    /** The projections may have been folded from the damaged row: its car is folded anew. */
    private void replace(StreamHeadState tip, HashedEvent leafed) {
        long seq = leafed.event().seq();
        if (seq > tip.n()) {
            return;
        }
        context.rows().drop(tip, seq);
        context.rows().keep(tip, leafed);
        context.projector().again(leafed.event());
    }
}
