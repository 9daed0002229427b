package dev.gatehouse.node;

import dev.gatehouse.diag.LedgerFacts;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.StreamDescriptor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** What the ledger knows of itself, for the alarms. The watch's thread only. */
final class LedgerLook {
    /** It reads the disk and looks through all streams; none of it is about seconds. */
    private static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(LedgerLook.class);

    private final Ledger ledger;
    private final LongSupplier nanos;
    private LedgerFacts last = LedgerFacts.NONE;
    private boolean looked;
    private long lookedAt;
    private long mendedBefore;

    LedgerLook(Ledger ledger, LongSupplier nanos) {
        this.ledger = ledger;
        this.nanos = nanos;
    }

    /**
     * The latest, at most ten seconds old.
     *
     * @param mesh events that nobody in reach holds are lost where everybody is in reach, and
     *     proven to be the same
     * @param damaged events whose rows are damaged
     * @param mended those that were and came back from a peer, since the start: a disk that loses
     *     bytes is to be told of also where they were back before anybody looked
     * @param foldsApart peers that show other visits of the same events
     */
    LedgerFacts facts(MeshStatus mesh, long damaged, long mended, List<CentralId> foldsApart) {
        long now = nanos.getAsLong();
        if (!looked || now - lookedAt >= EVERY.toNanos()) {
            looked = true;
            lookedAt = now;
            try {
                last = look(mesh, damaged + mended - mendedBefore, foldsApart);
                mendedBefore = mended;
            } catch (StoreException e) { // an alarm of its own says so
                LOG.debug("What was set aside cannot be read", e);
            }
        }
        return last;
    }

    private LedgerFacts look(MeshStatus mesh, long damaged, List<CentralId> foldsApart) {
        List<StreamDescriptor> otherKeys = ledger.holdings().otherKeys();
        return new LedgerFacts(
                ledger.forks().size(),
                ledger.quarantinedCount(),
                damaged,
                mesh.proof().complete() ? mesh.lost().events() : 0,
                foldsApart,
                otherKeys.stream().map(StreamDescriptor::central).distinct().toList());
    }
}
