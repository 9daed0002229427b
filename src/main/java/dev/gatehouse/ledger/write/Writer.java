package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All that is written, one transaction after the other, each in a turn on the executor that it is
 * given; it has no thread of its own. Requests that wait together share a commit; local requests go
 * before events from peers, then some pages have their turn, as many as a booth can wait for: a
 * request that comes meanwhile waits for one page and for the commit of those before it. Answers
 * and notices follow the commit, in the order of the events.
 */
public final class Writer implements AutoCloseable {
    /** Local requests that may wait: ten seconds' worth at 100 a second; more is a flood. */
    private static final int LOCAL_LIMIT = 1_024;

    /** Requests in one commit; past that its length would be felt by the first of them. */
    private static final int GROUP_LIMIT = 256;

    /** Events from peers that may wait: two pages from each of 16 of them, some 16 MB. */
    private static final int REMOTE_LIMIT = 32 * 1_024;

    /**
     * Apart by more than this since the last commit, the wall clock was set or a snapshot resumed.
     */
    private static final long DRIFT_MS = 2_000;

    /** A turn takes milliseconds; closing waits no longer than this for one that hangs. */
    private static final long CLOSE_WITHIN_SECONDS = 10;

    private static final String CLOSED = "the ledger is closed";

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final Store store;
    private final WriterState state;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Consumer<List<Notice>> publish;
    private final Executor executor;

    /** Held by whoever carries out a transaction: the executor, or who closes. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Queue<Request<?>> local = new ArrayDeque<>();
    private final Deque<Offer> remote = new ArrayDeque<>();
    private int remoteEvents;

    /** How many of them a transaction holds. */
    private final Pace pace = new Pace();

    /** Requests went first; under a flood of them the peers would else wait for ever. */
    private boolean peersWaited;

    private final Queue<SyncStamp> stamps = new ArrayDeque<>();
    private boolean stopping;

    /** Whether a turn is asked for; there is never more than one. */
    private boolean awake;

    /** A commit that was reported as failed may be on disk: what is held must be read again. */
    private boolean recheck;

    /** Reading again has a turn of its own, since the next request may be hours away. */
    private boolean recheckSoon;

    private final Sealing sealing;
    private final CommitTimes times = new CommitTimes();
    private long lastWallMs;
    private long lastNanos;
    private final WriteTrouble trouble;

    /**
     * @param executor where each transaction has its turn; may run one at a time or many
     */
    public Writer(
            Store store,
            WriterState state,
            InstantSource wall,
            LongSupplier nanos,
            Consumer<List<Notice>> publish,
            Executor executor) {
        this.store = store;
        this.state = state;
        this.wall = wall;
        this.nanos = nanos;
        this.publish = publish;
        this.lastWallMs = wall.millis();
        this.lastNanos = nanos.getAsLong();
        this.executor = executor;
        this.trouble = new WriteTrouble(nanos);
        this.sealing = state.sealing;
        synchronized (this) {
            if (sealing.wants()) {
                wake();
            }
        }
    }

    /** What was done, and what waits. */
    public synchronized LedgerFigures figures(long events, long streams) {
        return times.figures(events, streams, local.size(), remoteEvents);
    }

    /** Why the last write failed; null while writing works. Who asks has it tried again. */
    @Nullable
    public StoreException trouble() {
        StoreException last = trouble.why();
        if (trouble.wantTry()) {
            tryAgainSoon();
        }
        return last;
    }

    private synchronized void tryAgainSoon() {
        if (!stopping) {
            wake();
        }
    }

    public <R> CompletableFuture<R> decide(Decision<R> decision) {
        return request(decision::decide, decision.lapses());
    }

    /** Does something in a transaction, in the order of the requests. */
    public <R> CompletableFuture<R> run(Function<Transaction, R> work) {
        return request(work, false);
    }

    private <R> CompletableFuture<R> request(Function<Transaction, R> work, boolean lapses) {
        var answer = new CompletableFuture<R>();
        synchronized (this) {
            if (stopping) {
                answer.completeExceptionally(new StoreException(CLOSED));
            } else if (local.size() >= LOCAL_LIMIT) {
                answer.completeExceptionally(
                        new StoreException(
                                "too many requests wait for the database ("
                                        + LOCAL_LIMIT
                                        + "). Try again."));
            } else {
                local.add(new Request<>(work, lapses, nanos.getAsLong(), answer));
                wake();
            }
        }
        return answer;
    }

    public CompletableFuture<MergeResult> merge(Arrival arrival) {
        Map<LedgerEvent, DecodedFact> decoded;
        try { // here and not in the turn, which is what everybody waits for
            decoded = state.decode(arrival);
        } catch (RuntimeException e) {
            LOG.error("Events of stream {} cannot be read", arrival.stream(), e);
            return CompletableFuture.completedFuture(faulty(arrival));
        }
        var offer = new Offer(arrival, decoded, new CompletableFuture<>());
        synchronized (this) {
            if (stopping || remoteEvents >= REMOTE_LIMIT) {
                offer.defer();
            } else {
                remote.add(offer);
                remoteEvents += arrival.size();
                wake();
            }
        }
        return offer.answer();
    }

    /** Notes when a peer was last in step; written with the next commit or soon after. */
    public synchronized void note(SyncStamp stamp) {
        if (!stopping && stamps.size() < LOCAL_LIMIT) {
            stamps.add(stamp);
            wake();
        }
    }

    /** Asks for a turn; guarded by this. */
    private void wake() {
        if (!awake) {
            awake = true;
            executor.execute(this::takeTurn);
        }
    }

    private synchronized @Nullable Work next() {
        if (local.isEmpty() && remote.isEmpty() && stamps.isEmpty()) {
            return null;
        }
        var requests = new ArrayList<Request<?>>();
        boolean peersTurn = peersWaited && !remote.isEmpty();
        while (!peersTurn && requests.size() < GROUP_LIMIT && !local.isEmpty()) {
            requests.add(local.remove());
        }
        var offers = new ArrayList<Offer>();
        int events = 0;
        while (requests.isEmpty() && !remote.isEmpty() && events < pace.events()) {
            Offer offer = remote.remove();
            events += offer.arrival().size();
            offers.add(offer);
        }
        remoteEvents -= events;
        peersWaited = !requests.isEmpty() && !remote.isEmpty();
        var notes = new ArrayList<>(stamps);
        stamps.clear();
        return new Work(requests, offers, notes);
    }

    /** One transaction, and the next in a turn of its own. */
    private void takeTurn() {
        turn.lock();
        try {
            Work work = next();
            if (work != null) {
                carryOut(work);
            } else {
                if (recheck) {
                    readAgain();
                }
                if (trouble.takeTry() && !recheck) {
                    tryAgain();
                } else if (sealing.wants() && !recheck) {
                    sealing.turn(store);
                }
            }
        } finally {
            turn.unlock();
            sleepOrGoOn();
        }
    }

    private synchronized void sleepOrGoOn() {
        awake = false;
        boolean again = recheckSoon;
        recheckSoon = false;
        boolean waits = !(local.isEmpty() && remote.isEmpty() && stamps.isEmpty());
        if (!stopping && (again || waits || sealing.wants())) {
            wake();
        }
    }

    private void carryOut(Work work) {
        var answers = new ArrayList<Runnable>();
        var course = new MergeCourse(nanos.getAsLong());
        Transaction done;
        try {
            Instant now = wall.instant();
            mintAfterDrift(now);
            if (recheck) {
                reload();
            }
            long begun = nanos.getAsLong();
            done =
                    store.write(
                            tx ->
                                    transact(
                                            work,
                                            new Transaction(tx, state, now),
                                            tx,
                                            answers,
                                            course));
            long ended = nanos.getAsLong();
            times.succeeded(ended - begun);
            pace.took(course.events, course.longestWait(ended));
        } catch (StoreException e) {
            times.failed();
            fail(work, e);
            return;
        } catch (RuntimeException | Error e) {
            retryOneByOne(work, e);
            return;
        }
        done.committed();
        putBack(work.offers().subList(course.offers, work.offers().size()));
        if (done.wrote() || !work.stamps().isEmpty()) { // else the disk was not asked
            trouble.ended();
            sealing.goOn();
        }
        answers.forEach(Runnable::run);
        tell(done);
    }

    private Transaction transact(
            Work work,
            Transaction transaction,
            Store.WriteTx tx,
            List<Runnable> answers,
            MergeCourse course) {
        long now = nanos.getAsLong();
        work.requests().forEach(request -> answers.add(request.run(transaction, now)));
        for (Offer offer : work.offers()) {
            if (course.offers > 0 && requestWaits()) {
                break;
            }
            MergeResult result = transaction.merge(offer.arrival(), offer.decoded());
            answers.add(() -> offer.answer().complete(result));
            course.merged(offer.arrival().size(), nanos.getAsLong());
        }
        work.stamps().forEach(tx.stamps()::save);
        transaction.finish();
        return transaction;
    }

    private synchronized boolean requestWaits() {
        return !local.isEmpty();
    }

    /** A request went before these; they are the next of their kind. */
    private synchronized void putBack(List<Offer> offers) {
        for (Offer offer : offers.reversed()) {
            remote.addFirst(offer);
            remoteEvents += offer.arrival().size();
        }
    }

    /** What comes after the commit cannot undo it, so nothing here may lead to another attempt. */
    private void tell(Transaction done) {
        try {
            if (!done.notices().isEmpty()) {
                publish.accept(done.notices());
            }
            if (done.ownGrewElsewhere()) {
                LOG.warn("A copy of this node writes the stream of this node too: new stream");
                state.stream = state.mint.get();
            }
        } catch (RuntimeException e) {
            LOG.error("What was committed could not be told", e);
        }
    }

    /** The disk is not to blame: one of them is, and the others must not suffer for it. */
    private void retryOneByOne(Work work, Throwable e) {
        List<Work> parts = work.parts();
        if (parts.size() > 1) {
            parts.forEach(this::carryOut);
            return;
        }
        LOG.error("A request to the ledger failed; nothing of it was written", e);
        work.requests().forEach(request -> request.answer().completeExceptionally(e));
        for (Offer offer : work.offers()) {
            offer.answer().complete(faulty(offer.arrival()));
        }
    }

    private static MergeResult faulty(Arrival arrival) {
        return MergeResult.rejected(
                0, arrival.size(), MergeResult.Fit.REFUSED, "internal fault; see the log");
    }

    /**
     * Nothing was written: everybody is told, and what a half-done commit may have left is avoided
     * by going on under a new stream.
     */
    private void fail(Work work, StoreException e) {
        if (trouble.why() == null) {
            LOG.error("Nothing written: {}", e.getMessage(), e);
        } else {
            LOG.error("Nothing written: {}", e.getMessage());
        }
        trouble.began(e);
        recheck = true;
        recheckSoon = true;
        sealing.pause();
        state.stream = state.mint.get();
        work.requests().forEach(request -> request.answer().completeExceptionally(e));
        work.offers().forEach(Offer::defer);
    }

    private void reload() {
        state.reload(store);
        recheck = false;
    }

    /** What a commit that failed has left, and is on disk after all, is told to peers. */
    private void readAgain() {
        try {
            reload();
        } catch (StoreException e) {
            LOG.warn("What is held is read again with the next write: {}", e.getMessage());
        }
    }

    /** Writes what is there already, as durably as anything else. */
    private void tryAgain() {
        try {
            store.write(
                    tx -> {
                        tx.visits().saveFold(state.fold);
                        return true;
                    });
            trouble.ended();
            sealing.goOn();
            LOG.info("Writing works again");
        } catch (StoreException e) {
            LOG.debug("Still nothing can be written", e);
        }
    }

    /** A clock that was set, or a resumed snapshot, may repeat numbers: a new stream cannot. */
    private void mintAfterDrift(Instant now) {
        long nanosNow = nanos.getAsLong();
        long passedMs = TimeUnit.NANOSECONDS.toMillis(nanosNow - lastNanos);
        long drift = now.toEpochMilli() - lastWallMs - passedMs;
        lastWallMs = now.toEpochMilli();
        lastNanos = nanosNow;
        if (Math.abs(drift) > DRIFT_MS) {
            LOG.warn("The wall clock moved by {} ms against the steady one: new stream", drift);
            state.stream = state.mint.get();
        }
    }

    /** Writes what waits, here and now, and takes nothing more. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
        }
        try {
            if (!turn.tryLock(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A transaction hangs; what waited behind it was not written");
                abandon();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
            return;
        }
        try {
            for (Work work = next(); work != null; work = next()) {
                carryOut(work);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Nobody may wait for what will not be written. */
    private synchronized void abandon() {
        local.forEach(
                request -> request.answer().completeExceptionally(new StoreException(CLOSED)));
        local.clear();
        remote.forEach(Offer::defer);
        remote.clear();
    }
}
