package dev.gatehouse.model;

import java.util.Comparator;

/**
 * How much of one stream somebody holds.
 *
 * @param stream the stream
 * @param n events held from 1 without a gap, whose root was checked
 * @param root the Merkle tree hash over the first {@code n} leaves
 */
public record StreamHead(StreamId stream, long n, Hash root) {
    public static final Comparator<StreamHead> BY_STREAM = Comparator.comparing(StreamHead::stream);
}
