/**
 * Events of one stream by columns, packed: the form in which the ledger keeps what is proven and
 * sends it to peers. Pure functions and values; knows bytes, not databases, threads or facts. What
 * a block is, byte by byte, is in {@code docs/block-format.md}.
 */
@NullMarked
package dev.gatehouse.ledger.block;

import org.jspecify.annotations.NullMarked;
