package dev.gatehouse.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Alarm.Code;
import dev.gatehouse.model.PeerCounters;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class RejectionsTest {
    private final Rejections rejections = new Rejections();

    private List<Condition> after(Duration time, Given given) {
        return rejections.look(given.facts().mesh(), time.toNanos());
    }

    private static Given rejected(long events) {
        return new Given().counted("central-2", new PeerCounters(10, 10 - events, 0, events, 0));
    }

    @Test
    void eventsThatCannotBeUsedAreCounted() {
        assertThat(after(Duration.ZERO, rejected(0))).isEmpty();
        assertThat(after(Duration.ofSeconds(1), rejected(2)))
                .singleElement()
                .satisfies(
                        wrong -> {
                            assertThat(wrong.code()).isEqualTo(Code.EVENT_REJECTED);
                            assertThat(wrong.severity()).isEqualTo(3);
                            assertThat(wrong.about()).isEqualTo("central-2");
                            assertThat(wrong.args()).containsExactly("2");
                        });
    }

    @Test
    void itIsOverTenMinutesAfterTheLastOfThem() {
        after(Duration.ZERO, rejected(2));
        after(Duration.ofMinutes(5), rejected(3));
        assertThat(after(Duration.ofMinutes(15).minusNanos(1), rejected(3))).hasSize(1);
        assertThat(after(Duration.ofMinutes(15), rejected(3))).isEmpty();
        assertThat(after(Duration.ofHours(9), rejected(4))).hasSize(1);
    }

    @Test
    void aPeerThatIsTakenOutAndPutBackBeginsAnew() {
        after(Duration.ZERO, rejected(2));
        assertThat(after(Duration.ofMinutes(20), new Given())).isEmpty();
        assertThat(after(Duration.ofMinutes(21), rejected(2))).hasSize(1);
    }

    @Test
    void theWatchRaisesItAndLetsItEnd() {
        var time = new AtomicLong();
        try (var watch = new Watch(rejected(2)::facts, () -> Given.MORNING, time::get)) {
            for (int seconds : List.of(0, 31)) {
                time.set(Duration.ofSeconds(seconds).toNanos());
                watch.look();
            }
            assertThat(watch.alarms().open())
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.code()).isEqualTo(Code.EVENT_REJECTED));
            for (int seconds : List.of(600, 606)) {
                time.set(Duration.ofSeconds(seconds).toNanos());
                watch.look();
            }
            assertThat(watch.alarms().worst()).isEmpty();
        }
    }
}
