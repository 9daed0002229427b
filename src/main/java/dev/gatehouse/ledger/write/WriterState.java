package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.codec.HybridClock;
import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.ledger.store.MissingPayloads;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.Tombstones;
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
public final class WriterState {
    /** Right edges kept at hand: more streams than are ever written at once; each about 1 KB. */
    private static final int FRONTIERS = 256;

    final CentralId central;
    public final Holdings holdings;
    public final FactCodec codec;

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
    Tombstones marks;

    /** The streams that exist in two versions; read by any thread. */
    public volatile Map<StreamId, Fork> forks;

    /** What the visits come to, as of the last commit; read by any thread. */
    public volatile FoldDigest fold;

    /** The stream that is written now; read by any thread. */
    public volatile StreamDescriptor stream;

    /** Rows met that do not give their own leaf; read by any thread. */
    public final Set<Fact.Place> damaged = ConcurrentHashMap.newKeySet();

    final CloneClaimLimiter hearsay;
    final Sealing sealing;
    private final RandomGenerator random;

    /**
     * @param store what is on disk
     * @param span events that are packed into one block, 0 for none
     */
    public WriterState(
            CentralId central,
            Store store,
            Supplier<StreamDescriptor> mint,
            long wallMs,
            CloneClaimLimiter hearsay,
            RandomGenerator random,
            FactCodec codec,
            int span) {
        this.hearsay = hearsay;
        this.central = central;
        this.mint = mint;
        this.random = random;
        this.codec = codec;
        Image image = Image.of(store, codec.edition());
        Hlc last = Hlc.ZERO;
        for (EventStore.StoredStream stream : image.streams) {
            last = last.max(stream.lastHlc());
        }
        this.holdings = new Holdings(image.streams, image.withheld());
        this.clock = HybridClock.start(last, wallMs);
        this.stream = mint.get();
        this.marks = image.marks;
        this.forks = image.forks();
        this.fold = image.fold;
        this.sealing = new Sealing(this, span);
    }

    /** What is on disk at one moment. */
    private record Image(
            List<EventStore.StoredStream> streams,
            Tombstones marks,
            List<EventStore.HashOnly> hashes,
            List<Fork> found,
            FoldDigest fold) {
        static Image of(Store store, FoldVersion edition) {
            var nothing = new FoldDigest(edition.fold(), FoldDigest.NOTHING);
            return store.read(
                    tx ->
                            new Image(
                                    tx.events().streams(),
                                    tx.events().marks(),
                                    tx.events().hashesOnly(),
                                    tx.events().forks(),
                                    tx.visits().fold().orElse(nothing)));
        }

        MissingPayloads withheld() {
            return MissingPayloads.among(hashes, marks);
        }

        public Map<StreamId, Fork> forks() {
            return found.stream().collect(Collectors.toMap(Fork::stream, fork -> fork));
        }
    }

    /** Takes over what is on disk, whatever was thought to be. */
    void reload(Store store) {
        Image image = Image.of(store, codec.edition());
        frontiers.clear();
        holdings.put(image.streams, image.withheld());
        marks = image.marks;
        forks = image.forks();
        fold = image.fold;
    }

    /** What those events say, by identity. Any thread. */
    Map<LedgerEvent, DecodedFact> decode(Arrival arrival) {
        PackedEvents block = arrival.block();
        if (block != null) {
            return block.decoded(codec);
        }
        var decoded = new IdentityHashMap<LedgerEvent, DecodedFact>(arrival.size());
        arrival.events().forEach(e -> decoded.put(e.event(), codec.decode(e.event())));
        return decoded;
    }

    String salt() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
