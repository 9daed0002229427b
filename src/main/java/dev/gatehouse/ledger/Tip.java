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

    /** Numbers of the events held beyond. */
    Ranges loose;

    Hash looseDigest;
    boolean looseChanged;
    @Nullable SignedHead signed;
    boolean signedChanged;
    Hlc lastHlc = Hlc.ZERO;

    Tip(
            int key,
            StreamDescriptor descriptor,
            Frontier frontier,
            Ranges loose,
            Hash looseDigest,
            @Nullable SignedHead signed) {
        this.key = key;
        this.descriptor = descriptor;
        this.frontier = frontier;
        this.loose = loose;
        this.looseDigest = looseDigest;
        this.signed = signed;
    }

    /** One of which nothing is held yet. */
    static Tip fresh(int key, StreamDescriptor descriptor) {
        return new Tip(key, descriptor, new Frontier(), Ranges.EMPTY, Hash.OF_NOTHING, null);
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

    StreamHead head() {
        return new StreamHead(stream(), n(), frontier.root(), loose, looseDigest);
    }
}
