package dev.gatehouse.ledger;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

/** A stream that a transaction writes, as it is by now. */
final class Tip {
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
    Tip(
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

    /** One of which nothing is held yet. */
    static Tip fresh(int key, StreamDescriptor descriptor) {
        var nothing = new StreamHead(descriptor.stream(), 0, Merkle.EMPTY);
        return new Tip(key, descriptor, new Frontier(), nothing, null);
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

    StreamHead head() {
        return new StreamHead(stream(), n(), root(), loose, looseDigest);
    }
}
