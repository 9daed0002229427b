package dev.gatehouse.model;

import java.util.regex.Pattern;

/** What kind of vehicle a Vietnamese plate is made for, as far as its text alone tells. */
public enum PlateClass {
    CAR("\\d{2}[A-Z]\\d{4,5}"),
    /** Plates with two letters, since August 2023; the text of older ones may be a car's. */
    MOTORBIKE("\\d{2}(?!KT|LD|DA|RM|HC|MK|CD|NG|QT|NN|CV)[A-Z]{2}\\d{4,5}|\\d{2}MĐ\\d{4,6}"),
    MILITARY("[A-Z]{2}\\d{4}"),
    /** Plates of embassies, and of foreign organisations and persons. */
    FOREIGN("\\d{2}(?:\\d{3})?(?:NG|QT|NN|CV)\\d{2,5}"),
    TEMPORARY("T\\d{7}"),
    /** Any other vehicle, or one of which the text does not tell. */
    OTHER("");

    private final Pattern form;

    PlateClass(String form) {
        this.form = Pattern.compile(form);
    }

    /** The class of that plate; {@link #OTHER} of a car whose plate nobody has read. */
    public static PlateClass of(Plate plate) {
        for (PlateClass each : values()) {
            if (each.form.matcher(plate.canonical()).matches()) {
                return each;
            }
        }
        return OTHER;
    }
}
