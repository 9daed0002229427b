package dev.gatehouse.sync;

import dev.gatehouse.ledger.Desk;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.sync.original.Happened;
import dev.gatehouse.sync.original.KnownRows;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Hands what originals tell to the ledger, and counts it in rows. The sync thread only. */
final class OriginalIntake {
    /** Rows in one transaction: the booth waits for one of them at most. */
    private static final int ROWS = 200;

    /** Rows of all originals that may wait: two of their largest answers each for five of them. */
    private static final int WAITING = 50_000;

    /** How long the next node waits for the one before it to take a fact in. */
    private static final Duration TURN = Duration.ofSeconds(2);

    /** What could not be written is asked for again after this. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Shared shared;
    private final Loop loop;
    private final Deque<Row> waiting = new ArrayDeque<>();
    private boolean writing;

    /** What one row, or one live message, came to. */
    private record Row(
            OriginalPeer from, Link link, String name, List<Happened> facts, Instant due) {}

    /** What became of a row. */
    private record Outcome(boolean merged, @Nullable String rejected) {}

    OriginalIntake(Shared shared, Loop loop) {
        this.shared = shared;
        this.loop = loop;
    }

    /** Counts a row of which no fact can be made. */
    void unusable(OriginalPeer from, Link link, String why) {
        from.book.received++;
        from.book.rejected++;
        link.complain("Error merging event of " + from.id + ": " + why);
    }

    /** Counts a row that says nothing new. */
    void had(OriginalPeer from) {
        from.book.received++;
        from.book.had++;
    }

    /**
     * @param name by which the log may call it, without a car in it
     * @param turn this node's place among those that are linked to that original, from 0
     */
    void offer(OriginalPeer from, Link link, String name, List<Happened> facts, int turn) {
        if (waiting.size() >= WAITING) {
            unusable(from, link, "over " + WAITING + " rows wait");
            return;
        }
        from.book.received++;
        from.book.waiting++;
        Instant due = shared.clock.instant().plus(TURN.multipliedBy(turn));
        waiting.add(new Row(from, link, name, facts, due));
        write();
    }

    /** Whether something of that original waits. */
    boolean isWaiting(OriginalPeer from) {
        return from.book.waiting > 0;
    }

    /** Writes what is due. */
    void tick() {
        write();
    }

    private void write() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        Instant now = shared.clock.instant();
        var rows = new ArrayList<Row>();
        var later = new ArrayList<Row>();
        while (!waiting.isEmpty() && rows.size() < ROWS && later.size() < ROWS) {
            Row next = waiting.removeFirst();
            (now.isBefore(next.due()) ? later : rows).add(next);
        }
        later.reversed().forEach(waiting::addFirst);
        if (rows.isEmpty()) {
            return;
        }
        writing = true;
        shared.ledger
                .<List<Outcome>>decide(desk -> rows.stream().map(row -> take(desk, row)).toList())
                .handle(
                        (outcomes, failed) ->
                                loop.post(() -> written(rows, failed == null ? outcomes : null)));
    }

    private static Outcome take(Desk desk, Row row) {
        boolean fresh = false;
        String rejected = null;
        for (Happened one : row.facts()) {
            try {
                fresh |= desk.takeIn(one.central(), one.fact());
            } catch (IllegalArgumentException unusable) { // nothing of that fact was written
                rejected = String.valueOf(unusable.getMessage());
            }
        }
        return new Outcome(fresh, rejected);
    }

    /**
     * @param outcomes null where nothing could be written: its answers bring it again
     */
    private void written(List<Row> rows, @Nullable List<Outcome> outcomes) {
        writing = false;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            PeerBook book = row.from().book;
            book.waiting--;
            if (outcomes == null) {
                book.received--;
                row.from().known = new KnownRows(); // none of them counts as taken in
                row.from().nextPass = shared.clock.instant().plus(AGAIN);
            } else {
                count(row, outcomes.get(i), book);
            }
        }
        write();
    }

    private static void count(Row row, Outcome outcome, PeerBook book) {
        String why = outcome.rejected();
        if (why != null) {
            book.rejected++;
            row.link()
                    .complain(
                            "Error merging event "
                                    + row.name()
                                    + " of "
                                    + row.from().id
                                    + ": "
                                    + why);
        } else if (outcome.merged()) {
            book.merged++;
        } else {
            book.had++;
        }
    }
}
