package dev.gatehouse.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.Because.Reason;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.GateEvent.Kind;
import dev.gatehouse.model.Incident;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What a person decides at a booth, what is paid for it, and how it is taken back. */
class GateMoneyTest {
    private static final FeeRules FEES = new FeeRules(30, 25_000);
    private static final String CAR = "29A12345";
    private static final String STAFF = "Lan";
    private static final Because NO_ENTRY = new Because(Reason.NO_ENTRY, null, STAFF);
    private static final Because FREE = new Because(Reason.FREE, "xe cứu hỏa", STAFF);

    @TempDir Path folder;
    private Booth booth;
    private Gate gate;

    @BeforeEach
    void open() {
        booth = new Booth(folder, "central-1");
        gate = gate(booth);
    }

    @AfterEach
    void close() {
        booth.close();
    }

    private static Gate gate(Booth of) {
        return new Gate(of.ledger(), new SiteBook(of.ledger(), FEES, ZoneOffset.UTC), of.clock);
    }

    private static OpenRequest typed(String plate, String lane, @Nullable String shown) {
        return new OpenRequest(plate, null, lane, null, null, null, "manual", null, null, shown);
    }

    private Passed letIn(String plate, @Nullable Because because, @Nullable String shown) {
        return gate.letIn(typed(plate, "lane-1", shown), because).join();
    }

    /** A car that came in so long ago. */
    private String inside(Duration ago) {
        var in = (OpenOutcome.Entered) letIn(CAR, null, null).outcome();
        booth.clock.pass(ago);
        return in.eventId();
    }

    private Passed letOut(@Nullable String shown, Settlement settlement) {
        return gate.letOut(typed(CAR, "lane-2", shown), settlement).join();
    }

    private static Settlement cash(long due, long given) {
        return new Settlement.Cash(due, given, STAFF);
    }

    private OpenOutcome.Left cameraSeesItLeave() {
        var camera = new OpenRequest(CAR, null, "edge-2", 4, null, 0.9, "auto");
        return (OpenOutcome.Left) gate.pass(Kind.EXIT, camera).join().outcome();
    }

    private SettleOutcome settle(String eventId, Settlement settlement) {
        return gate.settle(eventId, settlement, "lane-2").join();
    }

    private UndoOutcome undo(String eventId, Kind way) {
        return gate.undo(new UndoRequest(eventId, way, STAFF)).join();
    }

    private <T extends Fact> List<T> written(Class<T> type, String kind) {
        return booth.ledger().shared().since(kind, Instant.EPOCH, 1_000).stream()
                .map(type::cast)
                .toList();
    }

    private List<Fact.Payment> payments() {
        return written(Fact.Payment.class, Fact.Payment.KIND);
    }

    private List<Incident> incidents() {
        return written(Incident.class, Incident.KIND);
    }

    private Visit only() {
        assertThat(booth.visits()).hasSize(1);
        return booth.visits().getFirst();
    }

    @Test
    void whatAPersonTakesIsBookedWithTheExit() {
        String visit = inside(Duration.ofMinutes(31));

        var out = (OpenOutcome.Left) letOut(visit, cash(25_000, 100_000)).outcome();

        assertThat(out.feeDong()).isEqualTo(25_000);
        assertThat(payments())
                .containsExactly(
                        new Fact.Payment(visit, 25_000, "cash", "lane-2", STAFF, 100_000L));
        assertThat(incidents()).isEmpty();
        assertThat(only().exit())
                .extracting("feeDong", "edgeId")
                .containsExactly(25_000L, "lane-2");
    }

    @Test
    void aSecondEnterBooksNothingMore() {
        String visit = inside(Duration.ofMinutes(31));
        Passed first = letOut(visit, cash(25_000, 25_000));

        Passed second = letOut(visit, cash(25_000, 25_000));

        assertThat(second).isEqualTo(new Passed(first.outcome(), true, false));
        assertThat(settle(visit, cash(25_000, 25_000)))
                .isEqualTo(new SettleOutcome.AlreadySettled());
        assertThat(payments()).hasSize(1);
    }

    @Test
    void nothingIsWrittenWhereAnHourBeganSinceTheFeeWasShown() {
        String visit = inside(Duration.ofMinutes(91));

        OpenOutcome outcome = letOut(visit, cash(25_000, 25_000)).outcome();

        assertThat(outcome).isEqualTo(new OpenOutcome.FeeChanged(only().plate(), 50_000, 25_000));
        assertThat(only().inside()).isTrue();
        assertThat(payments()).isEmpty();
        assertThat(letOut(visit, cash(50_000, 50_000)).outcome())
                .isInstanceOf(OpenOutcome.Left.class);
        assertThat(payments()).hasSize(1);
    }

    @Test
    void aStayThatCostsNothingLeavesNoPayment() {
        String visit = inside(Duration.ofMinutes(5));

        assertThat(letOut(visit, cash(0, 0)).outcome()).isInstanceOf(OpenOutcome.Left.class);

        assertThat(payments()).isEmpty();
        assertThat(only().inside()).isFalse();
    }

    @Test
    void whoIsExcusedPaysNothingAndTheReasonIsKept() {
        String visit = inside(Duration.ofMinutes(31));

        var out = (OpenOutcome.Left) letOut(visit, new Settlement.Excused(25_000, FREE)).outcome();

        assertThat(out.feeDong()).isEqualTo(25_000);
        assertThat(payments()).isEmpty();
        assertThat(incidents())
                .containsExactly(
                        new Incident(
                                visit, Reason.FREE, 25_000, "lane-2", CAR, "xe cứu hỏa", STAFF));
    }

    @Test
    void aVisitThatEndedMeanwhileIsNotLetOutAgain() {
        String visit = inside(Duration.ofMinutes(31));
        cameraSeesItLeave();
        booth.clock.pass(Duration.ofMinutes(1));

        assertThat(letOut(visit, cash(25_000, 25_000)).outcome())
                .isInstanceOf(OpenOutcome.NotInside.class);
        assertThat(payments()).isEmpty();
    }

    @Test
    void aCarWithoutAnEntryLeavesAloneAndTheReasonIsKept() {
        var out = (OpenOutcome.Left) letOut(null, new Settlement.Excused(0, NO_ENTRY)).outcome();

        assertThat(out.entered()).isNull();
        assertThat(out.review()).isEqualTo(Review.NO_ENTRY);
        assertThat(incidents())
                .containsExactly(
                        new Incident(
                                out.eventId(), Reason.NO_ENTRY, 0, "lane-2", CAR, null, STAFF));
        assertThat(letOut(null, new Settlement.Excused(0, NO_ENTRY)).repeated()).isTrue();
        assertThat(incidents()).hasSize(1);
    }

    @Test
    void aCarWhoseEntryCameMeanwhileIsChargedAndNotLetOutForNothing() {
        inside(Duration.ofMinutes(31));

        assertThat(letOut(null, new Settlement.Excused(0, NO_ENTRY)).outcome())
                .isEqualTo(new OpenOutcome.FeeChanged(only().plate(), 25_000, 0));
        assertThat(only().inside()).isTrue();
    }

    @Test
    void whoKnowsNoEntryMustSayWhyTheCarLeaves() {
        assertThat(letOut(null, cash(0, 0)).outcome())
                .isInstanceOf(OpenOutcome.Refused.class)
                .extracting("field")
                .isEqualTo("shown");
        assertThat(booth.visits()).isEmpty();
    }

    @Test
    void aCarThatNobodyCouldReadIsLetOutByTheVisitThatWasShown() {
        var in = (OpenOutcome.Entered) letIn("KHONG BIEN", null, null).outcome();
        booth.clock.pass(Duration.ofMinutes(31));

        Passed out = gate.letOut(typed("", "lane-2", in.eventId()), cash(25_000, 25_000)).join();

        assertThat(out.outcome()).extracting("eventId").isEqualTo(in.eventId());
        assertThat(payments()).extracting(Fact.Payment::eventId).containsExactly(in.eventId());
    }

    @Test
    void whatIsPaidAtALaneOfTheConfigurationIsAgainstTheLaneWhereCarsComeIn() {
        var lane =
                new Lane(
                        "lane-2",
                        "Làn 2",
                        Lane.Direction.IN,
                        List.of(),
                        Lane.USUAL_WINDOW,
                        List.of());
        var map = new LaneMap(List.of(lane));
        gate =
                new Gate(
                        booth.ledger(),
                        new SiteBook(booth.ledger(), FEES, ZoneOffset.UTC),
                        GateClocks.trusted(booth.clock),
                        () -> map);
        String visit = inside(Duration.ofMinutes(31));

        assertThat(letOut(visit, cash(25_000, 25_000)).outcome())
                .isInstanceOf(OpenOutcome.AgainstLane.class);
        assertThat(payments()).isEmpty();
    }

    @Test
    void lessMoneyThanTheFeeIsRefused() {
        String visit = inside(Duration.ofMinutes(31));

        assertThat(letOut(visit, cash(25_000, 20_000)).outcome())
                .isEqualTo(
                        new OpenOutcome.Refused(
                                "given", "20000 đồng, expected 25000 to 1000000000000"));
        cameraSeesItLeave();
        assertThat(settle(visit, cash(25_000, 20_000))).isInstanceOf(SettleOutcome.Refused.class);
        assertThat(payments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "   ", "x"})
    void aNoteThatSaysNothingIsRefused(String note) {
        var because = new Because(Reason.UNUSUAL_PLATE, note, STAFF);

        assertThat(letIn("ABC", because, null).outcome())
                .extracting("field", "why")
                .containsExactly("note", note.length() + " letters, expected 3 to 200");
        assertThat(letIn("ABC", new Because(Reason.UNUSUAL_PLATE, null, " "), null).outcome())
                .extracting("field")
                .isEqualTo("staff");
        assertThat(booth.visits()).isEmpty();
    }

    @Test
    void whatACameraSawLeaveIsPaidAtTheBarrierOnce() {
        String visit = inside(Duration.ofMinutes(31));
        cameraSeesItLeave();

        assertThat(settle(visit, cash(25_000, 50_000)))
                .isEqualTo(new SettleOutcome.Settled(visit, only().plate(), 25_000, 25_000));
        assertThat(settle(visit, cash(25_000, 50_000)))
                .isEqualTo(new SettleOutcome.AlreadySettled());
        assertThat(settle(visit, new Settlement.Excused(25_000, FREE)))
                .isEqualTo(new SettleOutcome.AlreadySettled());
        assertThat(payments()).hasSize(1);
        assertThat(incidents()).isEmpty();
    }

    @Test
    void whatWasPaidIsKnownAfterAStartAndWhereTheClockWasSetBack() {
        String visit = inside(Duration.ofMinutes(31));
        cameraSeesItLeave();
        settle(visit, cash(25_000, 25_000));

        booth.clock.pass(Duration.ofMinutes(-5));
        booth.restart();
        gate = gate(booth);

        assertThat(settle(visit, cash(25_000, 25_000)))
                .isEqualTo(new SettleOutcome.AlreadySettled());
        assertThat(payments()).hasSize(1);
    }

    @Test
    void anExitIsSettledForTheFeeThatItWasChargedAndNoOther() {
        String visit = inside(Duration.ofMinutes(31));
        assertThat(settle(visit, cash(25_000, 25_000))).isEqualTo(new SettleOutcome.NotFound());
        cameraSeesItLeave();

        assertThat(settle(visit, cash(50_000, 50_000)))
                .isEqualTo(new SettleOutcome.FeeChanged(only().plate(), 25_000, 50_000));
        assertThat(settle("central-9_1_" + CAR, cash(0, 0)))
                .isEqualTo(new SettleOutcome.NotFound());
        assertThat(payments()).isEmpty();
    }

    @Test
    void aCarThatACameraSawLeaveAMomentBeforeEnterIsPaidForAllTheSame() {
        String visit = inside(Duration.ofMinutes(31));
        var camera = new OpenRequest(CAR, null, "lane-2", 4, null, 0.9, "auto");
        gate.pass(Kind.EXIT, camera).join();

        Passed passed = letOut(visit, cash(25_000, 25_000));

        assertThat(passed.repeated()).isTrue();
        assertThat(passed.outcome()).isInstanceOf(OpenOutcome.Left.class);
        assertThat(payments()).hasSize(1);
    }

    @Test
    void aFreeExitOfAFreeStayKeepsItsReasonOnce() {
        String visit = inside(Duration.ofMinutes(5));
        cameraSeesItLeave();

        assertThat(settle(visit, new Settlement.Excused(0, FREE)))
                .isInstanceOf(SettleOutcome.Settled.class);
        assertThat(settle(visit, new Settlement.Excused(0, FREE)))
                .isEqualTo(new SettleOutcome.AlreadySettled());
        assertThat(incidents()).hasSize(1);
    }

    @Test
    void aReasonIsWrittenWithTheEntry() {
        var because = new Because(Reason.UNUSUAL_PLATE, "xe ngoại giao", STAFF);

        var in = (OpenOutcome.Entered) letIn("ABC", because, null).outcome();
        Passed again = letIn("ABC", because, null);

        assertThat(again.repeated()).isTrue();
        assertThat(incidents())
                .containsExactly(
                        new Incident(
                                in.eventId(),
                                Reason.UNUSUAL_PLATE,
                                0,
                                "lane-1",
                                "ABC",
                                "xe ngoại giao",
                                STAFF));
    }

    @Test
    void aCarWhoseExitWasMissedComesInAgainAndItsOldStayIsToBeLookedAt() {
        String old = inside(Duration.ofHours(3));
        var because = new Because(Reason.DUPLICATE, null, STAFF);
        assertThat(letIn(CAR, null, null).outcome()).isInstanceOf(OpenOutcome.AlreadyInside.class);

        var in = (OpenOutcome.Entered) letIn(CAR, because, old).outcome();

        assertThat(booth.visits()).hasSize(2);
        Visit ended =
                booth.visits().stream()
                        .filter(v -> v.eventId().equals(old))
                        .findFirst()
                        .orElseThrow();
        assertThat(ended.review()).isEqualTo(Review.EXIT_UNKNOWN);
        assertThat(ended.exit())
                .extracting("feeDong", "edgeId", "missed")
                .containsExactly(0L, null, true);
        assertThat(incidents()).extracting(Incident::eventId).containsExactly(in.eventId());
        assertThat(letIn(CAR, because, old).repeated()).isTrue();
        assertThat(booth.visits()).hasSize(2);
    }

    @Test
    void aCarWhoseExitCameMeanwhileIsSimplyLetIn() {
        String old = inside(Duration.ofHours(3));
        cameraSeesItLeave();
        booth.clock.pass(Duration.ofMinutes(1));

        letIn(CAR, new Because(Reason.DUPLICATE, null, STAFF), old);

        assertThat(booth.visits()).hasSize(2).noneMatch(v -> v.review() != null);
    }

    @Test
    void aDuplicateEndsNoVisitButTheOneThatWasShown() {
        inside(Duration.ofHours(3));

        Passed passed =
                letIn(CAR, new Because(Reason.DUPLICATE, null, STAFF), "central-1_1_" + CAR);

        assertThat(passed.outcome()).isInstanceOf(OpenOutcome.AlreadyInside.class);
        assertThat(only().inside()).isTrue();
        assertThat(incidents()).isEmpty();
    }

    @Test
    void anExitIsTakenBackWithItsMoneyAndTheCarLeavesAgain() {
        String visit = inside(Duration.ofMinutes(31));
        letOut(visit, cash(25_000, 50_000));
        booth.clock.pass(Duration.ofSeconds(59));

        assertThat(undo(visit, Kind.EXIT))
                .isEqualTo(new UndoOutcome.Undone(only().plate(), Kind.EXIT, 25_000));

        assertThat(only().inside()).isTrue();
        assertThat(payments()).extracting(Fact.Payment::dong).containsExactly(-25_000L, 25_000L);
        assertThat(undo(visit, Kind.EXIT)).isEqualTo(new UndoOutcome.NotFound());
        Passed again = letOut(visit, cash(25_000, 25_000));
        assertThat(again.repeated()).isFalse();
        assertThat(again.outcome()).isInstanceOf(OpenOutcome.Left.class);
        assertThat(payments())
                .extracting(Fact.Payment::dong)
                .containsExactly(25_000L, -25_000L, 25_000L);
        assertThat(settle(visit, cash(25_000, 25_000)))
                .isEqualTo(new SettleOutcome.AlreadySettled());
    }

    @Test
    void whatWasExcusedIsTakenBackToo() {
        String visit = inside(Duration.ofMinutes(31));
        letOut(visit, new Settlement.Excused(25_000, FREE));

        assertThat(undo(visit, Kind.EXIT))
                .isEqualTo(new UndoOutcome.Undone(only().plate(), Kind.EXIT, 0));

        assertThat(incidents()).extracting(Incident::dong).containsExactly(-25_000L, 25_000L);
        assertThat(payments()).isEmpty();
    }

    @Test
    void anEntryIsTakenBackAsIfItHadNeverBeen() {
        String visit = inside(Duration.ofSeconds(10));

        assertThat(undo(visit, Kind.ENTRY)).isInstanceOf(UndoOutcome.Undone.class);

        assertThat(booth.visits()).isEmpty();
        assertThat(booth.ledger().changes(null, 10, 0))
                .extracting("reason", "staff")
                .containsExactly(tuple("undo", STAFF));
        assertThat(undo(visit, Kind.ENTRY)).isEqualTo(new UndoOutcome.NotFound());
        assertThat(letIn(CAR, null, null).repeated()).isFalse();
    }

    @Test
    void theStayThatADuplicateEndedGoesOnWhereTheNewEntryIsTakenBack() {
        String old = inside(Duration.ofHours(3));
        var in =
                (OpenOutcome.Entered)
                        letIn(CAR, new Because(Reason.DUPLICATE, null, STAFF), old).outcome();

        assertThat(undo(in.eventId(), Kind.ENTRY)).isInstanceOf(UndoOutcome.Undone.class);

        assertThat(only().eventId()).isEqualTo(old);
        assertThat(only().inside()).isTrue();
    }

    @Test
    void anExitWithoutAnEntryIsTakenBackAsAVoid() {
        var out = (OpenOutcome.Left) letOut(null, new Settlement.Excused(0, NO_ENTRY)).outcome();

        assertThat(undo(out.eventId(), Kind.EXIT)).isInstanceOf(UndoOutcome.Undone.class);

        assertThat(booth.visits()).isEmpty();
    }

    @Test
    void whatIsOverAMinuteAgoIsNotTakenBack() {
        String visit = inside(Duration.ofMinutes(31));
        letOut(visit, cash(25_000, 25_000));
        booth.clock.pass(Duration.ofSeconds(61));

        assertThat(undo(visit, Kind.EXIT)).isEqualTo(new UndoOutcome.TooLate(only().plate()));
        assertThat(undo(visit, Kind.ENTRY)).isEqualTo(new UndoOutcome.TooLate(only().plate()));
        assertThat(only().inside()).isFalse();
        assertThat(payments()).hasSize(1);
    }

    @Test
    void whatTheCarDidSinceIsNotPassedOver() {
        String visit = inside(Duration.ofSeconds(20));
        letOut(visit, cash(0, 0));
        assertThat(undo(visit, Kind.ENTRY)).as("it left").isInstanceOf(UndoOutcome.TooLate.class);
        letIn(CAR, null, null);

        assertThat(undo(visit, Kind.EXIT)).isInstanceOf(UndoOutcome.TooLate.class);
    }

    @Test
    void whatAnotherBoothDidIsNotTakenBackHere() {
        String visit = inside(Duration.ofSeconds(5));
        try (Booth other = new Booth(folder, "central-2")) {
            other.meet(booth);

            assertThat(gate(other).undo(new UndoRequest(visit, Kind.ENTRY, STAFF)).join())
                    .isInstanceOf(UndoOutcome.TooLate.class);
            assertThat(other.visits()).hasSize(1);
        }
    }

    @Test
    void aCameraThatReadsACarAfterItsExitWasTakenBackReportsAnew() {
        String visit = inside(Duration.ofMinutes(31));
        cameraSeesItLeave();
        undo(visit, Kind.EXIT);
        booth.clock.pass(Duration.ofSeconds(5));

        OpenOutcome.Left out = cameraSeesItLeave();

        assertThat(out.eventId()).isEqualTo(visit);
        assertThat(only().inside()).isFalse();
    }

    @Test
    void whoTakesSomethingBackIsNamed() {
        String visit = inside(Duration.ofSeconds(5));

        assertThat(gate.undo(new UndoRequest(visit, Kind.ENTRY, " ")).join())
                .isEqualTo(new UndoOutcome.Unavailable("staff: empty, expected a name"));
        assertThat(only().inside()).isTrue();
    }

    @Test
    void aCarThatTurnedRoundIsNotedOnceAndChangesNoVisit() {
        String visit = inside(Duration.ofMinutes(31));
        var because = new Because(Reason.CANCELLED, "quay đầu", STAFF);
        OpenRequest about = typed(CAR, "lane-2", visit);

        ChangeOutcome noted = gate.noteIncident(about, because).join();
        gate.noteIncident(about, because).join();

        assertThat(noted).isEqualTo(new ChangeOutcome.Done(only().id()));
        assertThat(incidents())
                .containsExactly(
                        new Incident(visit, Reason.CANCELLED, 0, "lane-2", CAR, "quay đầu", STAFF));
        assertThat(only().inside()).isTrue();
        booth.clock.pass(Duration.ofMinutes(2));
        assertThat(gate.noteIncident(typed("", "lane-2", null), because).join())
                .isEqualTo(new ChangeOutcome.Done(0));
        assertThat(incidents().getFirst().plateText()).isNull();
    }
}
