package dev.gatehouse.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.Alarm.Code;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.AlarmList.What;
import dev.gatehouse.model.CentralId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class AlarmBookTest {
    private static final Condition FULL = Condition.of(Code.DISK_FULL, "", "no room", 12);
    private static final Condition LOST = Condition.of(Code.PEER_LOST, "central-3", "not reached");
    private static final Condition BAD =
            Condition.of(Code.EVENT_QUARANTINED, "", "does not fit", 1);

    private final AlarmBook book = new AlarmBook(0);
    private Duration time = Duration.ZERO;

    private static Condition skew(int severity) {
        return new Condition(Code.CLOCK_SKEW, "central-2", severity, List.of("+9"), "skew");
    }

    private Instant now() {
        return Given.MORNING.plus(time);
    }

    /** The watch looks every second, and this is what it sees for so long. */
    private AlarmBookTest pass(long seconds, Condition... wrong) {
        for (long i = 0; i < seconds; i++) {
            book.look(List.of(wrong), time.toNanos(), now());
            time = time.plusSeconds(1);
        }
        return this;
    }

    private List<Code> open() {
        return book.list().open().stream().map(Alarm::code).toList();
    }

    private List<What> journal() {
        return book.list().journal().reversed().stream().map(AlarmList.Entry::what).toList();
    }

    private Alarm first() {
        return book.list().open().getFirst();
    }

    @Test
    void aDiskWithoutRoomIsToldAtOnceAlsoWhileTheNodeStarts() {
        pass(1, FULL);
        assertThat(open()).containsExactly(Code.DISK_FULL);
        assertThat(first().since()).isEqualTo(Given.MORNING);
        assertThat(journal()).containsExactly(What.RAISED);
    }

    @Test
    void whatConcernsOthersWaitsUntilTheNodeHasRunForThirtySeconds() {
        pass(30, BAD);
        assertThat(open()).isEmpty();
        pass(1, BAD);
        assertThat(open()).containsExactly(Code.EVENT_QUARANTINED);
        assertThat(first().since()).as("when it began").isEqualTo(Given.MORNING);
    }

    @Test
    void aPeerIsLostAfterFiveMinutesAndNotBefore() {
        pass(100).pass(300, LOST);
        assertThat(open()).isEmpty();
        pass(1, LOST);
        assertThat(open()).containsExactly(Code.PEER_LOST);
        assertThat(first().since()).isEqualTo(Given.MORNING.plusSeconds(100));
    }

    @Test
    void aLinkThatFlapsBeginsToCountAnew() {
        pass(100).pass(299, LOST).pass(1).pass(299, LOST);
        assertThat(open()).isEmpty();
        assertThat(journal()).isEmpty();
    }

    @Test
    void whatIsOverForAMomentIsNotOver() {
        pass(100).pass(1, BAD).pass(4).pass(1, BAD);
        assertThat(first().active()).isTrue();
        assertThat(journal()).containsExactly(What.RAISED);
    }

    @Test
    void anAlarmThatIsOverStaysUntilSomebodyKnows() {
        pass(100).pass(1, BAD).pass(6);
        assertThat(first().active()).isFalse();
        assertThat(book.list().worst()).isEmpty();
        assertThat(book.acknowledge(first().id(), "NV 12", now())).isTrue();
        assertThat(open()).isEmpty();
        assertThat(journal()).containsExactly(What.RAISED, What.CLEARED, What.ACKNOWLEDGED);
        assertThat(book.list().journal().getFirst().alarm().acknowledgedBy()).isEqualTo("NV 12");
    }

    @Test
    void anAlarmThatSomebodyKnowsStaysUntilItIsOver() {
        pass(100).pass(1, BAD);
        assertThat(book.acknowledge(first().id(), "NV 12", now())).isTrue();
        pass(10, BAD);
        assertThat(open()).containsExactly(Code.EVENT_QUARANTINED);
        assertThat(first().acknowledged()).isTrue();
        pass(6);
        assertThat(open()).isEmpty();
        assertThat(journal()).containsExactly(What.RAISED, What.ACKNOWLEDGED, What.CLEARED);
    }

    @Test
    void onceIsEnoughToAcknowledgeAndNobodyKnowsWhatIsNot() {
        pass(100).pass(1, BAD);
        long id = first().id();
        assertThat(book.acknowledge(id, "NV 12", now())).isTrue();
        assertThat(book.acknowledge(id, "NV 13", now())).isTrue();
        assertThat(first().acknowledgedBy()).isEqualTo("NV 12");
        assertThat(book.acknowledge(id + 1, "NV 12", now())).isFalse();
    }

    @Test
    void whatComesBackBeforeAnybodySawItIsOneAlarmThatCounts() {
        pass(100).pass(1, BAD).pass(6).pass(1, BAD);
        assertThat(open()).hasSize(1);
        assertThat(first().times()).isEqualTo(2);
        assertThat(first().active()).isTrue();
        assertThat(journal()).containsExactly(What.RAISED, What.CLEARED, What.RAISED_AGAIN);
    }

    @Test
    void whatGetsWorseMustBeAcknowledgedAnew() {
        pass(100).pass(16, skew(3));
        book.acknowledge(first().id(), "NV 12", now());
        pass(1, skew(2));
        assertThat(first().severity()).isEqualTo(2);
        assertThat(first().acknowledged()).isFalse();
        pass(1, skew(3));
        assertThat(journal()).containsExactly(What.RAISED, What.ACKNOWLEDGED, What.WORSE);
    }

    @Test
    void theWorstOfThoseThatLastStandsFirst() {
        pass(100).pass(16, BAD, skew(2)).pass(6, skew(2)).pass(1, skew(2), FULL);
        assertThat(open()).containsExactly(Code.DISK_FULL, Code.CLOCK_SKEW, Code.EVENT_QUARANTINED);
        assertThat(book.list().worst()).map(Alarm::code).contains(Code.DISK_FULL);
    }

    @Test
    void aFloodIsCutOffAndTheJournalForgetsItsOldest() {
        time = Duration.ofMinutes(10);
        for (int round = 0; round < 4; round++) {
            var flood = new ArrayList<Condition>();
            for (int i = 0; i < 1_000; i++) {
                var who = new CentralId("central-" + round + "-" + i);
                flood.add(Condition.of(Code.EVENT_REJECTED, who.value(), "bad", 1));
            }
            pass(1, flood.toArray(Condition[]::new)).pass(7);
        }
        assertThat(open()).hasSize(AlarmBook.OPEN);
        assertThat(book.list().journal()).hasSize(AlarmBook.JOURNAL);
    }

    @Test
    void aWallClockThatIsSetChangesNoDelay() {
        pass(100);
        for (int i = 0; i < 300; i++) {
            Instant jumping = now().plus(Duration.ofHours(i % 2 == 0 ? 3 : -3));
            book.look(List.of(LOST), time.toNanos(), jumping);
            time = time.plusSeconds(1);
        }
        assertThat(open()).isEmpty();
        pass(1, LOST);
        assertThat(open()).containsExactly(Code.PEER_LOST);
    }

    @Test
    void nothingNewIsTheSameListSoThatNoWindowIsDrawnAnew() {
        pass(100, FULL);
        AlarmList before = book.list();
        pass(1, FULL);
        assertThat(book.list()).isSameAs(before);
    }
}
