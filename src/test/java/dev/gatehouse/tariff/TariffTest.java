package dev.gatehouse.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.FeeRules;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class TariffTest {
    private static final FeeRules RULES = new FeeRules(30, 25_000);
    private static final FeeRules CAPPED = new FeeRules(30, 25_000, 150_000, 0);
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");

    @Test
    void case1TheLastFreeSecondIsFree() {
        assertThat(fee("08:00:00", "08:30:00")).isZero();
    }

    @Test
    void case2TheFirstSecondAfterTheFreeMinutesCostsAnHour() {
        assertThat(fee("08:00:00", "08:30:01")).isEqualTo(25_000);
    }

    @Test
    void case3TheNextSecondAfterAFullHourCostsAnother() {
        assertThat(fee("08:00:00", "09:30:00")).isEqualTo(25_000);
        assertThat(fee("08:00:00", "09:30:01")).isEqualTo(50_000);
    }

    @Test
    void case4TheFreeMinutesAreDeductedBeforeTheHoursAreCounted() {
        assertThat(charge("08:12:40", "11:05:10"))
                .isEqualTo(new Charge(75_000, 2 * 3600 + 52 * 60 + 30, 0, 3, false));
    }

    @Test
    void case5AStayAcrossTwoCentralsCostsTheSame() {
        assertThat(fee("07:42:10", "10:58:03")).isEqualTo(75_000);
    }

    @Test
    void case6ANightCostsItsHours() {
        var charge = Tariff.charge(at("22", "22:00:00"), at("23", "07:00:00"), RULES);
        assertThat(charge.feeDong()).isEqualTo(225_000);
    }

    @Test
    void partOfASecondNeverCostsAnHour() {
        assertThat(charge(Duration.ofMinutes(30).plusMillis(999)).feeDong()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "PT12H, 150000, 0, 1",
        "PT24H, 150000, 0, 1",
        "PT24H1S, 175000, 1, 1",
        "PT72H, 450000, 0, 3",
        "PT74H10M, 525000, 3, 3",
    })
    void case7ADayBegunCostsAtMostTheLimitAndTheFreeTimeIsGivenOnce(
            Duration stay, long fee, long hours, long cappedDays) {
        Charge charge = Tariff.charge(NOON, NOON.plus(stay), CAPPED);

        assertThat(charge)
                .isEqualTo(new Charge(fee, stay.toSeconds(), 0, hours, false, cappedDays, 0));
        assertThat(fee).isEqualTo(cappedDays * 150_000 + hours * 25_000);
    }

    @Test
    void aDayThatCostsLessThanTheLimitCostsItsHours() {
        assertThat(capped(Duration.ofMinutes(30)).feeDong()).isZero();
        assertThat(capped(Duration.ofMinutes(330)).feeDong()).isEqualTo(125_000);
        assertThat(capped(Duration.ofMinutes(390)))
                .as("6 hours cost the limit without it")
                .isEqualTo(new Charge(150_000, 23_400, 0, 6, false));
        assertThat(capped(Duration.ofMinutes(391)).cappedDays()).isEqualTo(1);
    }

    @Test
    void aCarThatNeverLeftCostsTheLimitOfEachDayBegunAndIsForReview() {
        Instant entered = Instant.parse("2026-11-30T12:00:00+07:00");
        Instant left = Instant.parse("2027-01-01T00:30:00+07:00");

        assertThat(Tariff.charge(entered, left, RULES).feeDong()).isEqualTo(18_900_000);

        Charge charge = Tariff.charge(entered, left, CAPPED);
        assertThat(charge.feeDong()).isEqualTo(32 * 150_000);
        assertThat(charge.cappedDays()).isEqualTo(32);
        assertThat(charge.needsReview()).isTrue();
        Charge month = Tariff.charge(entered, entered.plus(Duration.ofDays(30)), CAPPED);
        assertThat(month.feeDong()).isEqualTo(30 * 150_000);
        assertThat(month.needsReview()).isFalse();
    }

    @Test
    void aLimitThatNoDayReachesMakesNoStayDearer() {
        var high = new FeeRules(30, 25_000, 600_000, 0);
        Instant left = NOON.plus(Duration.ofHours(24)).plusSeconds(1);

        assertThat(Tariff.charge(NOON, left, high)).isEqualTo(Tariff.charge(NOON, left, RULES));
        assertThat(Tariff.charge(NOON, left, high).feeDong()).isEqualTo(600_000);
    }

    @Test
    void moreThanADayOfFreeTimeReachesIntoTheDaysBehind() {
        var rules = new FeeRules(2 * 1_440, 25_000, 150_000, 0);
        assertThat(Tariff.charge(NOON, NOON.plus(Duration.ofHours(48)), rules).feeDong()).isZero();
        assertThat(Tariff.charge(NOON, NOON.plus(Duration.ofHours(50)), rules))
                .isEqualTo(new Charge(50_000, 180_000, 0, 2, false));
        assertThat(Tariff.charge(NOON, NOON.plus(Duration.ofHours(73)), rules).feeDong())
                .isEqualTo(175_000);
    }

    @Test
    void timeThatAPassCoversBeginsNoDayOfTheLimit() {
        Instant left = NOON.plus(Duration.ofMinutes(34 * 60 + 30));
        var tenHours = new Covered(NOON, NOON.plus(Duration.ofHours(10)));

        assertThat(Tariff.charge(NOON, left, CAPPED).feeDong()).isEqualTo(300_000);
        assertThat(Tariff.charge(NOON, left, CAPPED, List.of(tenHours)))
                .as("24 h 30 min are left, half an hour of the second day")
                .isEqualTo(new Charge(175_000, 124_200, 36_000, 1, false, 1, 0));
    }

    @Test
    void whatTheStaysBeforeUsedOfTheFreeMinutesIsNotFreeAgain() {
        Instant left = NOON.plus(Duration.ofMinutes(20));
        assertThat(Tariff.charge(NOON, left, RULES, List.of(), 600).feeDong())
                .as("10 min used, 20 left")
                .isZero();
        assertThat(Tariff.charge(NOON, left, RULES, List.of(), 601))
                .isEqualTo(new Charge(25_000, 1_200, 0, 1, false, 0, 601));
        assertThat(Tariff.charge(NOON, left, RULES, List.of(), 99_999))
                .as("no more can be used than there is")
                .isEqualTo(new Charge(25_000, 1_200, 0, 1, false, 0, 1_800));
    }

    @Property
    void aDayBegunNeverCostsMoreThanTheLimitNorMoreThanItsHours(
            @ForAll @LongRange(min = -100_000, max = 4_000_000) long seconds,
            @ForAll @LongRange(min = 0, max = 100_000) long more,
            @ForAll @IntRange(min = 0, max = 10_080) int freeMinutes,
            @ForAll @LongRange(min = 0, max = 100_000_000) long dongPerHour,
            @ForAll @LongRange(min = 1, max = 100_000_000) long cap,
            @ForAll @LongRange(min = 0, max = 10_000) long used) {
        var rules = new FeeRules(freeMinutes, dongPerHour, cap, 0);
        Charge charge = after(seconds, rules, used);

        assertThat(charge.feeDong())
                .isBetween(0L, cap * Math.ceilDiv(Math.max(0, seconds), 86_400L))
                .isLessThanOrEqualTo(
                        after(seconds, new FeeRules(freeMinutes, dongPerHour), used).feeDong())
                .isLessThanOrEqualTo(after(seconds + more, rules, used).feeDong())
                .isGreaterThanOrEqualTo(after(seconds, rules, 0).feeDong())
                .isEqualTo(charge.cappedDays() * cap + charge.chargedHours() * dongPerHour);
    }

    @Property
    void withoutALimitOrAPassTheFeeIsTheOriginals(
            @ForAll @LongRange(min = -100_000, max = 4_000_000) long seconds,
            @ForAll @IntRange(min = 0, max = 1_440) int freeMinutes,
            @ForAll @LongRange(min = 0, max = 10_000_000) long dongPerHour) {
        long hours = Math.max(0, seconds - freeMinutes * 60L + 3_599) / 3_600;

        assertThat(after(seconds, new FeeRules(freeMinutes, dongPerHour), 0).feeDong())
                .isEqualTo(seconds <= freeMinutes * 60L ? 0 : hours * dongPerHour);
    }

    @Property
    void aPassNeverMakesAStayWithALimitDearer(
            @ForAll @LongRange(min = 0, max = 4_000_000) long seconds,
            @ForAll @LongRange(min = -1_000_000, max = 6_000_000) long from,
            @ForAll @LongRange(min = 0, max = 6_000_000) long lasts) {
        Instant left = NOON.plusSeconds(seconds);
        var pass = new Covered(NOON.plusSeconds(from), NOON.plusSeconds(from + lasts));

        assertThat(Tariff.charge(NOON, left, CAPPED, List.of(pass)).feeDong())
                .isBetween(0L, Tariff.charge(NOON, left, CAPPED).feeDong());
    }

    private static Charge after(long seconds, FeeRules rules, long used) {
        return Tariff.charge(NOON, NOON.plusSeconds(seconds), rules, List.of(), used);
    }

    private static Charge capped(Duration stay) {
        return Tariff.charge(NOON, NOON.plus(stay), CAPPED);
    }

    @Test
    void case8WhatAPassCoversIsPaidForAlready() {
        var pass = new Covered(at("01", "00:00:00"), at("23", "00:00:00"));

        var charge =
                Tariff.charge(at("22", "22:00:00"), at("23", "02:10:00"), RULES, List.of(pass));

        assertThat(charge).isEqualTo(new Charge(50_000, 15_000, 7_200, 2, false));
    }

    @Test
    void twoPassesAtOncePayForAMomentOnceAndInAnyOrder() {
        var first = new Covered(NOON, NOON.plusSeconds(7_200));
        var second = new Covered(NOON.plusSeconds(3_600), NOON.plusSeconds(10_800));
        var within = new Covered(NOON.plusSeconds(100), NOON.plusSeconds(200));
        Instant left = NOON.plusSeconds(20_000);

        var charge = Tariff.charge(NOON, left, RULES, List.of(second, within, first));

        assertThat(charge.coveredSeconds()).isEqualTo(10_800);
        assertThat(charge.chargedHours()).isEqualTo(3); // 9,200 s, half an hour of them free
    }

    @Property
    void aPassNeverMakesAStayDearer(
            @ForAll @LongRange(min = 0, max = 5_000_000) long seconds,
            @ForAll @LongRange(min = -1_000_000, max = 6_000_000) long from,
            @ForAll @LongRange(min = 0, max = 6_000_000) long lasts) {
        Instant left = NOON.plusSeconds(seconds);
        var pass = new Covered(NOON.plusSeconds(from), NOON.plusSeconds(from + lasts));

        var with = Tariff.charge(NOON, left, RULES, List.of(pass));

        assertThat(with.feeDong()).isBetween(0L, Tariff.charge(NOON, left, RULES).feeDong());
        assertThat(with.coveredSeconds()).isBetween(0L, Math.min(seconds, lasts));
        assertThat(with.seconds()).isEqualTo(seconds);
    }

    @Test
    void aNegativeStayIsFreeAndForReview() {
        assertThat(charge(Duration.ofSeconds(-1))).isEqualTo(new Charge(0, -1, 0, 0, true));
        assertThat(charge(Duration.ofMillis(-1)).needsReview()).isTrue();
    }

    @Test
    void moreThanThirtyDaysIsChargedAndForReview() {
        assertThat(charge(Duration.ofDays(30)).needsReview()).isFalse();
        var tooLong = charge(Duration.ofDays(30).plusSeconds(1));
        assertThat(tooLong.needsReview()).isTrue();
        assertThat(tooLong.feeDong()).isEqualTo(720 * 25_000L);
    }

    @Test
    void aFreeCarParkIsFree() {
        var stay = Tariff.charge(NOON, NOON.plusSeconds(86_400), new FeeRules(0, 0));
        assertThat(stay).isEqualTo(new Charge(0, 86_400, 0, 24, false));
    }

    @Test
    void instantsAtTheEndsOfTimeDoNotOverflow() {
        var rules = new FeeRules(0, 1_000_000_000);
        assertThat(Tariff.charge(Instant.MIN, Instant.MAX, rules).feeDong())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Tariff.charge(Instant.MAX, Instant.MIN, rules).feeDong()).isZero();
        var capped = new FeeRules(0, 1_000_000_000, 10_000_000_000_000L, 0);
        assertThat(Tariff.charge(Instant.MIN, Instant.MAX, capped).feeDong())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Property
    void aLongerStayNeverCostsLess(
            @ForAll @LongRange(min = -100_000, max = 4_000_000) long seconds,
            @ForAll @LongRange(min = 0, max = 100_000) long more,
            @ForAll @IntRange(min = 0, max = 1_440) int freeMinutes,
            @ForAll @LongRange(min = 0, max = 10_000_000) long dongPerHour) {
        var rules = new FeeRules(freeMinutes, dongPerHour);
        long fee = Tariff.charge(NOON, NOON.plusSeconds(seconds), rules).feeDong();
        long longer = Tariff.charge(NOON, NOON.plusSeconds(seconds + more), rules).feeDong();
        assertThat(fee).isNotNegative();
        assertThat(longer).isGreaterThanOrEqualTo(fee);
    }

    @Property
    void theFeeIsAsManyHoursAsItSays(@ForAll @LongRange(min = 0, max = 4_000_000) long seconds) {
        var charge = charge(Duration.ofSeconds(seconds));
        assertThat(charge.feeDong()).isEqualTo(charge.chargedHours() * 25_000);
        assertThat(charge.chargedHours() * 3_600).isGreaterThanOrEqualTo(seconds - 1_800);
        assertThat((charge.chargedHours() - 1) * 3_600).isLessThan(Math.max(1, seconds - 1_800));
    }

    private static long fee(String entered, String left) {
        return charge(entered, left).feeDong();
    }

    private static Charge charge(String entered, String left) {
        return Tariff.charge(at("22", entered), at("22", left), RULES);
    }

    private static Charge charge(Duration stay) {
        return Tariff.charge(NOON, NOON.plus(stay), RULES);
    }

    private static Instant at(String day, String time) {
        return Instant.parse("2026-11-" + day + "T" + time + "+07:00");
    }
}
