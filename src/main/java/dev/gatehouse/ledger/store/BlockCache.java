package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.block.BlockException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The blocks of one store that were read last, unpacked. Reading one takes 0.6 ms, and events that
 * are wanted together lie together. A block is given only for the very bytes that it was read from:
 * one that was written anew, or altered by hand, is read anew, whatever the snapshot of who asks.
 * Any thread.
 */
final class BlockCache {
    /**
     * At most 2 MB each, its body and its bytes, and usually a tenth of that. So many serve five
     * readers at once, each with the blocks around the cars that it looks for.
     */
    private static final int BLOCKS = 16;

    private record Place(int stream, long first) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Read(byte[] data, Block block) {}

    private final Map<Place, Read> read = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Reads a block, or finds it.
     *
     * @param stream the short number of its stream
     * @param data as stored
     * @throws BlockException when the bytes are no block
     */
    Block get(int stream, long first, byte[] data) {
        var place = new Place(stream, first);
        synchronized (this) {
            Read known = read.get(place);
            if (known != null && Arrays.equals(known.data(), data)) {
                return known.block();
            }
        }
        Block block = Block.read(data);
        synchronized (this) {
            read.put(place, new Read(data, block));
            if (read.size() > BLOCKS) {
                read.remove(read.keySet().iterator().next());
            }
        }
        return block;
    }
}
