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

    private record Read(VisitQuery query, VisitPage page, long total) {}

    private final InstantSource clock;
    private final Runnable changed;
    private final Refresh<Read> reads;
    private final Deque<VisitQuery> before = new ArrayDeque<>();
    private volatile VisitQuery wanted;

    /** Null where nothing is known of the present question. */
    private volatile @Nullable Long total;

    private State state = new State.Loading();
    private VisitPage page = VisitPage.EMPTY;
    private @Nullable Instant readAt;

    /** Rows on the pages before this one. */
    private int passed;

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
        this.wanted = first;
        this.reads =
                new Refresh<>(
                        bridge,
                        "history",
                        READS_APART,
                        () -> {
                            VisitQuery query = wanted;
                            Long known = total;
                            VisitPage read = history.visits(query);
                            return new Read(
                                    query, read, known == null ? history.count(query) : known);
                        },
                        this::show,
                        this::fail);
    }

    /** What is asked for, with its page. */
    VisitQuery query() {
        return wanted;
    }

    State state() {
        return state;
    }

    VisitPage page() {
        return page;
    }

    /** How many visits there are over all pages, null while that is not known. */
    @Nullable Long total() {
        return total;
    }

    /** Rows on the pages before this one. */
    int passed() {
        return passed;
    }

    /** How old the rows are, null before the first. */
    @Nullable Duration age() {
        Instant at = readAt;
        return at == null ? null : Duration.between(at, clock.instant());
    }

    /** Asks another question, from its first page. */
    void ask(VisitQuery query) {
        before.clear();
        passed = 0;
        total = null;
        go(query.after(null));
    }

    boolean hasNext() {
        return page.next() != null && before.size() < STEPS;
    }

    boolean hasPrevious() {
        return passed > 0;
    }

    void next() {
        VisitQuery.Place next = page.next();
        if (next != null && state instanceof State.Ready) {
            before.push(wanted);
            passed += ROWS;
            go(wanted.after(next));
        }
    }

    void previous() {
        if (hasPrevious() && !before.isEmpty()) {
            passed -= ROWS;
            go(before.pop());
        }
    }

    private void go(VisitQuery query) {
        wanted = query;
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
        total = null;
        reads.ask();
    }

    private void show(Read read) {
        if (read.query().equals(wanted)) {
            page = read.page();
            total = read.total();
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
