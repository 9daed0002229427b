package dev.gatehouse.model;

/**
 * Figures of the site's present day.
 *
 * @param vehiclesInside cars inside now, whatever day they came
 * @param entriesToday visits that began today
 * @param exitsToday visits that ended today
 * @param revenueTodayDong fees of the visits that ended today and that nobody need look at
 * @param toReviewTodayDong fees of the visits that ended today and that a person must look at
 */
public record DayStats(
        long vehiclesInside,
        long entriesToday,
        long exitsToday,
        long revenueTodayDong,
        long toReviewTodayDong) {
    public static final DayStats NONE = new DayStats(0, 0, 0, 0, 0);

    /** Figures of a day on which no visit is to be looked at. */
    public DayStats(
            long vehiclesInside, long entriesToday, long exitsToday, long revenueTodayDong) {
        this(vehiclesInside, entriesToday, exitsToday, revenueTodayDong, 0);
    }
}
