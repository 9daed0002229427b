package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ChangePage;
import dev.gatehouse.model.ChangeQuery;
import dev.gatehouse.model.DayStats;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryPage;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Irregularity;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.QuarantinedEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.Signer;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.SyncStamp;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The append-only log of this central and everything that follows from it. Any thread may call; all
 * writing is done by one thread, and what is answered is on disk.
 */
public final class Ledger implements AutoCloseable {
    /**
     * What a ledger needs from outside.
     *
     * @param central whose ledger it is
     * @param zone the site's, for texts and for what "today" is
     * @param wall the wall clock
     * @param nanos a steady clock in nanoseconds, as {@link System#nanoTime}
     * @param random for the names of streams and the salts of payloads
     * @param signer the node's key
     */
    public record Means(
            CentralId central,
            ZoneId zone,
            InstantSource wall,
            LongSupplier nanos,
            RandomGenerator random,
            Signer signer) {}

    private final Store store;
    private final Means means;
    private final WriterState state;
    private final Writer writer;
    private final Runnable afterwards;

    /**
     * @param executor where each transaction has its turn
     * @param afterwards runs when all is closed
     */
    private Ledger(
            Store store,
            Means means,
            FactCodec codec,
            Consumer<List<Notice>> publish,
            Executor executor,
            Runnable afterwards) {
        this.store = store;
        this.means = means;
        this.state =
                new WriterState(
                        means.central(),
                        store,
                        this::mint,
                        means.wall().millis(),
                        new Hearsay(means.nanos()),
                        means.random(),
                        codec);
        this.writer = new Writer(store, state, means.wall(), means.nanos(), publish, executor);
        this.afterwards = afterwards;
    }

    /**
     * Opens the ledger in a database file, which is made where it is missing.
     *
     * @param publish gets what happened after each commit, in order, on the writer's thread; must
     *     not block
     * @throws StoreException when the file cannot be opened
     */
    public static Ledger open(Path file, Means means, Consumer<List<Notice>> publish) {
        return open(file, means, publish, SqliteStore.BUSY_TIMEOUT);
    }

    /**
     * @param busyTimeout how long to wait for another process's lock on the database
     */
    static Ledger open(
            Path file, Means means, Consumer<List<Notice>> publish, Duration busyTimeout) {
        SqliteStore store = SqliteStore.open(file, means.zone(), busyTimeout);
        try {
            var codec = new FactCodec(means.zone());
            Rebuild.finish(file, codec, means.central());
            ExecutorService thread =
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().name("ledger-writer").factory());
            return new Ledger(store, means, codec, publish, thread, thread::shutdown);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Opens the ledger in a store whose projections are those of an edition.
     *
     * @param executor where each transaction has its turn: one thread, or the steps of a simulation
     */
    static Ledger open(
            Store store,
            Means means,
            Edition edition,
            Consumer<List<Notice>> publish,
            Executor executor) {
        var codec = new FactCodec(means.zone(), edition);
        return new Ledger(store, means, codec, publish, executor, () -> {});
    }

    /** The id of a fact that is written for the first time as this number of this stream. */
    public static EventId firstId(StreamId stream, long seq) {
        return Merkle.firstId(stream, seq);
    }

    /**
     * A machine that is resumed from a snapshot goes on with random numbers that were used before,
     * so the clocks go into the name of a stream too.
     */
    private StreamDescriptor mint() {
        RandomGenerator random = means.random();
        long wallMs = means.wall().millis();
        Hash name =
                new Sha256()
                        .put(random.nextLong())
                        .put(random.nextLong())
                        .put(wallMs)
                        .put(means.nanos().getAsLong())
                        .done();
        return StreamDescriptor.mint(
                new StreamId(name.a(), name.b()), means.central(), wallMs, means.signer());
    }

    /** The stream that this node writes now. */
    public StreamDescriptor currentStream() {
        return state.stream;
    }

    /** The streams that this node wrote, the last that came to this disk first. */
    public List<OwnStream> ownStreams(int most) {
        return OwnStream.latest(store, state.holdings, state.stream, most);
    }

    /** What is held of every stream, as of the last commit. */
    public Holdings holdings() {
        return state.holdings;
    }

    /** What the visits come to, as of the last commit. */
    public FoldDigest fold() {
        return state.fold;
    }

    /**
     * What is held and what it comes to, of one commit.
     *
     * @param held everything held, in three values
     * @param fold what the visits come to
     */
    public record Standing(Holdings.Summary held, FoldDigest fold) {}

    /** Both at one moment: equal holdings give equal folds, but for what came erased early. */
    public Standing standing() {
        synchronized (state.holdings) {
            return new Standing(state.holdings.summary(), state.fold);
        }
    }

    /** Why the last write failed; null while writing works. */
    public @Nullable StoreException trouble() {
        return writer.trouble();
    }

    /** What was done since the ledger was opened, and what waits. */
    public LedgerFigures figures() {
        Holdings.Summary held = state.holdings.summary();
        return writer.figures(held.events(), held.streams());
    }

    /**
     * Decides a request in the order of the requests and commits what it appends.
     *
     * @return completes after the commit, on the writer's thread; with a {@link StoreException}
     *     where nothing was written
     */
    public <R> CompletableFuture<R> decide(Decision<R> decision) {
        return writer.decide(decision);
    }

    /**
     * Merges what came from a peer.
     *
     * @return completes after the commit, on the writer's thread, never exceptionally; where
     *     nothing could be written all is deferred
     */
    public CompletableFuture<MergeResult> merge(Arrival arrival) {
        return writer.merge(arrival);
    }

    /** Notes when a peer was last in step. */
    public void note(SyncStamp stamp) {
        writer.note(stamp);
    }

    /** The notes of earlier runs. */
    public List<SyncStamp> syncStamps() {
        return store.read(Store.ReadTx::syncStamps);
    }

    /**
     * Events of one stream for a peer, with their proof.
     *
     * @param from the first number wanted, from 1
     * @param to the last number wanted
     * @param maxRows at most so many events
     * @param maxBytes at most so many as they travel, about, but at least one event
     * @throws StoreException when the database cannot be read
     */
    public Page page(StreamId stream, long from, long to, int maxRows, int maxBytes) {
        Integer key = state.holdings.key(stream);
        long last = Math.min(to, Long.MAX_VALUE - 1);
        if (key == null || from < 1 || from > last) {
            return Page.EMPTY;
        }
        return store.read(tx -> new Pages(tx, key, stream).page(from, last, maxRows, maxBytes));
    }

    /**
     * Some events of a stream.
     *
     * @param numbers theirs, at least one
     */
    public record Part(StreamDescriptor descriptor, Ranges numbers) {}

    /**
     * The events that tell how the car park stands now: those of the visits that are open, and the
     * newest of all streams together.
     *
     * @param most none where there are more of open visits
     * @throws StoreException when the database cannot be read
     */
    public List<Part> present(long most) {
        return store.read(tx -> new Present(tx).parts(most));
    }

    /**
     * The lowest of some events of one stream, with the proof of exactly those.
     *
     * @param maxRows at most so many events
     * @param maxBytes at most so many as they travel, about, but at least one event
     * @throws StoreException when the database cannot be read
     */
    public Page page(StreamId stream, Ranges numbers, int maxRows, int maxBytes) {
        Integer key = state.holdings.key(stream);
        return key == null || numbers.isEmpty()
                ? Page.EMPTY
                : store.read(
                        tx -> new Pages(tx, key, stream).scattered(numbers, maxRows, maxBytes));
    }

    /**
     * The root over the first {@code n} events of a stream.
     *
     * @param n at most as many as are held
     * @throws StoreException when the database cannot be read, or not so many are held
     */
    public Hash root(StreamId stream, long n) {
        Integer key = state.holdings.key(stream);
        if (n == 0) {
            return Merkle.EMPTY;
        }
        if (key == null || n < 0 || n > state.holdings.n(stream)) {
            throw new StoreException(
                    "only " + state.holdings.n(stream) + " events are held, not " + n);
        }
        return store.read(tx -> new StoredTree(tx, key).hash(0, n));
    }

    /**
     * Whether the loose events of a peer's claim are held here, each with the same leaf.
     *
     * @throws StoreException when the database cannot be read
     */
    public boolean holdsLoose(StreamHead claim) {
        StreamHead mine = state.holdings.head(claim.stream());
        Integer key = state.holdings.key(claim.stream());
        if (claim.loose().isEmpty() || claim.equals(mine)) {
            return true;
        }
        return key != null
                && state.holdings.covers(claim)
                && store.read(tx -> LooseDigest.of(tx, key, claim.loose()))
                        .equals(claim.looseDigest());
    }

    /**
     * Lets loose events join those held where a peer's claim shows that they fit.
     *
     * @return whether the stream is then held as far as is claimed
     */
    public CompletableFuture<Boolean> cover(StreamHead claim) {
        return writer.run(transaction -> transaction.cover(claim));
    }

    /**
     * Takes a head that came as signed by its stream's writer.
     *
     * @return false where it is not: the signature is another's. Where the events are not held yet
     *     it is left alone, and comes again
     */
    public boolean keep(SignedHead head) {
        StreamDescriptor descriptor = state.holdings.descriptor(head.stream());
        SignedHead signed = state.holdings.signed(head.stream());
        if (descriptor == null
                || state.holdings.n(head.stream()) < head.n()
                || (signed != null && signed.n() >= head.n())) {
            return true;
        }
        if (!head.isBy(descriptor, means.signer())) {
            return false;
        }
        writer.run(transaction -> transaction.sign(head));
        return true;
    }

    /**
     * Signs what is held of the stream that this node writes now, where it has grown; with a
     * heartbeat, so that no commit waits for it. Takes 0.7 ms on the thread that calls.
     */
    public void signCurrent() {
        StreamId stream = state.stream.stream();
        StreamHead head = state.holdings.head(stream);
        SignedHead signed = state.holdings.signed(stream);
        if (head != null && head.n() > (signed == null ? 0 : signed.n())) {
            sign(head);
        }
    }

    /**
     * The same for its earlier streams: at a start, for what the last one left by a crash.
     *
     * @return which
     */
    public List<StreamId> signEarlier() {
        List<StreamHead> unsigned = state.holdings.unsigned(state.stream);
        unsigned.forEach(this::sign);
        return unsigned.stream().map(StreamHead::stream).toList();
    }

    private void sign(StreamHead head) {
        if (head.n() > 0) {
            SignedHead signed =
                    SignedHead.sign(head.stream(), head.n(), head.root(), means.signer());
            writer.run(transaction -> transaction.sign(signed));
        }
    }

    /**
     * A peer claims to hold so much of a stream. Where it is the one that is written here, and it
     * holds more, a copy of this node writes it too, and this one goes on under another.
     */
    public void heard(StreamHead claim) {
        if (claim.n() > state.holdings.n(claim.stream())) {
            copied(claim.stream());
        }
    }

    /** A peer says that a copy of this node writes that stream too; believed now and then. */
    public void copied(StreamId stream) {
        if (stream.equals(state.stream.stream())) {
            writer.run(transaction -> transaction.copied(stream));
        }
    }

    /** A peer says that a stream has two versions; where it is this node's, it may end that. */
    public void heard(Fork fork) {
        StreamDescriptor descriptor = state.holdings.descriptor(fork.stream());
        if (descriptor != null && descriptor.central().equals(means.central())) {
            writer.run(transaction -> transaction.heard(fork));
        }
    }

    /** The streams that exist in two versions: each is an alarm until its writer has ended it. */
    public List<Fork> forks() {
        return List.copyOf(state.forks.values());
    }

    /** Events that came and contradict what is held, oldest first. */
    public List<QuarantinedEvent> quarantined() {
        return store.read(tx -> tx.quarantined().stream().map(Store.Quarantined::shown).toList());
    }

    /** How many those are; reads none of them. */
    public long quarantinedCount() {
        return store.read(Store.ReadTx::quarantinedCount);
    }

    /** Reads what two nodes compare with each other. */
    public Inspector inspector() {
        return new Inspector(store, state.holdings, state.codec);
    }

    /** Looks at what is on disk, from the beginning. */
    public Scrub scrub() {
        return new Scrub(store, state.holdings);
    }

    /**
     * Changes whenever somebody else has written to the database, which nobody should, and whenever
     * a damaged row was met: all is to be looked through then.
     */
    public long foreignWrites() {
        return store.foreignWrites() + state.damaged.size();
    }

    /**
     * Puts events in the place of rows that are damaged, from whomever they come: they are taken
     * only where with them the tree comes to the root that is held.
     *
     * @param events of that stream; none where only its tree is damaged
     * @return whether the stream is whole again
     */
    public CompletableFuture<Boolean> mend(StreamId stream, List<LedgerEvent> events) {
        List<Leafed> leafed =
                events.stream().map(event -> new Leafed(event, Merkle.leaf(event))).toList();
        return writer.run(transaction -> transaction.mend(stream, leafed));
    }

    /**
     * Visits, newest row first.
     *
     * @param query its {@code search} already reduced to upper-case letters without marks, and
     *     digits
     */
    public HistoryPage history(HistoryQuery query) {
        Store.Day day = today();
        return store.read(
                tx ->
                        HistoryPage.of(
                                tx.find(query.andOneMore(), day), query.limit(), tx.stats(day)));
    }

    /** The visits as people look for them. */
    public VisitList visits() {
        return new VisitList(store, this::today);
    }

    /**
     * Corrections and voids, latest first.
     *
     * @param historyId of the visit in that row, null for all
     */
    public List<HistoryChange> changes(@Nullable Long historyId, int limit, int offset) {
        return changes(new ChangeQuery(historyId, limit, offset, null)).changes();
    }

    /** A page of corrections and voids, latest first. */
    public ChangePage changes(ChangeQuery query) {
        return store.read(tx -> new Changes(tx, state.codec, means.central()).list(query));
    }

    /** Passages that are no part of a visit, latest first. */
    public List<Irregularity> irregular(Irregularity.Kind kind, int limit, int offset) {
        return store.read(
                tx -> new Changes(tx, state.codec, means.central()).irregular(kind, limit, offset));
    }

    /** What all centrals share besides cars. */
    public SharedFacts shared() {
        return new SharedFacts(store::read, state.codec);
    }

    /** Reads what originals are told. */
    public Outlooks outlooks() {
        return new Outlooks(store, state.codec, means.central());
    }

    public DayStats stats() {
        return store.read(tx -> tx.stats(today()));
    }

    /** The last passages over all gates, newest first by when they happened. */
    public List<GateEvent> recent(int limit) {
        return new RecentPassages(state.codec, state.holdings, means.central()).of(store, limit);
    }

    private Store.Day today() {
        LocalDate today = LocalDate.ofInstant(means.wall().instant(), means.zone());
        return new Store.Day(
                today.atStartOfDay(means.zone()).toInstant(),
                today.plusDays(1).atStartOfDay(means.zone()).toInstant());
    }

    /** Commits what waits, then closes the database. */
    @Override
    public void close() {
        writer.close();
        store.close();
        afterwards.run();
    }
}
