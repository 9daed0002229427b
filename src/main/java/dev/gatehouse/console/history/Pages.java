package dev.gatehouse.console.history;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.fx.Refresh;
import dev.gatehouse.console.live.ReadFailure;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.port.HistoryPort;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One page at a time of the visits that are asked for; the others stay in the database. FX thread
 * only.
 */
final class Pages {
    /** Five screens: enough to scroll in, and read in a few milliseconds. */
    static final int ROWS = 100;

    /** Pages that can be gone back over one by one; a hundred thousand visits. */
    private static final int STEPS = 1_000;

    /** Counting reads all that there are, while a page is read every other second. */
    private static final Duration COUNT_EVERY = Duration.ofSeconds(30);

    private static final Duration READS_APART = Duration.ofMillis(150);

    /** Whether what is shown can be trusted. */
    sealed interface State {
        record Loading() implements State {}

        record Ready() implements State {}

        /**
         * The rows read before stay.
         *
         * @param code short, for whoever is called to help
         */
        record Failed(String code) implements State {}
    }

    /**
     * @param question counts the questions and what was changed since, so that an answer is known
     *     to be of the last
     * @param passed rows on the pages before this one
     */
    private record Asked(long question, VisitQuery query, int passed) {}

    private record Counted(long question, long total, Instant at) {}

    private record Read(Asked of, VisitPage page, Counted counted) {}

    private final HistoryPort history;
    private final InstantSource clock;
    private final Runnable changed;
    private final Refresh<Read> reads;
    private final Deque<VisitQuery> before = new ArrayDeque<>();
    private volatile Asked asked;

    /** Null before the first. */
    private volatile @Nullable Counted counted;

    private State state = new State.Loading();
    private VisitPage page = VisitPage.EMPTY;
    private @Nullable Instant readAt;

    /**
     * @param changed run after every change of what stands below
     */
    Pages(
            FxBridge bridge,
            HistoryPort history,
            InstantSource clock,
            VisitQuery first,
            Runnable changed) {
        this.clock = clock;
        this.changed = changed;
        this.history = history;
        this.asked = new Asked(0, first, 0);
        this.reads =
                new Refresh<>(bridge, "history", READS_APART, this::read, this::show, this::fail);
    }

    private Read read() {
        Asked now = asked;
        VisitPage read = history.visits(now.query());
        long through = now.passed() + read.rows().size();
        return new Read(
                now,
                read,
                read.next() == null
                        ? new Counted(now.question(), through, clock.instant())
                        : count(now, through));
    }

    /**
     * @param through of the rows that there are, those up to the end of the page; some follow
     */
    private Counted count(Asked of, long through) {
        Counted last = counted;
        return last != null
                        && last.question() == of.question()
                        && last.total() > through
                        && clock.instant().isBefore(last.at().plus(COUNT_EVERY))
                ? last
                : new Counted(of.question(), history.count(of.query()), clock.instant());
    }

    /** What is asked for, with its page. */
    VisitQuery query() {
        return asked.query();
    }

    State state() {
        return state;
    }

    VisitPage page() {
        return page;
    }

    /** How many visits there are over all pages, null while that is not known. */
    @Nullable Long total() {
        Counted last = counted;
        return last != null && last.question() == asked.question() ? last.total() : null;
    }

    /** Rows on the pages before this one. */
    int passed() {
        return asked.passed();
    }

    /** How old the rows are, null before the first. */
    @Nullable Duration age() {
        Instant at = readAt;
        return at == null ? null : Duration.between(at, clock.instant());
    }

    /** Asks another question, from its first page. */
    void ask(VisitQuery query) {
        before.clear();
        go(new Asked(asked.question() + 1, query.after(null), 0));
    }

    boolean hasNext() {
        return page.next() != null && before.size() < STEPS;
    }

    boolean hasPrevious() {
        return asked.passed() > 0;
    }

    void next() {
        VisitQuery.Place next = page.next();
        if (next != null && state instanceof State.Ready) {
            Asked now = asked;
            before.push(now.query());
            go(new Asked(now.question(), now.query().after(next), now.passed() + ROWS));
        }
    }

    void previous() {
        if (hasPrevious() && !before.isEmpty()) {
            go(new Asked(asked.question(), before.pop(), asked.passed() - ROWS));
        }
    }

    private void go(Asked next) {
        asked = next;
        state = new State.Loading();
        reads.ask();
        changed.run();
    }

    /** Reads the same page again; the rows stay meanwhile. */
    void reread() {
        reads.ask();
    }

    /** Something was changed, so that there may be more of them or fewer. */
    void recount() {
        asked = new Asked(asked.question() + 1, asked.query(), asked.passed());
        reads.ask();
    }

    private void show(Read read) {
        if (read.of().equals(asked)) {
            page = read.page();
            counted = read.counted();
            readAt = clock.instant();
            state = new State.Ready();
            changed.run();
        }
    }

    private void fail(Throwable failure) {
        state = new State.Failed(ReadFailure.code(failure));
        changed.run();
    }
}
