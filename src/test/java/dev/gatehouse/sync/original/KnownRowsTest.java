package dev.gatehouse.sync.original;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.ZoneId;
import java.util.List;

class KnownRowsTest {
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");

    private final KnownRows known = new KnownRows(3);
    private final Visit inside = FrameWriterTest.visit(1, "29A12345", null, "A");
    private final Visit gone =
            FrameWriterTest.visit(1, "29A12345", FrameWriterTest.departure(25_000), "A");

    private static Row row(long id, Visit visit, @Nullable String exitTime, long fee) {
        return new Row(
                id,
                visit.eventId(),
                null,
                visit.plate().canonical(),
                null,
                null,
                exitTime,
                null,
                fee,
                exitTime != null,
                "2026-03-01 20:30:00",
                null,
                null);
    }

    @Test
    void whatItsAnswerHasNotShownIsToldWithItsExit() {
        assertThat(known.need(inside, List.of())).isEqualTo(new KnownRows.Need(true, List.of()));
        assertThat(known.need(gone, List.of("central-3_1_X")))
                .isEqualTo(new KnownRows.Need(true, List.of(gone.eventId(), "central-3_1_X")));
    }

    @Test
    void itIsConfirmedOnceItsRowCameBackWithTheExit() {
        known.take(row(5, gone, null, 0));
        assertThat(known.need(gone, List.of()))
                .isEqualTo(new KnownRows.Need(false, List.of(gone.eventId())));
        known.take(row(5, gone, "2026-03-02 04:35:00", 25_000));
        assertThat(known.need(gone, List.of()).isNone()).isTrue();
        assertThat(known.has(gone, HANOI)).isTrue();
        known.take(row(5, gone, null, 0));
        assertThat(known.has(gone, HANOI)).as("an ended visit may come as two rows").isTrue();
    }

    @Test
    void whatItHasSaidBeforeIsNoNews() {
        assertThat(known.take(row(5, gone, null, 0))).isTrue();
        assertThat(known.take(row(5, gone, null, 0))).isFalse();
        assertThat(known.take(row(5, gone, "2026-03-02 04:35:00", 25_000))).isTrue();
        assertThat(known.take(row(5, gone, null, 0))).as("the first of two rows").isFalse();
        assertThat(known.take(row(5, gone, "2026-03-02 04:35:00", 25_000))).isFalse();
        assertThat(known.take(row(5, gone, "2026-03-02 04:35:00", 30_000))).isTrue();
    }

    @Test
    void anotherFeeOrTimeOrPlateIsADifference() {
        known.take(row(5, gone, "2026-03-02 04:35:00", 20_000));
        assertThat(known.has(gone, HANOI)).isFalse();
        assertThat(known.has(inside, HANOI)).isFalse();
    }

    @Test
    void theEntryThatAVisitSupersededIsEndedToo() {
        Visit second = FrameWriterTest.visit(2, "29A12345", null, "A");
        known.take(row(5, gone, "2026-03-02 04:35:00", 25_000));
        known.take(row(6, second, null, 0));
        assertThat(known.need(gone, List.of(second.eventId())))
                .isEqualTo(new KnownRows.Need(false, List.of(second.eventId())));
    }

    @Test
    void aRowIsKnownByItsNumberAndTheOldestAreForgotten() {
        for (int i = 1; i <= 5; i++) {
            known.take(row(i, FrameWriterTest.visit(i, "29A1234" + i, null, "A"), null, 0));
        }
        assertThat(known.names()).hasSize(3);
        assertThat(known.nameOf(1)).isNull();
        assertThat(known.nameOf(5)).endsWith("_29A12345");
        assertThat(known.lastId()).isEqualTo(5);
    }
}
