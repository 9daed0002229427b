package dev.gatehouse.console.peers;

import dev.gatehouse.model.Compared;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.function.Function;

/**
 * In what order the peers are listed: each time first those that somebody should look at, and equal
 * ones as they are configured. There is no order the other way round, which nobody would look at.
 */
enum SyncOrder {
    /** As they are configured. */
    PEER("peer", (_, _) -> 0),
    LINK("link", Comparator.comparingInt(SyncOrder::urgency)),
    RTT("rtt", most(PeerState::rttP50Ms)),
    OFFSET("offset", most(p -> p.clockOffsetMs() == null ? null : Math.abs(p.clockOffsetMs()))),
    WE_MISS("we", most(p -> toDouble(p.weMiss()))),
    THEY_MISS("they", most(p -> toDouble(p.theyMiss()))),
    OLDEST("oldest", earliest(PeerState::oldest, Instant.MAX)),
    VERIFIED("verified", earliest(SyncOrder::verified, Instant.MIN)),
    CONFLICTS("conflicts", most(p -> (double) p.counters().conflicts())),
    REJECTED("rejected", most(p -> (double) p.counters().rejected()));

    /** What is not known may be more than nothing, and is less than anything that is known. */
    private static final double UNKNOWN = Double.MIN_VALUE;

    private final String column;
    private final Comparator<PeerState> comparator;

    SyncOrder(String column, Comparator<PeerState> comparator) {
        this.column = column;
        this.comparator = comparator;
    }

    /** Id of the column that it is by. */
    String column() {
        return column;
    }

    Comparator<PeerState> comparator() {
        return comparator;
    }

    /** That of a column, null where there is none by it. */
    static @Nullable SyncOrder by(String column) {
        for (SyncOrder order : values()) {
            if (order.column.equals(column)) {
                return order;
            }
        }
        return null;
    }

    private static int urgency(PeerState peer) {
        return switch (peer.link()) {
            case LinkState.Refused _ -> 0;
            case LinkState.Disconnected _ -> 1;
            case LinkState.Connecting _ -> 2;
            case LinkState.Unknown _ -> 3;
            case LinkState.Connected _ -> PeerWords.isClockOff(peer) ? 4 : 6;
            case LinkState.Paused _ -> 5;
        };
    }

    private static Comparator<PeerState> most(Function<PeerState, @Nullable Double> figure) {
        return Comparator.comparingDouble(
                peer -> {
                    Double known = figure.apply(peer);
                    return known == null ? -UNKNOWN : -known;
                });
    }

    private static Comparator<PeerState> earliest(
            Function<PeerState, @Nullable Instant> moment, Instant unknown) {
        return Comparator.comparing(
                peer -> {
                    Instant known = moment.apply(peer);
                    return known == null ? unknown : known;
                });
    }

    private static @Nullable Double toDouble(@Nullable Long number) {
        return number == null ? null : (double) number;
    }

    private static @Nullable Instant verified(PeerState peer) {
        Compared compared = peer.compared();
        return compared == null ? peer.identicalAsOf() : compared.at();
    }
}
