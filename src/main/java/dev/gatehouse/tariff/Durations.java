package dev.gatehouse.tariff;

/** A stay in words. */
public final class Durations {
    private Durations() {}

    /**
     * Hours and minutes as the original writes them, both cut down: {@code 1 giờ 0 phút}.
     *
     * @param seconds the stay; a negative one is shown as none
     */
    public static String vietnamese(long seconds) {
        long minutes = Math.max(0, seconds) / 60;
        return minutes / 60 + " giờ " + minutes % 60 + " phút";
    }
}
