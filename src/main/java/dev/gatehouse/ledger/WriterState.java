package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the writer keeps in memory between transactions. Its turns only, but for {@link #holdings}.
 */
final class WriterState {
    /** Right edges kept at hand: more streams than are ever written at once; each about 1 KB. */
    private static final int FRONTIERS = 256;

    final CentralId central;
    final Holdings holdings;
    final FactCodec codec;

    final Map<StreamId, Frontier> frontiers =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<StreamId, Frontier> eldest) {
                    return size() > FRONTIERS;
                }
            };

    Hlc clock;

    /** The stream that is written now; read by any thread. */
    volatile StreamDescriptor stream;

    private final RandomGenerator random;

    WriterState(
            CentralId central,
            Holdings holdings,
            Hlc clock,
            StreamDescriptor stream,
            RandomGenerator random,
            FactCodec codec) {
        this.central = central;
        this.holdings = holdings;
        this.clock = clock;
        this.stream = stream;
        this.random = random;
        this.codec = codec;
    }

    /** Takes over what is on disk, whatever was thought to be. */
    void reload(List<Store.StoredStream> stored) {
        frontiers.clear();
        holdings.reload(stored);
    }

    String salt() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
