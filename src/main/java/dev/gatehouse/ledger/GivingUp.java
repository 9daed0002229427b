package dev.gatehouse.ledger;

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
final class GivingUp {
    /** Events behind one that withdraws them: some 60 KB of the 64 that a payload may have. */
    static final int AT_ONCE = 450;

    private final Transaction transaction;
    private final Store.WriteTx tx;

    GivingUp(Transaction transaction, Store.WriteTx tx) {
        this.transaction = transaction;
        this.tx = tx;
    }

    /** Writes all that is held of a stream from that number on again under another stream. */
    void from(Tip tip, long seq) {
        Tip to = transaction.otherThan(tip);
        Ranges left = own(tip, seq);
        while (!left.isEmpty()) {
            List<Leafed> some = transaction.rows().events(tip, left, AT_ONCE);
            var given = new ArrayList<Fact.GivenUp>();
            for (Leafed leafed : some) {
                given.add(new Fact.GivenUp(tip.stream(), leafed.event().seq(), leafed.leaf()));
            }
            var withdraw = new Fact.Withdraw(given);
            LedgerEvent written = transaction.write(to, withdraw);
            take(written, withdraw);
            for (Leafed leafed : some) {
                transaction.write(to, again(leafed, to.stream(), to.n() + 1));
            }
            left = own(tip, seq);
        }
    }

    private static Ranges own(Tip tip, long from) {
        return tip.held().minus(Ranges.of(0, from - 1));
    }

    private static LedgerEvent again(Leafed leafed, StreamId stream, long seq) {
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
        for (Tip tip : take(event, withdraw)) {
            if (transaction.owns(tip.descriptor)) {
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
    boolean heard(Fork fork, Hearsay hearsay) {
        Tip tip = transaction.known(fork.stream());
        if (tip == null
                || !transaction.owns(tip.descriptor)
                || !tip.held().contains(fork.seq())
                || tip.spoilt()
                || transaction.rows().isDamaged(tip, fork.seq())) {
            return false;
        }
        Hash mine = transaction.rows().event(tip, fork.seq()).leaf();
        boolean held = mine.equals(fork.held());
        Hash other = held ? fork.other() : fork.held();
        boolean ends =
                (held || mine.equals(fork.other()))
                        && !transaction.isWithdrawn(tip.descriptor, fork.seq(), other)
                        && hearsay.believe();
        if (ends) {
            from(tip, fork.seq());
        }
        return ends;
    }

    /** Gives the streams that were cut. */
    private List<Tip> take(LedgerEvent event, Fact.Withdraw withdraw) {
        Map<StreamId, List<Marks.Withdrawn>> listed = new LinkedHashMap<>();
        long again = event.seq();
        for (Fact.GivenUp given : withdraw.events()) {
            again++; // the first of them follows the withdrawal at once, and so on
            var version = new Marks.Version(given.stream(), given.seq(), given.leaf());
            listed.computeIfAbsent(given.stream(), _ -> new ArrayList<>())
                    .add(new Marks.Withdrawn(version, event.stream(), again));
        }
        var cut = new ArrayList<Tip>();
        for (var entry : listed.entrySet()) {
            StreamId stream = entry.getKey();
            transaction.mark(transaction.marks().withdraw(entry.getValue()));
            entry.getValue().forEach(tx::addWithdrawn);
            Tip tip = transaction.known(stream);
            if (tip != null && transaction.sameKey(event.stream(), tip.descriptor)) {
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
    private void eraseAgain(List<Marks.Withdrawn> versions) {
        for (Marks.Withdrawn one : versions) {
            if (transaction.marks().isErased(one.version().stream(), one.version().seq())) {
                transaction.erasing().erase(one.againStream(), one.againSeq());
            }
        }
    }

    /** A fork of which one version is given up is none any more. */
    private void endFork(StreamId stream, List<Marks.Withdrawn> versions) {
        Fork fork = transaction.forks().of(stream);
        if (fork != null
                && versions.stream()
                        .map(one -> one.version().leaf())
                        .anyMatch(leaf -> leaf.equals(fork.held()) || leaf.equals(fork.other()))) {
            transaction.forks().end(stream);
        }
    }

    /** Takes out those of the versions that are held, and whatever was proven with them. */
    private boolean remove(Tip tip, List<Marks.Withdrawn> versions) {
        var listed = new TreeMap<Long, List<Hash>>();
        for (Marks.Withdrawn one : versions) {
            Marks.Version version = one.version();
            listed.computeIfAbsent(version.seq(), _ -> new ArrayList<>()).add(version.leaf());
        }
        Ranges gone = Ranges.EMPTY;
        for (var entry : listed.entrySet()) {
            long seq = entry.getKey();
            if (tip.held().contains(seq)) {
                Leafed held = transaction.rows().event(tip, seq);
                if (entry.getValue().contains(held.leaf())) {
                    transaction.projector().remove(tip.key, held.event());
                    transaction.rows().drop(tip, seq);
                    gone = gone.plus(seq);
                }
            }
        }
        if (!gone.isEmpty()) {
            cut(tip, gone);
        }
        return !gone.isEmpty();
    }

    private void cut(Tip tip, Ranges gone) {
        long n = Math.min(tip.n(), gone.first().from() - 1);
        Ranges left = tip.held().minus(gone);
        if (n < tip.n()) {
            tip.checked = null; // of that root some events are gone
            tx.removeNodes(tip.key, n);
            tip.frontier = new StoredTree(tx, tip.key).frontier(n);
            SignedHead signed = tip.signed;
            if (signed != null && signed.n() > n) { // it speaks of the version that is gone
                tip.setSigned(null);
            }
        }
        tip.setLoose(left.minus(Ranges.of(1, n)));
        tx.removeLooseRoots(tip.key, n + 1, Long.MAX_VALUE);
        transaction.cut(tip);
    }
}
