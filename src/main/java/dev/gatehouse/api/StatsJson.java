package dev.gatehouse.api;

import dev.gatehouse.model.DayStats;

/** The figures of the day, as they stand inside other answers. */
record StatsJson(
        long vehiclesInParking,
        long entriesToday,
        long exitsToday,
        long revenueToday,
        long revenueToCheck) {
    static StatsJson of(DayStats stats) {
        return new StatsJson(
                stats.vehiclesInside(),
                stats.entriesToday(),
                stats.exitsToday(),
                stats.revenueTodayDong(),
                stats.toReviewTodayDong());
    }

    /** The same as an answer of their own. */
    record AnswerJson(
            boolean success,
            long vehiclesInParking,
            long entriesToday,
            long exitsToday,
            long revenueToday,
            long revenueToCheck) {
        static AnswerJson of(DayStats stats) {
            StatsJson of = StatsJson.of(stats);
            return new AnswerJson(
                    true,
                    of.vehiclesInParking(),
                    of.entriesToday(),
                    of.exitsToday(),
                    of.revenueToday(),
                    of.revenueToCheck());
        }
    }
}
