package dev.gatehouse.model;

/**
 * Figures of the site's present day.
 *
 * @param vehiclesInside cars inside now, whatever day they came
 * @param entriesToday visits that began today
 * @param exitsToday visits that ended today
 * @param revenueTodayDong fees of the visits that ended today
 */
public record DayStats(
        long vehiclesInside, long entriesToday, long exitsToday, long revenueTodayDong) {
    public static final DayStats NONE = new DayStats(0, 0, 0, 0);
}
