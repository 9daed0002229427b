package dev.gatehouse.sync;

import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;

import org.jspecify.annotations.Nullable;

/**
 * What a page comes to once its events are hashed.
 *
 * @param arrival its events, with their hashes; null where it has none or is objected to
 * @param objection why it is no page of an honest peer; null where it may be
 */
record PageCheck(@Nullable Arrival arrival, @Nullable String objection) {
    /** Hashes and compares. Any thread. */
    static PageCheck of(Shared shared, Session from, Messages.Pages page) {
        StreamDescriptor descriptor = shared.descriptor(from, page.stream());
        if (descriptor == null) {
            return new PageCheck(null, "stream " + page.stream() + " was never described");
        }
        if (page.events().isEmpty()) {
            return new PageCheck(null, null);
        }
        try {
            return new PageCheck(hashed(descriptor, page, shared.signer), null);
        } catch (IllegalArgumentException e) {
            return new PageCheck(null, String.valueOf(e.getMessage()));
        }
    }

    private static Arrival hashed(StreamDescriptor descriptor, Messages.Pages page, Signer signer) {
        Blob sig = page.sig();
        if (sig != null
                && !new SignedHead(page.stream(), page.n(), page.root(), sig)
                        .isBy(descriptor, signer)) {
            throw new IllegalArgumentException("its signature is not that of the stream's writer");
        }
        PackedEvents block = page.block();
        if (page.n() == 0) {
            return Arrival.unproven(descriptor, page.events());
        }
        return block == null
                ? Arrival.check(descriptor, page.events(), page.n(), page.root(), page.proof())
                : Arrival.check(descriptor, block, page.n(), page.root(), page.proof());
    }
}
