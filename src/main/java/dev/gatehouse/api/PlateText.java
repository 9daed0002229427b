package dev.gatehouse.api;

import dev.gatehouse.model.Plate;

/** A plate in an answer; of a car that passed unread no plate, and words in its place. */
final class PlateText {
    private static final String UNREAD = "Không đọc được";

    private PlateText() {}

    static String id(Plate plate) {
        return plate.isUnread() ? "" : plate.canonical();
    }

    static String view(Plate plate) {
        return plate.isUnread() ? UNREAD : plate.view();
    }

    /** What a sentence calls the car. */
    static String car(Plate plate) {
        return plate.isUnread() ? "Xe không đọc được biển số" : "Xe " + plate.view();
    }
}
