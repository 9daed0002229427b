/**
 * Where the ledger is kept: the store port, SQLite behind it with the numbered migrations, and what
 * is held of every stream. One thread at a time writes; any thread reads, each on a snapshot. Must
 * not know how facts become visits, nor who decides what is written.
 */
@NullMarked
package dev.gatehouse.ledger.store;

import org.jspecify.annotations.NullMarked;
