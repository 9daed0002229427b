package dev.gatehouse.ledger;

import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Finding.Kind;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Hashes every event again and builds every tree anew, beside what is stored; counts what the
 * projections must hold. Reads on the snapshot of one connection, one chunk at a time.
 */
final class TreeCheck {
    private final Sql sql;
    private final Verification.Signatures signatures;
    private final LongConsumer advanced;
    private final FactCodec codec;
    private final Findings findings = new Findings();
    private final PassageSum passages = new PassageSum();
    private long events;
    private long facts;

    TreeCheck(Sql sql, FactCodec codec, Verification.Signatures signatures, LongConsumer advanced) {
        this.sql = sql;
        this.codec = codec;
        this.signatures = signatures;
        this.advanced = advanced;
    }

    TreeCheck run(List<Store.StoredStream> streams) {
        streams.forEach(this::stream);
        orphans();
        return this;
    }

    Findings findings() {
        return findings;
    }

    long events() {
        return events;
    }

    /** Facts that the fold takes. */
    long facts() {
        return facts;
    }

    PassageSum passages() {
        return passages;
    }

    /** What one stream's tree has come to. */
    private static final class Walk {
        final Store.StoredStream stored;
        final StreamId stream;
        final Map<Long, Hash> nodes;
        final Frontier frontier = new Frontier();
        long next = 1;
        boolean whole = true;

        Walk(Store.StoredStream stored, Map<Long, Hash> nodes) {
            this.stored = stored;
            this.stream = stored.descriptor().stream();
            this.nodes = nodes;
        }
    }

    private void stream(Store.StoredStream stored) {
        var descriptor = stored.descriptor();
        if (!signatures.valid(descriptor.key(), descriptor.signedBytes(), descriptor.sig())) {
            findings.add(
                    Finding.at(
                            Kind.STREAM,
                            descriptor.stream(),
                            0,
                            "the signature of its descriptor is not that of its key"));
        }
        var walk = new Walk(stored, nodes(stored.key()));
        List<StoredEvent> chunk = StoredEvent.after(sql, stored.key(), walk.stream, 0);
        while (!chunk.isEmpty()) {
            chunk.forEach(row -> event(walk, row));
            events += chunk.size();
            advanced.accept(chunk.size());
            long last = chunk.getLast().seq();
            chunk = StoredEvent.after(sql, stored.key(), walk.stream, last);
        }
        if (walk.next <= stored.n()) {
            missing(walk, stored.n());
        }
        if (walk.whole && !walk.frontier.root().equals(stored.root())) {
            findings.add(
                    Finding.at(
                            Kind.ROOT,
                            walk.stream,
                            stored.n(),
                            "the stored root is not that of the leaves"));
        }
    }

    private Map<Long, Hash> nodes(int key) {
        var nodes = new HashMap<Long, Hash>();
        sql.list(
                        "SELECT span, hash FROM node WHERE stream = ?",
                        rs -> Map.entry(rs.getLong(1), Hash.of(rs.getBytes(2))),
                        key)
                .forEach(node -> nodes.put(node.getKey(), node.getValue()));
        return nodes;
    }

    private void event(Walk walk, StoredEvent row) {
        boolean inTree = row.seq() <= walk.stored.n();
        if (row.seq() > walk.next && walk.next <= walk.stored.n()) {
            missing(walk, Math.min(row.seq() - 1, walk.stored.n()));
        }
        walk.next = row.seq() + 1;
        LedgerEvent event = row.event();
        if (event == null) {
            findings.add(at(Kind.EVENT, walk, row, "the row is no event: " + row.problem()));
        } else {
            if (!Hash.of(row.leaf()).equals(Merkle.leaf(event))) {
                findings.add(at(Kind.EVENT, walk, row, "the leaf is not the hash of the row"));
            }
            count(walk.stored.key(), event);
        }
        if (walk.whole && inTree) {
            Hash span = walk.frontier.append(Hash.of(row.leaf()));
            if (span != null) {
                node(walk, row, span);
            }
        }
    }

    private void node(Walk walk, StoredEvent row, Hash span) {
        Hash stored = walk.nodes.get(row.seq() / Merkle.STORED_SPAN - 1);
        if (!span.equals(stored)) {
            findings.add(
                    at(
                            Kind.NODE,
                            walk,
                            row,
                            stored == null
                                    ? "the node above the 1,024 leaves up to here is missing"
                                    : "the node above the 1,024 leaves up to here is not theirs"));
        }
    }

    /** Without them no tree can be built, and every hash behind them would be called wrong too. */
    private void missing(Walk walk, long to) {
        walk.whole = false;
        findings.add(
                Finding.at(
                        Kind.SEQUENCE,
                        walk.stream,
                        walk.next,
                        to == walk.next
                                ? "the event is missing"
                                : "the events from here to " + to + " are missing"));
    }

    private static Finding at(Kind kind, Walk walk, StoredEvent row, String text) {
        return Finding.at(kind, walk.stream, row.seq(), text);
    }

    private void count(int key, LedgerEvent event) {
        Projected projected = Projected.of(codec, event);
        if (projected != null) {
            facts++;
            if (projected.passage()) {
                passages.add(projected.fact().wallMs(), key, event.seq());
            }
        }
    }

    /** Events under a number that no stream has: found by leaps, since counting would read all. */
    private void orphans() {
        var known = new HashSet<>(sql.list("SELECT id FROM stream", rs -> rs.getLong(1)));
        Optional<Long> next = firstBehind(Long.MIN_VALUE);
        while (next.isPresent()) {
            long key = next.get();
            if (!known.contains(key)) {
                findings.add(Finding.of(Kind.STREAM, "there are events of no stream: " + key));
            }
            next = firstBehind(key);
        }
    }

    private Optional<Long> firstBehind(long key) {
        return sql.first(
                "SELECT stream FROM event WHERE stream > ? ORDER BY stream LIMIT 1",
                rs -> rs.getLong(1),
                key);
    }
}
