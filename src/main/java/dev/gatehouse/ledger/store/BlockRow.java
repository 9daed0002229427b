package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row of {@code block} without its leaves, also where it is damaged.
 *
 * @param first the number of its first event, as the row says
 * @param n how many events, as the row says
 * @param block null where the data is not the block that the row says it is
 * @param problem why it is not, empty where it is
 */
record BlockRow(long first, int n, @Nullable Block block, String problem) {
    long last() {
        return first + n - 1;
    }

    boolean holds(long seq) {
        return seq >= first && seq <= last();
    }

    /**
     * The block itself.
     *
     * @throws IllegalArgumentException where it is torn, as a row that holds no event does
     */
    Block whole() {
        Block whole = block;
        if (whole == null) {
            throw new IllegalArgumentException(problem);
        }
        return whole;
    }

    /**
     * Its event of that number.
     *
     * @throws IllegalArgumentException where it is torn
     */
    LedgerEvent event(long seq) {
        return whole().event((int) (seq - first));
    }

    /** All of its events with the leaves that are stored beside them. */
    List<HashedEvent> events(byte[] leaves) {
        var events = new ArrayList<HashedEvent>(n);
        for (int row = 0; row < n; row++) {
            events.add(new HashedEvent(whole().event(row), leaf(leaves, row)));
        }
        return events;
    }

    /** The leaf of one event among those of a block. */
    static Hash leaf(byte[] leaves, int row) {
        return Hash.of(Arrays.copyOfRange(leaves, row * Hash.BYTES, (row + 1) * Hash.BYTES));
    }
}
