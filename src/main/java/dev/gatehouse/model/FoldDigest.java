package dev.gatehouse.model;

/**
 * What the events come to, in two values. Two nodes that hold the same events and fold them by the
 * same version have the same visits, and so the same digest.
 *
 * @param version of the fold; another one may give other visits
 * @param digest the sum mod 2²⁵⁶ of the hashes of all visits
 */
public record FoldDigest(int version, Hash digest) {
    /** That of no visits. */
    public static final Hash NOTHING = new Hash(0, 0, 0, 0);
}
