package dev.gatehouse.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.FeeRules;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class TariffTest {
    private static final FeeRules RULES = new FeeRules(30, 25_000);
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
