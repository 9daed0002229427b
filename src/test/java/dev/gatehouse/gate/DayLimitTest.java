package dev.gatehouse.gate;

import static dev.gatehouse.gate.FeeWork.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Sighting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class DayLimitTest {
    private static final FeeRules RULES = new FeeRules(30, 25_000, 150_000, 0);
    private static final String CAR = "29A12345";

    @TempDir Path folder;
    private FeeWork work;

    @BeforeEach
    void open() {
        work = new FeeWork(folder, "central-1", RULES);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aCarThatNeverLeftOwesTheLimitOfEachDayBegunAndIsToBeChecked() {
        work.at("2026-11-30T12:00").in(CAR);

        Sighting.Due due = work.at("2027-01-01T00:30").due(CAR, work.booth.clock.instant());

        assertThat(due.cappedDays()).isEqualTo(32);
        assertThat(due.needsReview()).isTrue();
        assertThat(work.out(CAR)).isEqualTo(32 * 150_000);
    }

    @Test
    void aStayOfThreeDaysAndTwoHoursOwesThreeLimitsAndThreeHours() {
        work.at("2026-11-23T08:00").in(CAR).at("2026-11-26T10:10");
        Sighting.Due due = work.due(CAR, work.booth.clock.instant());
        assertThat(due.cappedDays()).isEqualTo(3);
        assertThat(due.chargedHours()).isEqualTo(3);
        assertThat(due.needsReview()).isFalse();
        assertThat(work.out(CAR)).isEqualTo(525_000);
    }

    @Test
    void aLimitThatIsSetDuringAStayIsForWhoeverComesLater() {
        work.book.setFees(new FeeRules(30, 25_000)).join();
        work.at("2026-11-23T08:00").in(CAR).at("2026-11-23T09:00");
        work.book.setFees(RULES).join();
        work.at("2026-11-23T10:00").in("30F99999").at("2026-11-24T08:00");

        assertThat(work.out(CAR)).isEqualTo(24 * 25_000);
        assertThat(work.out("30F99999")).isEqualTo(150_000);
    }

    @Test
    void aPassAndALimitTogetherChargeOnlyWhatThePassLeaves() {
        work.passes(pass(1, CAR, "2026-11-01", "2026-11-30"));
        work.at("2026-11-30T22:00").in(CAR).at("2026-12-02T00:30");
        assertThat(work.out(CAR)).as("a day at the limit and half an hour").isEqualTo(175_000);
    }
}
