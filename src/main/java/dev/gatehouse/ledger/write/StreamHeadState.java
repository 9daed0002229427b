package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.LooseDigest;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;

/** A stream that a transaction writes, as it is by now. */
final class StreamHeadState {
    final int key;
    final StreamDescriptor descriptor;

    /** Of the events held without a gap. */
    Frontier frontier;

    /**
     * The root that was checked when the events came, where leaves and nodes on disk do not lead to
     * it any more; null where they do. Nothing is built on such a tree until it is mended.
     */
    @Nullable Hash checked;

    /** Numbers of the events held beyond. */
    Ranges loose;

    Hash looseDigest;
    boolean looseChanged;
    @Nullable SignedHead signed;
    boolean signedChanged;
    Hlc lastHlc = Hlc.ZERO;

    /**
     * @param frontier as leaves and nodes on disk give it
     * @param head as it was checked
     */
    StreamHeadState(
            int key,
            StreamDescriptor descriptor,
            Frontier frontier,
            StreamHead head,
            @Nullable SignedHead signed) {
        this.key = key;
        this.descriptor = descriptor;
        this.frontier = frontier;
        this.checked = frontier.root().equals(head.root()) ? null : head.root();
        this.loose = head.loose();
        this.looseDigest = head.looseDigest();
        this.signed = signed;
    }

    /**
     * Makes the state of a stream some of whose leaves are lost: so many events are counted as
     * held, and of their tree only the root is known. It is spoilt until it is mended.
     */
    static StreamHeadState lost(
            int key, StreamDescriptor descriptor, StreamHead head, @Nullable SignedHead signed) {
        List<Hash> unknown = Collections.nCopies(Long.bitCount(head.n()), Merkle.EMPTY);
        Frontier nobodys = Frontier.of(head.n(), unknown);
        return new StreamHeadState(key, descriptor, nobodys, head, signed);
    }

    /** Makes the state of a stream of which nothing is held yet. */
    static StreamHeadState fresh(int key, StreamDescriptor descriptor) {
        var nothing = new StreamHead(descriptor.stream(), 0, Merkle.EMPTY);
        return new StreamHeadState(key, descriptor, new Frontier(), nothing, null);
    }

    StreamId stream() {
        return descriptor.stream();
    }

    /** How many events are held without a gap. */
    long n() {
        return frontier.size();
    }

    Ranges held() {
        return Ranges.of(1, n()).plus(loose);
    }

    void setLoose(Ranges now) {
        looseChanged |= !now.equals(loose);
        loose = now;
    }

    void setSigned(@Nullable SignedHead head) {
        signed = head;
        signedChanged = true;
    }

    boolean spoilt() {
        return checked != null;
    }

    Hash root() {
        return checked == null ? frontier.root() : checked;
    }

    /** Writes how much of the stream is held. */
    void save(Store.WriteTx tx) {
        if (looseChanged) {
            looseDigest = LooseDigest.of(tx, key, loose);
            tx.trees().removeLooseRoots(key, 0, n());
        }
        if (signedChanged) {
            tx.events().sign(key, signed);
        }
        tx.events().hold(key, head(), lastHlc);
    }

    /** The stream as it is stored by now. */
    EventStore.StoredStream stored() {
        return new EventStore.StoredStream(key, descriptor, head(), signed, lastHlc);
    }

    StreamHead head() {
        return new StreamHead(stream(), n(), root(), loose, looseDigest);
    }
}
