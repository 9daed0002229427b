package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.fold.Projector;
import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoredTree;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of one transaction have this in common: the store, the streams that are written, the
 * clock, the projections and the notices. It changes nothing that outlasts the transaction before
 * {@link #committed}.
 */
final class TransactionContext {
    private final Store.WriteTx tx;
    private final WriterState state;
    private final Instant now;
    private final Map<StreamId, StreamHeadState> tips = new HashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final EventRows rows;
    private final Forks forks;
    private final EventClock clock;
    private final Projector projector;

    /** Streams whose events were taken out or replaced. */
    private final Set<StreamId> changed = new HashSet<>();

    private StreamDescriptor current;

    TransactionContext(Store.WriteTx tx, WriterState state, Instant now) {
        this.tx = tx;
        this.state = state;
        this.now = now;
        this.clock = new EventClock(tx, state.clock, now.toEpochMilli());
        this.rows =
                new EventRows(
                        tx,
                        state.marks,
                        state.holdings.withheldNow(),
                        state.damaged,
                        state.sealing.span());
        this.forks = new Forks(tx, state.forks);
        this.current = state.stream;
        this.projector = new Projector(tx, state.codec, state.central, state.fold, now, notices);
    }

    Store.WriteTx tx() {
        return tx;
    }

    Instant now() {
        return now;
    }

    EventClock clock() {
        return clock;
    }

    EventRows rows() {
        return rows;
    }

    Forks forks() {
        return forks;
    }

    Projector projector() {
        return projector;
    }

    Tombstones marks() {
        return rows.marks();
    }

    void mark(Tombstones marks) {
        rows.mark(marks);
    }

    /** What happened, in order. */
    List<Notice> notices() {
        return notices;
    }

    /** The tip of a stream of which something is held; null where nothing is. */
    @Nullable StreamHeadState known(StreamId stream) {
        StreamHeadState tip = tips.get(stream);
        StreamDescriptor held = tip == null ? state.holdings.descriptor(stream) : null;
        return held == null ? tip : tip(held);
    }

    /**
     * The tip of a stream, which is stored where it is new: only for who goes on to write to it.
     */
    StreamHeadState tip(StreamDescriptor descriptor) {
        StreamHeadState tip = tips.get(descriptor.stream());
        if (tip == null) {
            tip = opened(descriptor);
            tips.put(descriptor.stream(), tip);
        }
        return tip;
    }

    private StreamHeadState opened(StreamDescriptor descriptor) {
        StreamId stream = descriptor.stream();
        Integer key = state.holdings.key(stream);
        StreamDescriptor held = state.holdings.descriptor(stream);
        StreamHead head = state.holdings.head(stream);
        if (key == null || held == null) {
            return StreamHeadState.fresh(tx.events().addStream(descriptor), descriptor);
        }
        if (head == null) { // all of it was withdrawn
            return StreamHeadState.fresh(key, held);
        }
        Frontier cached = state.frontiers.get(stream);
        @Nullable Frontier frontier =
                cached != null && cached.size() == head.n()
                        ? cached.copy()
                        : new StoredTree(tx, key).known(head.n()).orElse(null);
        SignedHead signed = state.holdings.signed(stream);
        return frontier == null
                ? StreamHeadState.lost(key, held, head, signed)
                : new StreamHeadState(key, held, frontier, head, signed);
    }

    /** The stream that is written now, or a new one where its tree was spoilt on disk. */
    StreamHeadState own() {
        StreamHeadState tip = tip(current);
        return tip.spoilt() ? otherThan(tip) : tip;
    }

    /** The stream that is written now, or a new one where that is the given one. */
    StreamHeadState otherThan(StreamHeadState tip) {
        leave(tip.stream());
        return tip(current);
    }

    /** A new stream is written from here on, where that is the one written so far. */
    private void leave(StreamId stream) {
        if (isCurrent(stream)) {
            current = state.mint.get();
        }
    }

    boolean isCurrent(StreamId stream) {
        return stream.equals(current.stream());
    }

    /** Appends one leaf to the tree of a stream. */
    void append(StreamHeadState tip, Hash leaf) {
        tip.frontier.append(
                leaf, (level, at, hash) -> tx.trees().addNode(tip.key, level, at, hash));
    }

    /** A stream was cut back; nobody may go on writing where it was. */
    void cut(StreamHeadState tip) {
        leave(tip.stream());
        replaced(tip);
        notices.add(new Notice.Cut(tip.stream()));
    }

    /** Some of what was held of a stream is held otherwise now: its blocks may be rows again. */
    void replaced(StreamHeadState tip) {
        changed.add(tip.stream());
    }

    /** Whether this node's key wrote that stream, whatever clone of it did. */
    boolean owns(StreamDescriptor descriptor) {
        return isOfThisCentral(descriptor) && descriptor.key().equals(current.key());
    }

    boolean isOfThisCentral(StreamDescriptor descriptor) {
        return descriptor.central().equals(state.central);
    }

    /** Whether one key wrote both. */
    boolean sameKey(StreamId one, StreamDescriptor other) {
        StreamHeadState tip = tips.get(one);
        StreamDescriptor by = tip == null ? state.holdings.descriptor(one) : tip.descriptor;
        return by != null && by.key().equals(other.key());
    }

    /** Whether somebody who may has given that version up. */
    boolean isWithdrawn(StreamDescriptor descriptor, long seq, Hash leaf) {
        return marks().withdrawn(new Tombstones.Version(descriptor.stream(), seq, leaf)).stream()
                .anyMatch(withdrawn -> sameKey(withdrawn.againStream(), descriptor));
    }

    /** Writes how much of each stream is held; the last step before the commit. */
    void finish() {
        for (StreamHeadState tip : tips.values()) {
            tip.save(tx);
        }
        projector.finish();
    }

    /** What counts from the commit on. */
    void committed() {
        Collection<StreamHeadState> written = tips.values();
        state.clock = clock.value();
        state.marks = marks();
        state.forks = forks.now();
        state.stream = current;
        written.stream()
                .filter(tip -> !tip.spoilt())
                .forEach(tip -> state.frontiers.put(tip.stream(), tip.frontier));
        synchronized (state.holdings) { // who proves something needs both of one moment
            state.holdings.put(
                    written.stream().map(StreamHeadState::stored).toList(), rows.withheld());
            state.fold = projector.digest();
        }
        changed.forEach(state.sealing::changed);
        written.forEach(tip -> state.sealing.grew(tip.head()));
        if (projector.otherwiseChanged()) {
            notices.add(new Notice.VisitsChanged());
        }
    }
}
