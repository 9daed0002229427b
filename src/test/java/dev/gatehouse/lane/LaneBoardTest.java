package dev.gatehouse.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Plate;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What stands before each barrier, from the first report of a car until its card is over. */
class LaneBoardTest {
    private static final Lane IN = lane("lane-1", Lane.Direction.IN, "cam-1");
    private static final Lane OUT = lane("lane-2", Lane.Direction.OUT, "cam-2");

    private Instant now = Instant.parse("2026-11-30T07:00:00Z");
    private final AtomicInteger changes = new AtomicInteger();
    private final LaneMap map = new LaneMap(List.of(IN, OUT));
    private final LaneBoard board =
            new LaneBoard(() -> now, List.of(IN, OUT), changes::incrementAndGet);

    private static Lane lane(String id, Lane.Direction direction, String... cameras) {
        return new Lane(id, id, direction, List.of(cameras), Duration.ofSeconds(20), List.of());
    }

    private static Plate plate(String text) {
        return ((Reading.Read) Plates.recorded(text, null)).plate();
    }

    private Arrival arrival(
            String camera, LaneCard.Kind kind, String text, double sure, @Nullable String event) {
        boolean out = camera.equals("cam-2");
        return new Arrival(
                map.of(camera, null, null),
                kind,
                out ? GateEvent.Kind.EXIT : GateEvent.Kind.ENTRY,
                text.isEmpty() ? Plate.UNREAD : plate(text),
                new OpenRequest(text, null, camera, null, null, sure, "auto"),
                false,
                event,
                event == null ? 0 : 7,
                null,
                null,
                null,
                null,
                List.of());
    }

    private void comes(String text, double sure) {
        board.take(arrival("cam-1", LaneCard.Kind.LET_IN, text, sure, null));
    }

    private LaneState at(int place) {
        return board.states().get(place);
    }

    private LaneCard card() {
        return Objects.requireNonNull(at(0).card());
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void aCarIsShownAtTheLaneOfItsDeviceAndNowhereElse() {
        comes("30G-567.89", 0.96);
        assertThat(card().plate().view()).isEqualTo("30G-567.89");
        assertThat(card().kind()).isEqualTo(LaneCard.Kind.LET_IN);
        assertThat(at(1).card()).isNull();
        assertThat(changes).hasValue(1);
    }

    @Test
    void furtherReadingsOfTheSameCarKeepItsCardAndTheSurestPlate() {
        comes("30G-567.8", 0.71);
        long id = card().id();
        pass(Duration.ofSeconds(1));
        comes("30G-567.89", 0.96);
        comes("3OG-567.89", 0.55);
        assertThat(card().id()).isEqualTo(id);
        assertThat(card().plate().view()).isEqualTo("30G-567.89");
        assertThat(at(0).waiting()).isZero();
    }

    @Test
    void anotherCarWaitsBehindTheOneThatIsStillRead() {
        comes("30G-567.89", 0.96);
        pass(Duration.ofSeconds(2));
        comes("51F-999.99", 0.96);
        assertThat(card().plate().view()).isEqualTo("30G-567.89");
        assertThat(at(0).waiting()).isEqualTo(1);
        board.decided(IN.id(), card().id());
        assertThat(card().plate().view()).isEqualTo("51F-999.99");
        assertThat(Objects.requireNonNull(at(0).end()).why()).isEqualTo(LaneState.Why.DECIDED);
    }

    @Test
    void aCarThatIsNotReadAnyMoreHasGoneWhenAnotherStandsThere() {
        comes("30G-567.89", 0.96);
        pass(Standing.READ_EVERY);
        comes("51F-999.99", 0.96);
        assertThat(card().plate().view()).isEqualTo("51F-999.99");
        LaneState.End end = Objects.requireNonNull(at(0).end());
        assertThat(end.why()).isEqualTo(LaneState.Why.GONE);
        assertThat(end.card().plate().view()).isEqualTo("30G-567.89");
    }

    @Test
    void aCarOfWhichMoneyIsDueStaysWhateverComesBehindIt() {
        board.take(arrival("cam-2", LaneCard.Kind.TO_PAY, "29A-123.45", 0.96, "visit-1"));
        pass(Standing.READ_EVERY.multipliedBy(3));
        board.take(arrival("cam-2", LaneCard.Kind.TO_PAY, "51F-999.99", 0.96, "visit-2"));
        assertThat(Objects.requireNonNull(at(1).card()).eventId()).isEqualTo("visit-1");
        assertThat(at(1).waiting()).isEqualTo(1);
    }

    @Test
    void whatNeedsNoDecisionGivesWayAtOnceAndGoesByItself() {
        board.take(arrival("cam-1", LaneCard.Kind.CAME_IN, "30G-567.89", 0.96, "visit-1"));
        board.take(arrival("cam-1", LaneCard.Kind.CAME_IN, "51F-999.99", 0.96, "visit-2"));
        assertThat(card().eventId()).isEqualTo("visit-2");
        pass(Standing.TOLD);
        assertThat(at(0).card()).isNull();
        assertThat(at(0).end()).isNull();
    }

    @Test
    void aCardThatNobodyDecidesIsOverAfterItsTimeAndSaysSo() {
        comes("30G-567.89", 0.96);
        pass(Standing.WAITS.minusMillis(1));
        assertThat(at(0).card()).isNotNull();
        pass(Duration.ofMillis(1));
        assertThat(at(0).card()).isNull();
        assertThat(Objects.requireNonNull(at(0).end()).why()).isEqualTo(LaneState.Why.TIME_OVER);
        pass(Standing.TOLD);
        assertThat(at(0).end()).isNull();
    }

    @Test
    void aCarThatIsStillReadAfterTheDecisionIsNoNewCar() {
        comes("30G-567.89", 0.96);
        board.decided(map.of("cam-1", null, null), plate("30G-567.89"));
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofSeconds(2));
            board.take(arrival("cam-1", LaneCard.Kind.ALREADY_INSIDE, "30G-567.89", 0.9, null));
        }
        assertThat(at(0).card()).isNull();
        pass(IN.window());
        board.take(arrival("cam-1", LaneCard.Kind.ALREADY_INSIDE, "30G-567.89", 0.9, null));
        assertThat(card().kind()).isEqualTo(LaneCard.Kind.ALREADY_INSIDE);
    }

    @Test
    void aPlateTypedForTheCarThatACameraMisreadEndsItsCard() {
        comes("30G-567.8", 0.6);
        board.decided(map.of("cam-1", null, null), plate("30G-567.89"));
        assertThat(at(0).card()).isNull();
    }

    @Test
    void aRepeatOfWhatIsOverOpensNoCard() {
        board.take(
                arrival("cam-2", LaneCard.Kind.TO_PAY, "29A-123.45", 0.96, "visit-1").again(true));
        assertThat(at(1).card()).isNull();
    }

    @Test
    void anUnreadCarGetsItsPlateWhenACameraReadsIt() {
        board.take(arrival("cam-1", LaneCard.Kind.UNREAD, "", 0, null));
        assertThat(card().kind()).isEqualTo(LaneCard.Kind.UNREAD);
        pass(Duration.ofSeconds(1));
        comes("30G-567.89", 0.8);
        assertThat(card().plate().view()).isEqualTo("30G-567.89");
        assertThat(at(0).waiting()).isZero();
    }

    @Test
    void theBarrierThatClosesBehindACarEndsItsCard() {
        comes("30G-567.89", 0.96);
        board.closed(map.of("cam-1", null, null), plate("30G-567.89"));
        assertThat(at(0).card()).isNull();
    }

    @Test
    void aQueueHasALimitAndKeepsTheFirstAndTheLatest() {
        for (int i = 0; i <= Standing.MOST; i++) {
            String text = "51" + (char) ('A' + i) + "-" + i + i + i + "." + i + i;
            board.take(arrival("cam-2", LaneCard.Kind.TO_PAY, text, 0.96, "visit-" + i));
        }
        assertThat(at(1).waiting()).isEqualTo(Standing.MOST - 1);
        assertThat(Objects.requireNonNull(at(1).card()).eventId()).isEqualTo("visit-0");
    }

    @Test
    void aDeviceWithoutALaneHasOneOfItsOwnWhileItsCarStandsThere() {
        board.take(arrival("cam-9", LaneCard.Kind.LET_IN, "30G-567.89", 0.96, null));
        assertThat(board.states()).hasSize(3);
        assertThat(at(2).lane().id()).isEqualTo("edge cam-9");
        board.decided("edge cam-9", Objects.requireNonNull(at(2).card()).id());
        pass(Standing.TOLD);
        assertThat(board.states()).hasSize(2);
    }

    @Test
    void withoutLanesInTheConfigurationOneTakesEverything() {
        var only = new LaneBoard(() -> now, List.of(), () -> {});
        only.take(arrival("cam-1", LaneCard.Kind.LET_IN, "30G-567.89", 0.96, null));
        only.take(arrival("cam-9", LaneCard.Kind.TO_PAY, "29A-123.45", 0.96, "visit-1"));
        assertThat(only.states()).hasSize(1);
        assertThat(only.states().getFirst().waiting()).isEqualTo(1);
        assertThat(only.states().getFirst().lane().direction()).isEqualTo(Lane.Direction.BOTH);
    }

    @Test
    void carsStayInALaneThatIsConfiguredOtherwise() {
        comes("30G-567.89", 0.96);
        board.use(List.of(lane("lane-1", Lane.Direction.BOTH, "cam-1"), OUT));
        assertThat(card().plate().view()).isEqualTo("30G-567.89");
        assertThat(at(0).lane().direction()).isEqualTo(Lane.Direction.BOTH);
    }
}
