/**
 * What an original central left behind, as facts. Reads its files and writes nothing; runs on the
 * thread that asks. Must not know the ledger: whether a fact is new is not decided here.
 */
@NullMarked
package dev.gatehouse.importer;

import org.jspecify.annotations.NullMarked;
