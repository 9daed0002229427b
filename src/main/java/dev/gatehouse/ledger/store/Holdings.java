package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is held of every stream, in memory: exactly what the last commit left on disk. The writer
 * replaces it after each commit; any thread reads.
 */
public final class Holdings {
    private record Known(int key, StreamDescriptor descriptor, @Nullable SignedHead signed) {}

    private final HeadMap heads = new HeadMap();
    private final Map<StreamId, Known> known = new HashMap<>();

    /** The first stream of each central with the key that is pinned, and each with another. */
    private final Map<CentralId, List<StreamDescriptor>> keys = new HashMap<>();

    private MissingPayloads withheld = MissingPayloads.NONE;

    public Holdings(Collection<EventStore.StoredStream> stored, MissingPayloads withheld) {
        put(stored, withheld);
    }

    /**
     * Takes over streams as one transaction left them, or as they are on disk, all at once. Other
     * streams stay as they are.
     */
    public synchronized void put(Collection<EventStore.StoredStream> stored, MissingPayloads now) {
        withheld = now;
        stored.forEach(s -> put(s.key(), s.descriptor(), s.signed(), s.head()));
    }

    private void put(
            int key, StreamDescriptor descriptor, @Nullable SignedHead signed, StreamHead head) {
        Known before = known.put(descriptor.stream(), new Known(key, descriptor, signed));
        heads.put(head);
        if (before == null) {
            List<StreamDescriptor> pinned =
                    keys.computeIfAbsent(descriptor.central(), _ -> new ArrayList<>());
            if (pinned.isEmpty() || !pinned.getFirst().key().equals(descriptor.key())) {
                pinned.add(descriptor);
            }
        }
    }

    /**
     * The events of which only the hash of their payload came, though no erasing is known that
     * accounts for it: as long as there are any, equal holdings may give unequal visits.
     *
     * @return their numbers by stream; empty nearly always
     */
    public Map<StreamId, Ranges> withheld() {
        return withheldNow().all();
    }

    public synchronized MissingPayloads withheldNow() {
        return withheld;
    }

    /**
     * The streams of centrals that came with another key than that central's first one: each is an
     * alarm. A reinstalled booth is the usual reason; somebody who pretends to be one is another.
     */
    public synchronized List<StreamDescriptor> otherKeys() {
        var others = new ArrayList<StreamDescriptor>();
        for (List<StreamDescriptor> descriptors : keys.values()) {
            others.addAll(descriptors.subList(1, descriptors.size()));
        }
        return others;
    }

    /**
     * Streams of one node of which something is held, the last one that came to this disk first.
     */
    public synchronized List<StreamHead> latestOf(StreamDescriptor node, int most) {
        return known.values().stream()
                .filter(one -> one.descriptor.key().equals(node.key()))
                .filter(one -> one.descriptor.central().equals(node.central()))
                .filter(one -> heads.n(one.descriptor.stream()) > 0)
                .sorted(Comparator.comparing(Known::key).reversed())
                .limit(most)
                .map(one -> Objects.requireNonNull(heads.get(one.descriptor.stream())))
                .toList();
    }

    public synchronized @Nullable Integer key(StreamId stream) {
        Known found = known.get(stream);
        return found == null ? null : found.key();
    }

    /** Whose the stream is; null where nothing of it is held. */
    public synchronized @Nullable StreamDescriptor descriptor(StreamId stream) {
        Known found = known.get(stream);
        return found == null ? null : found.descriptor();
    }

    public synchronized @Nullable StreamHead head(StreamId stream) {
        return heads.get(stream);
    }

    /** How many events of that stream are held from 1 without a gap. */
    public synchronized long n(StreamId stream) {
        return heads.n(stream);
    }

    /** The numbers of the events held of that stream. */
    public synchronized Ranges held(StreamId stream) {
        return heads.held(stream);
    }

    /**
     * Whether events under all the numbers of that claim are held, and without a gap where it has
     * none.
     */
    public synchronized boolean covers(StreamHead claim) {
        return heads.n(claim.stream()) >= claim.n()
                && (claim.loose().isEmpty()
                        || claim.loose().minus(heads.held(claim.stream())).isEmpty());
    }

    /** The last head of that stream that its writer signed and that is held here. */
    public synchronized @Nullable SignedHead signed(StreamId stream) {
        Known found = known.get(stream);
        return found == null ? null : found.signed();
    }

    /** What is held of one node's streams beyond the last head that it signed. */
    public synchronized List<StreamHead> unsigned(StreamDescriptor node) {
        var unsigned = new ArrayList<StreamHead>();
        for (Known one : known.values()) {
            StreamHead head = heads.get(one.descriptor.stream());
            SignedHead signed = one.signed;
            if (head != null
                    && one.descriptor.central().equals(node.central())
                    && one.descriptor.key().equals(node.key())
                    && head.n() > (signed == null ? 0 : signed.n())) {
                unsigned.add(head);
            }
        }
        return unsigned;
    }

    /** The digest of everything. */
    public synchronized Hash top() {
        return heads.top();
    }

    /** Events held in all streams together. */
    public synchronized long events() {
        return heads.events();
    }

    public synchronized List<Hash> bucketHashes() {
        return heads.bucketHashes();
    }

    public synchronized List<StreamHead> all() {
        return heads.all();
    }

    /** What is held in all streams together, at one moment. */
    public synchronized Summary summary() {
        return new Summary(heads.events(), heads.streams(), heads.top());
    }

    /**
     * Everything held, in three values.
     *
     * @param events held in all streams together
     * @param streams of which any are held
     * @param top the digest of everything
     */
    public record Summary(long events, int streams, Hash top) {}
}
