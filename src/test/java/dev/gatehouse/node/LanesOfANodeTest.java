package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.LaneCard;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Objects;

/** A whole node: what its devices report stands before the barriers until somebody decides. */
class LanesOfANodeTest {
    private RunningNode node;

    @BeforeEach
    void start(@TempDir Path root) throws Exception {
        node = new RunningNode(root, 1);
        assertThat(
                        node.change(
                                        """
                                        {"lanes": [
                                          {"id": "in", "name": "Làn 1", "direction": "in",
                                           "cameras": ["edge-1"]},
                                          {"id": "out", "name": "Làn 2", "direction": "out",
                                           "cameras": ["edge-2"]}]}\
                                        """)
                                .status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static OpenRequest report(String edge, String plate) {
        return new OpenRequest(plate, null, edge, null, null, 0.9, "auto");
    }

    private LaneState at(int place) {
        return node.node.lanes().lanes().get(place);
    }

    private LaneCard cardAt(int place, LaneCard.Kind kind) {
        await().untilAsserted(
                        () ->
                                assertThat(at(place).card())
                                        .isNotNull()
                                        .extracting(LaneCard::kind)
                                        .isEqualTo(kind));
        return Objects.requireNonNull(at(place).card());
    }

    @Test
    void aDetectionWaitsAtItsLaneUntilAPersonLetsTheCarIn() {
        var unused = node.node.gate().sight(null, report("edge-1", "30G-567.89"));
        LaneCard card = cardAt(0, LaneCard.Kind.LET_IN);
        assertThat(card.plate().view()).isEqualTo("30G-567.89");
        assertThat(at(1).card()).isNull();
        OpenOutcome outcome =
                node.node.gate().letIn(report("edge-1", "30G-567.89"), null).join().outcome();
        assertThat(outcome).isInstanceOf(OpenOutcome.Entered.class);
        await().untilAsserted(() -> assertThat(at(0).card()).isNull());
    }

    @Test
    void anExitWithoutEntryProposesTheOneCarThatTheCameraMisread() {
        node.node.gate().pass(GateEvent.Kind.ENTRY, report("edge-1", "29A-123.45")).join();
        node.node.gate().pass(GateEvent.Kind.EXIT, report("edge-2", "29A-1234S")).join();
        LaneCard card = cardAt(1, LaneCard.Kind.LET_OUT);
        assertThat(card.plate().canonical()).isEqualTo("29A12345");
        assertThat(card.report().plateText()).isEqualTo("29A-1234S");
        assertThat(card.visit()).isNotNull();
    }

    @Test
    void aCarThatIsInsideAlreadyStandsAtTheLaneInWithThatReason() {
        node.node.gate().pass(GateEvent.Kind.ENTRY, report("edge-9", "30G-567.89")).join();
        node.node.gate().pass(GateEvent.Kind.ENTRY, report("edge-1", "30G-567.89")).join();
        assertThat(cardAt(0, LaneCard.Kind.ALREADY_INSIDE).visit()).isNotNull();
    }

    @Test
    void aCarThatItsCameraStillSeesAfterItCameInIsCountedAndNotAskedAbout() {
        node.node.gate().letIn(report("edge-1", "30G-567.89"), null).join();
        for (int i = 0; i < 2; i++) {
            var unused = node.node.gate().sight(null, report("edge-1", "30G-567.89"));
        }
        await().until(() -> node.node.gate().repeats() == 2);
        assertThat(at(0).card()).isNull();
        var unused = node.node.gate().sight(GateEvent.Kind.ENTRY, report("edge-9", "30G-567.89"));
        await().until(() -> node.node.lanes().lanes().size() == 3);
        assertThat(cardAt(2, LaneCard.Kind.ALREADY_INSIDE).visit()).isNotNull();
        assertThat(node.node.gate().repeats()).isEqualTo(2);
    }

    @Test
    void anUnreadCarStandsThereAndAFreeExitNeedsNothing() {
        node.node.gate().pass(GateEvent.Kind.ENTRY, report("edge-1", "unknown")).join();
        cardAt(0, LaneCard.Kind.UNREAD);
        node.node.gate().pass(GateEvent.Kind.ENTRY, report("edge-9", "29A-123.45")).join();
        node.node.gate().pass(GateEvent.Kind.EXIT, report("edge-2", "29A-123.45")).join();
        cardAt(1, LaneCard.Kind.LEFT);
    }

    @Test
    void theApiSaysWhatStandsBeforeEachBarrierAndWhy() throws Exception {
        node.node.gate().pass(GateEvent.Kind.EXIT, report("edge-2", "77C-777.77")).join();
        cardAt(1, LaneCard.Kind.NO_ENTRY);
        assertThat(node.get("/api/lanes").json().toString())
                .contains("\"name\":\"Làn 2\"", "\"reason\":\"NO_ENTRY\"", "77C-777.77");
    }

    @Test
    void anExitThatWasLetOutForAReasonIsTakenBackWithinAMinute() {
        OpenRequest car = report("edge-2", "77C-777.77");
        var because = new Because(Because.Reason.NO_ENTRY, null, "root");
        OpenOutcome outcome =
                node.node.gate().letOut(car, new Settlement.Excused(0, because)).join().outcome();
        assertThat(outcome).isInstanceOf(OpenOutcome.Left.class);
        String name = ((OpenOutcome.Left) outcome).eventId();
        assertThat(node.node.gate().undo(new UndoRequest(name, GateEvent.Kind.EXIT, "root")).join())
                .isInstanceOf(UndoOutcome.Undone.class);
    }
}
