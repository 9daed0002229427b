package dev.gatehouse.ledger;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One transaction of the writer: appends here, and what {@link Merging}, {@link GivingUp} and
 * {@link Erasing} do, with the trees and the notices that follow; the fold is the {@link
 * Projector}'s. What it changes in memory counts only after the commit.
 */
final class Transaction implements Desk {
    /** With fewer events, looking for each of them what it needs is the shorter way. */
    private static final int WORTH_READING_AHEAD = 16;

    private final Store.WriteTx tx;
    private final WriterState state;
    private final Instant now;
    private final Map<StreamId, Tip> tips = new HashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Projector projector;
    private final Merging merging;
    private final GivingUp givingUp;
    private final Erasing erasing;
    private final EventClock clock;
    private final Echoes echoes;
    private final EventRows rows;
    private final Forks forks;
    private StreamDescriptor current;
    private boolean ownGrewElsewhere;
    private boolean wrote;
    private boolean unfolded;

    /** What the events that are merged say, by identity. */
    private Map<LedgerEvent, Taken> decoded = Map.of();

    Transaction(Store.WriteTx tx, WriterState state, Instant now) {
        this.tx = tx;
        this.state = state;
        this.now = now;
        this.clock = new EventClock(tx, state.clock, now.toEpochMilli());
        this.rows = new EventRows(tx, state.marks, state.holdings.withheldNow(), state.damaged);
        this.forks = new Forks(tx, state.forks);
        this.current = state.stream;
        this.projector = new Projector(tx, state, now, notices);
        this.echoes = new Echoes(tx, state.codec);
        this.merging = new Merging(this, tx);
        this.givingUp = new GivingUp(this, tx);
        this.erasing = new Erasing(this, tx);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public CentralId central() {
        return state.central;
    }

    @Override
    public Optional<Visit> openVisit(Plate plate) {
        return settled().openVisit(plate.canonical());
    }

    @Override
    public Optional<Visit> lastVisit(Plate plate) {
        return settled()
                .restBefore(plate.canonical(), Long.MAX_VALUE)
                .flatMap(rest -> visit(rest.eventId()));
    }

    @Override
    public Optional<Visit> visit(String eventId) {
        return settled().stored(eventId).map(Store.StoredVisit::visit);
    }

    @Override
    public List<Act> acts(String eventId) {
        return new Acts(settled(), state.codec, state.central).of(eventId);
    }

    @Override
    public Optional<Visit> unconfirmed(Plate plate, @Nullable String edgeId) {
        return settled().unconfirmed(plate.canonical(), edgeId);
    }

    @Override
    public Optional<Visit> visit(long id) {
        return settled().visit(id);
    }

    @Override
    public List<Visit> visitsBefore(Visit visit, int limit) {
        return settled().visitsBefore(visit.id(), limit);
    }

    @Override
    public SharedFacts shared() {
        return new SharedFacts(tx::within, state.codec);
    }

    @Override
    public Visit append(Plate plate, Function<Hlc, Fact.OfCar> make) {
        Fact.OfCar fact = make.apply(clock.tick(List.of(plate)));
        while (fact.begins() && !tx.named(String.valueOf(fact.eventId())).isEmpty()) {
            fact = make.apply(clock.tickToNextMs());
        }
        write(own(), fact);
        Visit visit = projector.fold().get(fact.eventId());
        if (visit == null) {
            throw new IllegalStateException("this " + fact.kind() + " belongs to no visit");
        }
        return visit;
    }

    @Override
    public Optional<Visit> amend(List<Plate> cars, Fact.OfCar fact) {
        clock.tick(cars);
        write(own(), fact);
        return Optional.ofNullable(projector.fold().get(fact.eventId()));
    }

    @Override
    public boolean takeIn(CentralId central, Fact fact) {
        EventId id = TakenId.of(fact);
        if (id == null) {
            throw new IllegalArgumentException(fact.kind() + ": originals do not tell that");
        }
        clock.tick(List.of());
        Tip tip = own();
        LedgerEvent event = next(tip, id, LedgerEvent.Source.IMPORTED, central, fact);
        Taken taken = state.codec.requireUsable(event);
        if (echoes.has(event, fact)) {
            return false;
        }
        write(tip, event, taken);
        unfolded = true; // of thousands each would be folded by itself
        return true;
    }

    /** What is stored, once all that was taken in is folded. */
    private Store.WriteTx settled() {
        if (unfolded) {
            unfolded = false;
            projector.fold();
        }
        return tx;
    }

    @Override
    public void append(Fact.OfSite fact) {
        for (Fact.OfSite part : PassLists.parts(fact, state.codec, state::salt)) {
            clock.tick(List.of());
            said(write(own(), part), part);
        }
        projector.fold();
    }

    /** Writes a fact at the clock value of the last {@link EventClock#tick}. */
    private LedgerEvent write(Tip tip, Fact fact) {
        EventId id = Merkle.firstId(tip.stream(), tip.n() + 1);
        LedgerEvent event = next(tip, id, LedgerEvent.Source.NODE, state.central, fact);
        write(tip, event, state.codec.requireUsable(event));
        return event;
    }

    /** Writes an event of this node again. */
    void write(Tip tip, LedgerEvent event) {
        write(tip, event, state.codec.decode(event));
    }

    /**
     * @param taken what the event says
     */
    private void write(Tip tip, LedgerEvent event, Taken taken) {
        Leafed leafed = new Leafed(event, Merkle.leaf(event));
        rows.keep(tip, leafed);
        wrote = true;
        append(tip, leafed.leaf());
        tip.lastHlc = tip.lastHlc.max(event.hlc());
        notices.add(
                new Notice.Appended(
                        event, new StreamHead(tip.stream(), tip.n(), tip.frontier.root())));
        projector.add(tip.key, event, taken, true);
    }

    /** Writes what ends a fork; its clock value has no meaning. */
    LedgerEvent write(Tip tip, Fact.Withdraw withdraw) {
        clock.tick(List.of());
        return write(tip, (Fact) withdraw);
    }

    /**
     * The next event of a stream, at the clock value of the last {@link EventClock#tick}. It is to
     * be found usable: what peers would refuse must not be in the ledger, or nothing behind it
     * would ever reach them.
     */
    private LedgerEvent next(
            Tip tip, EventId id, LedgerEvent.Source src, CentralId central, Fact fact) {
        return new LedgerEvent(
                tip.stream(),
                tip.n() + 1,
                id,
                fact.kind(),
                src,
                central,
                clock.ticked(),
                now.toEpochMilli(),
                state.codec.encode(fact, state.salt()));
    }

    // ---- what came from peers

    /**
     * Merges what came from a peer; its proof has been checked, its fit to what is held has not.
     *
     * @param decoded what its events say, by identity
     */
    MergeResult merge(Arrival arrival, Map<LedgerEvent, Taken> decoded) {
        this.decoded = decoded;
        if (arrival.size() >= WORTH_READING_AHEAD) {
            projector.expect(decoded.values());
        }
        MergeResult result = merging.merge(arrival);
        unfolded = true; // of a car that came and went in one transaction one row is written
        return result;
    }

    /**
     * Lets loose events join those held where a peer's claim shows that they fit.
     *
     * @return whether the stream is held as far as is claimed
     */
    boolean cover(StreamHead claim) {
        Tip tip = known(claim.stream());
        return tip != null
                && !tip.spoilt()
                && (tip.n() >= claim.n()
                        || (merging.advance(tip, claim.n(), claim.root()) && tip.n() >= claim.n()));
    }

    /**
     * Takes a head that the stream's writer has signed; its signature has been checked.
     *
     * @return false where the events held are others
     */
    boolean sign(SignedHead head) {
        Tip tip = known(head.stream());
        if (tip == null || tip.n() < head.n()) {
            return false;
        }
        SignedHead before = tip.signed;
        if (before != null && before.n() >= head.n()) {
            return true;
        }
        boolean fits = new StoredTree(tx, tip.key).hash(0, head.n()).equals(head.root());
        if (fits) {
            tip.setSigned(head);
        }
        return fits;
    }

    /** Somebody else writes that stream too. */
    boolean copied(StreamId stream) {
        if (!ownGrewElsewhere && stream.equals(current.stream())) {
            ownGrewElsewhere = state.hearsay.believe();
        }
        return ownGrewElsewhere;
    }

    /**
     * A peer says that it knows of two versions of a stream.
     *
     * @return whether one of them was written again
     */
    boolean heard(Fork fork) {
        boolean again = givingUp.heard(fork, state.hearsay);
        projector.fold();
        return again;
    }

    /**
     * Puts events in the place of damaged rows.
     *
     * @return whether the stream is whole again
     */
    boolean mend(StreamId stream, List<Leafed> events) {
        boolean mended = new Mending(this, tx).mend(stream, events);
        projector.fold();
        return mended;
    }

    /** Writes an event that came; it is in no tree yet. */
    void write(Tip tip, Leafed leafed, List<MergeResult.Unusable> unusable) {
        LedgerEvent event = leafed.event();
        Leafed kept = rows.keep(tip, leafed);
        wrote = true;
        tip.lastHlc = tip.lastHlc.max(event.hlc());
        clock.adopt(event.hlc());
        ownGrewElsewhere |= tip.stream().equals(current.stream());
        Taken taken = decode(kept.event());
        projector.add(tip.key, kept.event(), taken, madeHere(tip));
        switch (taken) {
            case Taken.Unusable(String why) ->
                    unusable.add(new MergeResult.Unusable(event.seq(), why));
            case Taken.Known _, Taken.Unknown _ -> {} // what is unknown, a later version folds
        }
    }

    /** What an event says, which was found out before its turn where it came from a peer. */
    private Taken decode(LedgerEvent event) {
        Taken known = decoded.get(event);
        return known == null ? state.codec.decode(event) : known;
    }

    private boolean madeHere(Tip tip) {
        return tip.descriptor.central().equals(state.central);
    }

    /** Does what those events say of others; they are in their tree. */
    void written(List<Leafed> events) {
        for (Leafed leafed : events) {
            if (!Erasing.mayBeErased(leafed.event().kind())
                    && decode(leafed.event()) instanceof Taken.Known(Fact fact)) {
                said(leafed.event(), fact);
            }
        }
    }

    private void said(LedgerEvent event, Fact fact) {
        if (fact instanceof Fact.Erase erase) {
            erasing.erase(erase.places());
        } else if (fact instanceof Fact.Withdraw withdraw) {
            givingUp.withdraw(event, withdraw);
        }
    }

    // ---- streams

    /** The tip of a stream of which something is held; null where nothing is. */
    @Nullable Tip known(StreamId stream) {
        Tip tip = tips.get(stream);
        StreamDescriptor held = tip == null ? state.holdings.descriptor(stream) : null;
        return held == null ? tip : tip(held);
    }

    /**
     * The tip of a stream, which is stored where it is new: only for who goes on to write to it.
     */
    Tip tip(StreamDescriptor descriptor) {
        Tip tip = tips.get(descriptor.stream());
        if (tip == null) {
            tip = opened(descriptor);
            tips.put(descriptor.stream(), tip);
        }
        return tip;
    }

    private Tip opened(StreamDescriptor descriptor) {
        StreamId stream = descriptor.stream();
        Integer key = state.holdings.key(stream);
        StreamDescriptor held = state.holdings.descriptor(stream);
        StreamHead head = state.holdings.head(stream);
        if (key == null || held == null) {
            return Tip.fresh(tx.addStream(descriptor), descriptor);
        }
        if (head == null) { // all of it was withdrawn
            return Tip.fresh(key, held);
        }
        Frontier cached = state.frontiers.get(stream);
        Frontier frontier =
                cached != null && cached.size() == head.n()
                        ? cached.copy()
                        : new StoredTree(tx, key).frontier(head.n());
        return new Tip(key, held, frontier, head, state.holdings.signed(stream));
    }

    /** The stream that is written now, or a new one where its tree was spoilt on disk. */
    private Tip own() {
        Tip tip = tip(current);
        return tip.spoilt() ? otherThan(tip) : tip;
    }

    /** The stream that is written now, or a new one where that is the given one. */
    Tip otherThan(Tip tip) {
        if (current.stream().equals(tip.stream())) {
            current = state.mint.get();
        }
        return tip(current);
    }

    /** Appends one leaf to the tree of a stream. */
    void append(Tip tip, Hash leaf) {
        tip.frontier.append(leaf, (level, at, hash) -> tx.addNode(tip.key, level, at, hash));
    }

    /** A stream was cut back; nobody may go on writing where it was. */
    void cut(Tip tip) {
        if (current.stream().equals(tip.stream())) {
            current = state.mint.get();
        }
        notices.add(new Notice.Cut(tip.stream()));
    }

    /** Whether this node's key wrote that stream, whatever clone of it did. */
    boolean owns(StreamDescriptor descriptor) {
        return descriptor.central().equals(state.central) && descriptor.key().equals(current.key());
    }

    /** Whether one key wrote both. */
    boolean sameKey(StreamId one, StreamDescriptor other) {
        Tip tip = tips.get(one);
        StreamDescriptor by = tip == null ? state.holdings.descriptor(one) : tip.descriptor;
        return by != null && by.key().equals(other.key());
    }

    EventRows rows() {
        return rows;
    }

    Marks marks() {
        return rows.marks();
    }

    void mark(Marks now) {
        rows.mark(now);
    }

    /** Puts the payload of an event, whose leaf it gives, in the place of its hash. */
    void restore(Tip tip, Leafed leafed) {
        if (rows.restore(tip, leafed.event())) {
            wrote = true;
            LedgerEvent event = leafed.event();
            projector.add(tip.key, event, decode(event), madeHere(tip));
            written(List.of(leafed));
        }
    }

    /** Whether somebody who may has given that version up. */
    boolean isWithdrawn(StreamDescriptor descriptor, long seq, Hash leaf) {
        return marks().withdrawn(new Marks.Version(descriptor.stream(), seq, leaf)).stream()
                .anyMatch(withdrawn -> sameKey(withdrawn.againStream(), descriptor));
    }

    Forks forks() {
        return forks;
    }

    Projector projector() {
        return projector;
    }

    GivingUp givingUp() {
        return givingUp;
    }

    Erasing erasing() {
        return erasing;
    }

    /** Writes how much is held; the last step before the commit. */
    void finish() {
        settled();
        for (Tip tip : tips.values()) {
            if (tip.looseChanged) {
                tip.looseDigest = LooseDigest.of(tx, tip.key, tip.loose);
                tx.removeLooseRoots(tip.key, 0, tip.n());
            }
            if (tip.signedChanged) {
                tx.sign(tip.key, tip.signed);
            }
            tx.hold(tip.key, tip.head(), tip.lastHlc);
        }
        projector.finish();
    }

    /** Whether events were written. */
    boolean wrote() {
        return wrote;
    }

    /** What counts from the commit on. */
    void committed() {
        state.clock = clock.value();
        state.marks = marks();
        state.forks = forks.now();
        state.stream = current;
        tips.values().stream()
                .filter(tip -> !tip.spoilt())
                .forEach(tip -> state.frontiers.put(tip.stream(), tip.frontier));
        synchronized (state.holdings) { // who proves something needs both of one moment
            state.holdings.put(tips.values(), rows.withheld());
            state.fold = projector.digest();
        }
        if (projector.otherwiseChanged()) {
            notices.add(new Notice.VisitsChanged());
        }
    }

    /** What happened, in order. */
    List<Notice> notices() {
        return notices;
    }

    /** Whether a peer had more of the stream that is written here: somebody else writes it too. */
    boolean ownGrewElsewhere() {
        return ownGrewElsewhere;
    }
}
