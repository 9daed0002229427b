package dev.gatehouse.sync;

import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.write.DecisionContext;
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

    /** So many of the first have a transaction each: one of them failed those they were in. */
    private int apart;

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
        int most = apart > 0 ? 1 : ROWS;
        while (!waiting.isEmpty() && rows.size() < most && later.size() < ROWS) {
            Row next = waiting.removeFirst();
            (now.isBefore(next.due()) ? later : rows).add(next);
        }
        later.reversed().forEach(waiting::addFirst);
        if (rows.isEmpty()) {
            return;
        }
        apart = Math.max(0, apart - 1);
        writing = true;
        shared.ledger
                .<List<Outcome>>decide(desk -> rows.stream().map(row -> take(desk, row)).toList())
                .whenComplete((outcomes, e) -> loop.post(() -> written(rows, outcomes, e)));
    }

    private static Outcome take(DecisionContext desk, Row row) {
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

    private void written(
            List<Row> rows, @Nullable List<Outcome> outcomes, @Nullable Throwable failed) {
        writing = false;
        if (outcomes != null) {
            for (int i = 0; i < rows.size(); i++) {
                count(rows.get(i), outcomes.get(i));
            }
        } else if (failed instanceof StoreException || failed instanceof Error) {
            rows.forEach(this::unwritten);
        } else if (rows.size() > 1) {
            rows.reversed().forEach(waiting::addFirst);
            apart = rows.size();
        } else {
            rows.forEach(row -> count(row, new Outcome(false, "internal fault; see the log")));
        }
        write();
    }

    /** It counts as never come, and with it what its original has shown: all of it comes again. */
    private void unwritten(Row row) {
        OriginalPeer from = row.from();
        from.book.waiting--;
        from.book.received--;
        from.known = new KnownRows();
        from.giveUpPass();
        from.byHand |= from.book.resync != null;
        from.nextPass = shared.clock.instant().plus(AGAIN);
    }

    private static void count(Row row, Outcome outcome) {
        PeerBook book = row.from().book;
        book.waiting--;
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
