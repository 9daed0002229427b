package dev.gatehouse.ledger;

import java.util.Set;

/**
 * What one version of the program makes of the events. Nodes of several editions share a mesh: what
 * an older one does not know it holds and relays, and it is folded by the start after its upgrade.
 *
 * @param fold the version of the fold; the same one gives the same visits
 * @param lacks kinds of facts that came with a later version
 */
record Edition(int fold, Set<String> lacks) {
    /** That of this program. */
    static final Edition OURS = new Edition(PlateFold.VERSION, Set.of());

    Edition {
        lacks = Set.copyOf(lacks);
    }
}
