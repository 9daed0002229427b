/**
 * What a booth does: lets cars in and out, takes the report that the barrier closed, corrects and
 * voids visits. Decisions run on the ledger's writer, in the order of the requests. Must not know
 * of HTTP, peers or windows.
 */
@NullMarked
package dev.gatehouse.gate;

import org.jspecify.annotations.NullMarked;
