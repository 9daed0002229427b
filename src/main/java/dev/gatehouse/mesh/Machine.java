package dev.gatehouse.mesh;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the mesh and the sync take from the machine that they run on. With another machine many
 * nodes run in one thread, in a time and over a network that a test decides.
 *
 * @param wall the wall clock
 * @param nanos a steady clock, as {@link System#nanoTime}
 * @param random for the jitter of dialling
 * @param transport the way to peers
 * @param loops makes a loop of that name
 * @param workers runs each task beside the others: reading a page, the frames of one link
 */
public record Machine(
        InstantSource wall,
        LongSupplier nanos,
        RandomGenerator random,
        Transport transport,
        Function<String, Loop> loops,
        Executor workers) {
    /** WebSockets, a thread for each loop, and a virtual thread for each task. */
    public static Machine real(InstantSource wall, LongSupplier nanos, RandomGenerator random) {
        return real(wall, nanos, random, Transport.webSockets());
    }

    /** The same over another network. */
    public static Machine real(
            InstantSource wall, LongSupplier nanos, RandomGenerator random, Transport transport) {
        return new Machine(
                wall,
                nanos,
                random,
                transport,
                ThreadLoop::new,
                task -> Thread.ofVirtual().name("mesh-worker").start(task));
    }
}
