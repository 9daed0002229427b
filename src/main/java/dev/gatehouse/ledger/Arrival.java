package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive events of one stream that came from a peer, hashed and ready for the writer.
 *
 * @param descriptor whose the stream is
 * @param events with their leaves, in order without a gap, at least one
 * @param root the root over all leaves of the stream up to the last of these, as the peer claims it
 */
public record Arrival(StreamDescriptor descriptor, List<Leafed> events, Hash root) {
    /**
     * Hashes events and checks the peer's proof; the costly part, done before the writer is asked.
     *
     * @param events in order, at least one
     * @param root the claimed root over the stream up to the last of them
     * @param proof the subtrees before the first of them
     * @throws IllegalArgumentException when they are not consecutive events of that stream, or the
     *     proof does not lead to the root
     */
    public static Arrival check(
            StreamDescriptor descriptor, List<LedgerEvent> events, Hash root, List<Hash> proof) {
        var leafed = new ArrayList<Leafed>(events.size());
        for (LedgerEvent event : events) {
            if (!event.stream().equals(descriptor.stream())
                    || event.seq() != events.getFirst().seq() + leafed.size()) {
                throw new IllegalArgumentException(
                        "event " + event.seq() + " does not continue its page");
            }
            leafed.add(new Leafed(event, Merkle.leaf(event)));
        }
        List<Hash> leaves = leafed.stream().map(Leafed::leaf).toList();
        Hash computed =
                PageProof.root(events.getLast().seq(), events.getFirst().seq(), leaves, proof);
        if (!computed.equals(root)) {
            throw new IllegalArgumentException(
                    "the proof leads to root " + computed.code() + ", not to " + root.code());
        }
        return new Arrival(descriptor, List.copyOf(leafed), root);
    }

    /**
     * A live event: its root is checked by the writer, against what is held.
     *
     * @throws IllegalArgumentException when it is not an event of that stream
     */
    public static Arrival live(StreamDescriptor descriptor, LedgerEvent event, Hash root) {
        if (!event.stream().equals(descriptor.stream()) || event.seq() < 1) {
            throw new IllegalArgumentException(
                    "event " + event.seq() + " is none of stream " + descriptor.stream());
        }
        return new Arrival(descriptor, List.of(new Leafed(event, Merkle.leaf(event))), root);
    }

    public StreamId stream() {
        return descriptor.stream();
    }

    /** How many events. */
    public int size() {
        return events.size();
    }

    long first() {
        return events.getFirst().event().seq();
    }

    long last() {
        return events.getLast().event().seq();
    }
}
