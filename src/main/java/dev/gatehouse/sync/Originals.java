package dev.gatehouse.sync;

import dev.gatehouse.ledger.query.EntryFate;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Visit;
import dev.gatehouse.sync.original.FactMaker;
import dev.gatehouse.sync.original.FrameReader;
import dev.gatehouse.sync.original.FrameWriter;
import dev.gatehouse.sync.original.Happened;
import dev.gatehouse.sync.original.Row;
import dev.gatehouse.sync.original.Said;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The peers that speak the original's dialect: what they say is taken in, what happens is said to
 * them, and what was missed is made up for both ways. The sync thread only, but for reading frames.
 */
final class Originals {
    /** It is told what it lacks after this, also where it does not answer. */
    private static final Duration TELL_AFTER = Duration.ofSeconds(5);

    /** Events of one page that are told as they are; of more, rows are told. */
    private static final int ONE_BY_ONE = 50;

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final OriginalIntake intake;
    private final OriginalAsking asking;
    private final OriginalTelling telling;
    private final Map<CentralId, OriginalPeer> peers = new LinkedHashMap<>();

    /** Read by any thread. */
    private final Set<CentralId> linked = ConcurrentHashMap.newKeySet();

    Originals(Shared shared, FrameCodec frames, Executor workers, Loop loop) {
        this.shared = shared;
        var make = new FactMaker(shared.settings.zone());
        this.reader = new FrameReader(make);
        this.writer = new FrameWriter(frames, shared.settings.self(), shared.settings.zone());
        this.intake = new OriginalIntake(shared, loop);
        this.asking = new OriginalAsking(shared, intake, make, writer, this::turn);
        this.telling = new OriginalTelling(shared, asking, writer, workers, loop);
    }

    /** Those to which there is a link. Any thread. */
    Set<CentralId> linked() {
        return Set.copyOf(linked);
    }

    // ---- links

    void found(Link link) {
        CentralId id = link.original();
        PeerBook book = id == null ? null : shared.books.get(id);
        if (id == null || book == null) {
            return;
        }
        OriginalPeer peer = peers.get(id);
        if (peer == null || peer.book != book) { // configured anew
            peer = new OriginalPeer(book);
            peers.put(id, peer);
        }
        Instant now = shared.clock.instant();
        boolean first = !peer.linked();
        peer.links.put(link, now);
        linked.add(id);
        book.foundOriginal = true;
        if (first) {
            LOG.info("{} speaks the original's dialect", id);
            peer.tellBy = now.plus(TELL_AFTER);
            peer.lookedAgain = 0;
        }
        asking.linked(peer, first, now);
    }

    /** It is gone, or it is a node's after all. */
    void forget(Link link) {
        for (OriginalPeer peer : peers.values()) {
            if (peer.links.remove(link) != null && !peer.linked()) {
                linked.remove(peer.id);
                peer.book.lastHeard = link.lastHeard();
                peer.round = null;
                peer.owed = false;
                peer.giveUpPass();
            }
        }
    }

    /** A person wants all of it gone over now, whoever's turn that is. */
    void resync(CentralId id, Instant now) {
        OriginalPeer peer = peers.get(id);
        if (peer != null) {
            peer.lookedAgain = 0;
            asking.now(peer, now);
        }
    }

    void tick(Instant now) {
        intake.tick();
        for (OriginalPeer peer : peers.values()) {
            peer.links.replaceAll((link, due) -> now.isBefore(due) ? due : beat(link, now));
            if (asking.tick(peer, now)) {
                telling.begin(peer, true);
            }
            Instant by = peer.tellBy;
            if (by != null && !now.isBefore(by) && peer.linked()) {
                peer.tellBy = null;
                if (turn(peer) == 0) {
                    telling.begin(peer, false);
                }
            }
            telling.tick(peer);
        }
    }

    private Instant beat(Link link, Instant now) {
        link.offer(writer.heartbeat(shared.nowMs()));
        return now.plus(shared.settings.originals().heartbeat());
    }

    /**
     * This node's place among the nodes that are linked to that original, by their ids: the first
     * acts at once, the others for what it leaves.
     */
    private int turn(OriginalPeer peer) {
        var before = new TreeSet<CentralId>();
        for (Session session : shared.identified()) {
            PeerBook book = session.book;
            if (book != null
                    && session.links.contains(peer.id)
                    && book.address.id().compareTo(shared.settings.self()) < 0) {
                before.add(book.address.id());
            }
        }
        return before.size();
    }

    // ---- what they say

    /** What a frame says; any thread, for that is the costly part. */
    Said read(Link link, Frame frame) {
        CentralId id = link.original();
        return id == null ? new Said.Other(frame.type()) : reader.read(frame, id);
    }

    void received(Link link, Said said) {
        CentralId id = link.original();
        OriginalPeer peer = id == null ? null : peers.get(id);
        if (peer == null || !peer.links.containsKey(link)) {
            return;
        }
        Instant now = shared.clock.instant();
        peer.book.lastHeard = now;
        switch (said) {
            case Said.Alive _ -> {}
            case Said.Request _ -> requested(peer, link, now);
            case Said.Rows(List<Row> rows) -> asking.rows(peer, link, rows, now);
            case Said.Live(Happened happened) ->
                    intake.offer(peer, link, happened.fact().kind(), List.of(happened), turn(peer));
            case Said.Corrected corrected -> {
                String name = peer.known.nameOf(corrected.historyId());
                changed(peer, link, name == null ? null : FactMaker.correction(name, corrected));
            }
            case Said.Deleted(long historyId) -> {
                String name = peer.known.nameOf(historyId);
                changed(peer, link, name == null ? null : new Fact.Voided(name, null, null));
            }
            case Said.Unusable(String why) -> intake.unusable(peer, link, why);
            case Said.Other(String type) -> LOG.debug("{} sent a {}", link, type);
        }
    }

    /** The number of its row may be that of another car's elsewhere: only its own rows tell. */
    private void changed(OriginalPeer peer, Link link, @Nullable Fact fact) {
        if (fact == null) {
            intake.unusable(peer, link, "a change of a row that it has not shown");
        } else {
            intake.offer(peer, link, fact.kind(), List.of(new Happened(peer.id, fact)), turn(peer));
        }
    }

    /**
     * It wants what it missed; what moment it names says nothing, since each dial of its that fails
     * moves that to now.
     */
    private void requested(OriginalPeer peer, Link link, Instant now) {
        if (turn(peer) > 0) { // another one tells it all
            writer.rows(List.of(), shared.nowMs()).forEach(p -> link.send(p.frame()));
            return;
        }
        peer.owed = true;
        peer.lookedAgain = 0;
        if (shared.settings.auto()) {
            asking.wantPass(peer, now);
        }
        if (peer.tellBy == null) {
            peer.tellBy = now.plus(TELL_AFTER);
        }
    }

    // ---- what happens here

    /** An event is in the ledger now, whoever made it. */
    void happened(LedgerEvent event) {
        if (linked.isEmpty()) {
            return;
        }
        Instant oldest = shared.clock.wall().minus(shared.settings.originals().window());
        if (event.wallMs() < oldest.toEpochMilli()) {
            return;
        }
        List<OriginalPeer> told =
                peers.values().stream()
                        .filter(OriginalPeer::linked)
                        .filter(peer -> !peer.id.equals(event.central()))
                        .filter(peer -> isToTell(peer, event.central()))
                        .toList();
        if (!told.isEmpty()
                && shared.ledger.outlooks().fact(event).orElse(null) instanceof Fact.OfCar fact) {
            tell(told, event, fact);
        }
    }

    private void tell(List<OriginalPeer> told, LedgerEvent event, Fact.OfCar fact) {
        try {
            List<String> frames = frames(event, fact);
            told.forEach(peer -> offer(peer, frames));
        } catch (StoreException e) { // it is told when the database can be read again
            LOG.debug("Not told live: {}", e.toString());
            tellAll();
        }
    }

    /** Events of other nodes came; some of them may have been here already. */
    void merged(Arrival arrival) {
        if (linked.isEmpty()) {
            return;
        }
        if (arrival.size() <= ONE_BY_ONE) {
            arrival.events().forEach(leafed -> happened(leafed.event()));
        } else {
            tellAll();
        }
    }

    /** Much is new, nobody says what: each is soon told all that it lacks. */
    void tellAll() {
        Instant by = shared.clock.instant().plus(TELL_AFTER);
        for (OriginalPeer peer : peers.values()) {
            if (peer.linked() && peer.tellBy == null) {
                peer.tellBy = by;
            }
        }
    }

    /** Each tells its own; the first tells what nobody else can. */
    private boolean isToTell(OriginalPeer peer, CentralId central) {
        if (central.equals(shared.settings.self())) {
            return true;
        }
        Session session = shared.sessionOf(central);
        return (session == null || !session.links.contains(peer.id)) && turn(peer) == 0;
    }

    private void offer(OriginalPeer peer, List<String> frames) {
        Link link = peer.link();
        for (String frame : frames) {
            if (link == null || !link.offer(frame)) {
                peer.tellBy = shared.clock.instant().plus(TELL_AFTER); // where there is room again
                return;
            }
        }
    }

    private List<String> frames(LedgerEvent event, Fact.OfCar fact) {
        String name = fact.eventId();
        if (name == null) {
            return List.of();
        }
        long now = shared.nowMs();
        EntryFate outlook = shared.ledger.outlooks().of(List.of(name)).getFirst();
        return switch (fact) {
            case Fact.Entry _ ->
                    outlook instanceof EntryFate.OfVisit(Visit visit, _)
                            ? entry(visit, now)
                            : List.of();
            case Fact.EntryConfirmed _ ->
                    List.of(
                            writer.confirmed(
                                    event.central(),
                                    name,
                                    Instant.ofEpochMilli(event.wallMs()),
                                    now));
            case Fact.Exit _ -> exits(outlook, now);
            case Fact.Voided _ ->
                    outlook instanceof EntryFate.Voided gone && gone.open()
                            ? List.of(writer.voided(name, gone.central(), gone.at(), now))
                            : List.of();
            case Fact.Reread _ -> List.of(); // it keeps one reading of a car
            case ExitUndone _ -> List.of(); // what has ended there never opens again
            case Fact.Correction _ -> List.of(); // only its own screens can correct it
        };
    }

    /** One that has ended already must not seem open until its exit is told. */
    private List<String> entry(Visit visit, long now) {
        Visit.Departure exit = visit.exit();
        String entry = writer.entry(visit, now);
        return exit == null
                ? List.of(entry)
                : List.of(entry, writer.exit(visit.eventId(), exit, now));
    }

    private List<String> exits(EntryFate outlook, long now) {
        EntryFate of =
                outlook instanceof EntryFate.Superseded(Visit by)
                        ? shared.ledger.outlooks().of(List.of(by.eventId())).getFirst()
                        : outlook;
        if (!(of instanceof EntryFate.OfVisit(Visit visit, List<String> others))) {
            return List.of();
        }
        Visit.Departure exit = visit.exit();
        if (exit == null || !visit.entryKnown()) {
            return List.of(); // an original has no use for an exit without its entry
        }
        var frames = new ArrayList<String>();
        frames.add(writer.exit(visit.eventId(), exit, now));
        others.forEach(other -> frames.add(writer.exit(other, exit, now)));
        return frames;
    }
}
