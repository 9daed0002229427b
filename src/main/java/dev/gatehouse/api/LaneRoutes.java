package dev.gatehouse.api;

import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** What stands before each barrier, and why. */
final class LaneRoutes {
    private final NodePort node;

    LaneRoutes(NodePort node) {
        this.node = node;
    }

    void install(Operations routes) {
        routes.get("/api/lanes", "What stands before each barrier, and why", this::lanes)
                .answers(LanesJson.class);
    }

    private void lanes(Context ctx) {
        ZoneId zone = node.info().zone();
        ctx.json(
                new LanesJson(
                        true,
                        node.lanes().lanes().stream()
                                .map(state -> LaneJson.of(state, zone))
                                .toList()));
    }

    record LanesJson(boolean success, List<LaneJson> lanes) {}

    /**
     * @param waiting cars that are known to wait behind the one of the card
     */
    record LaneJson(
            String id, String name, String direction, @Nullable CardJson card, int waiting) {
        static LaneJson of(LaneState state, ZoneId zone) {
            LaneCard card = state.card();
            return new LaneJson(
                    state.lane().id(),
                    state.lane().name(),
                    state.lane().direction().name().toLowerCase(Locale.ROOT),
                    card == null ? null : CardJson.of(card, zone),
                    state.waiting());
        }
    }

    /** {@code event_id} is null, and {@code fee} what is to be paid, while nothing is written. */
    record CardJson(
            State state,
            @Nullable Reason reason,
            @Nullable String direction,
            String plateId,
            String plateView,
            @Nullable Double confidence,
            @Nullable Long fee,
            @Nullable String eventId,
            String since,
            List<CandidateJson> candidates) {
        static CardJson of(LaneCard card, ZoneId zone) {
            return new CardJson(
                    stateOf(card),
                    reasonOf(card),
                    card.way() == null ? null : card.way().name(),
                    PlateText.id(card.plate()),
                    PlateText.view(card.plate()),
                    card.report().confidence(),
                    card.due() == null ? null : (Long) card.feeDong(),
                    card.eventId(),
                    TimeText.local(card.since(), zone),
                    card.near().stream().map(near -> CandidateJson.of(near, zone)).toList());
        }
    }

    /** A car inside that may be meant. */
    record CandidateJson(String plateId, String plateView, String entryTime, String eventId) {
        static CandidateJson of(Visit visit, ZoneId zone) {
            return new CandidateJson(
                    visit.plate().canonical(),
                    visit.plate().view(),
                    TimeText.local(visit.entry().at(), zone),
                    visit.eventId());
        }
    }

    /** How far it is with a car. */
    enum State {
        /** A person is to let it in or out. */
        WAITING,
        /** The passage of the car is written, and nothing more is to be done. */
        RECORDED,
        /** The exit of the car is written, and its fee is to be taken. */
        UNPAID,
        /** A person must find out something first; the reason says what. */
        DOUBTFUL
    }

    /** Why a person must look. */
    enum Reason {
        ALREADY_INSIDE,
        NO_ENTRY,
        NEAR_PLATE,
        UNREAD,
        PASS_EXPIRED,
        BLOCKED,
        AGAINST_LANE,
        NOT_WRITTEN
    }

    private static State stateOf(LaneCard card) {
        if (card.isBlocked()) {
            return State.DOUBTFUL;
        }
        return switch (card.kind()) {
            case LET_IN, LET_OUT -> State.WAITING;
            case CAME_IN, LEFT -> State.RECORDED;
            case TO_PAY -> State.UNPAID;
            case ALREADY_INSIDE, NO_ENTRY, UNREAD, AGAINST_LANE, NOT_WRITTEN -> State.DOUBTFUL;
        };
    }

    private static @Nullable Reason reasonOf(LaneCard card) {
        if (card.isBlocked()) {
            return Reason.BLOCKED;
        }
        return switch (card.kind()) {
            case LET_IN, LET_OUT, CAME_IN, LEFT, TO_PAY ->
                    !card.near().isEmpty()
                            ? Reason.NEAR_PLATE
                            : card.lapsed() == null ? null : Reason.PASS_EXPIRED;
            case ALREADY_INSIDE -> Reason.ALREADY_INSIDE;
            case NO_ENTRY -> card.near().isEmpty() ? Reason.NO_ENTRY : Reason.NEAR_PLATE;
            case UNREAD -> Reason.UNREAD;
            case AGAINST_LANE -> Reason.AGAINST_LANE;
            case NOT_WRITTEN -> Reason.NOT_WRITTEN;
        };
    }
}
