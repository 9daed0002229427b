package dev.gatehouse.ledger.write;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a peer's bare word makes this node leave a stream of its own: that a copy of it runs,
 * or that somebody saw another version. What a peer shows is believed always; what it only says
 * costs it nothing, and this node a new stream for ever, or all of an old one written again. A
 * machine is cloned or resumed once in a while, and who means it says it again, so that to believe
 * it later loses nothing. Any thread.
 */
public final class CloneClaimLimiter {
    /** A clone leaves a fork for each start since its image was made; some of them at once. */
    private static final int AT_ONCE = 16;

    private static final Duration ANOTHER_EVERY = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(CloneClaimLimiter.class);

    private final LongSupplier nanos;
    private int left = AT_ONCE;
    private long grantedUntil;
    private boolean told;

    /**
     * @param nanos a clock that nobody sets, in ns
     */
    public CloneClaimLimiter(LongSupplier nanos) {
        this.nanos = nanos;
        this.grantedUntil = nanos.getAsLong();
    }

    /** Whether it is believed this time; that is counted. */
    synchronized boolean believe() {
        long more = (nanos.getAsLong() - grantedUntil) / ANOTHER_EVERY.toNanos();
        if (more > 0) {
            left = (int) Math.min(AT_ONCE, left + more);
            grantedUntil += more * ANOTHER_EVERY.toNanos();
        }
        if (left > 0) {
            left--;
            told = false;
            return true;
        }
        if (!told) {
            told = true;
            LOG.warn(
                    "Peers say too often that a copy of this node runs: not believed again for up"
                            + " to {} minutes. Two booths may have one id, or a peer is not what"
                            + " it seems",
                    ANOTHER_EVERY.toMinutes());
        }
        return false;
    }
}
