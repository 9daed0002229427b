package dev.gatehouse.mesh;

import dev.gatehouse.model.LinkState;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** When to dial one peer, and how the way to it stands. Pure state, guarded by the mesh. */
final class Dialer {
    /** The first wait after a failure; doubled each time, up to the longest. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    /** A booth that comes back is found within this, whoever dials. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    /**
     * A port that refuses does so at once; of a PC that does not answer no other port does either.
     */
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(2);

    /** A LAN takes milliseconds to open a link; a PC that hangs may accept it and say nothing. */
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);

    /**
     * Who has paused this node dials it when the pause ends; until then it is asked now and then
     * only, since each time both write a connection and its end into their logs.
     */
    private static final Duration PAUSED_WAIT = Duration.ofSeconds(30);

    final PeerAddress peer;
    private int attempt;
    private int way;
    private int triedWays;
    private boolean opened;
    private Instant begunAt = Instant.MIN;
    private boolean gatehouse;
    private boolean original;
    private Instant nextTry = Instant.MIN;
    private boolean dialling;
    private @Nullable Instant lostAt;
    private @Nullable Instant upSince;
    private LinkState.@Nullable Refused refused;
    private boolean refusedThisTime;
    private boolean pausedThere;

    Dialer(PeerAddress peer) {
        this.peer = peer;
    }

    /** An original answers on the link that it dialled or on ours: that one is kept up too. */
    boolean due(Instant now) {
        return !dialling && (upSince == null || original) && !now.isBefore(nextTry);
    }

    /** Which of the ways to it is tried now. */
    PeerAddress.Way way() {
        return peer.ways().get(way);
    }

    /** The attempt has come to a connection. */
    void opened() {
        opened = true;
    }

    /**
     * It has said what it is.
     *
     * @param isOriginal false where it is a Gatehouse node, which has a P2P port in any case
     */
    void found(boolean isOriginal) {
        original = isOriginal;
        gatehouse = !isOriginal;
    }

    boolean isOriginal() {
        return original || (peer.dialect() != null && !gatehouse);
    }

    void dialling(Instant now) {
        attempt++;
        opened = false;
        begunAt = now;
        nextTry = now;
        dialling = true;
        refusedThisTime = false;
        pausedThere = false;
    }

    /** Somebody at the peer has paused this node, which is no fault of either. */
    void pausedThere(Instant now) {
        pausedThere = true;
        nextTry = now.plus(PAUSED_WAIT);
    }

    /** Whether an attempt is under way, or what came of it is up. */
    boolean isDialling() {
        return dialling;
    }

    /** Whether an attempt has come to nothing for so long that it is to be given up. */
    boolean hangs(Instant now) {
        return dialling && !opened && now.isAfter(begunAt.plus(OPEN_WITHIN));
    }

    /** The attempt failed, or the link that came of it is gone. */
    void ended(Instant now, RandomGenerator random) {
        dialling = false;
        if (!refusedThisTime) {
            refused = null;
        }
        if (pausedThere) {
            nextTry = now.plus(PAUSED_WAIT);
            return;
        }
        if (!opened && triesOther(now)) {
            nextTry = now;
            return;
        }
        long wait = FIRST_WAIT.toMillis() << Math.clamp(attempt - 1L, 0, 10);
        wait = Math.min(wait, LONGEST_WAIT.toMillis());
        // half of it by chance, so that ten booths that lost one switch do not dial in step
        nextTry = now.plusMillis(wait / 2 + random.nextLong(wait / 2 + 1));
    }

    /** Whether another way is to be tried at once, since this port refused. */
    private boolean triesOther(Instant now) {
        int ways = gatehouse ? 1 : peer.ways().size();
        boolean other = ++triedWays < ways && now.isBefore(begunAt.plus(REFUSED_WITHIN));
        way = other ? (way + 1) % ways : 0;
        if (!other) {
            triedWays = 0;
        }
        return other;
    }

    void up(Instant now) {
        refused = null;
        triedWays = 0;
        attempt = 0;
        if (upSince == null) {
            upSince = now;
        }
    }

    void down(Instant now) {
        if (upSince != null) {
            upSince = null;
            lostAt = now;
            nextTry = now;
        }
    }

    void refused(Instant now, LinkState.Refusal why) {
        refusedThisTime = true;
        LinkState.Refused before = refused;
        if (before == null || !before.why().equals(why)) {
            refused = new LinkState.Refused(now, why);
        }
    }

    /**
     * @param shown turns a moment of the clock used here into the one that people read
     */
    LinkState state(UnaryOperator<Instant> shown) {
        if (upSince != null) {
            return new LinkState.Connected(shown.apply(upSince));
        }
        if (refused != null) {
            return new LinkState.Refused(shown.apply(refused.since()), refused.why());
        }
        if (attempt == 0 && lostAt == null) {
            return new LinkState.Unknown();
        }
        Instant next = shown.apply(nextTry);
        return lostAt == null
                ? new LinkState.Connecting(attempt, next)
                : new LinkState.Disconnected(shown.apply(lostAt), attempt, next);
    }
}
