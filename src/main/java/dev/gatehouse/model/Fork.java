package dev.gatehouse.model;

/**
 * A stream that exists in two versions: a machine was cloned or resumed, and both wrote on.
 *
 * @param stream the stream
 * @param seq the first number at which the two are seen to differ
 * @param held the leaf of the version that is part of this ledger
 * @param other the leaf of the version that is not
 */
public record Fork(StreamId stream, long seq, Hash held, Hash other) {}
