package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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

    /** Gives a new stream of this node. */
    final Supplier<StreamDescriptor> mint;

    Hlc clock;
    Marks marks;

    /** The streams that exist in two versions; read by any thread. */
    volatile Map<StreamId, Fork> forks;

    /** What the visits come to, as of the last commit; read by any thread. */
    volatile FoldDigest fold;

    /** The stream that is written now; read by any thread. */
    volatile StreamDescriptor stream;

    /** Rows met that do not give their own leaf; read by any thread. */
    final Set<Fact.Place> damaged = ConcurrentHashMap.newKeySet();

    final Hearsay hearsay;
    private final RandomGenerator random;

    /**
     * @param store what is on disk
     */
    WriterState(
            CentralId central,
            Store store,
            Supplier<StreamDescriptor> mint,
            long wallMs,
            Hearsay hearsay,
            RandomGenerator random,
            FactCodec codec) {
        this.hearsay = hearsay;
        this.central = central;
        this.mint = mint;
        this.random = random;
        this.codec = codec;
        Image image = Image.of(store, codec.edition());
        Hlc last = Hlc.ZERO;
        for (Store.StoredStream stream : image.streams) {
            last = last.max(stream.lastHlc());
        }
        this.holdings = new Holdings(image.streams, image.withheld());
        this.clock = HybridClock.start(last, wallMs);
        this.stream = mint.get();
        this.marks = image.marks;
        this.forks = image.forks();
        this.fold = image.fold;
    }

    /** What is on disk at one moment. */
    private record Image(
            List<Store.StoredStream> streams,
            Marks marks,
            List<Store.HashOnly> hashes,
            List<Fork> found,
            FoldDigest fold) {
        static Image of(Store store, Edition edition) {
            var nothing = new FoldDigest(edition.fold(), FoldDigest.NOTHING);
            return store.read(
                    tx ->
                            new Image(
                                    tx.streams(),
                                    tx.marks(),
                                    tx.hashesOnly(),
                                    tx.forks(),
                                    tx.fold().orElse(nothing)));
        }

        Withheld withheld() {
            return Withheld.among(hashes, marks);
        }

        Map<StreamId, Fork> forks() {
            return found.stream().collect(Collectors.toMap(Fork::stream, fork -> fork));
        }
    }

    /** Takes over what is on disk, whatever was thought to be. */
    void reload(Store store) {
        Image image = Image.of(store, codec.edition());
        frontiers.clear();
        holdings.reload(image.streams, image.withheld());
        marks = image.marks;
        forks = image.forks();
        fold = image.fold;
    }

    /** What those events say, by identity. Any thread. */
    Map<LedgerEvent, Taken> decode(Arrival arrival) {
        var decoded = new IdentityHashMap<LedgerEvent, Taken>(arrival.size());
        arrival.events().forEach(e -> decoded.put(e.event(), codec.decode(e.event())));
        return decoded;
    }

    String salt() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
