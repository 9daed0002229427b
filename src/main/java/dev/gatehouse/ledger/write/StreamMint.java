package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Gives new streams of this node. A machine that is resumed from a snapshot goes on with random
 * numbers that were used before, so the clocks go into the name of a stream too.
 *
 * @param central whose streams they are
 * @param wall the wall clock
 * @param nanos a steady clock in nanoseconds
 * @param signer the node's key
 */
public record StreamMint(
        CentralId central,
        InstantSource wall,
        LongSupplier nanos,
        RandomGenerator random,
        Signer signer)
        implements Supplier<StreamDescriptor> {
    @Override
    public StreamDescriptor get() {
        long wallMs = wall.millis();
        Hash name =
                new Sha256()
                        .put(random.nextLong())
                        .put(random.nextLong())
                        .put(wallMs)
                        .put(nanos.getAsLong())
                        .done();
        return StreamDescriptor.mint(new StreamId(name.a(), name.b()), central, wallMs, signer);
    }
}
