package dev.gatehouse.ledger.block;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LedgerEvent;

import java.util.List;

/**
 * What some events of a block have in common.
 *
 * @param flat whether their payloads lie in the block by fields
 * @param erased whether what they said was erased
 * @param kind of all of them
 * @param src of all of them
 * @param central where they happened
 * @param fields the names in their payloads, in order; none where they do not lie by fields
 */
public record Shape(
        boolean flat,
        boolean erased,
        String kind,
        LedgerEvent.Source src,
        CentralId central,
        List<String> fields) {
    /** The place of that field among theirs; -1 where they have none of that name. */
    public int field(String name) {
        return fields.indexOf(name);
    }
}
