package dev.gatehouse.ledger.hash;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * How much of every stream somebody holds, and the digest of it all: an entry is a hash of one
 * stream's head, a bucket that of the entries of all streams with one first byte, the top that of
 * the 256 buckets. Two that are equal compare 32 bytes, two that differ find the streams through
 * one bucket.
 *
 * <p>Not thread-safe. Streams of which nothing is held are not in it.
 */
public final class HeadMap {
    /** Buckets, one for each first byte of a stream's name. */
    public static final int BUCKETS = 256;

    private record Entry(StreamHead head, Hash hash) {}

    private final List<TreeMap<StreamId, Entry>> buckets = new ArrayList<>(BUCKETS);
    private final @Nullable Hash[] bucketHashes = new Hash[BUCKETS];
    private @Nullable Hash top;
    private long events;
    private int streams;

    public HeadMap() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new TreeMap<>());
        }
    }

    /** Replaces what was known of that stream; one of which nothing is held leaves the map. */
    public void put(StreamHead head) {
        int bucket = head.stream().bucket();
        bucketHashes[bucket] = null;
        top = null;
        if (head.isEmpty()) {
            Entry before = buckets.get(bucket).remove(head.stream());
            events -= before == null ? 0 : before.head.events();
            streams -= before == null ? 0 : 1;
            return;
        }
        Hash hash =
                new Sha256()
                        .put(head.stream().bytes())
                        .put(head.n())
                        .put(head.root())
                        .put(head.looseDigest())
                        .done();
        Entry before = buckets.get(bucket).put(head.stream(), new Entry(head, hash));
        events += head.events() - (before == null ? 0 : before.head.events());
        streams += before == null ? 1 : 0;
    }

    public @Nullable StreamHead get(StreamId stream) {
        Entry entry = buckets.get(stream.bucket()).get(stream);
        return entry == null ? null : entry.head;
    }

    /** How many events of that stream are held from 1 without a gap. */
    public long n(StreamId stream) {
        StreamHead head = get(stream);
        return head == null ? 0 : head.n();
    }

    /** The numbers of the events held of that stream. */
    public Ranges held(StreamId stream) {
        StreamHead head = get(stream);
        return head == null ? Ranges.EMPTY : head.held();
    }

    /** Events held in all streams together. */
    public long events() {
        return events;
    }

    public int streams() {
        return streams;
    }

    /** The heads of one bucket, in the order of their names. */
    public List<StreamHead> bucket(int bucket) {
        return buckets.get(bucket).values().stream().map(Entry::head).toList();
    }

    /** All heads, in the order of their names. */
    public List<StreamHead> all() {
        return buckets.stream()
                .map(TreeMap::values)
                .flatMap(Collection::stream)
                .map(Entry::head)
                .toList();
    }

    public Hash bucketHash(int bucket) {
        Hash hash = bucketHashes[bucket];
        if (hash == null && buckets.get(bucket).isEmpty()) {
            return Hash.OF_NOTHING; // nearly all of them, in each new map
        }
        if (hash == null) {
            Sha256 sha = new Sha256();
            buckets.get(bucket).values().stream().map(Entry::hash).sorted().forEach(sha::put);
            hash = sha.done();
            bucketHashes[bucket] = hash;
        }
        return hash;
    }

    /** The hashes of all buckets, by number. */
    public List<Hash> bucketHashes() {
        var all = new ArrayList<Hash>(BUCKETS);
        for (int i = 0; i < BUCKETS; i++) {
            all.add(bucketHash(i));
        }
        return all;
    }

    /** The digest of everything. */
    public Hash top() {
        Hash known = top;
        if (known == null) {
            Sha256 sha = new Sha256();
            for (int i = 0; i < BUCKETS; i++) {
                sha.put(bucketHash(i));
            }
            known = sha.done();
            top = known;
        }
        return known;
    }
}
