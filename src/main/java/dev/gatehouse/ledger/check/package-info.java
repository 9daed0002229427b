/**
 * Looks at a whole database and puts it right: verify, scrub, backup, restore and rebuild. All but
 * the scrub run as commands of their own, on the thread that calls. Must not know the writer.
 */
@NullMarked
package dev.gatehouse.ledger.check;

import org.jspecify.annotations.NullMarked;
