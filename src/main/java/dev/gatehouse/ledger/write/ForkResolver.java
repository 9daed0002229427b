package dev.gatehouse.ledger.write;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.StoredTree;
import dev.gatehouse.ledger.store.Tombstones;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends a fork, within one transaction: the node whose own stream it is writes its version again
 * under another stream, behind an event that withdraws it from this one.
 *
 * <p>Whoever can sign for the stream may do so, and where both clones are alive both will: then
 * neither version stays in the stream, and each is written again by one that held it.
 *
 * <p>What is written again gets a new id, the first 16 bytes of the leaf that is given up. The two
 * versions of a number were written as the same number of the same stream, so that both have the id
 * that follows from those; kept, it would make two facts one, and one of them would be lost. From
 * the leaf it follows what is said and nothing else: a version that two clones write again is still
 * one fact. One that has such an id already, or one from an original, keeps it.
 */
final class ForkResolver {
    /** Events behind one that withdraws them: some 60 KB of the 64 that a payload may have. */
    static final int AT_ONCE = 450;

    private final TransactionContext context;
    private final Store.WriteTx tx;
    private final EventWriter writer;
    private final Eraser erasing;

    ForkResolver(TransactionContext context, EventWriter writer, Eraser erasing) {
        this.context = context;
        this.tx = context.tx();
        this.writer = writer;
        this.erasing = erasing;
    }

    /** Writes all that is held of a stream from that number on again under another stream. */
    void from(StreamHeadState tip, long seq) {
        StreamHeadState to = context.otherThan(tip);
        Ranges left = own(tip, seq);
        while (!left.isEmpty()) {
            List<HashedEvent> some = context.rows().events(tip, left, AT_ONCE);
            var given = new ArrayList<Fact.GivenUp>();
            for (HashedEvent leafed : some) {
                given.add(new Fact.GivenUp(tip.stream(), leafed.event().seq(), leafed.leaf()));
            }
            var withdraw = new Fact.Withdraw(given);
            LedgerEvent written = writer.writeWithdrawal(to, withdraw);
            take(written, withdraw);
            for (HashedEvent leafed : some) {
                writer.writeAgain(to, again(leafed, to.stream(), to.n() + 1));
            }
            left = own(tip, seq);
        }
    }

    private static Ranges own(StreamHeadState tip, long from) {
        return tip.held().minus(Ranges.of(0, from - 1));
    }

    private static LedgerEvent again(HashedEvent leafed, StreamId stream, long seq) {
        LedgerEvent event = leafed.event();
        boolean first = event.id().equals(Merkle.firstId(event.stream(), event.seq()));
        return new LedgerEvent(
                stream,
                seq,
                first ? EventId.of(leafed.leaf().bytes()) : event.id(),
                event.kind(),
                event.src(),
                event.central(),
                event.hlc(),
                event.wallMs(),
                event.payload(),
                event.erased());
    }

    /**
     * Takes a withdrawal that was written here or came: what it lists is no part of the ledger any
     * more, whether it is held, or comes later.
     */
    void withdraw(LedgerEvent event, Fact.Withdraw withdraw) {
        for (StreamHeadState tip : take(event, withdraw)) {
            if (context.owns(tip.descriptor)) {
                // a clone gave up what it knew of this stream, and this node has written on
                from(tip, tip.n() + 1);
            }
        }
    }

    /**
     * A peer knows of two versions of a stream. Where it is this node's and one of them is held
     * here, that one is written again: its peer may be the only way to the other one.
     *
     * @return whether it was
     */
    boolean heard(Fork fork, CloneClaimLimiter hearsay) {
        StreamHeadState tip = context.known(fork.stream());
        if (tip == null
                || !context.owns(tip.descriptor)
                || !tip.held().contains(fork.seq())
                || tip.spoilt()
                || context.rows().isDamaged(tip, fork.seq())) {
            return false;
        }
        Hash mine = context.rows().event(tip, fork.seq()).leaf();
        boolean held = mine.equals(fork.held());
        Hash other = held ? fork.other() : fork.held();
        boolean ends =
                (held || mine.equals(fork.other()))
                        && !context.isWithdrawn(tip.descriptor, fork.seq(), other)
                        && hearsay.believe();
        if (ends) {
            from(tip, fork.seq());
        }
        return ends;
    }

    /** Gives the streams that were cut. */
    private List<StreamHeadState> take(LedgerEvent event, Fact.Withdraw withdraw) {
        Map<StreamId, List<Tombstones.Withdrawn>> listed = new LinkedHashMap<>();
        long again = event.seq();
        for (Fact.GivenUp given : withdraw.events()) {
            again++; // the first of them follows the withdrawal at once, and so on
            var version = new Tombstones.Version(given.stream(), given.seq(), given.leaf());
            listed.computeIfAbsent(given.stream(), _ -> new ArrayList<>())
                    .add(new Tombstones.Withdrawn(version, event.stream(), again));
        }
        var cut = new ArrayList<StreamHeadState>();
        for (var entry : listed.entrySet()) {
            StreamId stream = entry.getKey();
            context.mark(context.marks().withdraw(entry.getValue()));
            entry.getValue().forEach(tx.events()::addWithdrawn);
            StreamHeadState tip = context.known(stream);
            if (tip != null && context.sameKey(event.stream(), tip.descriptor)) {
                endFork(stream, entry.getValue());
                if (remove(tip, entry.getValue())) {
                    cut.add(tip);
                }
            }
            eraseAgain(entry.getValue());
        }
        return cut;
    }

    /** What was to be erased is not to come back by being written again. */
    private void eraseAgain(List<Tombstones.Withdrawn> versions) {
        for (Tombstones.Withdrawn one : versions) {
            if (context.marks().isErased(one.version().stream(), one.version().seq())) {
                erasing.erase(one.againStream(), one.againSeq());
            }
        }
    }

    /** A fork of which one version is given up is none any more. */
    private void endFork(StreamId stream, List<Tombstones.Withdrawn> versions) {
        Fork fork = context.forks().of(stream);
        if (fork != null
                && versions.stream()
                        .map(one -> one.version().leaf())
                        .anyMatch(leaf -> leaf.equals(fork.held()) || leaf.equals(fork.other()))) {
            context.forks().end(stream);
        }
    }

    /** Takes out those of the versions that are held, and whatever was proven with them. */
    private boolean remove(StreamHeadState tip, List<Tombstones.Withdrawn> versions) {
        var listed = new TreeMap<Long, List<Hash>>();
        for (Tombstones.Withdrawn one : versions) {
            Tombstones.Version version = one.version();
            listed.computeIfAbsent(version.seq(), _ -> new ArrayList<>()).add(version.leaf());
        }
        Ranges gone = Ranges.EMPTY;
        for (var entry : listed.entrySet()) {
            long seq = entry.getKey();
            if (tip.held().contains(seq)) {
                HashedEvent held = context.rows().event(tip, seq);
                if (entry.getValue().contains(held.leaf())) {
                    context.projector().remove(tip.key, held.event());
                    context.rows().drop(tip, seq);
                    gone = gone.plus(seq);
                }
            }
        }
        if (!gone.isEmpty()) {
            cut(tip, gone);
        }
        return !gone.isEmpty();
    }

    private void cut(StreamHeadState tip, Ranges gone) {
        long n = Math.min(tip.n(), gone.first().from() - 1);
        Ranges left = tip.held().minus(gone);
        if (n < tip.n()) {
            tip.checked = null; // of that root some events are gone
            tx.trees().removeNodes(tip.key, n);
            tip.frontier = new StoredTree(tx, tip.key).frontier(n);
            SignedHead signed = tip.signed;
            if (signed != null && signed.n() > n) { // it speaks of the version that is gone
                tip.setSigned(null);
            }
        }
        tip.setLoose(left.minus(Ranges.of(1, n)));
        tx.trees().removeLooseRoots(tip.key, n + 1, Long.MAX_VALUE);
        context.cut(tip);
    }
}
