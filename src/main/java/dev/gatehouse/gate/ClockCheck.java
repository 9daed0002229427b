package dev.gatehouse.gate;

import dev.gatehouse.ledger.query.OwnStream;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.WrongClock;
import dev.gatehouse.model.WrongClock.Why;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whether the wall clock of this node is known to be wrong: it shows a time before the
 * program was built, or before what this node wrote, or most peers agree on another one. {@link
 * #doubt} takes no lock, since the ledger's writer asks it for each decision. Any thread, but for
 * {@link #look}.
 */
public final class ClockCheck {
    /** Time services step a clock by less, and the ledger's own clock bridges as much. */
    private static final long BEHIND_MS = 60_000;

    /** Beyond this a fee is likely to be wrong; the alarm about two clocks has the same limit. */
    private static final double APART_MS = 15_000;

    /** Three heartbeats: what the peers say is believed when it has lasted as long. */
    private static final Duration LASTING = Duration.ofSeconds(15);

    /**
     * A clock that was ahead and is right again looks as one that fell behind. Whoever keeps a
     * booth open for a day has seen the alarm; a doubt that never ends would be heeded by nobody.
     */
    static final Duration DOUBTED_FOR = Duration.ofHours(24);

    /** Of a node that has written nothing yet: earlier than any clock shows. */
    private static final long NOTHING = Long.MIN_VALUE / 2;

    private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);

    private final Instant built;

    /**
     * The latest wall time of what this node wrote, UTC ms; that which is outlived is not in it.
     */
    private final AtomicLong newestMs = new AtomicLong(NOTHING);

    private volatile @Nullable Double apartMs;

    private Duration doubted;
    private @Nullable Long lookedNanos;
    private @Nullable Long confirmedNanos;
    private @Nullable Long apartNanos;

    /**
     * @param built when the program was built
     * @param written what this node wrote before, the latest begun first, whatever its clock said
     * @param now as the wall clock shows it
     */
    public ClockCheck(Instant built, List<OwnStream> written, Instant now) {
        this.built = built;
        Duration outlived = Duration.ZERO;
        Duration before = Duration.ZERO;
        for (OwnStream stream : written) {
            if (!isAhead(stream.last().toEpochMilli(), now)) {
                wrote(stream.last());
                outlived = outlived.plus(stream.length());
            } else if (outlived.compareTo(DOUBTED_FOR) < 0) {
                wrote(stream.last());
                before = outlived;
            }
        }
        this.doubted = before;
    }

    private static boolean isAhead(long wallMs, Instant now) {
        return wallMs - BEHIND_MS > now.toEpochMilli();
    }

    /** This node has written an event with that wall time. */
    public void wrote(Instant wall) {
        newestMs.accumulateAndGet(wall.toEpochMilli(), Math::max);
    }

    /** Whether that time, as the wall clock shows it, is known to be wrong. */
    public boolean doubtful(Instant now) {
        return doubt(now).isPresent();
    }

    /** Why that time, as the wall clock shows it, is known to be wrong; empty where it is not. */
    public Optional<WrongClock> doubt(Instant now) {
        if (now.isBefore(built)) {
            return Optional.of(new WrongClock(Why.BEFORE_BUILD, now, built));
        }
        long newest = newestMs.get();
        if (isAhead(newest, now)) {
            Instant written = Instant.ofEpochMilli(newest);
            return Optional.of(new WrongClock(Why.BEHIND_OWN_EVENTS, now, written));
        }
        Double apart = apartMs;
        if (apart != null) {
            Instant theirs = now.plusMillis(Math.round(apart));
            return Optional.of(new WrongClock(Why.AGAINST_PEERS, now, theirs));
        }
        return Optional.empty();
    }

    /**
     * Takes note of how the peers' clocks stand, and of time that goes by. One thread, about once a
     * second.
     *
     * @param nanos by the steady clock
     */
    public void look(MeshStatus mesh, Instant now, long nanos) {
        List<PeerState> measured =
                mesh.peers().stream()
                        .filter(peer -> peer.connected() && peer.clockOffsetMs() != null)
                        .toList();
        boolean confirmed = measured.stream().anyMatch(ClockCheck::agreesWithUs);
        confirmedNanos = since(confirmed, confirmedNanos, nanos);
        Double apart = majority(measured);
        apartNanos = since(apart != null, apartNanos, nanos);
        apartMs = hasLasted(apartNanos, nanos) ? apart : null;

        Long before = lookedNanos;
        lookedNanos = nanos;
        long newest = newestMs.get();
        if (before == null || newest == NOTHING) {
            return;
        }
        doubted = isAhead(newest, now) ? doubted.plusNanos(nanos - before) : Duration.ZERO;
        if (doubted.isZero()) {
            return;
        }
        if (hasLasted(confirmedNanos, nanos)) {
            believe(now, "a peer's clock shows the same");
        } else if (doubted.compareTo(DOUBTED_FOR) >= 0) {
            believe(now, "it has gone on for a day");
        }
    }

    private void believe(Instant now, String why) {
        long ahead = newestMs.getAndSet(now.toEpochMilli());
        doubted = Duration.ZERO;
        LOG.warn(
                "Events of this central are of {}: its clock was ahead then. It shows {} now and"
                        + " is believed, since {}",
                Instant.ofEpochMilli(ahead),
                now,
                why);
    }

    private static @Nullable Long since(boolean holds, @Nullable Long before, long nanos) {
        if (!holds) {
            return null;
        }
        return before == null ? Long.valueOf(nanos) : before;
    }

    private static boolean hasLasted(@Nullable Long sinceNanos, long nanos) {
        return sinceNanos != null && nanos - sinceNanos >= LASTING.toNanos();
    }

    private static double offset(PeerState peer) {
        return Objects.requireNonNullElse(peer.clockOffsetMs(), 0.0);
    }

    /** An offset is right to half of its round trip. */
    private static double unsure(PeerState peer) {
        return Objects.requireNonNullElse(peer.rttP50Ms(), 0.0) / 2;
    }

    private static boolean agreesWithUs(PeerState peer) {
        return Math.abs(offset(peer)) + unsure(peer) <= APART_MS;
    }

    /**
     * How far those are from our clock that agree with each other, where they are more than those
     * that agree with us, we among them; null where there are none.
     */
    private static @Nullable Double majority(List<PeerState> measured) {
        if (measured.size() < 2) {
            return null;
        }
        double[] offsets = measured.stream().mapToDouble(ClockCheck::offset).sorted().toArray();
        double middle = offsets[(offsets.length - 1) / 2];
        long theirs =
                measured.stream()
                        .filter(peer -> Math.abs(offset(peer) - middle) <= APART_MS)
                        .filter(peer -> Math.abs(offset(peer)) - unsure(peer) > APART_MS)
                        .count();
        long ours = 1 + measured.stream().filter(ClockCheck::agreesWithUs).count();
        boolean most = theirs > ours && 2 * theirs > measured.size();
        return most ? Double.valueOf(middle) : null;
    }
}
