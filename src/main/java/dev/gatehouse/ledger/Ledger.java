package dev.gatehouse.ledger;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.check.Backup;
import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Scrub;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.query.Changes;
import dev.gatehouse.ledger.query.EntryFates;
import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.ledger.query.OpenVisitEvents;
import dev.gatehouse.ledger.query.OwnStream;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.query.PeerPages;
import dev.gatehouse.ledger.query.RecentPassages;
import dev.gatehouse.ledger.query.SharedFacts;
import dev.gatehouse.ledger.query.SiteDay;
import dev.gatehouse.ledger.query.VisitList;
import dev.gatehouse.ledger.store.EventStore;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.ledger.store.SqliteStore;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.CloneClaimLimiter;
import dev.gatehouse.ledger.write.Decision;
import dev.gatehouse.ledger.write.HeadSigner;
import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.ledger.write.StreamMint;
import dev.gatehouse.ledger.write.Writer;
import dev.gatehouse.ledger.write.WriterState;
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
    private final HeadSigner signer;
    private final PeerPages pages;
    private final SiteDay today;
    private final Runnable afterwards;

    /**
     * @param executor where each transaction has its turn
     * @param span events that are packed into one block, 0 for none
     * @param afterwards runs when all is closed
     */
    private Ledger(
            Store store,
            Means means,
            FactCodec codec,
            Consumer<List<Notice>> publish,
            Executor executor,
            int span,
            Runnable afterwards) {
        this.store = store;
        this.means = means;
        this.state =
                new WriterState(
                        means.central(),
                        store,
                        new StreamMint(
                                means.central(),
                                means.wall(),
                                means.nanos(),
                                means.random(),
                                means.signer()),
                        means.wall().millis(),
                        new CloneClaimLimiter(means.nanos()),
                        means.random(),
                        codec,
                        span);
        this.writer = new Writer(store, state, means.wall(), means.nanos(), publish, executor);
        this.signer = new HeadSigner(state, writer, means.signer());
        this.today = new SiteDay(means.wall(), means.zone());
        this.pages = new PeerPages(store, state.holdings, span);
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
        return open(file, means, publish, SqliteStore.BUSY_TIMEOUT, Block.MAX_EVENTS);
    }

    /**
     * @param busyTimeout how long to wait for another process's lock on the database
     * @param span events that are packed into one block, a power of two; 0 for none
     */
    static Ledger open(
            Path file,
            Means means,
            Consumer<List<Notice>> publish,
            Duration busyTimeout,
            int span) {
        SqliteStore store = SqliteStore.open(file, busyTimeout, Backup::replace);
        try {
            var codec = new FactCodec(means.zone());
            Rebuild.finish(file, codec, means.central());
            store.showTimesAt(codec.zone().getRules().getOffset(means.wall().instant()));
            ExecutorService thread =
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().name("ledger-writer").factory());
            return new Ledger(store, means, codec, publish, thread, span, thread::shutdown);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Opens the ledger in a store whose projections are those of an edition.
     *
     * @param executor where each transaction has its turn: one thread, or the steps of a simulation
     * @param span events that are packed into one block, a power of two; 0 for none
     */
    static Ledger open(
            Store store,
            Means means,
            FoldVersion edition,
            Consumer<List<Notice>> publish,
            Executor executor,
            int span) {
        var codec = new FactCodec(means.zone(), edition);
        return new Ledger(store, means, codec, publish, executor, span, () -> {});
    }

    /** The id of a fact that is written for the first time as this number of this stream. */
    public static EventId firstId(StreamId stream, long seq) {
        return Merkle.firstId(stream, seq);
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

    /** The standing of one moment: equal holdings give equal folds, but for early erasures. */
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
        return store.read(tx -> tx.stamps().all());
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
        return pages.page(stream, from, to, maxRows, maxBytes);
    }

    /** As {@link #page}, for a peer that reads blocks: up to the end of a span, as one if it is. */
    public Page packedPage(StreamId stream, long from, long to, int maxRows, int maxBytes) {
        return pages.packed(stream, from, to, maxRows, maxBytes);
    }

    /**
     * The events that tell how the car park stands now: those of the visits that are open, and the
     * newest of all streams together.
     *
     * @param most none where there are more of open visits
     * @throws StoreException when the database cannot be read
     */
    public List<OpenVisitEvents.Part> present(long most) {
        return store.read(tx -> new OpenVisitEvents(tx).parts(most));
    }

    /**
     * The lowest of some events of one stream, with the proof of exactly those.
     *
     * @param maxRows at most so many events
     * @param maxBytes at most so many as they travel, about, but at least one event
     * @throws StoreException when the database cannot be read
     */
    public Page page(StreamId stream, Ranges numbers, int maxRows, int maxBytes) {
        return pages.scattered(stream, numbers, maxRows, maxBytes);
    }

    /**
     * The root over the first {@code n} events of a stream.
     *
     * @param n at most as many as are held
     * @throws StoreException when the database cannot be read, or not so many are held
     */
    public Hash root(StreamId stream, long n) {
        return pages.root(stream, n);
    }

    /**
     * Whether the loose events of a peer's claim are held here, each with the same leaf.
     *
     * @throws StoreException when the database cannot be read
     */
    public boolean holdsLoose(StreamHead claim) {
        return pages.holdsLoose(claim);
    }

    /**
     * Takes a head that came as signed by its stream's writer.
     *
     * @return false where the signature is another's. Where the events are not held yet the head is
     *     left alone, and comes again
     */
    public boolean keep(SignedHead head) {
        return signer.keep(head);
    }

    /**
     * Signs what is held of the stream that this node writes now, where it has grown; with a
     * heartbeat, so that no commit waits for it. Takes 0.7 ms on the thread that calls.
     */
    public void signCurrent() {
        signer.signCurrent();
    }

    /**
     * Signs this node's earlier streams: at a start, for what the last one left by a crash.
     *
     * @return which
     */
    public List<StreamId> signEarlier() {
        return signer.signEarlier();
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
        return store.read(
                tx ->
                        tx.events().quarantined().stream()
                                .map(EventStore.Quarantined::shown)
                                .toList());
    }

    /** How many those are; reads none of them. */
    public long quarantinedCount() {
        return store.read(tx -> tx.events().quarantinedCount());
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
        List<HashedEvent> leafed =
                events.stream().map(event -> new HashedEvent(event, Merkle.leaf(event))).toList();
        return writer.run(transaction -> transaction.mend(stream, leafed));
    }

    /**
     * Visits, newest row first.
     *
     * @param query its {@code search} already reduced to upper-case letters without marks, and
     *     digits
     */
    public HistoryPage history(HistoryQuery query) {
        VisitStore.Day day = today.get();
        return store.read(
                tx ->
                        HistoryPage.of(
                                tx.visits().find(query.andOneMore(), day),
                                query.limit(),
                                tx.visits().stats(day)));
    }

    /** The visits as people look for them. */
    public VisitList visits() {
        return new VisitList(store, today);
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
    public EntryFates outlooks() {
        return new EntryFates(store, state.codec, means.central());
    }

    public DayStats stats() {
        return store.read(tx -> tx.visits().stats(today.get()));
    }

    /** The last passages over all gates, newest first by when they happened. */
    public List<GateEvent> recent(int limit) {
        return new RecentPassages(state.codec, state.holdings, means.central()).of(store, limit);
    }

    /** Commits what waits, then closes the database. */
    @Override
    public void close() {
        writer.close();
        store.close();
        afterwards.run();
    }
}
