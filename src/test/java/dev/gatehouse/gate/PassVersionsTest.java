package dev.gatehouse.gate;

import static dev.gatehouse.gate.FeeWork.inactive;
import static dev.gatehouse.gate.FeeWork.pass;
import static dev.gatehouse.gate.FeeWork.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Plate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

class PassVersionsTest {
    private static final FeeRules RULES = new FeeRules(30, 25_000);
    private static final String CAR = "29A12345";
    private static final Fact.Pass NOVEMBER = pass(1, CAR, "2026-11-01", "2026-11-30");
    private static final Fact.Pass DECEMBER = pass(1, CAR, "2026-12-01", "2026-12-31");

    @TempDir Path folder;
    private FeeWork work;

    @BeforeEach
    void open() {
        work = new FeeWork(folder, "central-1", RULES).passes(NOVEMBER);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aPassThatIsRenewedWhileTheCarIsInsideCoversBothDays() {
        work.at("2026-11-30T22:00").in(CAR).at("2026-11-30T23:00").passes(DECEMBER);
        assertThat(work.at("2026-12-01T02:10").out(CAR)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-25T09:00", "2026-11-30T21:59"})
    void aPassThatIsRenewedBeforeTheCarComesCoversBothDays(String edited) {
        work.at(edited).passes(DECEMBER).at("2026-11-30T22:00").in(CAR);
        assertThat(work.at("2026-12-01T02:10").out(CAR)).isZero();
    }

    @Test
    void aPassThatIsRenewedAfterMidnightCoversBothDays() {
        work.at("2026-11-30T22:00").in(CAR).at("2026-12-01T00:30");
        assertThat(work.due(CAR, time("2026-12-01T02:10")).feeDong()).isEqualTo(50_000);

        work.passes(DECEMBER);

        assertThat(work.at("2026-12-01T02:10").out(CAR)).isZero();
    }

    @Test
    void aPassThatIsNotRenewedIsChargedFromTheEndOfItsLastDay() {
        work.at("2026-11-30T22:00").in(CAR);
        assertThat(work.at("2026-12-01T02:10").out(CAR)).isEqualTo(50_000);
    }

    @Test
    void aPassWithDaysBetweenItsVersionsIsChargedForThose() {
        work.passes(pass(1, CAR, "2026-12-02", "2026-12-31")).at("2026-11-30T22:00").in(CAR);
        assertThat(work.at("2026-12-02T08:00").out(CAR)).isEqualTo(24 * 25_000);
    }

    @Test
    void aPassThatIsRenewedUnderAnotherNumberCoversBothDays() {
        work.at("2026-11-25T09:00").passes(pass(9, CAR, "2026-12-01", "2026-12-31"));
        work.at("2026-11-30T22:00").in(CAR);
        assertThat(work.at("2026-12-01T02:10").out(CAR)).isZero();
    }

    @Test
    void threeVersionsOfAPassRuleTheirOwnDaysEach() {
        work.at("2026-11-28T22:00").in(CAR);
        work.passes(pass(1, CAR, "2026-11-30", "2026-12-01"));
        work.passes(pass(1, CAR, "2026-12-02", "2026-12-03"));
        assertThat(work.at("2026-12-04T01:30").out(CAR)).isEqualTo(25_000);
    }

    @Test
    void aPassThatIsExtendedCoversTheDaysThatWereAdded() {
        work.at("2026-11-30T22:00").in(CAR).passes(pass(1, CAR, "2026-11-01", "2026-12-31"));
        assertThat(work.at("2026-12-01T02:10").out(CAR)).isZero();
    }

    @Test
    void aPassThatIsShortenedCoversNoMoreThanItsNewDays() {
        work.at("2026-11-24T22:00").in(CAR).at("2026-11-25T01:00");
        work.passes(pass(1, CAR, "2026-11-01", "2026-11-24"));
        assertThat(work.at("2026-11-25T02:10").out(CAR)).isEqualTo(50_000);
    }

    @Test
    void aPassThatIsTakenOffTheListCoversUpToThatMoment() {
        work.at("2026-11-23T08:00").in(CAR).at("2026-11-23T10:00").passes();
        assertThat(work.at("2026-11-23T11:30").out(CAR)).isEqualTo(25_000);
        work.in(CAR);
        assertThat(work.at("2026-11-23T13:30").out(CAR)).isEqualTo(50_000);
    }

    @Test
    void aPassThatIsMadeInactiveCoversUpToThatMoment() {
        work.at("2026-11-23T08:00").in(CAR).at("2026-11-23T10:00").passes(inactive(NOVEMBER));
        work.at("2026-11-23T11:00").passes(inactive(NOVEMBER), pass(2, "30F99999", null, null));
        assertThat(work.at("2026-11-23T11:30").out(CAR)).isEqualTo(25_000);
    }

    @Test
    void aPassThatIsInactiveForAMonthToComeStillCoversThisOne() {
        work.passes(inactive(DECEMBER)).at("2026-11-30T22:00").in(CAR);
        assertThat(work.at("2026-12-01T02:10").out(CAR)).isEqualTo(50_000);
    }

    @Test
    void aPassThatComesBackOnTheListCoversAllItsDaysAgain() {
        work.at("2026-11-23T08:00").in(CAR).passes();
        work.at("2026-11-23T09:00").passes(NOVEMBER);
        assertThat(work.at("2026-11-23T11:30").out(CAR)).isZero();
    }

    @Test
    void aPassThatWasInactiveFromTheBeginningCoversNothing() {
        String other = "30F99999";
        work.passes(NOVEMBER, inactive(pass(2, other, "2026-11-01", "2026-11-30"))).in(other);
        assertThat(work.at("2026-11-22T14:00").out(other)).isEqualTo(50_000);
    }

    @Test
    void aPassThatGoesToAnotherCarLeavesItsCarAtThatMoment() {
        String other = "30F99999";
        work.at("2026-11-23T08:00").in(CAR).in(other).at("2026-11-23T10:00");
        work.passes(pass(1, other, "2026-11-23", "2026-11-30")).at("2026-11-23T11:30");
        assertThat(work.out(CAR)).isEqualTo(25_000);
        assertThat(work.out(other)).isZero();
    }

    @Test
    void twoPassesOfOneCarCoverWhatEitherCovers() {
        work.passes(NOVEMBER, pass(2, CAR, "2026-11-29", "2026-12-01"));
        work.at("2026-11-28T22:00").in(CAR).at("2026-11-30T12:00").passes(NOVEMBER);
        assertThat(work.at("2026-11-30T23:00").out(CAR)).isZero();
    }

    @Test
    void aPassWithoutAFirstDayRulesAllDays() {
        work.at("2026-11-24T22:00").in(CAR).passes(pass(1, CAR, null, "2026-11-24"));
        assertThat(work.at("2026-11-25T02:10").out(CAR)).isEqualTo(50_000);
    }

    @Test
    void aPassThatIsEditedToADayThatNobodyCanReadCoversUpToThatMoment() {
        work.at("2026-11-23T08:00").in(CAR).at("2026-11-23T10:00");
        work.passes(pass(1, CAR, "2026-11-01", "end of month"));
        assertThat(work.at("2026-11-23T11:30").out(CAR)).isEqualTo(25_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31", "-999999999-01-01"})
    void aDayAtTheEndOfTimeIsOneThatNobodyCanReadAndNoOtherCarsPassSuffers(String odd) {
        work.passes(NOVEMBER, pass(2, "30F99999", "2026-11-01", odd), pass(3, "30F1234", odd, null))
                .in(CAR)
                .in("30F99999");
        work.at("2026-11-22T14:00");
        assertThat(work.out(CAR)).isZero();
        assertThat(work.out("30F99999")).isEqualTo(50_000);
    }

    @Test
    void theVersionsOfAPassCountAtABoothThatGetsThemLater() {
        work.at("2026-11-25T09:00").passes(DECEMBER);
        try (FeeWork other = new FeeWork(folder, "central-2", RULES)) {
            other.at("2026-11-30T22:00").in(CAR).at("2026-12-01T01:00");
            assertThat(other.due(CAR, time("2026-12-01T02:10")).feeDong()).isEqualTo(100_000);

            other.booth.pull(work.booth, 10);

            assertThat(other.at("2026-12-01T02:10").out(CAR)).isZero();
        }
    }

    @Test
    void aPassThatWasRenewedLongBeforeStillCoversItsOwnDays() {
        work.at("2026-11-23T09:00").passes(DECEMBER);
        for (int day = 10; day < 20; day++) {
            work.at("2026-12-" + day + "T09:00");
            work.passes(DECEMBER, pass(day, "30F999" + day, null, null));
        }
        assertThat(work.book.passOf(new Plate(CAR, CAR), time("2026-11-30T23:00")))
                .isEqualTo(NOVEMBER);
        assertThat(work.book.passOf(new Plate(CAR, CAR), time("2026-12-05T23:00")))
                .isEqualTo(DECEMBER);
        assertThat(work.book.passOf(new Plate(CAR, CAR), time("2027-01-05T23:00"))).isNull();
    }

    @Test
    void theVersionsOfAListInSeveralPartsCountToo() {
        var many = new ArrayList<Fact.Pass>();
        for (int i = 0; i < 1_500; i++) {
            many.add(pass(10 + i, "51G" + (10_000 + i), "2026-11-01", "2026-11-30"));
        }
        many.add(NOVEMBER);
        work.passes(many.toArray(Fact.Pass[]::new));
        many.removeLast();
        many.addFirst(DECEMBER);
        work.at("2026-11-25T09:00").passes(many.toArray(Fact.Pass[]::new));

        work.at("2026-11-30T22:00").in(CAR).in("51G11499");

        work.at("2026-12-01T02:10");
        assertThat(work.out(CAR)).isZero();
        assertThat(work.out("51G11499")).isEqualTo(50_000);
    }

    @Test
    void listsOfLongAgoAreNotReadOnceTwoMonthsOfThemAre() {
        for (int day = 1; day <= 70; day++) {
            work.booth.clock.pass(Duration.ofDays(1));
            work.passes(pass(1, CAR, "2026-12-01", "2027-12-31"), pass(2, "30F" + day, null, null));
        }
        assertThat(work.booth.ledger().shared().passLists(Duration.ofDays(62))).hasSize(64);
        assertThat(work.booth.ledger().shared().passLists(Duration.ofDays(0))).hasSize(2);
    }
}
