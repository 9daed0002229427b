package dev.gatehouse.sync;

import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.model.PictureKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Asks peers for pictures, piece by piece and one piece at a time over each link, and answers their
 * asks: an event never waits behind more than two pieces. The sync thread only, but where another
 * is named; reading and hashing is done by a worker.
 */
final class Pictures {
    /** Bytes of a piece: a third of the largest page, 50 ms of a line of 10 Mbit/s. */
    static final int PIECE = 64 * 1_024;

    /** Its characters in base64. */
    static final int PIECE_TEXT = (PIECE + 2) / 3 * 4;

    /** The car stands at the exit, and who lets it out does not wait longer. */
    private static final Duration WITHIN = Duration.ofSeconds(1);

    /** Pictures of one peer that are wanted at once: a page of cars in the window has as many. */
    private static final int WANTED = 16;

    /** Pictures of one peer that are asked for in {@link #SPELL}: more than anybody looks at. */
    private static final int IN_A_SPELL = 240;

    private static final Duration SPELL = Duration.ofMinutes(1);

    /** Asks of one peer that are answered at once: a node of this version waits for each answer. */
    private static final int AT_ONCE = 2;

    /**
     * Asks of one peer in a spell: twice what a node of this version makes, of the largest
     * pictures, since its minute and this one's do not begin together.
     */
    private static final int SERVED_IN_A_SPELL =
            2 * IN_A_SPELL * (PictureKind.MAX_BYTES / PIECE + 1);

    private static final Logger LOG = LoggerFactory.getLogger(SyncManager.class);

    private final Shared shared;
    private final Executor workers;
    private final Loop loop;
    private final Map<Session, Asked> asked = new LinkedHashMap<>();
    private volatile PictureSource source = _ -> null;
    private long lastAsk;

    Pictures(Shared shared, Executor workers, Loop loop) {
        this.shared = shared;
        this.workers = workers;
        this.loop = loop;
    }

    void serve(PictureSource from) {
        source = from;
    }

    /** One picture that somebody waits for. */
    private static final class Wanted {
        final Hash hash;
        final CentralId central;
        final Instant until;
        final CompletableFuture<PictureAnswer> answer = new CompletableFuture<>();

        /** The ask for its next piece; 0 while none is made. */
        long ask;

        byte[] bytes = new byte[0];
        int have;

        Wanted(Hash hash, CentralId central, Instant until) {
            this.hash = hash;
            this.central = central;
            this.until = until;
        }

        void away() {
            answer.complete(new PictureAnswer.Away(central));
        }
    }

    /** What is wanted of one peer. */
    private static final class Asked {
        /** The first is being fetched. */
        final Deque<Wanted> wanted = new ArrayDeque<>();

        Instant since;
        int begun;

        Asked(Instant now) {
            this.since = now;
        }
    }

    // ---- what this node asks for

    /** Any thread; completes within a second or so, never exceptionally. */
    CompletableFuture<PictureAnswer> ask(Hash hash, CentralId central) {
        var answer = new CompletableFuture<PictureAnswer>();
        boolean open =
                loop.post(
                        () ->
                                start(hash, central, shared.clock.instant())
                                        .thenAccept(answer::complete));
        if (!open) {
            answer.complete(new PictureAnswer.Away(central));
        }
        return answer;
    }

    private CompletableFuture<PictureAnswer> start(Hash hash, CentralId central, Instant now) {
        var fresh = new Wanted(hash, central, now.plus(WITHIN));
        Session session = shared.sessionOf(central);
        if (session == null || !session.caps.contains(Wire.CAP_PICTURES)) {
            fresh.away();
            return fresh.answer;
        }
        Asked of = asked.computeIfAbsent(session, _ -> new Asked(now));
        for (Wanted one : of.wanted) {
            if (one.hash.equals(hash)) {
                return one.answer;
            }
        }
        if (now.isAfter(of.since.plus(SPELL))) {
            of.since = now;
            of.begun = 0;
        }
        if (of.wanted.size() >= WANTED || of.begun >= IN_A_SPELL) {
            fresh.away();
            return fresh.answer;
        }
        of.begun++;
        of.wanted.add(fresh);
        next(session, of);
        return fresh.answer;
    }

    /** Asks for the next piece of the first that is wanted, where that is not asked for yet. */
    private void next(Session session, Asked of) {
        Wanted first = of.wanted.peek();
        if (first != null && first.ask == 0) {
            first.ask = ++lastAsk;
            session.link.send(
                    shared.wire.ask(
                            new Messages.AskPicture(first.ask, first.hash, first.have),
                            shared.nowMs()));
        }
    }

    void received(Session session, Messages.Piece piece) {
        Asked of = asked.get(session);
        Wanted first = of == null ? null : of.wanted.peek();
        if (of == null || first == null || first.ask != piece.ask()) {
            if (piece.ask() > lastAsk) {
                session.link.offend("a piece of a picture that was never asked for");
            }
            return; // or one that was given up
        }
        first.ask = 0;
        if (piece.size() == 0) {
            of.wanted.remove();
            first.answer.complete(new PictureAnswer.Nowhere());
        } else if (!take(first, piece)) {
            of.wanted.remove();
            session.link.offend("a piece of a picture with other bytes than were asked for");
            first.answer.complete(new PictureAnswer.Nowhere());
        } else if (first.have == first.bytes.length) {
            of.wanted.remove();
            workers.execute(() -> check(session, first));
        }
        next(session, of);
    }

    private static boolean take(Wanted first, Messages.Piece piece) {
        if (first.have == 0) {
            first.bytes = new byte[piece.size()];
        }
        byte[] bytes = piece.bytes().bytes();
        int due = Math.min(PIECE, first.bytes.length - first.have);
        if (piece.size() != first.bytes.length || bytes.length != due) {
            return false;
        }
        System.arraycopy(bytes, 0, first.bytes, first.have, due);
        first.have += due;
        return true;
    }

    /** By a worker: no byte is used before the hash of all is known to be the right one. */
    private static void check(Session session, Wanted whole) {
        boolean right = Hash.over(whole.bytes).equals(whole.hash);
        PictureKind kind = right ? PictureKind.of(whole.bytes) : null;
        if (!right) {
            session.link.offend("a picture with another hash than was asked for");
        }
        whole.answer.complete(
                kind == null
                        ? new PictureAnswer.Nowhere()
                        : new PictureAnswer.Found(whole.bytes, kind.mediaType()));
    }

    void tick(Instant now) {
        for (Map.Entry<Session, Asked> entry : asked.entrySet()) {
            Deque<Wanted> wanted = entry.getValue().wanted;
            List<Wanted> late = wanted.stream().filter(one -> now.isAfter(one.until)).toList();
            wanted.removeAll(late);
            late.forEach(Wanted::away);
            next(entry.getKey(), entry.getValue());
        }
    }

    /** The link is gone. */
    void forget(Session session) {
        Asked of = asked.remove(session);
        if (of != null) {
            of.wanted.forEach(Wanted::away);
        }
    }

    // ---- what peers ask for

    void received(Session session, Messages.AskPicture ask, Instant now) {
        if (session.picturing >= AT_ONCE) {
            session.link.offend("an ask for a picture while " + AT_ONCE + " are under way");
            return;
        }
        if (session.picturedSince.equals(Instant.MIN)
                || now.isAfter(session.picturedSince.plus(SPELL))) {
            session.picturedSince = now;
            session.pictured = 0;
        }
        if (++session.pictured > SERVED_IN_A_SPELL) {
            session.link.offend("over " + SERVED_IN_A_SPELL + " asks for pictures within a minute");
            return;
        }
        session.picturing++;
        workers.execute(
                () -> {
                    String frame = answer(session, ask);
                    loop.post(() -> session.picturing--); // before it can ask for the next piece
                    if (frame != null) {
                        // where the link has too much to carry, what waits there goes first
                        session.link.offer(frame);
                    }
                });
    }

    private @Nullable String answer(Session session, Messages.AskPicture ask) {
        try {
            byte[] whole = source.here(ask.hash());
            return shared.wire.piece(piece(ask, whole), shared.nowMs());
        } catch (RuntimeException e) { // else the ask would seem to be read for ever
            LOG.error("Cannot serve {} a picture", session.link, e);
            return null;
        }
    }

    private static Messages.Piece piece(Messages.AskPicture ask, byte @Nullable [] whole) {
        if (whole == null || ask.from() >= whole.length) {
            return new Messages.Piece(ask.ask(), 0, Blob.empty());
        }
        int to = Math.min(whole.length, ask.from() + PIECE);
        return new Messages.Piece(
                ask.ask(), whole.length, Blob.of(Arrays.copyOfRange(whole, ask.from(), to)));
    }
}
