package dev.gatehouse.console.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** The ring of passages. */
class EventRingTest {
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final Instant NOW = NOON.plusSeconds(60);

    private static GateEvent event(long seq, long second) {
        return new GateEvent(
                new StreamId(1, 1),
                seq,
                GateEvent.Kind.ENTRY,
                NOON.plusSeconds(second),
                new CentralId("central-1"),
                "",
                new Plate("29A12345", "29A-123.45"),
                0,
                null,
                true);
    }

    @Test
    void whatArrivesLateStandsWhereItBelongs() {
        EventRing ring = new EventRing(10);
        ring.add(List.of(event(1, 10), event(3, 30)), NOW);
        ring.add(List.of(event(2, 20)), NOW);
        assertThat(ring.rows()).extracting(GateEvent::seq).containsExactly(3L, 2L, 1L);
    }

    @Test
    void theSameEventIsKeptOnce() {
        EventRing ring = new EventRing(10);
        ring.add(List.of(event(1, 10), event(1, 10)), NOW);
        ring.add(List.of(event(1, 10)), NOW);
        assertThat(ring.rows()).hasSize(1);
    }

    @Test
    void whatIsReadAsTakenBackIsSoAndStaysInItsPlace() {
        EventRing ring = new EventRing(10);
        ring.add(List.of(event(1, 10), event(2, 20), event(3, 30)), NOW);
        ring.read(List.of(event(2, 20).back(), event(1, 10), event(4, 5)), NOW);
        ring.add(List.of(event(2, 20)), NOW); // told late
        assertThat(ring.rows())
                .extracting(GateEvent::seq, GateEvent::takenBack)
                .containsExactly(
                        tuple(3L, false), tuple(2L, true), tuple(1L, false), tuple(4L, false));
    }

    @Test
    void theOldestGiveWay() {
        EventRing ring = new EventRing(3);
        ring.add(LongStream.range(0, 10).mapToObj(n -> event(n, n)).toList(), NOW);
        assertThat(ring.rows()).extracting(GateEvent::seq).containsExactly(9L, 8L, 7L);
        ring.add(List.of(event(2, 2)), NOW);
        assertThat(ring.rows()).extracting(GateEvent::seq).containsExactly(9L, 8L, 7L);
    }

    @Test
    void whatAClockThatIsAheadTellsStandsWhereItCame() {
        EventRing ring = new EventRing(10);
        ring.add(List.of(event(1, 80)), NOW);
        ring.add(List.of(event(2, 62)), NOW.plusSeconds(2));
        assertThat(ring.rows()).extracting(GateEvent::seq).containsExactly(2L, 1L);
    }
}
