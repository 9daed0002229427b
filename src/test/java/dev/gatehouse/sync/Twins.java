package dev.gatehouse.sync;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/**
 * A machine that was resumed twice from one snapshot and never meets itself: both write the same
 * stream, with the same events but where a test has them differ. Other nodes take it from either.
 */
final class Twins implements AutoCloseable {
    final TestNode one;
    final TestNode other;

    Twins(Path folder) throws IOException {
        one = resumed(new TestNode(folder, 9)).open();
        other = resumed(one.copy(folder.resolve("twin"))).open();
    }

    private static TestNode resumed(TestNode node) {
        node.names = new Random(7);
        node.wall = InstantSource.fixed(Instant.parse("2026-03-01T08:00:00Z"));
        node.nanos = () -> 42;
        return node;
    }

    StreamDescriptor stream() {
        return one.ledger().currentStream();
    }

    /** Writes so many cars on both. */
    void enterBoth(String prefix, int count) {
        one.enterMany(prefix, count);
        other.enterMany(prefix, count);
    }

    /** Writes one car on each, another one. */
    void enterUnlike(String here, String there) {
        one.enter(here);
        other.enter(there);
    }

    /** Has a node take the first events of one twin's stream, with their proof. */
    static void take(TestNode from, TestNode into, long first, long last) {
        Ledger ledger = from.ledger();
        StreamDescriptor stream = ledger.currentStream();
        long next = first;
        while (next <= last) {
            Page page = ledger.page(stream.stream(), next, last, 1_024, 262_144);
            into.ledger().merge(arrival(stream, page)).join();
            next = page.events().getLast().seq() + 1;
        }
    }

    /** Has a node take some events, far from each other, none of which it can prove. */
    static void takeLoose(TestNode from, TestNode into, Ranges numbers) {
        Ledger ledger = from.ledger();
        StreamDescriptor stream = ledger.currentStream();
        Ranges left = numbers;
        while (!left.isEmpty()) {
            Page page = ledger.page(stream.stream(), left, 1_024, 262_144);
            into.ledger().merge(arrival(stream, page)).join();
            for (LedgerEvent event : page.events()) {
                left = left.minus(Ranges.of(event.seq(), event.seq()));
            }
        }
    }

    private static Arrival arrival(StreamDescriptor stream, Page page) {
        return Arrival.check(stream, page.events(), page.n(), page.root(), page.proof());
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
