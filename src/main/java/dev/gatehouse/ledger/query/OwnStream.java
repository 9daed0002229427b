package dev.gatehouse.ledger.query;

import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When this node wrote one of its streams, by its own wall clock.
 *
 * @param started when it was minted
 * @param last the wall time of its last event
 */
public record OwnStream(Instant started, Instant last) {
    /** No process of a booth runs longer between two restarts than some years. */
    private static final Duration MOST = Duration.ofDays(3_650);

    /** Lists the streams of the node that writes the given one, the last on this disk first. */
    public static List<OwnStream> latest(
            Store store, Holdings holdings, StreamDescriptor node, int most) {
        List<StreamHead> heads = holdings.latestOf(node, most);
        return store.read(
                tx -> heads.stream().flatMap(head -> read(tx, holdings, head).stream()).toList());
    }

    private static Optional<OwnStream> read(Store.ReadTx tx, Holdings holdings, StreamHead head) {
        Integer key = holdings.key(head.stream());
        StreamDescriptor descriptor = holdings.descriptor(head.stream());
        if (key == null || descriptor == null) {
            return Optional.empty();
        }
        Instant started = Instant.ofEpochMilli(descriptor.startedMs());
        return tx.events()
                .event(key, head.n())
                .map(last -> new OwnStream(started, Instant.ofEpochMilli(last.wallMs())));
    }

    /** How long it was written; zero where the clock was set back within it. */
    public Duration length() {
        Duration length = Duration.between(started, last);
        return length.isNegative() || length.compareTo(MOST) > 0 ? Duration.ZERO : length;
    }
}
