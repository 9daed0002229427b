package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.PageProof;
import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Events of one stream that came from a peer, hashed and ready for the writer.
 *
 * @param descriptor whose the stream is
 * @param events with their leaves, by ascending number, at least one
 * @param numbers theirs
 * @param n leaves that {@code root} is over; 0 where none came with them
 * @param root over the first {@code n} leaves of the stream, as the peer claims it
 * @param left where a proof came with them: the hashes in it that stand for all events before the
 *     first, which is the right edge of the tree that ends there; else null
 * @param sender the central that it came from, null where that does not matter
 * @param block just these events as a block, as they came; null where they did not come so
 */
public record Arrival(
        StreamDescriptor descriptor,
        List<HashedEvent> events,
        Ranges numbers,
        long n,
        Hash root,
        @Nullable List<Hash> left,
        @Nullable CentralId sender,
        @Nullable PackedEvents block) {
    /** Events that did not come as a block. */
    public Arrival(
            StreamDescriptor descriptor,
            List<HashedEvent> events,
            Ranges numbers,
            long n,
            Hash root,
            @Nullable List<Hash> left,
            @Nullable CentralId sender) {
        this(descriptor, events, numbers, n, root, left, sender, null);
    }

    /**
     * Hashes events and checks the peer's proof; the costly part, done before the writer is asked.
     *
     * @param events by ascending number, at least one
     * @param n leaves of the tree that they are proven in
     * @param root the claimed root of that tree
     * @param proof the subtrees without any of the events
     * @throws IllegalArgumentException when they are not such events of that stream, or the proof
     *     does not lead to the root
     */
    public static Arrival check(
            StreamDescriptor descriptor,
            List<LedgerEvent> events,
            long n,
            Hash root,
            List<Hash> proof) {
        return proven(descriptor, leafed(descriptor, events), n, root, proof, null);
    }

    /**
     * As {@link #check(StreamDescriptor, List, long, Hash, List)}, of a page that came as a block:
     * its events are hashed already.
     */
    public static Arrival check(
            StreamDescriptor descriptor, PackedEvents block, long n, Hash root, List<Hash> proof) {
        if (!block.stream().equals(descriptor.stream())) {
            throw new IllegalArgumentException(
                    "the block is none of stream " + descriptor.stream());
        }
        return proven(descriptor, block.events(), n, root, proof, block);
    }

    private static Arrival proven(
            StreamDescriptor descriptor,
            List<HashedEvent> leafed,
            long n,
            Hash root,
            List<Hash> proof,
            @Nullable PackedEvents block) {
        Ranges numbers = numbers(leafed);
        PageProof.Led led =
                PageProof.follow(
                        n, numbers, leafed.stream().map(HashedEvent::leaf).toList(), proof);
        if (!led.root().equals(root)) {
            throw new IllegalArgumentException(
                    "the proof leads to root " + led.root().code() + ", not to " + root.code());
        }
        return new Arrival(descriptor, leafed, numbers, n, root, led.left(), null, block);
    }

    /**
     * A live event: its root is checked by the writer, against what is held.
     *
     * @param root over the stream up to this event
     * @throws IllegalArgumentException when it is not an event of that stream
     */
    public static Arrival live(StreamDescriptor descriptor, LedgerEvent event, Hash root) {
        List<HashedEvent> leafed = leafed(descriptor, List.of(event));
        return new Arrival(descriptor, leafed, numbers(leafed), event.seq(), root, null, null);
    }

    /**
     * Events that the peer itself holds without a proof.
     *
     * @param events by ascending number, at least one
     * @throws IllegalArgumentException when they are not such events of that stream
     */
    public static Arrival unproven(StreamDescriptor descriptor, List<LedgerEvent> events) {
        List<HashedEvent> leafed = leafed(descriptor, events);
        return new Arrival(descriptor, leafed, numbers(leafed), 0, Merkle.EMPTY, null, null);
    }

    private static List<HashedEvent> leafed(StreamDescriptor descriptor, List<LedgerEvent> events) {
        var leafed = new ArrayList<HashedEvent>(events.size());
        var sha = new Sha256();
        long before = 0;
        for (LedgerEvent event : events) {
            if (!event.stream().equals(descriptor.stream())) {
                throw new IllegalArgumentException(
                        "event " + event.seq() + " is none of stream " + descriptor.stream());
            }
            if (event.seq() <= before) {
                throw new IllegalArgumentException(
                        "event " + event.seq() + " does not continue its page");
            }
            before = event.seq();
            leafed.add(new HashedEvent(event, Merkle.leaf(event, sha)));
        }
        return List.copyOf(leafed);
    }

    private static Ranges numbers(List<HashedEvent> events) {
        return Ranges.ofAscending(events.stream().mapToLong(e -> e.event().seq()).toArray());
    }

    /** Gives this arrival with the central that it came from. */
    public Arrival from(CentralId central) {
        return new Arrival(descriptor, events, numbers, n, root, left, central, block);
    }

    public StreamId stream() {
        return descriptor.stream();
    }

    /** How many events. */
    public int size() {
        return events.size();
    }

    public long first() {
        return events.getFirst().event().seq();
    }
}
