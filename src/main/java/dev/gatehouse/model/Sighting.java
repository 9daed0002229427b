package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/** What is known of a car that a camera sees, before anything opens. */
public sealed interface Sighting {
    /**
     * A car.
     *
     * @param inside its visit, null where it is not inside
     * @param seconds how long it has been inside; 0 where it is not
     * @param feeDong what it would be charged if it left now, in đồng; 0 where it is not inside
     * @param pass its pass, null where it has none that is in force today
     */
    record Seen(
            Plate plate,
            @Nullable Visit inside,
            long seconds,
            long feeDong,
            Fact.@Nullable Pass pass)
            implements Sighting {}

    /**
     * What was read is no plate.
     *
     * @param field the part of the request that is wrong, by its JSON name
     * @param why names the value and what was expected
     */
    record Refused(String field, String why) implements Sighting {}
}
