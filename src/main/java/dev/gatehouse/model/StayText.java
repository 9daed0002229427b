package dev.gatehouse.model;

/** A length of stay as the original writes it. */
public final class StayText {
    private StayText() {}

    /** {@code "{h} giờ {m} phút"}, both cut down; a negative stay reads as none. */
    public static String vietnamese(long seconds) {
        long minutes = Math.max(0, seconds) / 60;
        return minutes / 60 + " giờ " + minutes % 60 + " phút";
    }
}
