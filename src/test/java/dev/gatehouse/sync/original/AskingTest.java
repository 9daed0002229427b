package dev.gatehouse.sync.original;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.codec.TimeText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Whatever the original's idea of time, all of its rows come. */
class AskingTest {
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant FROM = NOW.minus(Duration.ofDays(7));
    private static final int LIMIT = 50;

    private final List<Row> table = new ArrayList<>();

    /** The hours by which its idea of a moment is off. */
    private int offHours = 7;

    private int asks;

    private void rows(long from, long to, Instant first, Duration step) {
        LongStream.rangeClosed(from, to)
                .forEach(id -> table.add(row(id, first.plus(step.multipliedBy(id - from)))));
    }

    private static Row row(long id, Instant created) {
        return new Row(
                id,
                "central-9_" + created.toEpochMilli() + "_29A" + id,
                null,
                "29A" + id,
                null,
                null,
                null,
                null,
                0,
                false,
                TimeText.utc(created),
                null,
                null);
    }

    private List<Row> answer(Instant since) {
        asks++;
        String local = TimeText.of(since, ZoneOffset.ofHours(offHours));
        return table.stream()
                .filter(row -> String.valueOf(row.createdAt()).compareTo(local) >= 0)
                .limit(LIMIT)
                .toList();
    }

    private Set<Long> all(Asking asking) {
        var got = new TreeSet<Long>();
        List<Row> page;
        do {
            page = answer(asking.since());
            page.forEach(row -> got.add(id(row)));
        } while (asking.goesOn(page));
        return got;
    }

    private static long id(Row row) {
        Long id = row.id();
        return id == null ? 0 : id;
    }

    private Set<Long> ids() {
        return table.stream().map(AskingTest::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private KnownRows knownUpTo(long id) {
        var known = new KnownRows();
        table.stream().filter(row -> id(row) <= id).forEach(known::take);
        return known;
    }

    @ParameterizedTest
    @ValueSource(ints = {-11, -5, 0, 3, 7, 13})
    void aPassOverTheWindowBringsEveryRowWhereverItsClockStands(int hours) {
        offHours = hours;
        rows(1, 1_000, FROM.plusSeconds(60), Duration.ofMinutes(10));
        assertThat(all(Asking.wide(FROM, LIMIT, HANOI))).isEqualTo(ids());
        assertThat(asks).as("of some 25 pages").isLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void manyRowsWithinAnHourComeToo(int hours) {
        offHours = hours;
        rows(1, 2_000, NOW.minusSeconds(3_600), Duration.ofMillis(1_500));
        assertThat(all(Asking.wide(FROM, LIMIT, HANOI))).isEqualTo(ids());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, -11})
    void goingOnFromTheLastKnownRowSkipsNoneAndEndsAtTheNewest(int hours) {
        offHours = hours;
        rows(1, 600, NOW.minus(Duration.ofDays(2)), Duration.ofMinutes(4));
        Asking asking = Asking.onwards(knownUpTo(400), LIMIT, HANOI);
        assertThat(all(asking)).containsAll(LongStream.rangeClosed(401, 600).boxed().toList());
        assertThat(asking.isWide()).isFalse();
    }

    @Test
    void deletedRowsLeaveHolesThatStopNothing() {
        rows(1, 600, NOW.minus(Duration.ofDays(2)), Duration.ofMinutes(4));
        KnownRows known = knownUpTo(400);
        table.removeIf(row -> id(row) % 7 == 0 || (id(row) >= 390 && id(row) < 420));
        assertThat(all(Asking.onwards(known, LIMIT, HANOI)))
                .containsAll(ids().stream().filter(id -> id > 400).toList());
    }

    @Test
    void oneThatHasNothingIsAskedOnce() {
        assertThat(all(Asking.wide(FROM, LIMIT, HANOI))).isEmpty();
        assertThat(asks).isEqualTo(1);
    }

    @Test
    void whereNothingIsNewItIsSeenByAPageThatEndsWithTheKnownRow() {
        rows(1, 30, NOW.minusSeconds(600), Duration.ofSeconds(10));
        assertThat(all(Asking.onwards(knownUpTo(30), LIMIT, HANOI))).contains(30L);
        assertThat(asks).isEqualTo(1);
    }
}
