package dev.gatehouse.model;

import java.util.List;

/**
 * What a verification of a database came to.
 *
 * @param held what there is at that moment; {@link DatabaseFigures#NONE} where it cannot be counted
 * @param streams looked at
 * @param events whose rows were hashed again
 * @param unsigned of these: behind the last head of their stream that its writer has signed
 * @param erased of these: only the hash of what they said is left
 * @param visits that were compared with a fresh fold
 * @param count of findings in all
 * @param findings the first of them, at most a hundred
 */
public record Verified(
        DatabaseFigures held,
        long streams,
        long events,
        long unsigned,
        long erased,
        long visits,
        long count,
        List<Finding> findings) {
    public Verified {
        findings = List.copyOf(findings);
    }

    /** Whether all is right. */
    public boolean clean() {
        return count == 0;
    }
}
