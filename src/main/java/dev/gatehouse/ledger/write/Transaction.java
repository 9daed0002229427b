package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.PassParts;
import dev.gatehouse.ledger.codec.TakenId;
import dev.gatehouse.ledger.fold.Projector;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.query.Act;
import dev.gatehouse.ledger.query.Acts;
import dev.gatehouse.ledger.query.SharedFacts;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoredTree;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One transaction of the writer. It answers and appends for decisions of this booth, and hands what
 * came from peers to {@link Merger}, {@link ForkResolver} and {@link Repairer}. Each of its parts
 * is given the {@link TransactionContext} and the parts below it; none knows the transaction.
 */
public final class Transaction implements DecisionContext {
    /** With fewer events, looking for each of them what it needs is the shorter way. */
    private static final int WORTH_READING_AHEAD = 16;

    private final Store.WriteTx tx;
    private final WriterState state;
    private final TransactionContext context;
    private final EventWriter writer;
    private final Projector projector;
    private final ForkResolver givingUp;
    private final Consequences consequences;
    private final Merger merging;
    private final ImportDuplicates echoes;
    private boolean unfolded;

    Transaction(Store.WriteTx tx, WriterState state, Instant now) {
        this.tx = tx;
        this.state = state;
        this.context = new TransactionContext(tx, state, now);
        this.writer = new EventWriter(context, state.codec, state.central, state::salt);
        this.projector = context.projector();
        var erasing = new Eraser(context);
        this.givingUp = new ForkResolver(context, writer, erasing);
        this.consequences = new Consequences(writer, erasing, givingUp);
        this.merging = new Merger(context, writer, givingUp, consequences);
        this.echoes = new ImportDuplicates(tx, state.codec);
    }

    @Override
    public Instant now() {
        return context.now();
    }

    @Override
    public CentralId central() {
        return state.central;
    }

    @Override
    public Optional<Visit> openVisit(Plate plate) {
        return settled().visits().open(plate.canonical());
    }

    @Override
    public Optional<Visit> lastVisit(Plate plate) {
        return settled()
                .visits()
                .restBefore(plate.canonical(), Long.MAX_VALUE)
                .flatMap(rest -> visit(rest.eventId()));
    }

    @Override
    public Optional<Visit> visit(String eventId) {
        return settled().visits().stored(eventId).map(VisitStore.StoredVisit::visit);
    }

    @Override
    public List<Act> acts(String eventId) {
        return new Acts(settled(), state.codec, state.central).of(eventId);
    }

    @Override
    public Optional<Visit> unconfirmed(Plate plate, @Nullable String edgeId) {
        return settled().visits().unconfirmed(plate.canonical(), edgeId);
    }

    @Override
    public Optional<Visit> visit(long id) {
        return settled().visits().visit(id);
    }

    @Override
    public List<Visit> visitsBefore(Visit visit, int limit) {
        return settled().visits().before(visit.id(), limit);
    }

    @Override
    public SharedFacts shared() {
        return new SharedFacts(tx::within, state.codec);
    }

    @Override
    public Visit append(Plate plate, Function<Hlc, Fact.OfCar> make) {
        Fact.OfCar fact = make.apply(context.clock().tick(List.of(plate)));
        while (fact.begins() && !tx.facts().named(String.valueOf(fact.eventId())).isEmpty()) {
            fact = make.apply(context.clock().tickToNextMs());
        }
        writer.writeFact(fact);
        Visit visit = projector.fold().get(fact.eventId());
        if (visit == null) {
            throw new IllegalStateException("this " + fact.kind() + " belongs to no visit");
        }
        return visit;
    }

    @Override
    public Optional<Visit> amend(List<Plate> cars, Fact.OfCar fact) {
        context.clock().tick(cars);
        writer.writeFact(fact);
        return Optional.ofNullable(projector.fold().get(fact.eventId()));
    }

    @Override
    public boolean takeIn(CentralId central, Fact fact) {
        EventId id = TakenId.of(fact);
        if (id == null) {
            throw new IllegalArgumentException(fact.kind() + ": originals do not tell that");
        }
        context.clock().tick(List.of());
        StreamHeadState tip = context.own();
        LedgerEvent event = writer.next(tip, id, LedgerEvent.Source.IMPORTED, central, fact);
        DecodedFact taken = state.codec.requireUsable(event);
        if (echoes.has(event, fact)) {
            return false;
        }
        writer.writeOwn(tip, event, taken);
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
        for (Fact.OfSite part : PassParts.of(fact, state.codec, state::salt)) {
            context.clock().tick(List.of());
            consequences.of(writer.writeFact(part), part);
        }
        projector.fold();
    }

    // ---- what came from peers

    /**
     * Merges what came from a peer; its proof has been checked, its fit to what is held has not.
     *
     * @param decoded what its events say, by identity
     */
    MergeResult merge(Arrival arrival, Map<LedgerEvent, DecodedFact> decoded) {
        writer.expect(decoded);
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
    public boolean cover(StreamHead claim) {
        StreamHeadState tip = context.known(claim.stream());
        return tip != null
                && !tip.spoilt()
                && (tip.n() >= claim.n()
                        || (merging.advance(tip, claim.n(), claim.root()) && tip.n() >= claim.n()));
    }

    /**
     * Takes a head that the stream's writer has signed; its signature has been checked.
     *
     * @return false where the events held are others, or damaged
     */
    public boolean sign(SignedHead head) {
        StreamHeadState tip = context.known(head.stream());
        if (tip == null || tip.n() < head.n() || tip.spoilt()) {
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
    public boolean copied(StreamId stream) {
        if (!writer.ownGrewElsewhere() && context.isCurrent(stream) && state.hearsay.believe()) {
            writer.noteOwnGrewElsewhere();
        }
        return writer.ownGrewElsewhere();
    }

    /**
     * A peer says that it knows of two versions of a stream.
     *
     * @return whether one of them was written again
     */
    public boolean heard(Fork fork) {
        boolean again = givingUp.heard(fork, state.hearsay);
        projector.fold();
        return again;
    }

    /**
     * Puts events in the place of damaged rows.
     *
     * @return whether the stream is whole again
     */
    public boolean mend(StreamId stream, List<HashedEvent> events) {
        boolean mended = new Repairer(context).mend(stream, events);
        projector.fold();
        return mended;
    }

    /** Writes how much is held; the last step before the commit. */
    void finish() {
        settled();
        context.finish();
    }

    /** Whether events were written. */
    boolean wrote() {
        return writer.wrote();
    }

    /** What counts from the commit on. */
    void committed() {
        context.committed();
    }

    /** What happened, in order. */
    List<Notice> notices() {
        return context.notices();
    }

    /** Whether a peer had more of the stream that is written here: somebody else writes it too. */
    boolean ownGrewElsewhere() {
        return writer.ownGrewElsewhere();
    }
}
