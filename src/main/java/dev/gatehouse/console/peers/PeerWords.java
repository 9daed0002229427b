package dev.gatehouse.console.peers;

import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Compared;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncProgress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says in words how a peer stands. What is not known is {@code ?}, never 0. */
final class PeerWords {
    /** How long a proof holds: the rule of {@code MeshStatus.Proof}. */
    static final Duration PROOF_HOLDS = Duration.ofSeconds(60);

    private final Words words;
    private final SiteTime time;
    private final Causes causes;

    PeerWords(Words words, SiteTime time) {
        this.words = words;
        this.time = time;
        this.causes = new Causes(words);
    }

    static boolean isClockOff(PeerState peer) {
        Double offset = peer.clockOffsetMs();
        return offset != null && Math.abs(offset) >= CellWords.CLOCK_LIMIT_MS;
    }

    /** The link, in full, for the table. */
    String link(PeerState peer, Instant now) {
        ResyncProgress resync = peer.resync();
        if (resync != null) {
            return stage(resync);
        }
        Instant idle = peer.idleSince(now);
        if (idle != null) {
            return words.get("peers.link.idleSince", time.of(idle, now));
        }
        return switch (peer.link()) {
            case LinkState.Unknown _ -> words.get("peers.link.unknown");
            case LinkState.Connecting(int attempt, _) ->
                    words.get("peers.link.connecting", attempt);
            case LinkState.Connected _ -> words.get("peers.link.connected");
            case LinkState.Disconnected(Instant since, _, _) ->
                    words.get("peers.link.lostSince", time.of(since, now));
            case LinkState.Refused(_, var why) -> words.get("peers.link.refused", causes.of(why));
            case LinkState.Paused pause ->
                    words.get("peers.link.paused", pause.by(), time.of(pause.until(), now));
        };
    }

    /** The link with everything that is known of it: since when, which try, the next. */
    String linkInFull(PeerState peer, Instant now) {
        String link = link(peer, now);
        return switch (peer.link()) {
            case LinkState.Unknown _ -> link;
            case LinkState.Connected(Instant since) ->
                    words.get("details.since", link, time.of(since, now));
            case LinkState.Refused(Instant since, _) ->
                    words.get("details.since", link, time.of(since, now));
            case LinkState.Paused pause -> words.get("details.reason", link, pause.reason());
            case LinkState.Connecting(_, Instant next) ->
                    words.get("details.nextTry", link, time.of(next, now));
            case LinkState.Disconnected(_, int attempt, Instant next) ->
                    words.get("details.lost", link, attempt, time.of(next, now));
        };
    }

    /** Why that peer is not counted as identical, in few words. */
    String whyUnproven(PeerState peer, Instant now) {
        if (peer.resync() != null) {
            return words.get("peers.unproven.resync", peer.id());
        }
        return switch (peer.link()) {
            case LinkState.Disconnected(Instant since, _, _) ->
                    words.get("peers.unproven.lost", peer.id(), time.of(since, now));
            case LinkState.Refused _ -> words.get("peers.unproven.refused", peer.id());
            case LinkState.Paused _ -> words.get("peers.unproven.paused", peer.id());
            case LinkState.Unknown _, LinkState.Connecting _ ->
                    words.get("peers.unproven.noLink", peer.id());
            case LinkState.Connected _ -> {
                Instant proven = peer.identicalAsOf();
                yield proven == null
                        ? words.get("peers.unproven.never", peer.id())
                        : words.get("peers.unproven.since", peer.id(), time.of(proven, now));
            }
        };
    }

    /** What came of trying to reach it, and what to look at then. */
    String tried(PeerState peer, Testing.@Nullable Stage tried) {
        String where = peer.host() + ":" + peer.port();
        return switch (tried) {
            case null -> words.get("test.press", Shortcut.TEST.label());
            case Testing.Stage.Running _ -> words.get("test.running", where);
            case Testing.Stage.Broken _ -> words.get("test.broken");
            case Testing.Stage.Done(Reach reach) ->
                    switch (reach) {
                        case Reach.Answered(long ms) ->
                                words.get(
                                        peer.connected() ? "test.answered" : "test.answeredOnly",
                                        where,
                                        peer.id(),
                                        words.get("time.ms", ms));
                        case Reach.Failed failed -> causes.of(failed);
                        case Reach.UnknownPeer _ -> words.get("test.removed", peer.id());
                    };
        };
    }

    /** What the last comparison with an original showed. */
    String compared(@Nullable Compared compared, Instant now) {
        return compared == null
                ? words.unknown()
                : words.get(
                        "peers.compared",
                        time.of(compared.at(), now),
                        compared.rows(),
                        compared.differ());
    }

    /** Whether that peer is proven to hold the same, at that moment. */
    static boolean proven(PeerState peer, Instant at) {
        Instant proven = peer.identicalAsOf();
        return peer.connected() && proven != null && age(proven, at).compareTo(PROOF_HOLDS) <= 0;
    }

    /** How far a resync is. */
    String stage(ResyncProgress resync) {
        return switch (resync.stage()) {
            case COMPARE -> words.get("resync.comparing");
            case TRANSFER -> words.get("resync.receivingPercent", percent(resync));
            case VERIFY -> words.get("resync.verifying");
        };
    }

    /** Never 100 while the transfer goes on: that word belongs to the proof. */
    static long percent(ResyncProgress resync) {
        if (resync.toReceive() <= 0) {
            return 0;
        }
        return Math.min(99, resync.received() * 100 / resync.toReceive());
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null || b == null ? null : Long.valueOf(a + b);
    }

    /** How a resync ended. */
    String outcome(ResyncOutcome outcome, Instant now) {
        return switch (outcome) {
            case ResyncOutcome.Identical end ->
                    words.get(
                            "resync.identical",
                            time.of(end.asOf(), now),
                            end.events(),
                            Words.code(end.digest()),
                            end.merged());
            case ResyncOutcome.StillDifferent end -> stillDifferent(end, now);
            case ResyncOutcome.ComparedOnly end ->
                    words.get(
                            "resync.comparedOriginal", compared(end.compared(), now), end.merged());
            case ResyncOutcome.Cancelled end -> words.get("resync.cancelled", end.merged());
            case ResyncOutcome.Failed end ->
                    words.get("resync.failed", failure(end.code()), end.merged());
        };
    }

    private String stillDifferent(ResyncOutcome.StillDifferent end, Instant now) {
        Differences found = end.differences();
        return found == null
                ? words.get(
                        "resync.stillDifferent",
                        words.numberOrUnknown(sum(end.weMiss(), end.theyMiss())),
                        words.numberOrUnknown(end.weMiss()),
                        words.numberOrUnknown(end.theyMiss()),
                        time.of(end.at(), now))
                : words.get(
                        "resync.stillDifferentListed",
                        found.total(),
                        found.thereOnly(),
                        found.hereOnly(),
                        found.twoFacts(),
                        time.of(end.at(), now));
    }

    private String failure(String code) {
        return switch (code) {
            case "LINK_LOST" -> words.get("resync.failed.linkLost");
            case "NO_ANSWER" -> words.get("resync.failed.noAnswer");
            case "OWN_DISK" -> words.get("resync.failed.ownDisk");
            case "PEER_REMOVED" -> words.get("resync.failed.peerRemoved");
            case "STALLED" -> words.get("resync.failed.stalled");
            default -> words.get("resync.failed.other"); // one of a later node
        };
    }

    /** The middle and the slowest of twenty; a dash where there is no link. */
    String roundTrip(PeerState peer) {
        Double p50 = peer.rttP50Ms();
        Double p95 = peer.rttP95Ms();
        if (!peer.connected()) {
            return words.get("app.none");
        }
        return p50 == null || p95 == null
                ? words.unknown()
                : words.get("peers.rtt", Math.round(p50), Math.round(p95));
    }

    String rtt(@Nullable Double ms) {
        return ms == null ? words.unknown() : words.get("time.ms", Math.round(ms));
    }

    String offset(PeerState peer) {
        Double offset = peer.clockOffsetMs();
        return offset == null ? words.unknown() : words.offset(offset);
    }

    /** The same for a column, the longest first: of clocks that are hours apart only the hours. */
    List<String> offsets(PeerState peer) {
        Double offset = peer.clockOffsetMs();
        if (offset == null) {
            return List.of(words.unknown());
        }
        Duration apart = Duration.ofMillis(Math.round(Math.abs(offset)));
        return List.of(words.offset(offset), (offset < 0 ? "−" : "+") + coarse(apart));
    }

    /** The latest moment of which something is proven or compared, the longest first. */
    List<String> verified(PeerState peer, Instant now) {
        Compared compared = peer.compared();
        Instant at = compared == null ? peer.identicalAsOf() : compared.at();
        return at == null
                ? List.of(words.unknown())
                : List.of(time.inColumn(at, now), time.shortDay(at));
    }

    /** The link, the longest first. */
    List<String> links(PeerState peer, Instant now, CellWords.Cell cell) {
        var all = new ArrayList<String>();
        all.add(link(peer, now));
        all.addAll(cell.states());
        return all;
    }

    /** The median round trip, the longest first; a dash where there is no link. */
    List<String> rttOf(PeerState peer) {
        Double p50 = peer.rttP50Ms();
        if (!peer.connected()) {
            return List.of(words.get("app.none"));
        }
        return p50 == null
                ? List.of(words.unknown())
                : List.of(rtt(p50), words.number(Math.round(p50)));
    }

    /** How long one of the two has lacked something; a dash where neither does. */
    String oldest(PeerState peer, Instant now) {
        Instant since = peer.oldest();
        if (since != null) {
            return words.span(age(since, now));
        }
        return notMissing(peer);
    }

    /** The same for a column, the longest first. */
    List<String> oldestShort(PeerState peer, Instant now) {
        Instant since = peer.oldest();
        return since == null
                ? List.of(notMissing(peer))
                : List.of(words.span(age(since, now)), coarse(age(since, now)));
    }

    private String notMissing(PeerState peer) {
        boolean known = peer.weMiss() != null && peer.theyMiss() != null;
        boolean behind = isPositive(peer.weMiss()) || isPositive(peer.theyMiss());
        return known && !behind ? words.get("app.none") : words.unknown();
    }

    private static boolean isPositive(@Nullable Long value) {
        return value != null && value > 0;
    }

    /** A span in one unit, where two have no room. */
    String coarse(Duration span) {
        if (span.toDays() > 0) {
            return words.get("peers.days", span.toDays());
        }
        return span.toHours() > 0 ? words.get("peers.hours", span.toHours()) : words.span(span);
    }

    static Duration age(Instant since, Instant now) {
        return since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }
}
