package dev.gatehouse.mesh;

import dev.gatehouse.model.Hash;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Knows the last frames of one link by their hashes, so that one that comes again is told from
 * another one. One thread at a time.
 */
final class LastFrames {
    /**
     * Frames that are remembered; a repeat that is further behind is taken for a frame of its own.
     * Pages of one event, as small as they get, come 250 a second at most, so a repeat may be four
     * seconds behind. They take 0.1 MB a link.
     */
    static final int KEPT = 1_024;

    private static final class Latest extends LinkedHashMap<Hash, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Boolean> eldest) {
            return size() > KEPT;
        }
    }

    private final Set<Hash> hashes = Collections.newSetFromMap(new Latest());

    /**
     * Takes note of a frame.
     *
     * @param textOrBytes as it came
     * @return whether the same one, byte for byte, is among the last
     */
    boolean repeats(Object textOrBytes) {
        byte[] bytes =
                textOrBytes instanceof byte[] binary
                        ? binary
                        : ((String) textOrBytes).getBytes(StandardCharsets.UTF_8);
        return !hashes.add(Hash.over(bytes));
    }
}
