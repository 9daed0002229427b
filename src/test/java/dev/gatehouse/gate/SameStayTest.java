package dev.gatehouse.gate;

import static dev.gatehouse.gate.FeeWork.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

class SameStayTest {
    private static final FeeRules RULES = new FeeRules(30, 25_000, 0, 15);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final String CAR = "29A12345";

    @TempDir Path folder;
    private FeeWork work;

    @BeforeEach
    void open() {
        work = new FeeWork(folder, "central-1", RULES).at("2026-11-23T08:00");
    }

    @AfterEach
    void close() {
        work.close();
    }

    private List<Visit> listed() {
        return work.book.sharedFreeMinutes(DAY);
    }

    @Test
    void aCarThatGoesOutAndInAgainUsesItsFreeMinutesOnce() {
        assertThat(work.in(CAR).at("2026-11-23T08:20").out(CAR)).isZero();
        work.at("2026-11-23T08:25").in(CAR);
        assertThat(work.at("2026-11-23T08:35").out(CAR)).as("10 minutes were left").isZero();
        work.at("2026-11-23T08:40").in(CAR);

        var due = work.at("2026-11-23T08:41").due(CAR, work.booth.clock.instant());

        assertThat(due.freeSecondsUsedBefore()).isEqualTo(1_800);
        assertThat(due.freeMinutes()).isZero();
        assertThat(work.out(CAR)).isEqualTo(25_000);
        assertThat(listed()).hasSize(2);
        assertThat(listed().getFirst().exit()).isNotNull();
        assertThat(work.book.sharedFreeMinutes(DAY.plusDays(1))).isEmpty();
    }

    @Test
    void anEntryAtTheLastMinuteOfTheSettingSharesAndALaterOneDoesNot() {
        work.in(CAR).at("2026-11-23T08:30").out(CAR);
        work.at("2026-11-23T08:45").in(CAR);
        assertThat(work.at("2026-11-23T08:50").out(CAR)).isEqualTo(25_000);
        work.at("2026-11-23T09:05:01").in(CAR);
        assertThat(work.at("2026-11-23T09:35:01").out(CAR)).isZero();
        assertThat(listed()).hasSize(1);
    }

    @Test
    void aLongStayLeavesNothingFreeForTheOneBehindIt() {
        assertThat(work.in(CAR).at("2026-11-23T10:00").out(CAR)).isEqualTo(50_000);
        work.at("2026-11-23T10:05").in(CAR);
        assertThat(work.at("2026-11-23T10:06").out(CAR)).isEqualTo(25_000);
    }

    @Test
    void anotherCarHasFreeMinutesOfItsOwn() {
        work.in(CAR).at("2026-11-23T08:30").out(CAR);
        work.at("2026-11-23T08:31").in("29A12346");
        assertThat(work.at("2026-11-23T09:01").out("29A12346")).isZero();
        assertThat(listed()).isEmpty();
    }

    @Test
    void timeThatAPassCoversUsesNoFreeMinutes() {
        work.passes(pass(1, CAR, "2026-11-01", "2026-11-23"));
        work.at("2026-11-23T20:00").in(CAR).at("2026-11-23T23:58").out(CAR);
        work.at("2026-11-23T23:59").in(CAR);
        assertThat(work.at("2026-11-24T00:30").out(CAR)).isZero();
        assertThat(listed()).isEmpty();
    }

    @Test
    void withoutTheSettingEachStayHasItsOwnFreeMinutes() {
        work.book.setFees(new FeeRules(30, 25_000)).join();
        work.at("2026-11-23T08:01").in(CAR);
        assertThat(work.at("2026-11-23T08:31").out(CAR)).isZero();
        work.at("2026-11-23T08:32").in(CAR);
        assertThat(work.at("2026-11-23T09:02").out(CAR)).isZero();
        work.at("2026-11-23T09:03").in(CAR);
        assertThat(work.at("2026-11-23T09:33").out(CAR)).isZero();
        assertThat(listed()).isEmpty();
    }

    @Test
    void theSettingIsTheOneThatWasInForceAtTheEntry() {
        work.in(CAR).at("2026-11-23T08:30").out(CAR);
        work.at("2026-11-23T08:31").in(CAR).at("2026-11-23T08:32");
        work.book.setFees(new FeeRules(30, 25_000)).join();
        assertThat(work.at("2026-11-23T08:40").out(CAR)).isEqualTo(25_000);
        work.at("2026-11-23T08:41").in(CAR);
        assertThat(work.at("2026-11-23T09:00").out(CAR)).isZero();
    }

    @Test
    void aStayThatBeganAtAnotherBoothSharesToo() {
        try (FeeWork other = new FeeWork(folder, "central-2", RULES)) {
            work.in(CAR).at("2026-11-23T08:30").out(CAR);
            other.booth.pull(work.booth, 10);
            other.at("2026-11-23T08:35").in(CAR);
            assertThat(other.at("2026-11-23T08:40").out(CAR)).isEqualTo(25_000);
        }
    }

    @Test
    void aChainOfManyShortStaysIsOneStayForTheFreeMinutes() {
        long fees = 0;
        for (int minute = 0; minute < 60; minute += 4) {
            work.at("2026-11-23T08:%02d".formatted(minute)).in(CAR);
            fees += work.at("2026-11-23T08:%02d".formatted(minute + 3)).out(CAR);
        }
        assertThat(fees).as("15 stays of 3 minutes: ten are free").isEqualTo(5 * 25_000);
        assertThat(listed()).hasSize(14);
    }

    @Test
    void aStayWhoseExitNobodySawUsesNoFreeMinutesOfTheNextOne() {
        work.in(CAR).at("2026-11-23T08:20");
        Visit inside = work.booth.visits().getFirst();
        var again =
                new OpenRequest(
                        CAR, null, null, null, null, null, "manual", null, null, inside.eventId());
        var because = new Because(Because.Reason.DUPLICATE, null, "Lan");

        assertThat(work.gate.letIn(again, because).join().outcome())
                .isInstanceOf(OpenOutcome.Entered.class);

        assertThat(work.at("2026-11-23T08:50").out(CAR)).isZero();
        assertThat(listed()).isEmpty();
    }
}
