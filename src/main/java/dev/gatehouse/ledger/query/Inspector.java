package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.ledger.store.Remark;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what two nodes compare with each other: the hashes in the trees of streams, and single
 * events as people look at them. Each call reads one snapshot; any thread.
 */
public final class Inspector {
    /**
     * Levels of a tree from one comparison to the next: nodes above 1,024 leaves, above 1,048,576
     * and so on are stored, so each is one row.
     */
    public static final int LEVELS = 2 * Merkle.STORED_STEP;

    /** Nodes below one of the next level. */
    public static final int FAN = 1 << LEVELS;

    private final Store store;
    private final Holdings holdings;
    private final FactCodec codec;

    public Inspector(Store store, Holdings holdings, FactCodec codec) {
        this.store = store;
        this.holdings = holdings;
        this.codec = codec;
    }

    /**
     * By central, how many of its entries and exits do not count, since another that came before
     * them tells otherwise; none where there are none.
     *
     * @throws StoreException when the database cannot be read
     */
    public Map<CentralId, Long> conflicts() {
        return store.read(
                tx -> {
                    var all = new HashMap<CentralId, Long>();
                    for (Remark.What what : Remark.What.CONFLICTS) {
                        tx.facts()
                                .centrals(what)
                                .forEach((id, count) -> all.merge(id, count, Long::sum));
                    }
                    return all;
                });
    }

    /**
     * Hashes side by side in the tree of one stream.
     *
     * @param level levels above the leaves, a multiple of {@link #LEVELS}
     * @param from the first, from 0
     * @param to the last
     * @return none where not all of them are held; above the leaves only what a root was checked
     *     over is
     * @throws StoreException when the database cannot be read
     */
    public List<Hash> hashes(StreamId stream, int level, long from, long to) {
        if (level < 0 || level % LEVELS != 0 || level >= Long.SIZE || from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "no hashes " + from + " to " + to + " on level " + level);
        }
        Integer key = holdings.key(stream);
        boolean held =
                level == 0
                        ? holdings.held(stream).containsAll(from + 1, to + 1)
                        : to < holdings.n(stream) >>> level;
        if (key == null || !held) {
            return List.of();
        }
        List<Hash> found =
                store.read(
                        tx ->
                                level == 0
                                        ? tx.trees().leaves(key, from, to + 1)
                                        : tx.trees().nodes(key, level, from, to + 1));
        return found.size() == to - from + 1 ? found : List.of();
    }

    /**
     * The node above hashes side by side.
     *
     * @param below as many as a power of two
     */
    public static Hash above(List<Hash> below) {
        var frontier = new Frontier();
        below.forEach(hash -> frontier.append(hash, Frontier.Nodes.NONE));
        return frontier.root();
    }

    /**
     * What is held under a number, as people look at it; null where that is nothing.
     *
     * @throws StoreException when the database cannot be read
     */
    public Differences.@Nullable Side held(StreamId stream, long seq) {
        Integer key = holdings.key(stream);
        return key == null
                ? null
                : store.read(tx -> tx.events().event(key, seq)).map(this::side).orElse(null);
    }

    /** An event as people look at it. */
    public Differences.Side side(LedgerEvent event) {
        FoldFact fact = event.erased() ? null : codec.ofCar(event, 0);
        String plate = fact == null ? FoldFact.NOBODY : fact.ownPlate();
        return new Differences.Side(
                event.id(),
                event.kind(),
                Instant.ofEpochMilli(event.wallMs()),
                plate.equals(FoldFact.NOBODY) ? null : plate,
                Merkle.leaf(event));
    }
}
