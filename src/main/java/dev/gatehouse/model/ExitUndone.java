package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/**
 * A person takes the exit of a visit back: the visit goes on as if that exit never was. Other exits
 * of the visit count, those that come later among them.
 *
 * @param eventId the visit, as the exit names it
 * @param exit the event of the exit; what this fact does not come after stays as it is
 * @param staff who takes it back
 */
public record ExitUndone(String eventId, EventId exit, String staff) implements Fact.OfCar {
    public static final String KIND = "exit_undone";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public @Nullable Plate plate() {
        return null;
    }
}
