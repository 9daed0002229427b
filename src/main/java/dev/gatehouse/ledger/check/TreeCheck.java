package dev.gatehouse.ledger.check;

import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.fold.Projected;
import dev.gatehouse.ledger.hash.Frontier;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Sql;
import dev.gatehouse.ledger.store.StoredEvent;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Finding.Kind;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamId;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    private final Map<StreamId, Blob> keys = new HashMap<>();
    private Tombstones marks = Tombstones.NONE;
    private long events;
    private long facts;
    private long unsigned;
    private long erased;

    TreeCheck(Sql sql, FactCodec codec, Verification.Signatures signatures, LongConsumer advanced) {
        this.sql = sql;
        this.codec = codec;
        this.signatures = signatures;
        this.advanced = advanced;
    }

    TreeCheck run(List<EventStore.StoredStream> streams, Tombstones marked) {
        marks = marked;
        streams.forEach(s -> keys.put(s.descriptor().stream(), s.descriptor().key()));
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

    /** Events behind the last head of their stream that its writer signed. */
    long unsigned() {
        return unsigned;
    }

    /** Events of which only the hash of what they said is left. */
    long erased() {
        return erased;
    }

    /** Facts that the fold takes. */
    long facts() {
        return facts;
    }

    /** What one stream's tree has come to. */
    private static final class Walk {
        final EventStore.StoredStream stored;
        final StreamId stream;
        final Frontier frontier = new Frontier();
        final Sha256 loose = new Sha256();
        Ranges looseSeen = Ranges.EMPTY;
        Map<Place, Hash> nodes = Map.of();
        long next = 1;
        boolean whole = true;

        /** Up to there events that cannot be read are told. */
        long toldTo;

        /** Erased events that are in the list of those in blocks. */
        long erasedInBlocks;

        Walk(EventStore.StoredStream stored) {
            this.stored = stored;
            this.stream = stored.descriptor().stream();
        }
    }

    /** Where a node of a tree is. */
    private record Place(int level, long at) {}

    private void stream(EventStore.StoredStream stored) {
        var descriptor = stored.descriptor();
        if (!signatures.valid(descriptor.key(), descriptor.signedBytes(), descriptor.sig())) {
            findings.add(
                    Finding.at(
                            Kind.STREAM,
                            descriptor.stream(),
                            0,
                            "the signature of its descriptor is not that of its key"));
        }
        var walk = new Walk(stored);
        List<StoredEvent> chunk = StoredEvent.after(sql, stored.key(), walk.stream, 0);
        while (!chunk.isEmpty()) {
            long last = chunk.getLast().seq();
            walk.nodes = nodes(stored.key(), chunk.getFirst().seq() - 1, last);
            List<StoredEvent> rows = chunk;
            rows.forEach(row -> event(walk, row, rows));
            events += chunk.size();
            advanced.accept(chunk.size());
            chunk = StoredEvent.after(sql, stored.key(), walk.stream, last);
        }
        if (walk.next <= stored.n()) {
            missing(walk, stored.n());
        }
        ends(walk);
    }

    /** What is only known behind the last event. */
    private void ends(Walk walk) {
        EventStore.StoredStream stored = walk.stored;
        if (walk.whole && !walk.frontier.root().equals(stored.root())) {
            findings.add(
                    Finding.at(
                            Kind.ROOT,
                            walk.stream,
                            stored.n(),
                            "the stored root is not that of the leaves"));
        }
        Ranges lost = stored.head().loose().minus(walk.looseSeen);
        if (!lost.isEmpty()) {
            findings.add(
                    Finding.at(
                            Kind.SEQUENCE,
                            walk.stream,
                            lost.first().from(),
                            "events beyond a gap are missing: " + lost));
        } else if (!walk.loose.done().equals(stored.head().looseDigest())) {
            findings.add(
                    Finding.at(
                            Kind.ROOT,
                            walk.stream,
                            walk.looseSeen.first().from(),
                            "the stored digest of the events beyond a gap is not theirs"));
        }
        SignedHead signed = stored.signed();
        unsigned += stored.head().events() - (signed == null ? 0 : signed.n());
        if (signed != null && signed.n() > stored.n()) {
            findings.add(
                    Finding.at(
                            Kind.SIGNATURE,
                            walk.stream,
                            signed.n(),
                            "its writer has signed more events than are held without a gap"));
        }
        blocks(walk);
        long spare =
                sql.number(
                        "SELECT count(*) FROM node WHERE stream = ? AND (at + 1) << level > ?",
                        stored.key(),
                        stored.n());
        if (spare > 0) {
            findings.add(
                    Finding.at(
                            Kind.NODE, walk.stream, stored.n(), "there are nodes above no leaves"));
        }
    }

    /** No event is kept twice, and no other is listed as erased. */
    private void blocks(Walk walk) {
        int key = walk.stored.key();
        sql.list(
                        "SELECT e.seq FROM block b JOIN event e ON e.stream = b.stream"
                                + " AND e.seq BETWEEN b.first AND b.first + b.n - 1"
                                + " WHERE b.stream = ? LIMIT ?",
                        rs -> rs.getLong(1),
                        key,
                        Findings.KEPT)
                .forEach(
                        seq ->
                                findings.add(
                                        Finding.at(
                                                Kind.EVENT,
                                                walk.stream,
                                                seq,
                                                "the event is kept in a row and in a block")));
        if (sql.number("SELECT count(*) FROM block_erased WHERE stream = ?", key)
                != walk.erasedInBlocks) {
            findings.add(
                    Finding.at(
                            Kind.EVENT,
                            walk.stream,
                            0,
                            "events are listed as erased that are none, or cannot be read"));
        }
    }

    /** The stored nodes whose last leaf is one of those. */
    private Map<Place, Hash> nodes(int key, long from, long to) {
        var nodes = new HashMap<Place, Hash>();
        for (int level = Merkle.STORED_STEP; to >>> level > 0; level += Merkle.STORED_STEP) {
            int of = level;
            sql.list(
                            "SELECT at, hash FROM node WHERE stream = ? AND level = ? AND at >= ?"
                                    + " AND at < ?",
                            rs -> Map.entry(new Place(of, rs.getLong(1)), Hash.of(rs.getBytes(2))),
                            key,
                            level,
                            from >>> level,
                            to >>> level)
                    .forEach(node -> nodes.put(node.getKey(), node.getValue()));
        }
        return nodes;
    }

    private void event(Walk walk, StoredEvent row, List<StoredEvent> chunk) {
        boolean inTree = row.seq() <= walk.stored.n();
        if (row.seq() > walk.next && walk.next <= walk.stored.n()) {
            missing(walk, Math.min(row.seq() - 1, walk.stored.n()));
        }
        walk.next = row.seq() + 1;
        LedgerEvent event = row.event();
        if (event == null && row.seq() > walk.toldTo) {
            unreadable(walk, row, chunk);
        }
        if (row.leaf().length != Hash.BYTES) {
            findings.add(at(Kind.EVENT, walk, row, "the event has no leaf"));
            walk.whole &= !inTree;
            return;
        }
        Hash leaf = Hash.of(row.leaf());
        if (event != null) {
            if (!leaf.equals(Merkle.leaf(event))) {
                findings.add(at(Kind.EVENT, walk, row, "the leaf is not the hash of the row"));
            }
            marked(walk, row, event, leaf);
            count(walk.stored.key(), event);
        }
        if (!inTree) {
            walk.loose.put(row.seq()).put(leaf);
            walk.looseSeen = walk.looseSeen.plus(row.seq());
            if (!walk.stored.head().loose().contains(row.seq())) {
                findings.add(at(Kind.SEQUENCE, walk, row, "the event is not counted as held"));
            }
        } else if (walk.whole) {
            walk.frontier.append(leaf, (level, at, hash) -> node(walk, row, level, at, hash));
            signed(walk, row);
        }
    }

    /** A torn block is told once, with the numbers of all that is lost with it. */
    private void unreadable(Walk walk, StoredEvent row, List<StoredEvent> chunk) {
        long last = row.seq();
        for (StoredEvent next : chunk) {
            boolean same = next.event() == null && next.problem().equals(row.problem());
            last = same && next.seq() == last + 1 ? next.seq() : last;
        }
        walk.toldTo = last;
        findings.add(
                at(
                        Kind.EVENT,
                        walk,
                        row,
                        last == row.seq()
                                ? "the row is no event: " + row.problem()
                                : "the events from here to "
                                        + last
                                        + " cannot be read: "
                                        + row.problem()));
    }

    /** A start relies on the list of erased events instead of reading all blocks. */
    private void listed(Walk walk, StoredEvent row) {
        int key = walk.stored.key();
        if (exists("SELECT 1 FROM block_erased WHERE stream = ? AND seq = ?", key, row.seq())) {
            walk.erasedInBlocks++;
        } else if (!exists("SELECT 1 FROM event WHERE stream = ? AND seq = ?", key, row.seq())) {
            findings.add(at(Kind.EVENT, walk, row, "the event is not listed as erased"));
        }
    }

    private boolean exists(String query, Object... values) {
        return sql.first(query, rs -> rs.getInt(1), values).isPresent();
    }

    /** What the ledger says about that event must have been done to it. */
    private void marked(Walk walk, StoredEvent row, LedgerEvent event, Hash leaf) {
        if (event.erased()) {
            erased++;
            listed(walk, row);
        }
        if (!event.erased()
                && marks.isErased(walk.stream, row.seq())
                && Tombstones.mayBeErased(event.kind())) {
            findings.add(at(Kind.EVENT, walk, row, "what was to be erased is still there"));
        }
        for (Tombstones.Withdrawn one :
                marks.withdrawn(new Tombstones.Version(walk.stream, row.seq(), leaf))) {
            Blob by = keys.get(one.againStream());
            if (by != null && by.equals(walk.stored.descriptor().key())) {
                findings.add(at(Kind.EVENT, walk, row, "what was withdrawn is still there"));
            }
        }
    }

    private void signed(Walk walk, StoredEvent row) {
        SignedHead signed = walk.stored.signed();
        if (signed == null || signed.n() != row.seq()) {
            return;
        }
        byte[] message = SignedHead.signedBytes(walk.stream, signed.n(), signed.root());
        if (!signatures.valid(walk.stored.descriptor().key(), message, signed.sig())) {
            findings.add(
                    at(
                            Kind.SIGNATURE,
                            walk,
                            row,
                            "the signature of the events up to here is not their writer's"));
        }
        if (!walk.frontier.root().equals(signed.root())) {
            findings.add(
                    at(
                            Kind.SIGNATURE,
                            walk,
                            row,
                            "the events up to here are others than their writer has signed"));
        }
    }

    private void node(Walk walk, StoredEvent row, int level, long at, Hash node) {
        Hash stored = walk.nodes.get(new Place(level, at));
        if (!node.equals(stored)) {
            findings.add(
                    at(
                            Kind.NODE,
                            walk,
                            row,
                            String.format(
                                    Locale.ROOT,
                                    "the node above the %,d leaves up to here is %s",
                                    1L << level,
                                    stored == null ? "missing" : "not theirs")));
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
                "SELECT stream FROM (SELECT * FROM (SELECT stream FROM event WHERE stream > ?1"
                        + " ORDER BY stream LIMIT 1) UNION ALL SELECT * FROM (SELECT stream FROM"
                        + " block WHERE stream > ?1 ORDER BY stream LIMIT 1))"
                        + " ORDER BY stream LIMIT 1",
                rs -> rs.getLong(1),
                key);
    }
}
