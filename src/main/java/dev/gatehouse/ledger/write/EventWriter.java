package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.StreamHead;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Writes events within one transaction: those made here, and those that came from peers. */
final class EventWriter {
    private final TransactionContext context;
    private final FactCodec codec;
    private final CentralId self;
    private final Supplier<String> salts;

    /** What the events that are merged say, by identity. */
    private Map<LedgerEvent, DecodedFact> decoded = Map.of();

    private boolean ownGrewElsewhere;
    private boolean wrote;

    /**
     * @param self the central that writes
     * @param salts gives the salt of each payload
     */
    EventWriter(
            TransactionContext context, FactCodec codec, CentralId self, Supplier<String> salts) {
        this.context = context;
        this.codec = codec;
        this.self = self;
        this.salts = salts;
    }

    /** Takes over what the events that are to be merged say, which was found out before. */
    void expect(Map<LedgerEvent, DecodedFact> events) {
        decoded = events;
    }

    /** Writes a fact of this central at the clock value of the last {@link EventClock#tick}. */
    LedgerEvent writeFact(Fact fact) {
        return writeFact(context.own(), fact);
    }

    /** Writes what ends a fork; its clock value has no meaning. */
    LedgerEvent writeWithdrawal(StreamHeadState tip, Fact.Withdraw withdraw) {
        context.clock().tick(List.of());
        return writeFact(tip, withdraw);
    }

    private LedgerEvent writeFact(StreamHeadState tip, Fact fact) {
        EventId id = Merkle.firstId(tip.stream(), tip.n() + 1);
        LedgerEvent event = next(tip, id, LedgerEvent.Source.NODE, self, fact);
        writeOwn(tip, event, codec.requireUsable(event));
        return event;
    }

    /** Writes an event of this node again. */
    void writeAgain(StreamHeadState tip, LedgerEvent event) {
        writeOwn(tip, event, codec.decode(event));
    }

    /**
     * Writes an event of this node as the next of its stream.
     *
     * @param taken what the event says
     */
    void writeOwn(StreamHeadState tip, LedgerEvent event, DecodedFact taken) {
        HashedEvent leafed = new HashedEvent(event, Merkle.leaf(event));
        context.rows().keep(tip, leafed);
        wrote = true;
        context.append(tip, leafed.leaf());
        tip.lastHlc = tip.lastHlc.max(event.hlc());
        context.notices()
                .add(
                        new Notice.Appended(
                                event, new StreamHead(tip.stream(), tip.n(), tip.frontier.root())));
        context.projector().add(tip.key, event, taken, true);
    }

    /**
     * The next event of a stream, at the clock value of the last {@link EventClock#tick}. It is to
     * be found usable: what peers would refuse must not be in the ledger, or nothing behind it
     * would ever reach them.
     */
    LedgerEvent next(
            StreamHeadState tip, EventId id, LedgerEvent.Source src, CentralId central, Fact fact) {
        return new LedgerEvent(
                tip.stream(),
                tip.n() + 1,
                id,
                fact.kind(),
                src,
                central,
                context.clock().ticked(),
                context.now().toEpochMilli(),
                codec.encode(fact, salts.get()));
    }

    /**
     * Writes events that came; they are in no tree yet.
     *
     * @param proven they will be proven up to that number
     * @param block in which they came; null where they came in none
     */
    void writeReceived(
            StreamHeadState tip,
            List<HashedEvent> events,
            long proven,
            @Nullable PackedEvents block,
            List<MergeResult.Unusable> unusable) {
        context.rows()
                .keep(tip, events, proven, block)
                .forEach(kept -> received(tip, kept, unusable));
    }

    private void received(
            StreamHeadState tip, HashedEvent kept, List<MergeResult.Unusable> unusable) {
        LedgerEvent event = kept.event();
        wrote = true;
        tip.lastHlc = tip.lastHlc.max(event.hlc());
        context.clock().adopt(event.hlc());
        ownGrewElsewhere |= context.isCurrent(tip.stream());
        DecodedFact taken = decode(kept.event());
        context.projector()
                .add(tip.key, kept.event(), taken, context.isOfThisCentral(tip.descriptor));
        switch (taken) {
            case DecodedFact.Unusable(String why) ->
                    unusable.add(new MergeResult.Unusable(event.seq(), why));
            case DecodedFact.Known _,
                    DecodedFact.Unknown _ -> {} // what is unknown, a later version folds
        }
    }

    /**
     * Puts the payload of an event, whose leaf it gives, in the place of its hash.
     *
     * @return false where the event is erased by now
     */
    boolean restore(StreamHeadState tip, HashedEvent leafed) {
        boolean restored = context.rows().restore(tip, leafed.event());
        if (restored) {
            wrote = true;
            LedgerEvent event = leafed.event();
            context.projector()
                    .add(tip.key, event, decode(event), context.isOfThisCentral(tip.descriptor));
        }
        return restored;
    }

    /** What an event says, which was found out before its turn where it came from a peer. */
    DecodedFact decode(LedgerEvent event) {
        DecodedFact known = decoded.get(event);
        return known == null ? codec.decode(event) : known;
    }

    /** Whether events were written. */
    boolean wrote() {
        return wrote;
    }

    /** Whether a peer had more of the stream that is written here: somebody else writes it too. */
    boolean ownGrewElsewhere() {
        return ownGrewElsewhere;
    }

    /** Somebody else writes the stream that is written here. */
    void noteOwnGrewElsewhere() {
        ownGrewElsewhere = true;
    }
}
