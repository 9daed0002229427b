package dev.gatehouse.ledger.codec;

import java.util.Set;

/**
 * What one version of the program makes of the events. Nodes of several editions share a mesh: what
 * an older one does not know it holds and relays, and it is folded by the start after its upgrade.
 *
 * @param fold the version of the fold; the same one gives the same visits
 * @param lacks kinds of facts that came with a later version
 */
public record FoldVersion(int fold, Set<String> lacks) {
    /** Goes up when the same facts give other visits; then a start derives all of them anew. */
    public static final int VERSION = 4;

    /** The fold version of this program. */
    public static final FoldVersion OURS = new FoldVersion(VERSION, Set.of());

    public FoldVersion {
        lacks = Set.copyOf(lacks);
    }
}
