package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is held of every stream, in memory: exactly what the last commit left on disk. The writer
 * replaces it after each commit; any thread reads.
 */
public final class Holdings {
    private record Known(int key, StreamDescriptor descriptor) {}

    private final HeadMap heads = new HeadMap();
    private final Map<StreamId, Known> known = new HashMap<>();

    Holdings(Collection<Store.StoredStream> stored) {
        reload(stored);
    }

    /** Takes over what one transaction wrote, all of it at once. */
    synchronized void put(Collection<Transaction.Tip> tips) {
        tips.forEach(tip -> put(tip.key, tip.descriptor, tip.frontier.size(), tip.frontier.root()));
    }

    /** Takes over what is on disk; streams are only ever added to. */
    synchronized void reload(Collection<Store.StoredStream> stored) {
        stored.forEach(s -> put(s.key(), s.descriptor(), s.n(), s.root()));
    }

    private void put(int key, StreamDescriptor descriptor, long n, Hash root) {
        known.put(descriptor.stream(), new Known(key, descriptor));
        heads.put(new StreamHead(descriptor.stream(), n, root));
    }

    synchronized @Nullable Integer key(StreamId stream) {
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

    public synchronized List<StreamHead> bucket(int bucket) {
        return heads.bucket(bucket);
    }

    public synchronized List<StreamHead> all() {
        return heads.all();
    }

    /** Both at one moment. */
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
