package dev.gatehouse.console.peers;

import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncProgress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the cell of a peer shows, in wordings of several lengths. Unknown is {@code ?}, never 0. */
final class CellWords {
    /**
     * Clocks further apart than this are worth a look: the fee of a stay begins to depend on it.
     */
    static final double CLOCK_LIMIT_MS = 5_000;

    /** From here on fees are wrong by what people notice: a second alarm says so. */
    private static final double CLOCK_ALARM_MS = 15_000;

    /** A peer that is lost for less may be restarting: the alarm waits as long. */
    private static final Duration LOST_ALARM = Duration.ofMinutes(5);

    /** Three heartbeats: what is pending for less is on its way. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(15);

    private final Words words;
    private final SiteTime time;
    private final PeerWords peerWords;
    private final Causes causes;

    /**
     * What a cell of the grid shows.
     *
     * @param mark agrees with the grade
     * @param states wordings of the state, the longest first
     * @param details wordings of the second line, the longest first
     */
    record Cell(Mark mark, Grade grade, List<String> states, List<String> details) {}

    CellWords(Words words, SiteTime time) {
        this.words = words;
        this.time = time;
        this.peerWords = new PeerWords(words, time);
        this.causes = new Causes(words);
    }

    Cell of(PeerState peer, Instant now) {
        ResyncProgress resync = peer.resync();
        if (resync != null) {
            return calm(Mark.QUARTER, List.of(peerWords.stage(resync)), missing(peer));
        }
        Instant idle = peer.idleSince(now);
        if (idle != null) {
            return calm(
                    Mark.DASH,
                    lasting("peers.link.idleFor", "peers.link.idle", idle, now),
                    missing(peer));
        }
        return switch (peer.link()) {
            case LinkState.Unknown _ ->
                    calm(Mark.RING, List.of(words.get("peers.link.unknown")), missing(peer));
            case LinkState.Connecting(int attempt, _) ->
                    calm(
                            Mark.RING,
                            List.of(
                                    words.get("peers.link.connecting", attempt),
                                    words.get("peers.link.connectingShort")),
                            missing(peer));
            case LinkState.Connected _ -> connected(peer, now);
            case LinkState.Disconnected(Instant since, _, _) -> lost(peer, since, now);
            case LinkState.Refused(_, var why) ->
                    graded(
                            Grade.SOME_TIME,
                            List.of(words.get("peers.link.refusedShort")),
                            List.of(causes.of(why), words.get("peers.cell.seeDetails")));
            case LinkState.Paused pause ->
                    calm(
                            Mark.PAUSE,
                            List.of(
                                    words.get(
                                            "peers.link.pausedUntil", time.of(pause.until(), now)),
                                    words.get("peers.link.pausedShort")),
                            List.of(
                                    words.get("peers.cell.pausedBy", pause.by()),
                                    pause.by(),
                                    words.get("peers.cell.seeDetails")));
        };
    }

    private static Cell calm(Mark mark, List<String> states, List<String> details) {
        return new Cell(mark, Grade.CALM, states, details);
    }

    private static Cell graded(Grade grade, List<String> states, List<String> details) {
        return new Cell(grade.markOr(Mark.RING), grade, states, details);
    }

    private Cell lost(PeerState peer, Instant since, Instant now) {
        boolean isLong = PeerWords.age(since, now).compareTo(LOST_ALARM) >= 0;
        return graded(
                isLong ? Grade.SOME_TIME : Grade.CALM,
                lasting("peers.link.lostFor", "peers.link.lost", since, now),
                missing(peer));
    }

    /** What it is, and for how long, where there is room for that. */
    private List<String> lasting(String forKey, String key, Instant since, Instant now) {
        Duration span = PeerWords.age(since, now);
        return List.of(
                words.get(forKey, span(span)), words.get(forKey, coarse(span)), words.get(key));
    }

    /** Seconds in words: after "lost", {@code 10 s} is read as how long something takes. */
    private String span(Duration span) {
        return span.toMinutes() > 0
                ? words.span(span)
                : words.get("peers.seconds", Math.max(0, span.toSeconds()));
    }

    private String coarse(Duration span) {
        return span.toHours() > 0 ? peerWords.coarse(span) : span(span);
    }

    private Cell connected(PeerState peer, Instant now) {
        if (peer.original()) {
            Compared compared = peer.compared();
            boolean apart = compared == null || compared.differ() > 0;
            return calm(
                    apart ? Mark.HALF : Mark.DISC,
                    List.of(words.get("peers.link.connected")),
                    compared == null
                            ? List.of(words.get("peers.cell.notCompared"))
                            : List.of(
                                    words.get(
                                            "peers.cell.compared",
                                            compared.rows(),
                                            compared.differ()),
                                    words.get("peers.code.compared", compared.differ())));
        }
        Grade grade = clock(peer);
        Pending pending = Pending.with(peer);
        boolean isBehind = pending.any() && !isOnItsWay(peer, now);
        List<String> figures = List.of(words.get("peers.cell.link", rtt(peer), offset(peer)), "");
        return new Cell(
                grade.markOr(isBehind ? Mark.HALF : Mark.DISC),
                grade,
                grade == Grade.CALM
                        ? List.of(words.get("peers.link.connected"))
                        : List.of(
                                words.get("peers.link.clockOffBy", offset(peer)),
                                words.get("peers.link.clockOff")),
                isBehind ? missing(peer) : pending.any() ? onItsWay(pending) : figures);
    }

    private String rtt(PeerState peer) {
        return peerWords.rtt(peer.rttP50Ms());
    }

    private String offset(PeerState peer) {
        return peerWords.offset(peer);
    }

    private static Grade clock(PeerState peer) {
        Double offset = peer.clockOffsetMs();
        double apart = offset == null ? 0 : Math.abs(offset);
        return apart >= CLOCK_ALARM_MS
                ? Grade.SOON
                : apart >= CLOCK_LIMIT_MS ? Grade.SOME_TIME : Grade.CALM;
    }

    /** Whether what is pending came only just now, as in any busy minute. */
    private static boolean isOnItsWay(PeerState peer, Instant now) {
        Instant since = peer.oldest();
        return since != null && PeerWords.age(since, now).compareTo(ON_ITS_WAY) < 0;
    }

    private List<String> onItsWay(Pending pending) {
        if (pending.here() == 0 || pending.there() == 0) {
            return List.of(
                    pending.here() == 0
                            ? words.get("peers.cell.sending", pending.there())
                            : words.get("peers.cell.receiving", pending.here()));
        }
        return List.of(
                words.get("peers.cell.exchanging", pending.here(), pending.there()),
                words.get("peers.cell.exchangingShort", pending.here() + pending.there()));
    }

    private List<String> missing(PeerState peer) {
        Long we = peer.weMiss();
        Long they = peer.theyMiss();
        if (we == null && they == null) {
            return List.of(words.get("peers.cell.missingUnknown"));
        }
        long here = we == null ? 0 : we; // the table shows that a figure is not known
        long there = they == null ? 0 : they;
        if (here > 0 && there > 0) {
            return List.of(
                    words.get("peers.cell.bothMiss", here, there),
                    words.get("peers.cell.bothMissShort", here, there),
                    words.get("peers.cell.bothMissSum", here + there));
        }
        if (here > 0) {
            return List.of(words.get("peers.cell.weMiss", here));
        }
        if (there > 0) {
            return List.of(words.get("peers.cell.theyMiss", there));
        }
        if (we == null || they == null) {
            return List.of(
                    words.get(we == null ? "peers.cell.weMiss" : "peers.cell.theyMiss", "?"));
        }
        return List.of(words.get("peers.cell.missNothing"));
    }
}
